"""Calls of builtins whose shims would pay for nothing: `max(a, b)` becomes `__real_max__(a, b)`."""

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
    if node.args and not any(arg.star or arg.keyword is not None for arg in node.args):
        plan.add("builtin", entry, _direct)


def _direct(guard: Guard) -> None:
    """The shim is what stands there already; what it drains ticks here, as it does in there."""
    node = guard.entry.node
    assert type(node) is cst.Call
    if guard.form != "inline":
        return
    assert type(node.func) is cst.Name
    name = node.func.value
    put(node, "func", -1, Splice(words.DIRECT[name]))
    if name in words.DRAINING and len(node.args) == 1:
        (arg,) = node.args
        source = argument(arg.value)
        put(arg, "value", -1, Splice(f"{words.COMPRESS}(", *source, f", {words.TICKS})"))
