"""Inline tests: reading a plain name twice has no effect, so its type can be tested first."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from .facts import Facts
from .registry import proof


@proof(
    "name-test", "addend", "inplace-addend", "comparand", "container", "store-key",
    "attribute-store", "field", "keyed-place",
)  # fmt: skip
def name_test(guard: Guard, facts: Facts) -> str | None:
    """`(n if __type__(n) in GROUP else guard(n))`: the guard returns `n` for types of the group."""
    return "inline" if isinstance(guard.operand, cst.Name) else None


@proof("lone-star", "star-argument")
def lone_star(guard: Guard, facts: Facts) -> str | None:
    """One star in a call cannot make more than it was given, if that is a finite collection.

    With two, `f(*a, *a)` doubles at each call, so the sum must be paid for.
    """
    if not isinstance(guard.operand, cst.Name) or guard.entry.parent is None:
        return None
    owner = guard.entry.parent.node
    if not isinstance(owner, cst.Call | cst.ClassDef):
        return None
    arguments = owner.args if isinstance(owner, cst.Call) else owner.bases
    return "inline" if sum(argument.star == "*" for argument in arguments) == 1 else None
