"""`x.split()`: what a method is called on whose work is as long as that is."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan
from .keys import is_called, plain_call
from .splice import asking, changed, measured, put
from .suites import is_constant


def lengthy_call(entry: Entry, name: str) -> bool:
    """Tell whether the method *name*, which is loaded, is called at once on what can be measured.

    What is stripped off may be long itself: then the method is guarded, and not its object.
    """
    if name not in words.STRIPPING:
        return is_called(entry)
    call = plain_call(entry)
    return call is not None and all(is_constant(arg.value) for arg in call.args)


def is_search(entry: Entry) -> bool:
    """Tell whether the method, which is loaded, is called at once with what may take a while.

    Each item is held against a literal, which is short.
    """
    call = plain_call(entry)
    return call is not None and not all(is_constant(arg.value) for arg in call.args)


def measures(entry: Entry, name: str) -> bool:
    """Tell whether the object of the method *name*, which is loaded, is to be measured."""
    if name in words.LENGTHY:
        return lengthy_call(entry, name)
    return name in words.SEARCHING and is_search(entry)


def asks(entry: Entry, name: str) -> bool:
    """Tell whether C may ask what the method, which is called at once, is given for its number.

    (It does not ask prefixes, but bounds.)
    """
    call = plain_call(entry)
    if call is None:
        return True
    asked = call.args if name in words.FINDING else call.args[1:]
    return not all(is_constant(arg.value) for arg in asked)


def firm(guard: Guard) -> None:
    """`x.find(y)` becomes `__firm__(x).find(y)`, with an inline test of the type."""
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, asking(node.value, words.FIRM, guard, words.SCALARS))


def pauses(entry: Entry, plan: Plan) -> bool:
    """Tell whether what *entry* is the first part of leaves the function, for a while."""
    return entry.parent is not None and id(entry.parent.node) in plan.paused


def changing(guard: Guard) -> None:
    """`x.add(y)` becomes `(x if not __answering__ else __changing__(x)).add(y)`."""
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, changed(node.value, guard.form))


def receiver(guard: Guard) -> None:
    """`x.split()` becomes `__measured__(x).split()`, with an inline test of type and length."""
    node = guard.entry.node
    assert type(node) is cst.Attribute
    put(node, "value", -1, measured(node.value, words.MEASURED, guard.form))
