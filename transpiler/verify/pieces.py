"""Slices that are loaded: looked at once they are there, or surely short; and where they go."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from . import values
from .guards import asked_of, operands
from .keys import subscript_key
from .plain import Plain
from .shapes import called, is_call, is_name, leads_tick, past_tick
from .state import State, Unproven

_LONGEST = 512
_BRIEF = frozenset({values.Brief})
_ROWS = frozenset({list, tuple})
_LIST = frozenset({list})


def piece(state: State, node: ast.Call) -> ast.Subscript | None:
    """Return the slice in `__piece__(X[a:b])`, None if *node* is no such call."""
    if called(node) != words.PIECE:
        return None
    (taken,) = operands(node, words.PIECE)
    if type(taken) is not ast.Subscript or type(taken.slice) is not ast.Slice:
        raise Unproven(node, f"{words.PIECE} guards no slice")
    return taken


def piece_test(state: State, node: ast.IfExp) -> bool:
    """Account for the inline form of `__piece__(X[a:b])`, if *node* is one.

    `(__t0__ if __type__(__t0__ := X[a:b]) in __copied__ and __size__(__t0__) < 512 else
    __piece__(__t0__))`: the length is asked of what is surely no guest's.
    """
    if called(node.orelse) != words.PIECE:
        return False
    (operand,) = operands(node.orelse, words.PIECE)
    if not is_name(operand, words.HELD):
        return False
    taken = _tested(node.test) if is_name(node.body, words.HELD) else None
    if type(taken) is not ast.Subscript or type(taken.slice) is not ast.Slice:
        raise Unproven(node, f"the inline test of {words.PIECE} is not the documented one")
    state.todo.append(taken.value)
    subscript_key(state, taken.slice, taken.value)
    return True


def _tested(test: ast.expr) -> ast.expr | None:
    match test:
        case ast.BoolOp(
            ast.And(),
            [
                ast.Compare(_, [ast.In()], [ast.Name(words.COPIED)]) as kind,
                ast.Compare(size, [ast.Lt()], [ast.Constant(int(limit))]),
            ],
        ) if limit <= _LONGEST and is_call(size, words.SIZE, 1):
            return asked_of(kind, words.HELD) if is_name(size.args[0], words.HELD) else None
    return None


def is_stored(state: State, value: ast.expr) -> ast.expr | None:
    """Return `Y[c:d]` of the value `(__tick__(__ticks__) and Y[c:d])` of a store by a slice.

    It has been paid for as a slice is, or is short, and surely is an exact list or tuple.
    """
    inside = past_tick(value)
    return inside if leads_tick(value) and _is_made(state, inside) else None


def extends(state: State, node: ast.Call) -> bool:
    """Account for `X.extend(Y[c:d])`, both surely exact lists, or *Y* a tuple."""
    match node:
        case ast.Call(ast.Attribute(row, "extend"), [more], []):
            if _is_made(state, more):
                if not state.known.surely(row, _LIST):
                    return False
                state.todo += (row, more)
                return True
    return False


def _is_made(state: State, node: ast.expr) -> bool:
    bare = Plain().of(node)
    is_slice = type(bare) is ast.Subscript and type(bare.slice) is ast.Slice
    return is_slice and state.known.surely(node, _ROWS)


def require_short(state: State, node: ast.Subscript) -> None:
    """Require that a slice without its guard is short, whatever it is taken of."""
    part = node.slice
    assert type(part) is ast.Slice
    if not state.known.surely(node.value, _BRIEF) and not _is_bounded(state, part):
        raise Unproven(node, f"{words.PIECE} is missing")


def _is_bounded(state: State, part: ast.Slice) -> bool:
    step = 1 if part.step is None else _literal(part.step)
    if step is None or step <= 0:
        return False  # backwards, `x[:5:-1]` is nearly all of it
    lower, upper = _literal(part.lower), _literal(part.upper)
    return (
        _is_from_the_start(part, lower, upper)
        or _is_at_the_end(part, lower, upper)
        or _is_window(state, part)
    )


def _is_from_the_start(part: ast.Slice, lower: int | None, upper: int | None) -> bool:
    if upper is None or not 0 <= upper <= _LONGEST:
        return False
    return part.lower is None or (lower is not None and lower >= 0)


def _is_at_the_end(part: ast.Slice, lower: int | None, upper: int | None) -> bool:
    if lower is None or not -_LONGEST <= lower < 0:
        return False
    return part.upper is None or (upper is not None and upper < 0)


def _is_window(state: State, part: ast.Slice) -> bool:
    """Tell whether the bounds are `i` and `i + 3`, for an *i* that surely is an integer."""
    match part.lower, part.upper:
        case ast.Name(start) as lower, ast.BinOp(
            ast.Name(again), ast.Add(), ast.Constant(int(width))
        ) if start == again:
            return 0 <= width <= _LONGEST and state.known.surely(lower, values.WHOLE)
    return False


def _literal(node: ast.expr | None) -> int | None:
    if type(node) is ast.UnaryOp and type(node.op) is ast.USub:
        inner = _literal(node.operand)
        return None if inner is None else -inner
    if type(node) is ast.Constant and type(node.value) is int:
        return node.value
    return None
