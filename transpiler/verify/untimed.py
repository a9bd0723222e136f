"""Loops and functions that take no step of their own.

Such a loop goes through a few items that are written out, and stands for its body written out as
often; all of them together do little beside the text of the program. No such loop is in another.

Such a function is known (`calls.py`), so that it is called nowhere but where it says, by code that
has ticked, and not in such a loop. It calculates with small numbers and does nothing else: it calls
nothing but `len`, and no operation in it takes longer than any other. The same goes for the part of
a function before its tick, if that part is made of `if C: return E`.
"""

from __future__ import annotations

import ast
from typing import Final

from . import values
from .state import State, Unproven
from .ticks import ticks_first

_MOST_ITEMS: Final = 8
#: Nodes of guarded text in all loops without a step, each counted once an item.
_MOST_REPEATED: Final = 10_000
#: Nodes of guarded text in a function, and bits of its integers.
_MOST_NODES: Final = 200
_FEW_BITS: Final = 256
#: Of these C knows the length.
_SIZED: Final = values.TEXT | {list, tuple}
_PLAIN: Final = (
    ast.Return, ast.Assign, ast.If, ast.Expr, ast.Pass, ast.Name, ast.Constant, ast.BoolOp,
    ast.IfExp, ast.Attribute, ast.Tuple, ast.operator, ast.unaryop, ast.boolop, ast.cmpop,
    ast.expr_context,
)  # fmt: skip


def is_short(items: ast.expr) -> bool:
    """Tell whether *items* is a list or tuple display of a few items without stars."""
    if type(items) is not ast.Tuple and type(items) is not ast.List:
        return False
    return len(items.elts) <= _MOST_ITEMS and not any(
        type(element) is ast.Starred for element in items.elts
    )


def check(state: State) -> None:
    """Judge what the walk has put aside: functions that do not tick, loops that do not."""
    if not (state.untimed or state.short):
        return
    known = {function.node: function for function in state.known.blocks.calls.values()}
    for function in state.untimed:
        if function not in known:
            raise Unproven(function, f"the function {function.name} does not tick first")
        clauses = _clauses(function.body)
        is_late = not known[function].suspends
        if is_late and ticks_first(state, function.body[clauses:], idle=False):
            inside = _inside(function.body[:clauses])
        else:
            inside = _inside(function.body)
        if len(inside) > _MOST_NODES:
            raise Unproven(function, f"{function.name}, which does not tick, is long")
        for node in inside:
            if not _is_quick(state, node):
                raise Unproven(node, f"{function.name}, which does not tick, does more than count")
    _check_loops(state)


def _clauses(body: list[ast.stmt]) -> int:
    """Return how many statements *body* begins with that are `if C: return E`, or do nothing."""
    count = 0
    for at, statement in enumerate(body):
        match statement:
            case ast.If(_, [ast.Return()], []):
                count = at + 1
            case ast.Expr(ast.Constant()) | ast.Pass() | ast.Global() | ast.Nonlocal():
                continue
            case _:
                break
    return count


def _check_loops(state: State) -> None:
    work, short = 0, {*state.short}
    for loop in state.short:
        items = loop.iter.values[-1] if isinstance(loop.iter, ast.BoolOp) else loop.iter
        inside = _inside([*loop.body, *loop.orelse])
        work += len(inside) * len(getattr(items, "elts", ()))
        if work > _MOST_REPEATED:
            raise Unproven(loop, "too much is in loops that do not tick")
        for node in inside:
            if node in short:
                raise Unproven(node, "a loop that does not tick, in another")
            function = state.known.blocks.calls.get(node) if type(node) is ast.Call else None
            if function is not None and function.node in state.untimed:
                raise Unproven(node, "a function that does not tick, in a loop that does not")


def _inside(body: list[ast.stmt]) -> list[ast.AST]:
    return [node for statement in body for node in ast.walk(statement)]


def _is_quick(state: State, node: ast.AST) -> bool:
    match node:
        case ast.BinOp(left, _, right):
            return _are_small(state, node, left, right)
        case ast.AugAssign(ast.Name() as target, _, value):
            return _are_small(state, target, value)
        case ast.UnaryOp(op, operand):
            return type(op) is ast.Not or _are_small(state, node, operand)
        case ast.Compare(left, ops, comparators):
            is_identity = all(type(op) is ast.Is or type(op) is ast.IsNot for op in ops)
            return is_identity or _are_small(state, left, *comparators)
        case ast.Call(_, [row], []):
            known = state.known
            return known.builtin(node) == "len" and known.surely(row, _SIZED)
        case ast.Assign(targets):
            return all(type(target) is ast.Name for target in targets)
        case ast.Attribute(ctx=ctx):
            return type(ctx) is ast.Load
    return isinstance(node, _PLAIN)


def _are_small(state: State, *nodes: ast.expr) -> bool:
    for node in nodes:
        value = state.known.value(node)
        if value is None or not value.types <= values.NUMBERS or value.bits > _FEW_BITS:
            return False
    return True
