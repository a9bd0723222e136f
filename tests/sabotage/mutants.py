"""Removals: what a function does not do any more, one thing at a time.

A mutant is a function's own code, compiled again from its file with one node changed, to be put in
the place of `__code__`: whoever has imported the function has the mutant.
"""

from __future__ import annotations

import ast
import inspect
import types
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType
from typing import Any

#: Calls that pay, look or count; as a statement of its own each is a guard.
Change = Callable[[Any], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One removal.

    Parameters:
        name: file, function and the text that is changed: the same as long as that is.
        function: whose code is replaced.
    """

    name: str
    function: FunctionType
    code: CodeType

    def apply(self) -> None:
        """Put it in place."""
        self.function.__code__ = self.code


def _nothing(node: Any) -> ast.stmt:
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


def _true(node: Any) -> ast.expr:
    return ast.Constant(True)


#: What is changed, and how: refusals and payments go, conditions lose a part.
CHANGES: tuple[tuple[type[ast.AST], str, Change], ...] = (
    (ast.Raise, "no", _nothing),
    (ast.If, "never", _never),
    (ast.If, "always", _always),
    (ast.BoolOp, "first of", _first_only),
    (ast.BoolOp, "last of", _last_only),
)


def _is_call(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Yield)


def mutants(module: ModuleType) -> Iterator[Mutant]:
    """Yield every removal there is in the functions of *module*."""
    source = inspect.getsource(module)
    tree = ast.parse(source)
    owners = {function.__code__.co_qualname: function for function in _functions(module)}
    for place, node in _nodes(tree):
        changes = [(kind, change) for which, kind, change in CHANGES if isinstance(node, which)]
        if _is_call(node):
            changes.append(("no", _nothing))
        for kind, change in changes:
            text = ast.unparse(node).split("\n")[0][:70]
            damaged = _damaged(tree, node, change)
            codes = _codes(compile(damaged, module.__file__ or "", "exec", dont_inherit=True))
            for qualname, code in codes.items():
                function = owners.get(qualname)
                if function is None or not qualname.startswith(place):
                    continue
                if _same(code, function.__code__) or _closes(code, function):
                    continue
                short = module.__name__.removeprefix("cloche.").replace(".", "/")
                yield Mutant(f"{short} {qualname}: {kind} `{text}`", function, code)


def _closes(code: CodeType, function: FunctionType) -> bool:
    return len(code.co_freevars) != len(function.__code__.co_freevars)


def _same(code: CodeType, other: CodeType) -> bool:
    return code.co_code == other.co_code and code.co_consts == other.co_consts


def _functions(module: ModuleType) -> Iterator[FunctionType]:
    for value in [*vars(module).values()]:
        if isinstance(value, type) and value.__module__ == module.__name__:
            found = [*vars(value).values()]
        else:
            found = [value]
        for each in found:
            if isinstance(each, staticmethod | classmethod):
                each = each.__func__
            if type(each) is FunctionType and each.__module__ == module.__name__:
                yield each


def _nodes(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield each node in a function, with the name of the outermost function or class."""
    for top in tree.body:
        if isinstance(top, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            for node in ast.walk(top):
                yield top.name, node


def _damaged(tree: ast.Module, node: ast.AST, change: Change) -> ast.Module:
    memo: dict[int, Any] = {}
    copy = deepcopy(tree, memo)
    there = memo[id(node)]
    made = change(there)
    assert made is not None
    ast.copy_location(made, there)
    for parent in ast.walk(copy):
        for field, value in ast.iter_fields(parent):
            if value is there:
                setattr(parent, field, made)
            elif isinstance(value, list) and any(each is there for each in value):
                value[[each is there for each in value].index(True)] = made
    return ast.fix_missing_locations(copy)


def _codes(code: CodeType) -> dict[str, CodeType]:
    found: dict[str, CodeType] = {}
    for each in code.co_consts:
        if isinstance(each, types.CodeType):
            found[each.co_qualname] = each
            found.update(_codes(each))
    return found
