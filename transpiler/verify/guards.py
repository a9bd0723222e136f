"""Takes a guard apart: whether it is the documented form, and what it guards."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .shapes import called, is_name, is_type_test
from .state import Unproven
from .tables import INLINE


def operands(node: ast.expr, guard: str) -> list[ast.expr]:
    """Return the operands of a call of *guard*: positional, as many as it takes."""
    assert type(node) is ast.Call
    least, most = words.GUARD_ARITY[guard]
    if (
        node.keywords
        or not least <= len(node.args) <= most
        or any(type(arg) is ast.Starred for arg in node.args)
    ):
        raise Unproven(node, f"{guard} takes {least} to {most} plain operands")
    return node.args


def peel(node: ast.expr, guard: str, inline: bool = True) -> ast.expr | None:
    """Return `E` of `guard(E)`, or of its inline form; None if *node* is neither."""
    if called(node) == guard:
        found = operands(node, guard)
        if len(found) > 1:
            raise Unproven(node, f"{guard} takes one operand here")
        return found[0]
    if type(node) is ast.IfExp and called(node.orelse) == guard and inline and guard in INLINE:
        name = node.body
        (operand,) = operands(node.orelse, guard)
        if type(name) is not ast.Name or not is_name(operand, name.id):
            raise Unproven(node, f"the inline test of {guard} guards another operand")
        if not is_type_test(node.test, name.id, INLINE[guard]):
            raise Unproven(node, f"the inline test of {guard} is not the documented one")
        return name
    return None


def guarded(node: ast.expr, guard: str, native: bool = False, inline: bool = True) -> ast.expr:
    """Return what *guard* guards; if it need not (*native*), *node* itself."""
    operand = peel(node, guard, inline)
    if operand is not None:
        return operand
    if not native:
        raise Unproven(node, f"{guard} is missing")
    return node


def unpacked(node: ast.expr, guard: str, depth: int) -> ast.expr:
    """Return `X` of `guard(X, depth)`."""
    if called(node) != guard:
        raise Unproven(node, f"{guard} is missing")
    value, told = operands(node, guard)
    if type(told) is not ast.Constant or type(told.value) is not int or told.value != depth:
        raise Unproven(node, f"{guard} is told another depth than {depth}")
    return value
