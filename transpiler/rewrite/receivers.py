"""`x.split()`: what a method is called on whose work is as long as that is."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard
from .keys import is_called, plain_call
from .splice import Part, Splice, argument, held, put
from .suites import is_constant


def lengthy_call(entry: Entry, name: str) -> bool:
    """Tell whether the method *name*, which is loaded, is called at once on what can be measured.

    What is stripped off may be long itself: then the method is guarded, and not its object.
    """
    if name not in words.STRIPPING:
        return is_called(entry)
    call = plain_call(entry)
    return call is not None and all(is_constant(arg.value) for arg in call.args)


def receiver(guard: Guard) -> None:
    """`x.split()` becomes `__measured__(x).split()`, with an inline test of type and length."""
    node = guard.entry.node
    assert isinstance(node, cst.Attribute)
    put(node, "value", -1, _measured(node.value, guard.form))


def _measured(node: cst.BaseExpression, form: str) -> Splice:
    again = words.HELD
    if form == "inline" and isinstance(node, cst.Name):
        again = node.value
        parts: tuple[Part, ...] = ("(", node, f" if {words.TYPE}({again}")
    elif form == "held":
        parts = (f"({words.HELD} if {words.TYPE}({words.HELD} := ", *held(node))
    else:
        return Splice(f"{words.MEASURED}(", *argument(node), ")")
    is_short = f"{words.SIZE}({again}) < {words.SHORT_TEXT}"
    end = f") is {words.TEXT} and {is_short} else {words.MEASURED}({again}))"
    return Splice(*parts, end)
