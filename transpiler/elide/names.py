"""Inline tests: a name that nothing binds between two reads can have its type tested first."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import normalise
from ..walk import FUNCTION
from . import kinds
from .facts import Facts
from .registry import proof


@proof(
    "name-test", "addend", "inplace-addend", "inplace-operand", "comparand", "container",
    "store-key", "attribute-store", "field", "key", "method", "receiver", "firm",
    "delegate",
)  # fmt: skip
def name_test(guard: Guard, facts: Facts) -> str | None:
    """`(n if __type__(n) in GROUP else guard(n))`: the guard returns `n` for types of the group."""
    operand = guard.operand
    if operand is None or not facts.names.steady(operand):
        return None
    return None if guard.kind in _OF_SCALARS and _is_container(operand, guard, facts) else "inline"


@proof("name-test", "changing")
def name_to_change(guard: Guard, facts: Facts) -> str | None:
    """`(n if not __answering__ else __changing__(n))`: the name is read once, whoever binds it."""
    return "inline" if type(guard.operand) is cst.Name else None


#: Guards whose test is for scalars, or instances of the guest's own.
_OF_SCALARS = frozenset({"comparand", "key", "store-key"})


def _is_container(operand: cst.CSTNode, guard: Guard, facts: Facts) -> bool:
    """Tell whether the test would surely fail: of a tuple of arguments (`*args`), a list."""
    scope = guard.entry.scope
    star = scope.parameters.star_arg if scope.parameters is not None else None
    named = type(star) is cst.Param and type(operand) is cst.Name
    if named and operand.value == star.name.value:  # type: ignore[attr-defined, union-attr]
        return scope.kind == FUNCTION and facts.names.is_fixed(scope, normalise(operand.value))  # type: ignore[attr-defined]
    return not facts.kind(operand)[0] & (kinds.SCALARS | kinds.OTHER)


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
