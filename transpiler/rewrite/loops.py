"""Every iteration takes a step."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..check.targets import star_depth
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Part, Splice, argument, put

TICK = f"{words.TICK}({words.TICKS})"


@plans(cst.For, cst.CompFor)
def loop(entry: Entry, plan: Plan) -> None:
    plan.add("loop", entry, _loop)


def _loop(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.For | cst.CompFor)
    source: tuple[Part, ...] = argument(node.iter)
    unpack_each, compress = words.UNPACK_EACH, words.COMPRESS
    if node.asynchronous is not None:
        unpack_each, compress = words.ASYNC_UNPACK_EACH, words.ASYNC_COMPRESS
    depth = star_depth(node.target)
    if depth:
        source = (f"{unpack_each}(", *source, f", {depth})")
    put(node, "iter", -1, Splice(f"{compress}(", *source, f", {words.TICKS})"))


@plans(cst.While)
def while_loop(entry: Entry, plan: Plan) -> None:
    assert isinstance(entry.node, cst.While)
    plan.add("while", entry, _while, entry.node.test)


def _while(guard: Guard) -> None:
    """The step itself cannot be proved away; what can is the test of a constant."""
    node = guard.entry.node
    assert isinstance(node, cst.While)
    if guard.form == "inline":
        put(node, "test", -1, Splice(TICK))
    else:
        put(node, "test", -1, Splice(f"{TICK} and (", node.test, ")"))
