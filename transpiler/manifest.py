"""What a program can touch, found in its text; nothing of it runs."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from . import Guarded, planned
from .outside import names_of
from .policy import Policy
from .vocabulary import BUILTIN_OF, is_dunder

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
        builtins: it names, without those that it has surely defined itself by then.
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
    names = names_of(guarded.code)
    bound = _plain(names.bound)
    outside = _plain({BUILTIN_OF.get(name, name) for name in names.outside})
    return Manifest(
        tools=_sorted(names.read & tools),
        modules=_sorted(_modules(tree, source, policy.modules)),
        builtins=_sorted((outside & builtins) - tools),
        defines=_sorted(bound),
        reads=_sorted(outside - bound - tools - builtins),
        loops=_sorted(set(_loops(tree))),
        dynamic=_sorted(set(_dynamic(tree))),
        asynchronous=guarded.asynchronous and any(map(_awaits, ast.walk(tree))),
        lines=source.count("\n") + (not source.endswith("\n") and bool(source)),
        bytes=len(source.encode("utf-8", "surrogatepass")),
        guards=_guards(guarded, policy),
    )


def _awaits(node: ast.AST) -> bool:
    if isinstance(node, ast.comprehension):
        return bool(node.is_async)
    return isinstance(node, (ast.Await, ast.AsyncFor, ast.AsyncWith))


def _sorted(items: Any) -> tuple[Any, ...]:
    return tuple(sorted(items))


def _plain(names: set[str]) -> set[str]:
    """Return *names* without the guards and Python's own."""
    return {name for name in names if not is_dunder(name)}


def _modules(tree: ast.AST, source: str, known: Collection[str]) -> set[str]:
    """Return the modules that a program imports, and those in them that it has the word for.

    Parameters:
        known: all modules that there are.
    """
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    packages = {module.partition(".")[0] for module in found}
    # CPython reads names in this form.
    words = {*re.findall(r"\w+", unicodedata.normalize("NFKC", source))}
    for module in known:
        package, _, inner = module.partition(".")
        if package in packages and words.issuperset(inner.split(".")):
            found.add(module)
    return found


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
