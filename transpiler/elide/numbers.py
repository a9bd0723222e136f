"""A known number bounds what an operator can do with whatever is on its other side."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .registry import proof

#: What a sum can grow by without being paid for.
_SMALL = kinds.NUMBERS | kinds.SHORT


@proof("known-addend", "addend")
def known_addend(guard: Guard, facts: Facts) -> str | None:
    """Of `a + b` each side is copied: not one that surely is a number or a short text.

    Nor the one beside an exact number: it is none of C's sequences. If it is of the guest's making,
    its `__add__` or `__radd__` ticks.
    """
    known = facts.surely(guard.operand, _SMALL) or facts.surely(guard.other, kinds.NUMBERS)
    return "native" if known else None


@proof("known-addend", "inplace-addend")
def known_inplace_addend(guard: Guard, facts: Facts) -> str | None:
    """`n += x` with an exact number on one side: nothing is drained or copied.

    A short text on the right is copied at once, but what stands left is copied as well, if others
    have it: that takes a step. (A list there would drain the text.)
    """
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    target = node.target if type(node.target) is cst.Name else None
    if facts.surely(guard.operand, kinds.NUMBERS) or facts.surely(target, kinds.NUMBERS):
        return "native"
    return "tick" if facts.surely(guard.operand, kinds.SHORT) else None


@proof("known-union", "inplace-union", "inplace-either")
def known_union(guard: Guard, facts: Facts) -> str | None:
    """`n |= x` on a plain name merges nothing if either is a number, or *x* a short text."""
    if type(guard.operand) is not cst.Name:
        return None
    known = facts.surely(guard.other, _SMALL) or facts.surely(guard.operand, kinds.NUMBERS)
    return "native" if known else None


@proof("known-dividend", "percent")
def known_dividend(guard: Guard, facts: Facts) -> str | None:
    """`n % r` formats only if `n` is text; dividing numbers is quadratic only if both are large."""
    return "native" if _divides_at_once(guard, facts) else None


@proof("known-dividend", "inplace-percent")
def known_inplace_dividend(guard: Guard, facts: Facts) -> str | None:
    """The same for `n %= r` on a plain name."""
    named = type(guard.operand) is cst.Name
    return "native" if named and _divides_at_once(guard, facts) else None


@proof("known-divisor", "quotient", "inplace-quotient")
def known_divisor(guard: Guard, facts: Facts) -> str | None:
    """Dividing integers is quadratic only if both are large."""
    target = guard.operand if guard.kind == "quotient" or _is_name(guard.operand) else None
    known = is_brief(target, facts) or is_brief(guard.other, facts)
    return "native" if known else None


def _is_name(node: cst.CSTNode | None) -> bool:
    return type(node) is cst.Name


def is_brief(node: cst.CSTNode | None, facts: Facts) -> bool:
    """Tell whether *node* surely is a number of a few hundred digits at most."""
    kind = facts.kind(node)
    return kinds.within(kind, kinds.NUMBERS) and kind[1] <= kinds.SMALL_BITS


def _divides_at_once(guard: Guard, facts: Facts) -> bool:
    if not facts.surely(guard.operand, kinds.NUMBERS):
        return False
    return any(
        kinds.within(kind, kinds.NUMBERS) and kind[1] <= kinds.SMALL_BITS
        for kind in (facts.kind(guard.operand), facts.kind(guard.other))
    )
