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
    node = entry.node
    assert isinstance(node, cst.For | cst.CompFor)
    if is_plain_loop(node) and sources(node.iter):
        plan.add("loop-source", entry, _source, node.iter)


def is_plain_loop(node: cst.For | cst.CompFor) -> bool:
    return node.asynchronous is None and not star_depth(node.target)


def sources(node: cst.CSTNode) -> list[cst.Call]:
    """Return *node*, if it calls a name of `REAL` with plain arguments, and those in it that do."""
    name = node.func if type(node) is cst.Call else None
    if type(name) is not cst.Name or name.lpar or name.value not in words.REAL:
        return []
    assert type(node) is cst.Call
    if any(arg.star or arg.keyword for arg in node.args):
        return []
    return [node, *(inner for arg in node.args for inner in sources(arg.value))]


def _source(guard: Guard) -> None:
    """Nobody but the loop has the iterator, so it need not be one that guests may have."""
    assert guard.operand is not None
    for call in sources(guard.operand) if guard.form == "inline" else ():
        assert type(call.func) is cst.Name
        put(call, "func", -1, Splice(words.REAL[call.func.value]))


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
    assert type(entry.node) is cst.While
    plan.add("while", entry, _while, entry.node.test)


def _while(guard: Guard) -> None:
    """The step itself cannot be proved away; what can is the test of a constant."""
    node = guard.entry.node
    assert type(node) is cst.While
    if guard.form == "inline":
        put(node, "test", -1, Splice(TICK))
    else:
        put(node, "test", -1, Splice(f"{TICK} and (", node.test, ")"))
