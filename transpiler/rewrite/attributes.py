"""`x.name`: loads of guarded names, and every store."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import DELETE, LOAD, STORE, Entry
from .guard import Guard, Plan, plans
from .keys import is_called, plain_call
from .receivers import measures, receiver
from .splice import argument, guarded, line_breaks, parenthesised, put, replace


@plans(cst.Attribute)
def attribute(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Attribute
    if entry.role == LOAD:
        name = words.normalise(node.attr.value)
        if name in plan.policy.guarded:
            plan.add("attribute-load", entry, _load)
        elif name in words.VIEWED:
            if not is_called(entry):
                plan.add("method", entry, _method, node)
        elif measures(entry, name):
            plan.add("receiver", entry, receiver, node.value)
        elif name in words.LENGTHY or (name in words.KEYED and plain_call(entry) is None):
            plan.add("method", entry, _method, node)
    elif entry.role in (STORE, DELETE) and id(node) not in plan.claimed:
        name = words.normalise(node.attr.value)
        if name in words.SPECIAL_METHODS and name not in words.WRITABLE_DUNDERS:
            plan.add("special-store", entry, _store_special)
        else:
            plan.add("attribute-store", entry, _store, node.value)


def _load(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    name = words.guard_attribute(words.normalise(node.attr.value))
    layout = line_breaks(node.dot.whitespace_before, node.dot.whitespace_after)
    text = f"{words.ATTR}.{name}("
    replace(guard.entry, *parenthesised(node, text, *argument(node.value), *layout, ")"))


def _store_special(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, guarded(node.value, words.SETTABLE, "call", ""))


def _method(guard: Guard) -> None:
    """`x.get` becomes `__method__(x.get)`: what hashes natively does not go about unpaid."""
    entry = guard.entry
    replace(entry, guarded(entry.node, words.METHOD, guard.form, words.PLAIN))


def _store(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, guarded(node.value, words.WRITABLE, guard.form, words.OWN))
