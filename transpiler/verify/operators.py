"""Operators, comparisons, and the conditional that inlines the test of `%`."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .expressions import transparent
from .guards import guarded, operands, peel
from .shapes import (
    called,
    is_const,
    is_number,
    is_same,
    is_sized_display,
    is_type_test,
    leads_tick,
)
from .state import State, Unproven
from .tables import (
    BOOLEANS,
    COMPARISONS,
    FLOAT,
    IDENTITIES,
    MEMBERSHIPS,
    NATIVE_INPLACE,
    NATIVE_OPERATORS,
    UNARIES,
)


def boolean(state: State, node: ast.BoolOp) -> None:
    if type(node.op) not in BOOLEANS:
        raise Unproven(node, "an unknown operator")
    state.todo += node.values[1:] if leads_tick(node) else node.values


def unary(state: State, node: ast.UnaryOp) -> None:
    if type(node.op) not in UNARIES:
        raise Unproven(node, "an unknown operator")
    state.todo.append(node.operand)


def binary(state: State, node: ast.BinOp) -> None:
    left, op, right = node.left, type(node.op), node.right
    native = op in NATIVE_OPERATORS
    if op is ast.Add:
        right = guarded(right, words.ADDEND, native=is_const(left) or is_const(right))
        native = True
    elif op is ast.Mult:
        native = is_number(left, FLOAT) or is_number(right, FLOAT)
    elif op is ast.Mod:
        native = is_number(left)
    if not native:
        raise Unproven(node, f"{op.__name__} without its guard")
    state.todo += (left, right)


def augmented_value(node: ast.AugAssign) -> ast.expr:
    """Return the right side of an augmented assignment, what guards it taken off."""
    op, value = type(node.op), node.value
    if op is ast.Add or op is ast.BitOr:
        return guarded(value, words.INPLACE_ADDEND, native=is_const(value))
    if op not in NATIVE_INPLACE and not (op is ast.Mult and is_number(value, FLOAT)):
        raise Unproven(node, f"{op.__name__} without its guard")
    return value


def conditional(state: State, node: ast.IfExp) -> None:
    """Plain, or `(n % R if __type__(n) in __numbers__ else __percent__(n, R))`."""
    body = node.body
    if called(node.orelse) == words.PERCENT and type(body) is ast.BinOp:
        left, right = operands(node.orelse, words.PERCENT)
        if type(left) is ast.Name and is_type_test(node.test, left.id, words.NUMBERS):
            if not (type(body.op) is ast.Mod and is_same(left, body.left)):
                raise Unproven(node, f"the inline test of {words.PERCENT} guards another operand")
            if not is_same(right, body.right):
                raise Unproven(node, f"the inline form of {words.PERCENT} has two right sides")
            state.todo += (left, right)
            return
    transparent(state, node)


def compare(state: State, node: ast.Compare) -> None:
    left, guards = _compared(node.left)
    state.todo.append(left)
    for op, comparator in zip(map(type, node.ops), node.comparators, strict=True):
        right, next_guards = _compared(comparator)
        if op in COMPARISONS:
            if words.COMPARAND not in guards and not is_const(left) and not is_const(right):
                raise Unproven(node, f"{words.COMPARAND} is missing")
            finite = words.CONTAINER in next_guards or is_const(right) or is_sized_display(right)
            if op in MEMBERSHIPS and not finite:
                raise Unproven(comparator, f"{words.CONTAINER} is missing")
        elif op not in IDENTITIES:
            raise Unproven(node, "an unknown operator")
        state.todo.append(right)
        left, guards = right, next_guards


def _compared(node: ast.expr) -> tuple[ast.expr, list[str]]:
    """Return an operand of a comparison and its guards; inside a chain it may have both."""
    guards: list[str] = []
    for guard in (words.COMPARAND, words.CONTAINER, words.COMPARAND):
        operand = peel(node, guard)
        if operand is not None:
            node = operand
            guards.append(guard)
    return node, guards
