"""`*x` and `**x` drain whatever they are given; `yield from x` asks it for what C will."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import LOAD, STORE, Entry
from .guard import Guard, Plan, plans
from .splice import asking, guarded, put


@plans(cst.Arg, cst.Index)
def star_argument(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.Arg | cst.Index)
    if node.star == "*" and type(node) is cst.Index and not _is_stored(entry):
        plan.add("star-element", entry, _hash, node.value)
    elif node.star == "*":
        plan.add("star-element", entry, _drain, node.value)
    elif node.star == "**":
        plan.add("mapping", entry, _mapping, node.value)


@plans(cst.StarredElement)
def star_element(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.StarredElement
    if entry.role == LOAD:
        is_member = entry.parent is not None and type(entry.parent.node) is cst.Set
        plan.add("star-element", entry, _hash if is_member else _drain, entry.node.value)


@plans(cst.StarredDictElement)
def star_mapping(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.StarredDictElement
    plan.add("mapping", entry, _mapping, entry.node.value)


@plans(cst.Yield)
def delegation(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Yield
    if type(node.value) is cst.From:
        plan.add("delegate", entry, _delegate, node.value.item)


def _is_stored(entry: Entry) -> bool:
    """Tell whether the subscript with the key *entry* is written: all of its key has a guard."""
    above: Entry | None = entry
    while above is not None and type(above.node) is not cst.Subscript:
        above = above.parent
    return above is not None and above.role == STORE


def _hash(guard: Guard) -> None:
    node = guard.entry.node
    put(node, "value", -1, guarded(node.value, words.HASHED, "call"))  # type: ignore[attr-defined]


def _drain(guard: Guard) -> None:
    node = guard.entry.node
    put(node, "value", -1, guarded(node.value, words.DRAIN, "call"))  # type: ignore[attr-defined]


def _delegate(guard: Guard) -> None:
    source = guard.entry.node.value  # type: ignore[attr-defined]
    put(source, "item", -1, asking(source.item, words.DELEGATE, guard, words.ITERATED))


def _mapping(guard: Guard) -> None:
    node = guard.entry.node
    put(node, "value", -1, guarded(node.value, words.MAPPING, "call"))  # type: ignore[attr-defined]
