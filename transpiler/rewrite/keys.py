"""What is hashed natively: subscripts that are read, keys of displays, arguments of methods.

A small tuple may take years to hash, since sharing makes sizes lie; so may a comparison. The
elements of a tuple that is written out are looked at one by one, which mostly costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import libcst as cst

from .. import vocabulary as words
from ..check.targets import star_depth
from ..walk import LOAD, PATTERN, STORE, Entry
from .guard import Guard, Plan, plans
from .splice import asking, copied, guarded, put, replace
from .suites import has_lazy_annotations

#: The `Guard.index` of an argument that is compared, not hashed.
COMPARED: Final = 1


def plain_call(entry: Entry) -> cst.Call | None:
    """Return the call of the attribute *entry* if every argument is positional and plain."""
    call = entry.parent.node if entry.parent is not None and entry.slot == "func" else None
    if type(call) is not cst.Call:
        return None
    return None if any(arg.star or arg.keyword is not None for arg in call.args) else call


def is_called(entry: Entry) -> bool:
    """Tell whether the attribute *entry* is called as it is loaded, with whatever arguments."""
    return entry.slot == "func" and isinstance(node_above(entry), cst.Call)


@plans(cst.Call)
def view(entry: Entry, plan: Plan) -> None:
    """`d.keys()` becomes `__view__(d.keys())`, but where nobody gets hold of it."""
    node = entry.node
    assert type(node) is cst.Call
    func = node.func
    is_view = type(func) is cst.Attribute and words.normalise(func.attr.value) in words.VIEWED
    if is_view and not _is_gone_through(entry):
        plan.add("view", entry, _view, node)


def _is_gone_through(entry: Entry) -> bool:
    """Tell whether the call *entry* is what a loop goes through, or the right side of `in`."""
    above = node_above(entry)
    if type(above) is cst.For or type(above) is cst.CompFor:
        is_plain = above.asynchronous is None and not star_depth(above.target)
        return entry.slot == "iter" and is_plain
    if type(above) is not cst.ComparisonTarget:
        return False
    assert entry.parent is not None
    chain = node_above(entry.parent)
    # What stands to the left of another operator goes on into that one.
    is_last = type(chain) is cst.Comparison and chain.comparisons[-1] is above
    return is_last and (type(above.operator) is cst.In or type(above.operator) is cst.NotIn)


def _view(guard: Guard) -> None:
    entry = guard.entry
    replace(entry, guarded(entry.node, words.VIEW, "call"))


@plans(cst.Call)
def method_call(entry: Entry, plan: Plan) -> None:
    """`x.get(k)` becomes `x.get(__key__(k))`; of `dict.get(x, k)` the key comes second."""
    node = entry.node
    assert type(node) is cst.Call
    func = node.func
    if type(func) is not cst.Attribute or not node.args:
        return
    guard = words.KEYED.get(words.normalise(func.attr.value))
    plain = not any(arg.star or arg.keyword is not None for arg in node.args)
    if words.normalise(func.attr.value) in words.CHANGES and id(node) in plan.paused:
        return  # the method looks at them
    if guard is not None and plain and func.attr.value not in plan.policy.guarded:
        for argument in node.args[:2]:
            _plan_key(plan, entry, argument, "value", guard)


@plans(cst.Subscript)
def subscript_key(entry: Entry, plan: Plan) -> None:
    """`x[k]` becomes `x[__key__(k)]`; the bounds of a slice are keys too, from 3.12 on."""
    node = entry.node
    assert type(node) is cst.Subscript
    if entry.role == PATTERN or _is_never_evaluated(entry, plan):
        return
    if entry.role == STORE and not _is_written_out(entry, node, plan):
        return
    for part in node.slice:
        _plan_part(plan, entry, part.slice)


@plans(cst.Subscript)
def piece(entry: Entry, plan: Plan) -> None:
    """`x[a:b]` becomes `__piece__(x[a:b])`: a copy, which may be long; inline, its length tells."""
    node = entry.node
    assert type(node) is cst.Subscript
    is_slice = len(node.slice) == 1 and type(node.slice[0].slice) is cst.Slice
    if is_slice and entry.role == LOAD and not _is_never_evaluated(entry, plan):
        plan.add("piece", entry, _piece, node)


def _piece(guard: Guard) -> None:
    entry = guard.entry
    replace(entry, copied(entry.node, guard.form))


def _is_written_out(entry: Entry, node: cst.Subscript, plan: Plan) -> bool:
    """Tell whether a key that is stored has no guard as a whole: a slice, or a tuple display."""
    by_temporaries = id(node) in plan.claimed and isinstance(node_above(entry), cst.AugAssign)
    if by_temporaries or any(getattr(part.slice, "star", None) for part in node.slice):
        return False
    key = node.slice[0].slice
    return len(node.slice) > 1 or type(key) is cst.Slice or is_fresh_tuple(key.value)  # type: ignore[attr-defined]


def is_left(entry: Entry, plan: Plan) -> bool:
    """Tell whether other code may go on between what is subscripted and the assignment to it."""
    above = node_above(entry)
    return id(above if type(above) is cst.AugAssign else entry.node) in plan.paused


def node_above(entry: Entry) -> cst.CSTNode | None:
    """Return the node that *entry* is a part of."""
    return None if entry.parent is None else entry.parent.node


def is_fresh_tuple(node: cst.CSTNode) -> bool:
    """Tell whether *node* is a tuple display without stars."""
    return type(node) is cst.Tuple and not any(
        type(element) is cst.StarredElement for element in node.elements
    )


def _plan_part(plan: Plan, entry: Entry, part: cst.BaseSlice) -> None:
    if type(part) is cst.Index:
        if not part.star:  # a star has a guard of its own, in `calls.py`
            _plan_key(plan, entry, part, "value")
        return
    assert type(part) is cst.Slice
    for slot in ("lower", "upper", "step"):
        if getattr(part, slot) is not None:
            _plan_key(plan, entry, part, slot)


def _is_never_evaluated(entry: Entry, plan: Plan) -> bool:
    """Tell whether *entry* stands in an annotation that is kept as text."""
    if not has_lazy_annotations(plan.listing):
        return False
    here: Entry | None = entry
    while here is not None and not isinstance(here.node, cst.BaseStatement):
        if type(here.node) is cst.Annotation:
            return True
        here = here.parent
    return False


@plans(cst.Set)
def set_display(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Set
    for element in node.elements:
        if type(element) is not cst.StarredElement:
            _plan_key(plan, entry, element, "value")


@plans(cst.Dict)
def dict_display(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Dict
    for element in node.elements:
        if type(element) is cst.DictElement:
            _plan_key(plan, entry, element, "key")


@plans(cst.SetComp)
def set_comprehension(entry: Entry, plan: Plan) -> None:
    _plan_key(plan, entry, entry.node, "elt")


@plans(cst.DictComp)
def dict_comprehension(entry: Entry, plan: Plan) -> None:
    _plan_key(plan, entry, entry.node, "key")


def _plan_key(
    plan: Plan, entry: Entry, owner: cst.CSTNode, slot: str, guard: str = words.KEY
) -> None:
    """Guard what stands in a slot, or each element of it if it is a tuple display."""
    holder = entry.node.value if type(entry.node) is cst.Subscript else None
    todo = [(owner, slot)]
    while todo:
        owner, slot = todo.pop()
        node = getattr(owner, slot)
        if is_fresh_tuple(node):
            todo += [(element, "value") for element in node.elements]
        else:
            index = COMPARED if guard == words.COMPARAND else -1
            plan.add("key", entry, _applier(owner, slot, guard), node, holder, index)


def _applier(owner: cst.CSTNode, slot: str, name: str) -> Callable[[Guard], None]:
    def apply(guard: Guard) -> None:
        put(owner, slot, -1, asking(getattr(owner, slot), name, guard, words.SCALARS))

    return apply
