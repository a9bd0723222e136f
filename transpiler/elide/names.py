"""Inline tests: a name that nothing binds between two reads can have its type tested first."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from .facts import Facts
from .registry import proof


@proof(
    "name-test", "addend", "inplace-addend", "comparand", "container", "store-key",
    "attribute-store", "field", "key", "method", "receiver",
)  # fmt: skip
def name_test(guard: Guard, facts: Facts) -> str | None:
    """`(n if __type__(n) in GROUP else guard(n))`: the guard returns `n` for types of the group."""
    operand = guard.operand
    return "inline" if operand is not None and facts.names.steady(operand) else None


@proof("name-test", "keyed-place")
def key_test(guard: Guard, facts: Facts) -> str | None:
    """`(x if __type__(k) in GROUP else place(x, k))[k]`: it is *k* that is read twice.

    What is no name would be evaluated twice: `place(x.y, k)[k]`.
    """
    node = guard.entry.node
    assert type(node) is cst.Subscript
    index = node.slice[0].slice
    assert type(index) is cst.Index
    return "inline" if facts.names.steady(index.value) else None


@proof("lone-star", "star-argument")
def lone_star(guard: Guard, facts: Facts) -> str | None:
    """One star in a call cannot make more than it was given, if that is a finite collection.

    With two, `f(*a, *a)` doubles at each call, so the sum must be paid for.
    """
    if guard.operand is None or guard.entry.parent is None:
        return None
    if not facts.names.steady(guard.operand):
        return None
    owner = guard.entry.parent.node
    if not (type(owner) is cst.Call or type(owner) is cst.ClassDef):
        return None
    arguments = owner.args if isinstance(owner, cst.Call) else owner.bases
    return "inline" if sum(argument.star == "*" for argument in arguments) == 1 else None
