"""What guarded expressions are made of: the operands of calls, tests and displays, by syntax."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from .scopes import Path
from .shapes import called, is_name


def method_of(call: ast.Call) -> tuple[str, ast.expr | None]:
    """Return the method that is called, and of what: `x.name(…)` or `__attr__.name(x)(…)`."""
    func = call.func
    if type(func) is ast.Attribute and not is_name(func.value, words.ATTR):
        return func.attr, past_measure(func.value)
    inner = func.func if type(func) is ast.Call and func.args else None
    if type(inner) is ast.Attribute and is_name(inner.value, words.ATTR):
        return inner.attr, func.args[0]  # type: ignore[attr-defined]
    return "", None


def type_test(test: ast.expr) -> ast.expr:
    """Return what asks for a type in an inline test: all of it, or what comes before `and`."""
    return test.values[0] if type(test) is ast.BoolOp else test


def held(test: ast.expr) -> ast.expr:
    """Return `E` of `__type__(__t0__ := E) …`, or of `(__t0__ := E) is __t0__ and …`."""
    test = type_test(test)
    if type(test) is ast.Compare and type(test.left) is ast.NamedExpr:
        return test.left.value
    if type(test) is ast.Compare and type(test.left) is ast.Call and test.left.args:
        asked = test.left.args[0]
        if type(asked) is ast.NamedExpr:
            return asked.value
    return test


def part_of(value: ast.expr, path: Path) -> ast.expr | None:
    for index in path:
        if type(value) is not ast.Tuple and type(value) is not ast.List:
            return None
        starred = ast.Starred in map(type, value.elts)
        if starred or not 0 <= index < len(value.elts):
            return None
        value = value.elts[index]
    return value


def takes_one(call: ast.Call) -> bool:
    """Tell whether *call* has one argument, a star even, and perhaps a `key`."""
    return len(call.args) == 1 and all(keyword.arg == "key" for keyword in call.keywords)


def plain_arguments(call: ast.Call) -> list[ast.expr] | None:
    starred = any(type(arg) is ast.Starred for arg in call.args)
    return None if starred or call.keywords else call.args


def past_measure(node: ast.expr) -> ast.expr:
    """Return `E` of `__measured__(E)`, `__changing__(E)` and their inline forms; or *node*."""
    guard = node.orelse if type(node) is ast.IfExp else node
    if type(guard) is not ast.Call or called(guard) not in _RECEIVERS or not guard.args:
        return node
    operand = guard.args[0]
    if type(node) is ast.IfExp and is_name(operand, words.HELD):
        return held(node.test)
    return operand


_RECEIVERS: Final = frozenset({words.MEASURED, words.CHANGING})


def past_place(node: ast.expr) -> ast.expr:
    """Return `X` of `__place__(X, k)` and of its inline form: what is got by *k* is got of that."""
    node = past_measure(node)
    guard = node.orelse if type(node) is ast.IfExp else node
    if type(guard) is ast.Call and called(guard) == words.PLACE and guard.args:
        return guard.args[0]
    return node


def literal(node: ast.expr) -> int | None:
    """Return the value of a plain number that is not large, None if *node* is none."""
    if type(node) is ast.Constant and type(node.value) is int and node.value < 1 << 80:
        return node.value
    return None


def rows_of(left: ast.expr, op: ast.operator, right: ast.expr) -> list[ast.expr]:
    """Return those sides of a sum or product of which items are in what it gives.

    Beside a display, a product has only a number (or something that is not known, which is handed
    the display), so that this number may be used as numbers are.
    """
    sides = [left, right]
    written: list[ast.expr] = [side for side in sides if isinstance(side, _WRITTEN)]
    return written[:1] if type(op) is ast.Mult and written else sides


_WRITTEN: Final = (ast.List, ast.ListComp, ast.Tuple)
