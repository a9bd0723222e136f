"""Products, powers and shifts of numbers whose size is known."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .kinds import combined, within
from .registry import proof

_OPERATORS = {"times": "Multiply", "power": "Power", "shift": "LeftShift"}


@proof("known-product", "times", "power", "shift")
def known_product(guard: Guard, facts: Facts) -> str | None:
    """A product or power with an exact float (or complex) is one; a bounded integer stays small.

    What `*` repeats is no number, so `[0] * 3` keeps its guard, and so does `n * n` for an `n` that
    could have been multiplied by itself in a loop.
    """
    return "native" if _is_small(guard, facts, _OPERATORS[guard.kind]) else None


@proof("known-product", "inplace-times", "inplace-power", "inplace-shift")
def known_inplace_product(guard: Guard, facts: Facts) -> str | None:
    """The same for `n *= x` on a plain name."""
    if type(guard.operand) is not cst.Name:
        return None
    operator = _OPERATORS[guard.kind.removeprefix("inplace-")]
    return "native" if _is_small(guard, facts, operator) else None


def _is_small(guard: Guard, facts: Facts, operator: str) -> bool:
    left, right = facts.kind(guard.operand), facts.kind(guard.other)
    if operator != "LeftShift" and (within(left, kinds.FLOATING) or within(right, kinds.FLOATING)):
        return True
    if not (within(left, kinds.NUMBERS) and within(right, kinds.NUMBERS)):
        return False
    result = combined(operator, left, right, facts.literal(guard.other))
    return within(result, kinds.NUMBERS) and result[1] <= kinds.SMALL_BITS
