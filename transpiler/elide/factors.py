"""Products with a small literal factor."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import SMALL_FACTOR
from . import kinds
from .facts import Facts
from .floats import test_of
from .registry import proof


@proof("small-factor", "times")
def small_factor(guard: Guard, facts: Facts) -> str | None:
    """`n * 17` with an exact number `n` of any size is eight sums `n + n`, which are native.

    Only what is known to be a number, or tested for it: `*` repeats a text. The literal is
    at most `SMALL_FACTOR`; `n * m` squares what `m` may have grown to, and keeps its guard.
    """
    for factor, number in ((guard.other, guard.operand), (guard.operand, guard.other)):
        if is_small_factor(factor) and facts.surely(number, kinds.NUMBERS):
            return "native"
    if not is_small_factor(guard.other) or not facts.kind(guard.operand)[0] & kinds.NUMBERS:
        return None
    return test_of(guard, facts)


def is_small_factor(node: cst.CSTNode | None) -> bool:
    """Tell whether *node* is a literal integer of at most eight bits."""
    if type(node) is not cst.Integer or node.lpar or len(node.value) > 10:
        return False
    return int(node.value.replace("_", ""), 0) <= SMALL_FACTOR
