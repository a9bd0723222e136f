"""Assignments that drain their value or hash their key."""

from __future__ import annotations

from functools import partial

import libcst as cst

from .. import vocabulary as words
from ..check.targets import is_slice_target, star_depth
from ..walk import DELETE, STORE, Entry
from .guard import Guard, Plan, plans
from .keys import is_fresh_tuple, is_left
from .splice import (
    TICK,
    Part,
    Splice,
    argument,
    as_tuple,
    asking,
    changed,
    guarded,
    line_breaks,
    put,
    replace,
)
from .suites import is_constant


@plans(cst.Assign)
def assignment(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Assign
    if len(node.targets) > 1:
        if any(star_depth(each.target) for each in node.targets):
            plan.add("unpack", entry, _unpack_each_target)
        return
    target = node.targets[0].target
    if star_depth(target):
        plan.add("unpack", entry, _unpack, node.value)
    elif is_slice_target(target) and not (_may_ask(plan) or id(target) in plan.paused):
        plan.claimed.add(id(target))
        plan.add("slice-store", entry, _slice_store, node.value)
        plan.add("changing", entry, _splice_into, target.value)  # type: ignore[attr-defined]


def _unpack_each_target(guard: Guard) -> None:
    """`a = b, *c = X` becomes `__t1__ = (X); a = __t1__; b, *c = __unpack__(__t1__, 1); …`."""
    node = guard.entry.node
    assert type(node) is cst.Assign
    parts: list[Part] = []
    layout: list[Part] = []
    for each in node.targets:
        depth = star_depth(each.target)
        value = f"{words.UNPACK}(__t1__, {depth})" if depth else "__t1__"
        parts += [each.target, f" = {value}; "]
        layout += line_breaks(each.whitespace_before_equal, each.whitespace_after_equal)
    end: tuple[Part, ...] = ("del __t1__",)
    if type(node.semicolon) is cst.Semicolon:
        end = (*end, node.semicolon)
    replace(guard.entry, "__t1__ = (", *layout, node.value, "); ", *parts, *end)


def _unpack(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Assign
    depth = star_depth(node.targets[0].target)
    put(node, "value", -1, Splice(f"{words.UNPACK}(", *argument(node.value), f", {depth})"))


def _slice_store(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Assign
    if guard.form == "tick":
        put(node, "value", -1, Splice(f"({TICK} and ", node.value, ")"))
        return
    put(node, "value", -1, guarded(node.value, words.INPLACE_ADDEND, "call"))


def _splice_into(guard: Guard) -> None:
    """`x[a:b] = …`: from Python 3.12 on a slice may be the key of a dictionary."""
    node = guard.entry.node
    assert type(node) is cst.Assign
    target = node.targets[0].target
    assert type(target) is cst.Subscript
    put(target, "value", -1, changed(target.value, guard.form))


@plans(cst.Subscript)
def subscript_store(entry: Entry, plan: Plan) -> None:
    """What is subscripted is about to be changed, and the key may be hashed."""
    node = entry.node
    assert type(node) is cst.Subscript
    if entry.role not in (STORE, DELETE) or id(node) in plan.claimed:
        return
    if is_left(entry, plan) or (entry.role == DELETE and _may_ask(plan)):
        plan.add("place", entry, _place)
        return
    placing = _look_at_key(entry, plan) if entry.role == STORE else None
    if placing is None or placing.kind != "place":
        plan.add("changing", entry, partial(_change, placing), node.value)


def _change(placing: Guard | None, guard: Guard) -> None:
    """`x[k]`, among targets, becomes `(x if not __answering__ else __changing__(x))[k]`.

    Parameters:
        placing: the guard that looks at that as well, if a proof has left it.
    """
    node = guard.entry.node
    assert type(node) is cst.Subscript
    if placing is None or placing.form == "native":
        put(node, "value", -1, changed(node.value, guard.form))


def _look_at_key(entry: Entry, plan: Plan) -> Guard | None:
    """Plan the guard of a key that is stored; return that of what is subscripted, if it has one.

    A key that is a tuple display is a fresh tuple, never a slice.
    """
    node = entry.node
    assert type(node) is cst.Subscript
    element = node.slice[0].slice
    if any(getattr(part.slice, "star", None) for part in node.slice):
        plan.add("store-key", entry, _store_starred_key)
        return None
    if len(node.slice) > 1 or is_fresh_tuple(getattr(element, "value", node)):
        return None  # its elements are looked at one by one: see `keys.py`
    if type(element) is not cst.Index or _is_slice(element.value) or _may_ask(plan):
        plan.add("place", entry, _place)
        return plan.guards[-1]
    if _may_be_slice(entry, element.value, plan.listing.parameters):
        plan.add("keyed-place", entry, _keyed_place, node.value)
        return plan.guards[-1]
    plan.add("store-key", entry, _store_key, element.value)
    return None


def _may_ask(plan: Plan) -> bool:
    """Tell whether a key, or a byte that is stored, may be a number by a method of the program's.

    Such numbers refuse to answer an assignment that has not looked at them (`guards/numbering.py`),
    so this is about what works, and not about what is safe.
    """
    return "__index__" in plan.listing.bound


def _is_slice(key: cst.CSTNode) -> bool:
    """Tell whether *key* is a call of `slice`, as far as its name tells."""
    function = key.func if type(key) is cst.Call else None
    return type(function) is cst.Name and function.value == "slice"


def _may_be_slice(entry: Entry, key: cst.CSTNode, parameters: set[str]) -> bool:
    """Tell whether a slice object may be assigned to by *key*: a name that can be read twice.

    Names of type *parameters* are read by a guard, and so cannot.

    It costs nothing where what is subscripted is a name as well; else it is worth its price
    only in a `__setitem__` that hands its key on.
    """
    node = entry.node
    assert type(node) is cst.Subscript
    if type(key) is not cst.Name or is_constant(key):
        return False
    if words.normalise(key.value) in parameters:
        return False
    return type(node.value) is cst.Name or _is_handed_on(entry, key.value)


def _is_handed_on(entry: Entry, name: str) -> bool:
    above = entry.parent
    while above is not None and type(above.node) is not cst.FunctionDef:
        above = above.parent
    if above is None or type(above.node) is not cst.FunctionDef:
        return False
    params = above.node.params
    named = [each.name.value for each in (*params.posonly_params, *params.params)]
    return above.node.name.value == "__setitem__" and named[1:2] == [name]


def _place(guard: Guard) -> None:
    """`x[a:b]`, among other targets, becomes `__place__(x)[a:b]`."""
    node = guard.entry.node
    assert type(node) is cst.Subscript
    put(node, "value", -1, guarded(node.value, words.PLACE, "call"))


def _keyed_place(guard: Guard) -> None:
    """`x[k]` becomes `(x if __type__(k) in __scalars__ and not … else __place__(x, k))[k]`.

    Without a proof that nothing binds *k* between two reads of it, `__place__(x)[k]`.
    """
    node = guard.entry.node
    assert type(node) is cst.Subscript
    index = node.slice[0].slice
    assert type(index) is cst.Index
    assert type(index.value) is cst.Name
    key = index.value.value
    if guard.form == "inline" and type(node.value) is cst.Name:
        name = node.value.value
        test = f"{words.TYPE}({key}) {guard.question(words.SCALARS)}"
        test = f"{test} and not {words.ANSWERING}"
        part = Splice("(", node.value, f" if {test} else {words.PLACE}({name}, {key}))")
    elif guard.form == "inline":
        part = Splice(f"{words.PLACE}(", *argument(node.value), f", {key})")
    else:
        part = Splice(f"{words.PLACE}(", *argument(node.value), ")")
    put(node, "value", -1, part)


def _store_key(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Subscript
    index = node.slice[0].slice
    assert type(index) is cst.Index
    put(index, "value", -1, asking(index.value, words.STORE_KEY, guard, words.SCALARS))


def _store_starred_key(guard: Guard) -> None:
    """`x[*a, b] = v` becomes `x[__store_key__((*__drain__(a), b))] = v`."""
    node = guard.entry.node
    assert type(node) is cst.Subscript
    key = Splice(f"{words.STORE_KEY}((", *as_tuple(node.slice), "))")
    object.__setattr__(node, "slice", [key])
