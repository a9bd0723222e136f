"""Assignments that drain their value or hash their key."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..check.targets import is_slice_target, star_depth
from ..walk import STORE, Entry
from .guard import Guard, Plan, plans
from .splice import Splice, argument, as_tuple, guarded, put


@plans(cst.Assign)
def assignment(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.Assign)
    target = node.targets[0].target
    if star_depth(target):
        plan.add("unpack", entry, _unpack, node.value)
    elif is_slice_target(target):
        plan.add("slice-store", entry, _slice_store, node.value)


def _unpack(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.Assign)
    depth = star_depth(node.targets[0].target)
    put(node, "value", -1, Splice(f"{words.UNPACK}(", *argument(node.value), f", {depth})"))


def _slice_store(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.Assign)
    put(node, "value", -1, guarded(node.value, words.DRAIN, "call", ""))


@plans(cst.Subscript)
def subscript_store(entry: Entry, plan: Plan) -> None:
    """A key that is a tuple display is a fresh tuple, never a slice."""
    node = entry.node
    assert isinstance(node, cst.Subscript)
    if entry.role != STORE or id(node) in plan.claimed:
        return
    element = node.slice[0].slice
    if any(getattr(part.slice, "star", None) for part in node.slice):
        plan.add("store-key", entry, _store_starred_key)
    elif len(node.slice) == 1 and isinstance(element, cst.Index):
        plan.add("store-key", entry, _store_key, element.value)


def _store_key(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.Subscript)
    index = node.slice[0].slice
    assert isinstance(index, cst.Index)
    put(index, "value", -1, guarded(index.value, words.STORE_KEY, guard.form, words.SCALARS))


def _store_starred_key(guard: Guard) -> None:
    """`x[*a, b] = v` becomes `x[__store_key__((*__drain__(a), b))] = v`."""
    node = guard.entry.node
    assert isinstance(node, cst.Subscript)
    key = Splice(f"{words.STORE_KEY}((", *as_tuple(node.slice), "))")
    object.__setattr__(node, "slice", [key])
