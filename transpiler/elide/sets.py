"""`-`, `|`, `&`, `^`: of sets they take as long as these are large, of nothing else."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from ..rewrite.suites import is_constant
from . import kinds
from .facts import Facts
from .floats import is_plain, is_short_call, test_of
from .registry import proof


@proof("no-set", "minus", "union", "common", "either")
def no_set(guard: Guard, facts: Facts) -> str | None:
    """One side surely is no set or dictionary: C makes none of it and another."""
    return "native" if _is_unset(guard.operand, facts) or _is_unset(guard.other, facts) else None


@proof("no-set", "inplace-operand")
def no_set_in_place(guard: Guard, facts: Facts) -> str | None:
    """The same for `n -= x`, if *x* is none; if only `n` were, `n` would not be known after it."""
    return "native" if _is_unset(guard.operand, facts) else None


@proof("no-set", "inplace-either")
def no_flipped_set(guard: Guard, facts: Facts) -> str | None:
    """The same for `n ^= x` on a plain name."""
    if type(guard.operand) is not cst.Name:
        return None
    return "native" if _is_unset(guard.other, facts) else None


@proof("no-set", "changing")
def no_set_to_change(guard: Guard, facts: Facts) -> str | None:
    """What is a scalar, a list or a tuple has no table."""
    return "native" if facts.surely(guard.operand, kinds.UNSET) else None


@proof("scalar-test", "minus", "union", "common", "either")
def scalar_test(guard: Guard, facts: Facts) -> str | None:
    """`(n - R if __type__(n) in __scalars__ else __minus__(n, R))`: no scalar is a set.

    `R` is written twice and evaluated once, so it must be something short on one line. Where the
    left side surely is no scalar, the test would only cost.
    """
    if not (is_plain(guard.other) or is_short_call(guard.other)):
        return None
    if not facts.kind(guard.operand)[0] & (kinds.SCALARS | kinds.OTHER):
        return None
    return test_of(guard, facts)


def _is_unset(node: cst.CSTNode | None, facts: Facts) -> bool:
    if type(node) is cst.Name and node.value in facts.names.builtins:
        return True  # `int | str`
    return is_constant(node) or facts.surely(node, kinds.UNSET)
