"""Source text to guarded program, one stage after another.

A pure function of source and policy: it runs nothing of the guest's and touches no runtime state.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from types import CodeType
from typing import TYPE_CHECKING, Final, TypeVar

from .catching import catches
from .diagnostics import LONG, SYNTAX, UNPROVEN, Diagnostic, Refusal
from .drawing import Columns, drawn
from .places import Place, place_of
from .policy import Policy, SourceLimits
from .records import dataclass, replace
from .vocabulary import TYPE_ALIAS, TYPE_PARAMETER

if TYPE_CHECKING:
    import libcst as cst

    from .rewrite.guard import Guard

T = TypeVar("T")
_STARRED: Final = re.compile(r"import[\s\\]*\*")

#: Guards a text: (text, policy, features of `__future__`) -> guarded text.
Guarding = Callable[[str, Policy, frozenset[str]], str]

#: `inspect.CO_COROUTINE`; that module takes long to import.
CO_COROUTINE = 0x80

__all__ = ["Diagnostic", "Guarded", "Policy", "Refusal", "SourceLimits", "lint", "transpile"]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A program that has passed every stage.

    Parameters:
        source: what was written, newlines normalised.
        text: the guarded program, line for line.
        code: compiled from the tree the verifier approved.
        imports: names of modules among its texts: all that it imports, and perhaps others.
        functions: names of functions and classes that the module itself defines.
        catches: whether it may catch what is raised in it by somebody else.
    """

    source: str
    text: str
    code: CodeType
    imports: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()
    catches: bool = True

    def place_of(self, code: CodeType, instruction: int) -> Place | None:
        """Return where in the source an instruction of its code is: see `places.py`."""
        return place_of(self.source, self.text, code, instruction)

    def drawn(self, line: int, name: str, columns: Columns | None) -> tuple[str, ...]:
        """Return the lines that a traceback shows for a frame of it: see `drawing.py`."""
        return drawn(self.source, self.code.co_filename, line, name, columns)

    @property
    def asynchronous(self) -> bool:
        """Whether it may make coroutines or async generators; not so if neither word occurs."""
        return "async" in self.source or "await" in self.source

    @property
    def awaits(self) -> bool:
        """Whether its own code, at module level, is a coroutine's."""
        return bool(self.code.co_flags & CO_COROUTINE)


def transpile(source: str | bytes, policy: Policy, filename: str = "<guest>") -> Guarded:
    """Turn *source* into a guarded program.

    Raises:
        Refusal: with every diagnostic found.
    """
    # LibCST takes longer to import than most programs to run; a cached one needs none of it.
    from .gate import compiles, gate

    # Not its tree as well: the collector would go through it again and again meanwhile.
    text = gate(source, policy.limits, filename, compiled=False).text
    if _STARRED.search(text):
        # The one statement that CPython takes in more places once it is guarded.
        compiles(text, filename)
    try:
        return finished(text, policy, filename)
    except Exception:
        # What CPython's compiler refuses, it refuses with its guards as well; so the text as it was
        # written is compiled only to tell of that in CPython's words.
        compiles(text, filename)
        raise


def finished(text: str, policy: Policy, filename: str, guarding: Guarding | None = None) -> Guarded:
    """Turn *text*, which has passed the gate, into a guarded program.

    Parameters:
        guarding: see `prove`.

    Raises:
        Refusal: as `transpile`.
    """
    from .cpython import too_deep
    from .finish import finish_program

    def finish(tree: ast.Module) -> CodeType:
        return finish_program(tree, filename)

    try:
        guarded, code = prove(text, policy, filename, finish, guarding=guarding)
    except RecursionError:
        # The caller may be deep in a stack of its own.
        raise too_deep() from None
    return _program(text, guarded, code, policy)


def restored(source: str | bytes, guarded: str, policy: Policy, filename: str) -> Guarded:
    """Turn a text that was guarded before into a program: it is verified, and compiled.

    Parameters:
        source: what it was made from, and has passed the gate then.

    Raises:
        Refusal: it does not hold, or has words that its source has not.
    """
    from .decode import decoded
    from .finish import finish_program
    from .verify import verify

    text = decoded(source, policy.limits)
    code = finish_program(verify(guarded, policy, filename), filename)
    program = _program(text, guarded, code, policy)
    # Whether it may make coroutines is told by the source.
    if not program.asynchronous and ("async" in guarded or "await" in guarded):
        raise Refusal([Diagnostic(1, 0, 1, 0, UNPROVEN, "the guarded text is of another source")])
    return program


def _program(source: str, guarded: str, code: CodeType, policy: Policy) -> Guarded:
    imports = frozenset(_texts(code)).intersection(policy.modules)
    if TYPE_PARAMETER in guarded or TYPE_ALIAS in guarded:
        imports |= {"typing"}.intersection(policy.modules)
    inner = frozenset(each.co_name for each in code.co_consts if type(each) is CodeType)
    return Guarded(source, guarded, code, imports, inner, catches(code))


def _texts(code: CodeType) -> Iterator[str]:
    for constant in code.co_consts:
        if type(constant) is str:
            yield constant
        elif type(constant) is CodeType:
            yield from _texts(constant)


def prove(
    text: str,
    policy: Policy,
    filename: str,
    finish: Callable[[ast.Module], T],
    lazy_annotations: bool = False,
    guarding: Guarding | None = None,
) -> tuple[str, T]:
    """Return the guarded text of *text*, which has passed the gate, and its finished tree.

    Where the verifier cannot follow a proof that dropped a guard, or CPython cannot compile the
    form it left (inline tests of a long chain nest deeper than calls), the program keeps every
    guard: what only one of two independent readings believes costs time, not the program.

    Parameters:
        finish: compiles the verified tree.
        lazy_annotations: whether the text is read as under `from __future__ import annotations`.
        guarding: what guards the text in the place of `guard`.

    Raises:
        Refusal: a rule refuses it, or verifier or compiler do even so.
    """
    from .cpython import TOO_DEEP
    from .verify import verify

    features = frozenset({"annotations"} if lazy_annotations else ())

    def attempt(guarded: str) -> tuple[str, T]:
        return guarded, finish(verify(guarded, policy, filename, lazy_annotations))

    guarded = (guarding or guard)(text, policy, features)
    try:
        return attempt(guarded)
    except Refusal as refusal:
        ours = {each.code for each in refusal.diagnostics} & {UNPROVEN, SYNTAX, LONG[0], TOO_DEEP}
        if not policy.optimize or not ours:
            raise
    return attempt((guarding or guard)(text, replace(policy, optimize=False), features))


def guard(
    text: str, policy: Policy, features: frozenset[str] = frozenset(), begun: bool = False
) -> str:
    """Return the guarded text of *text*, which has passed the gate.

    Parameters:
        features: of `__future__`, besides those that *text* imports itself.
        begun: whether it is the end of a longer one, which may be about to need a tick.

    Raises:
        Refusal: a rule refuses it.
    """
    from .rewrite import emit

    return emit(*planned(text, policy, features, begun))


def planned(
    text: str, policy: Policy, features: frozenset[str] = frozenset(), begun: bool = False
) -> tuple[cst.Module, list[Guard]]:
    """Return the tree of *text*, which has passed the gate, and what becomes of its guards.

    Raises:
        Refusal: a rule refuses it.
    """
    from .check import check, refuse_long
    from .check.cells import refuse_mixed_up
    from .check.imports import starred_names
    from .elide import elide
    from .parse import parse
    from .rewrite import plan, straight
    from .walk import listing

    module = parse(text)
    listed = listing(module)
    listed.features |= features
    if listed.starred:
        listed.bound |= starred_names(listed, policy)
    diagnostics = check(listed, policy) or refuse_mixed_up(listed, text)
    if diagnostics:
        raise Refusal(diagnostics)
    ticks, too_long = straight.ticks(listed, straight.LIMIT if begun else 0)
    if too_long:
        raise Refusal(refuse_long(module, too_long))
    guards = plan(listed, policy, ticks)
    if policy.optimize:
        elide(guards, listed, policy)
    return module, guards


def lint(source: str | bytes, policy: Policy) -> list[Diagnostic]:
    """Return the diagnostics of *source*: exactly those `transpile` would refuse it with."""
    try:
        transpile(source, policy)
    except Refusal as refusal:
        return refusal.diagnostics
    return []
