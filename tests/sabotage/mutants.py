"""Removals: what a function does not do any more, one thing at a time.

A mutant is the code of functions, compiled again from their file with one node changed, to be put
in the place of `__code__` of every function there is that was made of it: whoever holds one, in a
name, a table, a closure or behind a decorator, has the mutant.
"""

from __future__ import annotations

import ast
import gc
import inspect
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FunctionType, ModuleType
from typing import Any

Change = Callable[[Any], ast.AST]
#: File, qualified name and first line of a function's code.
Key = tuple[str, str, int]
#: The functions there are, by their code.
Living = dict[Key, list[FunctionType]]


@dataclass(frozen=True)
class Mutant:
    """One removal.

    Parameters:
        name: file, function and the text that is changed: the same as long as that is.
        path: of the file.
        lines: of which at least one is executed wherever the removal can be noticed.
        codes: by function.
        definition: the text of the function it is in, without comments.
        kind: of `KINDS`.
    """

    name: str
    path: str = ""
    lines: range = range(0)
    codes: list[tuple[FunctionType, CodeType]] = field(default_factory=list)
    definition: str = ""
    kind: str = ""

    @contextmanager
    def in_place(self) -> Iterator[None]:
        """Put it in place for a while."""
        whole = [(function, function.__code__) for function, _ in self.codes]
        for function, code in self.codes:
            function.__code__ = code
        try:
            yield
        finally:
            for function, code in whole:
                function.__code__ = code


def _nothing(node: Any) -> ast.stmt:
    if any(isinstance(each, ast.Yield | ast.YieldFrom) for each in ast.walk(node)):
        return ast.If(ast.Constant(False), [node], [])  # as in `_never`
    return ast.Pass()


def _never(node: ast.If) -> ast.If:
    # The suite is kept, since a name in it makes the function what it is (a generator).
    return ast.If(ast.BoolOp(ast.And(), [ast.Constant(False), node.test]), node.body, node.orelse)


def _always(node: ast.If) -> ast.If:
    return ast.If(ast.BoolOp(ast.Or(), [node.test, ast.Constant(True)]), node.body, node.orelse)


def _first_only(node: ast.BoolOp) -> ast.expr:
    return node.values[0]


def _last_only(node: ast.BoolOp) -> ast.expr:
    return node.values[-1]


#: What is changed, and how: refusals and payments go, conditions lose a part.
CHANGES: tuple[tuple[type[ast.AST], str, Change], ...] = (
    (ast.Raise, "no", _nothing),
    (ast.If, "never", _never),
    (ast.If, "always", _always),
    (ast.BoolOp, "first of", _first_only),
    (ast.BoolOp, "last of", _last_only),
)

#: What may be removed, by the name it goes by.
KINDS: dict[str, type[ast.AST]] = {
    "call": ast.Expr, "raise": ast.Raise, "if": ast.If, "part": ast.BoolOp,
}  # fmt: skip


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield)


def living(paths: Iterable[str]) -> Living:
    """Return the functions there are that were made of the files *paths*."""
    wanted = frozenset(paths)
    found: Living = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename in wanted:
            found.setdefault(_key(each.__code__), []).append(each)
    return found


def mutants(module: ModuleType, there: Living) -> Iterator[Mutant]:
    """Yield every removal there is in the functions of *module*, as far as *there* has them."""
    path = module.__file__ or ""
    short = module.__name__.removeprefix("cloche.").replace(".", "/")
    seen: Counter[str] = Counter()
    for top in ast.parse(inspect.getsource(module)).body:
        if not isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        whole = _codes(_compiled(top, path))
        suites, definitions = _suites(top), _definitions(top)
        for put, node in _places(top):
            for kind, change in _changes(node):
                put(ast.copy_location(change(node), node))
                damaged = _codes(_compiled(top, path))
                put(node)
                codes = list(_replaced(whole, damaged, there))
                if codes:
                    text = ast.unparse(node).split("\n")[0][:70]
                    name = f"{short} {_innermost(whole, damaged)}: {kind} `{text}`"
                    seen[name] += 1
                    again = f" ({seen[name]})" if seen[name] > 1 else ""
                    lines = _lines(kind, node, suites)
                    which = next(each for each in KINDS if isinstance(node, KINDS[each]))
                    yield Mutant(name + again, path, lines, codes, definitions[node], which)


def _definitions(top: ast.stmt) -> dict[ast.AST, str]:
    """Return, for each node in *top*, the text of the innermost function it is in."""
    found: dict[ast.AST, str] = {}
    for each in ast.walk(top):  # those around come first
        if each is top or isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef):
            found.update(dict.fromkeys(ast.walk(each), ast.unparse(each)))
    return found


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    for which, kind, change in CHANGES:
        if isinstance(node, which):
            yield kind, change
    if _is_call(node):
        yield "no", _nothing


#: Statements that may leave no trace of having been executed: jumps go past them.
_JUMPS = ast.Pass | ast.Continue | ast.Break


def _suites(top: ast.stmt) -> dict[ast.AST, ast.stmt]:
    """Return, for each condition, the first statement that is executed only if it holds."""
    found: dict[ast.AST, ast.stmt] = {}
    for each in ast.walk(top):
        if isinstance(each, ast.If) and not isinstance(each.body[0], _JUMPS):
            found[each] = found[each.test] = each.body[0]
    return found


def _lines(kind: str, node: Any, suites: dict[ast.AST, ast.stmt]) -> range:
    """Return lines of which one is executed wherever *node*, changed so, does something else.

    A condition that holds less often than it did makes a difference only where it held.
    """
    weaker = kind == "never" or (isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or))
    there = node.test if isinstance(node, ast.If) else node
    if weaker:
        there = suites.get(node, there)
    return range(there.lineno, there.end_lineno + 1)


def _places(top: ast.stmt) -> Iterator[tuple[Callable[[Any], None], ast.AST]]:
    """Yield each node in *top*, and what puts another in its place."""
    for parent in [*ast.walk(top)]:
        for name, value in ast.iter_fields(parent):
            if isinstance(value, ast.AST):
                yield _field(parent, name), value
            elif isinstance(value, list):
                for at, each in enumerate(value):
                    if isinstance(each, ast.AST):
                        yield _element(value, at), each


def _field(parent: ast.AST, name: str) -> Callable[[Any], None]:
    return lambda made: setattr(parent, name, made)


def _element(parent: list[Any], at: int) -> Callable[[Any], None]:
    def put(made: Any) -> None:
        parent[at] = made

    return put


def _compiled(top: ast.stmt, path: str) -> CodeType:
    future = ast.ImportFrom("__future__", [ast.alias("annotations")], 0)
    tree = ast.fix_missing_locations(ast.Module([future, top], []))
    return compile(tree, path, "exec", dont_inherit=True)


def _codes(code: CodeType) -> dict[tuple[Key, int], CodeType]:
    """Return the codes in *code*, told apart by number where the rest is the same."""
    found: dict[tuple[Key, int], CodeType] = {}
    seen: Counter[Key] = Counter()
    waiting = [code]
    while waiting:
        for each in waiting.pop().co_consts:
            if isinstance(each, types.CodeType):
                key = _key(each)
                found[key, seen[key]] = each
                seen[key] += 1
                waiting.append(each)
    return found


def _key(code: CodeType) -> Key:
    return code.co_filename, code.co_qualname, code.co_firstlineno


def _replaced(
    whole: dict[tuple[Key, int], CodeType], damaged: dict[tuple[Key, int], CodeType], there: Living
) -> Iterator[tuple[FunctionType, CodeType]]:
    for (key, number), code in damaged.items():
        before = whole.get((key, number))
        if before is None or _same(code, before):
            continue
        for function in there.get(key, ()):
            now = function.__code__
            is_it = (number == 0 and (key, 1) not in whole) or _same(now, before)
            if is_it and len(code.co_freevars) == len(now.co_freevars):
                yield function, code


def _same(code: CodeType, other: CodeType) -> bool:
    return code.co_code == other.co_code and code.co_consts == other.co_consts


def _innermost(
    whole: dict[tuple[Key, int], CodeType], damaged: dict[tuple[Key, int], CodeType]
) -> str:
    """Return the name of the function that is changed, whether there is one just now or not."""
    changed = [
        code.co_qualname
        for key, code in damaged.items()
        if key not in whole or not _same(code, whole[key])
    ]
    return max(changed, key=len).replace(".<locals>", "")
