"""What methods are called on that copy text or go through it: short, or measured."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .. import vocabulary as words
from . import values
from .guards import asked_of, changed, operands, peel
from .shapes import called, is_call, is_const, is_name
from .state import State, Unproven


def lengthy_call(state: State, node: ast.Call) -> bool:
    """Account for `x` and the method of `x.split(…)`, not for its arguments."""
    func = node.func
    if type(func) is not ast.Attribute or func.attr not in words.LENGTHY | words.FINDING:
        return False
    if is_name(func.value, words.ATTR):
        return False  # (a guard of another kind, and not for this name)
    if func.attr in words.FINDING:
        state.todo.append(firm(state, func, node.args, node.keywords))  # (counted: `operations.py`)
        return True
    found = receiver(state, func)
    if func.attr in words.STRIPPING and not (not node.keywords and all(map(is_const, node.args))):
        raise Unproven(node, f"{words.METHOD} is missing: what is stripped off may be long")
    state.todo.append(found)
    return True


def firm(
    state: State, func: ast.Attribute, asked: list[ast.expr], named: Sequence[ast.keyword] = ()
) -> ast.expr:
    """Return what a method is called on: no bytearray, if C may ask *asked* for a number."""
    if not named and all(map(is_const, asked)):
        return func.value
    found = peel(func.value, words.FIRM)
    if found is not None:
        return found
    if state.known.surely(func.value, values.SCALARS):
        return func.value
    raise Unproven(func, f"{words.FIRM} is missing")


def unasked(state: State, node: ast.expr) -> ast.expr:
    """Return what is about to be changed: no dictionary or set, or one that nobody looks into."""
    found = changed(node)
    if found is not None:
        return found
    if state.known.surely(node, values.UNSET):
        return node
    raise Unproven(node, f"{words.CHANGING} is missing")


def receiver(state: State, func: ast.Attribute) -> ast.expr:
    """Return what a method is called on, which is brief or has been measured."""
    found = measured(func.value)
    if found is None:
        found = func.value
        if not (is_const(found) or state.known.surely(found, _BRIEF)):
            raise Unproven(func, f"{words.MEASURED} is missing")
    return found


#: Short text, and what has none of these methods.
_BRIEF = values.NUMBERS | values.NOTHING | {values.Brief}


def measured(node: ast.expr, guard: str = words.MEASURED) -> ast.expr | None:
    """Return `E` of `__measured__(E)`, or of its inline form; None if *node* is neither.

    `(n if __type__(n) is __text__ and __size__(n) < 4096 else __measured__(n))`; *n* may be
    `__t0__`, bound in the test.
    """
    if called(node) == guard:
        return operands(node, guard)[0]
    if type(node) is not ast.IfExp or called(node.orelse) != guard:
        return None
    (operand,) = operands(node.orelse, guard)
    name, test = node.body, node.test
    if type(name) is ast.Name and is_name(operand, name.id) and type(test) is ast.BoolOp:
        found = _tested(test, name.id)
        if found is not None:
            return found
    raise Unproven(node, f"the inline test of {guard} is not the documented one")


def _tested(test: ast.BoolOp, name: str) -> ast.expr | None:
    if type(test.op) is not ast.And or len(test.values) != 2:
        return None
    kind, size = test.values
    if type(kind) is not ast.Compare or type(size) is not ast.Compare or len(size.ops) != 1:
        return None
    is_exact = type(kind.ops[0]) is ast.Is and is_name(kind.comparators[-1], words.TEXT)
    limit = size.comparators[0]
    is_short = (
        is_call(size.left, words.SIZE, 1)
        and is_name(size.left.args[0], name)
        and type(size.ops[0]) is ast.Lt
        and type(limit) is ast.Constant
        and type(limit.value) is int
        and limit.value <= words.SHORT_TEXT
    )
    return asked_of(kind, name) if is_exact and is_short else None
