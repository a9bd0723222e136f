"""Slices: how long they may be, and where they go."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .registry import proof
from .temporaries import may_hold

#: A copy of so many items is made within the step that led there.
SHORT = 512


@proof("short-piece", "piece")
def short_piece(guard: Guard, facts: Facts) -> str | None:
    """`x[:5]`, `x[-2:]`, `x[1:9]`: as long as the literals say; `x[i:i + 3]` for an integer *i*.

    What goes backwards is not: `x[:5:-1]` is nearly all of *x*. A short text has short pieces.
    What a guest's `__getitem__` returns took steps to make.
    """
    node = guard.operand
    assert type(node) is cst.Subscript
    part = node.slice[0].slice
    assert type(part) is cst.Slice
    known = facts.surely(node.value, kinds.SHORT) or _is_short(part, facts)
    return "native" if known else None


@proof("piece-test", "piece")
def piece_test(guard: Guard, facts: Facts) -> str | None:
    """`(__t0__ if __type__(__t0__ := x[a:b]) in __copied__ and __size__(__t0__) < 512 else …)`.

    As short as those that are bounded by literals; `__size__` is asked of exact sequences only.
    """
    return "held" if may_hold(guard.operand, guard.entry, facts) else None


#: What a slice is a copy of, which C goes through without asking anybody.
_ROWS: Final = kinds.LIST | kinds.TUPLE


def _is_made(node: cst.CSTNode | None, facts: Facts) -> bool:
    """Tell whether *node* surely is a slice, of which the copy has been paid for, or is short."""
    if type(node) is not cst.Subscript or type(node.slice[0].slice) is not cst.Slice:
        return False
    return facts.surely(node, _ROWS)


@proof("stored-piece", "slice-store")
def stored_piece(guard: Guard, facts: Facts) -> str | None:
    """`x[a:b] = y[c:d]`, where *y* surely is a list or tuple: what is copied was just copied.

    It costs at most what the slice did, which is paid for or short. Nothing is drained, since an
    exact sequence is no iterator. What stands left is moved: that takes a step.
    """
    return "tick" if _is_made(guard.operand, facts) else None


@proof("extending-piece", "attribute-load")
def extending_piece(guard: Guard, facts: Facts) -> str | None:
    """`x.extend(y[c:d])`, where both surely are lists (*y* perhaps a tuple): the same.

    The method is C's, and called at once. A list is lengthened as `append` lengthens it.
    """
    entry = guard.entry
    node, above = entry.node, entry.parent
    assert type(node) is cst.Attribute
    call = None if above is None else above.node
    if node.attr.value != "extend" or type(call) is not cst.Call or entry.slot != "func":
        return None
    plain = len(call.args) == 1 and not call.args[0].star and call.args[0].keyword is None
    if plain and facts.surely(node.value, kinds.LIST) and _is_made(call.args[0].value, facts):
        return "native"
    return None


def _is_short(part: cst.Slice, facts: Facts) -> bool:
    if part.step is not None and not (_number(part.step) or 0) > 0:
        return False
    lower, upper = _number(part.lower), _number(part.upper)
    from_start = part.lower is None or (lower is not None and lower >= 0)
    if from_start and upper is not None and upper >= 0:
        return upper <= SHORT
    if (
        lower is not None
        and lower < 0
        and (part.upper is None or (upper is not None and upper < 0))
    ):
        return -lower <= SHORT
    return _is_window(part.lower, part.upper, facts)


def _number(node: cst.BaseExpression | None) -> int | None:
    """Return the value of a literal integer, negative ones included."""
    if type(node) is cst.UnaryOperation and type(node.operator) is cst.Minus:
        inner = _number(node.expression)
        return None if inner is None else -inner
    if type(node) is cst.Integer and len(node.value) < 9:
        return int(node.value.replace("_", ""), 0)
    return None


def _is_window(
    lower: cst.BaseExpression | None, upper: cst.BaseExpression | None, facts: Facts
) -> bool:
    """Tell whether the bounds are `i` and `i + 3`, for an *i* that surely is an integer."""
    if type(upper) is not cst.BinaryOperation or type(upper.operator) is not cst.Add:
        return False
    width, start = _number(upper.right), upper.left
    if type(lower) is not cst.Name or type(start) is not cst.Name:
        return False
    is_window = lower.value == start.value and width is not None and 0 <= width <= SHORT
    return is_window and facts.surely(lower, kinds.WHOLE)
