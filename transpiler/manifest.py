"""What a program can touch, found in its text; nothing of it runs."""

from __future__ import annotations

import ast
import dis
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from types import CodeType
from typing import Any, Final

from . import Guarded, planned
from .policy import Policy
from .vocabulary import is_dunder

#: Builtins that run text.
_DYNAMIC: Final = frozenset({"eval", "exec", "compile"})
#: Modules whose functions run text.
_RUNNING: Final = frozenset({"timeit"})
#: Functions whose iterators may have no end.
_ENDLESS: Final = frozenset({"count", "cycle", "repeat", "iter"})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the text of a program shows of what it will do.

    Parameters:
        tools: host functions it names.
        modules: it imports.
        builtins: it names, without those it defines itself.
        defines: global names it binds.
        reads: global names it reads that are none of these: what must come as inputs.
        loops: lines of loops whose end is not evident (`while`, `for` over `itertools.count`
            and the like).
        dynamic: lines that run text (`eval`, `exec`, `compile`, imports of `timeit`). Such text
            passes the same rules as it comes; what it touches is in none of the other fields.
        asynchronous: whether it awaits anything.
        lines, bytes: its size.
        guards: how many guards there are, by what became of them: `kept`, `inline` (behind a type
            test) and `dropped` (by a proof).
    """

    tools: tuple[str, ...]
    modules: tuple[str, ...]
    builtins: tuple[str, ...]
    defines: tuple[str, ...]
    reads: tuple[str, ...]
    loops: tuple[int, ...]
    dynamic: tuple[int, ...]
    asynchronous: bool
    lines: int
    bytes: int
    guards: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, for JSON."""
        found = asdict(self)
        return {name: list(each) if type(each) is tuple else each for name, each in found.items()}


def manifest_of(guarded: Guarded, policy: Policy) -> Manifest:
    """Return the manifest of a program.

    Parameters:
        policy: of the sandbox that it was compiled for.
    """
    tools, builtins = policy.tools, policy.builtins
    source = guarded.source
    tree = ast.parse(source)
    bound, read = _globals(guarded.code)
    outside = read - bound
    return Manifest(
        tools=_sorted(read & tools),
        modules=_sorted(set(_modules(tree))),
        builtins=_sorted((outside & builtins) - tools),
        defines=_sorted(bound),
        reads=_sorted(outside - tools - builtins),
        loops=_sorted(set(_loops(tree))),
        dynamic=_sorted(set(_dynamic(tree))),
        asynchronous=guarded.asynchronous and any(isinstance(n, _ASYNC) for n in ast.walk(tree)),
        lines=source.count("\n") + (not source.endswith("\n") and bool(source)),
        bytes=len(source.encode("utf-8", "surrogatepass")),
        guards=_guards(guarded, policy),
    )


_ASYNC: Final = (ast.Await, ast.AsyncFor, ast.AsyncWith)


def _sorted(items: Any) -> tuple[Any, ...]:
    return tuple(sorted(items))


def _globals(code: CodeType) -> tuple[set[str], set[str]]:
    """Return the global names that are bound, and those that are read, in any scope.

    From what runs: only the compiler knows which comprehension it has made a part of what scope.
    """
    bound: set[str] = set()
    read: set[str] = set()
    waiting = [code]
    while waiting:
        each = waiting.pop()
        waiting += [const for const in each.co_consts if type(const) is CodeType]
        names: dict[str, set[str]] = {"LOAD": set(), "STORE": set(), "DELETE": set()}
        for instruction in dis.get_instructions(each):
            action, _, kind = instruction.opname.partition("_")
            if action in names and kind in _BY_NAME:
                names[action].add(instruction.argval)
        # What the body of a class binds is the class's.
        whole = each is code or each.co_flags & _OPTIMIZED
        bound |= names["STORE"] if whole else set()
        read |= names["LOAD"] if whole else names["LOAD"] - names["STORE"]
    return _plain(bound), _plain(read)


def _plain(names: set[str]) -> set[str]:
    """Return *names* without the guards and Python's own."""
    return {name for name in names if not is_dunder(name)}


#: `inspect.CO_OPTIMIZED`: a function's code, whose other names are no names at run time.
_OPTIMIZED: Final = 1
_BY_NAME: Final = frozenset({"GLOBAL", "NAME", "FROM_DICT_OR_GLOBALS"})


def _modules(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def _loops(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.While):
            yield node.lineno
        elif isinstance(node, (ast.For, ast.comprehension)) and _endless(node.iter):
            yield node.iter.lineno


def _endless(iterable: ast.expr) -> bool:
    """Whether *iterable* calls, by any name that ends so, a function that may never end."""
    if not isinstance(iterable, ast.Call):
        return False
    called = iterable.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name == "iter":
        return len(iterable.args) == 2
    if name == "repeat":
        return len(iterable.args) + len(iterable.keywords) == 1
    return name in _ENDLESS


def _dynamic(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name) if name in _DYNAMIC:
                yield node.lineno
            case ast.Import(names=names) if not _RUNNING.isdisjoint(each.name for each in names):
                yield node.lineno
            case ast.ImportFrom(module=name) if name in _RUNNING:
                yield node.lineno


_FORMS: Final = {"call": "kept", "inline": "inline", "held": "inline", "native": "dropped"}


def _guards(guarded: Guarded, policy: Policy) -> dict[str, int]:
    """Count the guards of *guarded*, whose text tells which way it was made."""
    from .rewrite import emit

    found: Counter[str] = Counter()
    alone = replace(policy, alone=True)
    for granted in (
        replace(alone, sealed=True), alone, policy, replace(policy, optimize=False)
    ):  # fmt: skip
        module, guards = planned(guarded.source, granted)
        found = Counter(_FORMS[guard.form] for guard in guards)
        if emit(module, guards) == guarded.text:
            break
    return {form: found[form] for form in ("kept", "inline", "dropped")}
