"""`x.name`: loads of guarded names, and every store."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import DELETE, LOAD, STORE, Entry
from .guard import Guard, Plan, plans
from .keys import is_called, plain_call
from .receivers import asks, changing, firm, measures, pauses, receiver
from .splice import (
    Part,
    argument,
    asking,
    guarded,
    held,
    line_breaks,
    parenthesised,
    put,
    replace,
)


@plans(cst.Attribute)
def attribute(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Attribute
    if entry.role == LOAD:
        name = words.normalise(node.attr.value)
        if name in plan.policy.guarded:
            plan.add("attribute-load", entry, _load, node.value)
        elif name in words.VIEWED or name in words.FINDING:
            if not is_called(entry):
                plan.add("method", entry, _method, node)
            elif name in words.FINDING and asks(entry, name):
                plan.add("firm", entry, firm, node.value)
        elif name in words.CHANGES and pauses(entry, plan):
            plan.add("method", entry, _method, node)
        elif measures(entry, name):
            plan.add("receiver", entry, receiver, node.value)
        elif name in words.LENGTHY or (name in words.KEYED and plain_call(entry) is None):
            plan.add("method", entry, _method, node)
        elif name in words.CHANGES:
            plan.add("changing", entry, changing, node.value)
        elif name in words.PREFIXED and asks(entry, name):
            plan.add("firm", entry, firm, node.value)
    elif entry.role in (STORE, DELETE) and id(node) not in plan.claimed and not _is_bare(entry):
        name = words.normalise(node.attr.value)
        if name in words.SPECIAL_METHODS and name not in words.WRITABLE_DUNDERS:
            plan.add("special-store", entry, _store_special)
        else:
            plan.add("attribute-store", entry, _store, node.value)


def _is_bare(entry: Entry) -> bool:
    """Tell whether it has an annotation and no value: `x.name: int` stores nothing."""
    owner = entry.parent.node if entry.parent is not None else None
    return type(owner) is cst.AnnAssign and owner.value is None


def _load(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    name = words.guard_attribute(words.normalise(node.attr.value))
    layout = line_breaks(node.dot.whitespace_before, node.dot.whitespace_after)
    text = f"{words.ATTR}.{name}("
    if guard.form == "call":
        parts: tuple[Part, ...] = (text, *argument(node.value), *layout, ")")
    else:
        parts = _tested(guard, node, text, layout)
    replace(guard.entry, *parenthesised(node, *parts))


def _tested(
    guard: Guard, node: cst.Attribute, text: str, layout: tuple[Part, ...]
) -> tuple[Part, ...]:
    """`(n.center if __type__(n) in __bare__ else __attr__.center(n))`, held if need be.

    What `super()` is of is told by the function's first parameter.
    """
    name, operand = node.attr.value, node.value
    if guard.proof == "bare-super":
        params = guard.entry.scope.parameters
        assert params is not None
        of = (*params.posonly_params, *params.params)[0].name.value
        test = f"(super().{name} if {words.TYPE}({of}) in {words.BARE} else {text}"
        return (test, operand, *layout, "))")
    asked: tuple[Part, ...]
    if guard.form == "inline":
        assert isinstance(operand, cst.Name)
        again = operand.value
        asked = (operand,)
    else:
        again = words.HELD
        asked = (f"{words.HELD} := ", *held(operand))
    test = f"({again}.{name} if {words.TYPE}("
    return (test, *asked, *layout, f") in {words.BARE} else {text}{again}))")


def _store_special(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, guarded(node.value, words.SETTABLE, "call"))


def _method(guard: Guard) -> None:
    """`x.get` becomes `__method__(x.get)`: what hashes natively does not go about unpaid."""
    entry = guard.entry
    replace(entry, asking(entry.node, words.METHOD, guard, words.PLAIN))


def _store(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    is_converted = words.normalise(node.attr.value) in words.CONVERTED
    form = "call" if is_converted else guard.form
    put(node, "value", -1, guarded(node.value, words.WRITABLE, form, f"in {words.OWN}"))
