"""Slices that are loaded: looked at once they are there, or surely short."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from . import values
from .guards import operands
from .shapes import called
from .state import State, Unproven

_LONGEST = 512
_BRIEF = frozenset({values.Brief})


def piece(state: State, node: ast.Call) -> ast.Subscript | None:
    """Return the slice in `__piece__(X[a:b])`, None if *node* is no such call."""
    if called(node) != words.PIECE:
        return None
    (taken,) = operands(node, words.PIECE)
    if type(taken) is not ast.Subscript or type(taken.slice) is not ast.Slice:
        raise Unproven(node, f"{words.PIECE} guards no slice")
    return taken


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
