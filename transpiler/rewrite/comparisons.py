"""Comparisons walk containers; membership may drain an iterator."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import asking, put
from .suites import is_constant

_IDENTITY = (cst.Is, cst.IsNot)
_MEMBERSHIP = (cst.In, cst.NotIn)


@plans(cst.Comparison)
def comparison(entry: Entry, plan: Plan) -> None:
    """One guard for the left side of each pair; of `in`, one for the right side as well.

    In a chain, what is to the right of an operator has one as well if evaluating it may change what
    is to the left.
    """
    node = entry.node
    assert type(node) is cst.Comparison
    left = node.left
    # What no pair has on its left gets its guard as the right side of one.
    after = [*(type(each.operator) for each in node.comparisons[1:]), cst.Is]
    for i, target in enumerate(node.comparisons):
        right = target.comparator
        if type(target.operator) not in _IDENTITY:
            plan.add("comparand", entry, _comparand, left, right, i)
            if type(target.operator) in _MEMBERSHIP:
                plan.add("container", entry, _container, right, left, i)
            elif len(after) > 1 and after[i] in _IDENTITY and not is_still(right):
                plan.add("comparand", entry, _comparand, right, left, i + 1)
        left = right


def _comparand(guard: Guard) -> None:
    node = guard.entry.node
    owner, slot = _place(node, guard.index - 1)
    name = _name(node)
    put(owner, slot, -1, asking(getattr(owner, slot), name, guard, words.SCALARS))


def _name(node: cst.CSTNode) -> str:
    """Only what is left of a single operator is nobody's right side, and may be stood in for."""
    assert type(node) is cst.Comparison
    if len(node.comparisons) > 1:
        return words.STEADY
    (only,) = node.comparisons
    if type(only.operator) in _MEMBERSHIP:
        return words.COMPARAND
    return words.OPERAND if is_still(only.comparator) else words.EARLY


def is_weighed_on_the_right(guard: Guard) -> cst.CSTNode | None:
    """Return what is left of the operand of *guard*, if their operator needs the latter weighed.

    That is in the middle of a chain, where evaluating it may change what is left of it.
    """
    node, i = guard.entry.node, guard.index
    if type(node) is not cst.Comparison or not 0 < i < len(node.comparisons):
        return None
    before = node.comparisons[i - 1]
    if type(before.operator) in _IDENTITY + _MEMBERSHIP or is_still(before.comparator):
        return None
    return node.left if i == 1 else node.comparisons[i - 2].comparator


def is_still(node: cst.CSTNode) -> bool:
    """Tell whether evaluating *node* runs no code of anybody: names, literals, displays of such."""
    if type(node) is cst.Tuple or type(node) is cst.List:
        return all(type(each) is cst.Element and is_still(each.value) for each in node.elements)
    return type(node) is cst.Name or is_constant(node)


def _container(guard: Guard) -> None:
    owner, slot = _place(guard.entry.node, guard.index)
    put(
        owner,
        slot,
        -1,
        asking(getattr(owner, slot), words.CONTAINER, guard, words.COLLECTIONS),
    )


def _place(node: cst.CSTNode, index: int) -> tuple[cst.CSTNode, str]:
    """Where the operand right of the pair *index* stands; -1 is the leftmost."""
    assert type(node) is cst.Comparison
    return (node, "left") if index < 0 else (node.comparisons[index], "comparator")
