"""Calls of functions whose shims would pay for nothing: `max(a, b)` → `__real_max__(a, b)`."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Splice, argument, put


@plans(cst.Call)
def builtin_call(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.Call
    func = node.func
    if type(func) is not cst.Name or func.value not in words.DIRECT or func.lpar:
        return
    plain = not any(arg.star or arg.keyword is not None for arg in node.args)
    if plain and (node.args or func.value in words.EMPTY):
        plan.add("builtin", entry, _direct)


def _direct(guard: Guard) -> None:
    """The shim is what stands there already; what it drains ticks here, as it does in there."""
    node = guard.entry.node
    assert type(node) is cst.Call
    if guard.form not in ("inline", "read"):
        return
    assert type(node.func) is cst.Name
    name = node.func.value
    table = words.DIRECT if guard.form == "inline" else words.READING
    put(node, "func", -1, Splice(table[name]))
    if name in words.DRAINING and len(node.args) == 1:
        (arg,) = node.args
        source = argument(arg.value)
        put(arg, "value", -1, Splice(f"{words.COMPRESS}(", *source, f", {words.TICKS})"))


@plans(cst.Call)
def library_call(entry: Entry, plan: Plan) -> None:
    """`heapq.heappop(h)`, or `heappop(h)`, becomes `__real_heappop__(h)`."""
    node = entry.node
    assert isinstance(node, cst.Call)
    func = node.func
    name = func.attr if isinstance(func, cst.Attribute) else func
    if isinstance(name, cst.Name) and f"__real_{name.value}__" in words.LIBRARY_OF:
        plan.add("library", entry, _from_library, node, func)


def _from_library(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.Call)
    func = guard.other
    name = func.attr if isinstance(func, cst.Attribute) else func
    if guard.form == "inline" and isinstance(name, cst.Name):
        put(node, "func", -1, Splice(f"__real_{name.value}__"))
