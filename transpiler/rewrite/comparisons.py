"""Comparisons walk containers; membership may drain an iterator."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import guarded, put

_IDENTITY = (cst.Is, cst.IsNot)
_MEMBERSHIP = (cst.In, cst.NotIn)


@plans(cst.Comparison)
def comparison(entry: Entry, plan: Plan) -> None:
    """One guard for the left side of each pair; of `in`, one for the right side as well."""
    node = entry.node
    assert type(node) is cst.Comparison
    left = node.left
    for i, target in enumerate(node.comparisons):
        right = target.comparator
        if type(target.operator) not in _IDENTITY:
            plan.add("comparand", entry, _comparand, left, right, i)
            if type(target.operator) in _MEMBERSHIP:
                plan.add("container", entry, _container, right, left, i)
        left = right


def _comparand(guard: Guard) -> None:
    owner, slot = _place(guard.entry.node, guard.index - 1)
    put(owner, slot, -1, guarded(getattr(owner, slot), words.COMPARAND, guard.form, words.SCALARS))


def _container(guard: Guard) -> None:
    owner, slot = _place(guard.entry.node, guard.index)
    put(
        owner,
        slot,
        -1,
        guarded(getattr(owner, slot), words.CONTAINER, guard.form, words.COLLECTIONS),
    )


def _place(node: cst.CSTNode, index: int) -> tuple[cst.CSTNode, str]:
    """Where the operand right of the pair *index* stands; -1 is the leftmost."""
    assert type(node) is cst.Comparison
    return (node, "left") if index < 0 else (node.comparisons[index], "comparator")
