"""Every iteration takes a step."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..check.targets import star_depth
from ..walk import FUNCTION, Entry, Scope
from .guard import Guard, Plan, plans
from .splice import TICK, Part, Splice, argument, put
from .suites import tick_first


@plans(cst.For, cst.CompFor)
def loop(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.For | cst.CompFor)
    if _seems_short(entry) and tick_first(node.body, plan, "loop-tick"):  # type: ignore[union-attr]
        return
    plan.add("loop", entry, _loop)
    if is_plain_loop(node) and sources(node.iter):
        plan.add("loop-source", entry, _source, node.iter)


def _seems_short(entry: Entry) -> bool:
    """Tell whether a loop is likely to end after a few items: then its body ticks.

    An iterator that ticks takes as long to make as five such ticks. What one object holds, gone
    through for each of many, and the arguments of a call are mostly few.
    """
    node = entry.node
    if type(node) is not cst.For or entry.scope.kind != FUNCTION or not is_plain_loop(node):
        return False
    if type(node.iter) is cst.Name:
        return _is_starred(node.iter.value, entry.scope)
    return type(node.iter) is cst.Attribute and not node.iter.lpar and _is_repeated(entry)


def _is_starred(name: str, scope: Scope | None) -> bool:
    """Tell whether *name* is likely to be what the `*args` of a function around is called."""
    while scope is not None:
        star = scope.parameters.star_arg if scope.parameters is not None else None
        if type(star) is cst.Param and star.name.value == name:
            return True
        scope = scope.parent
    return False


def _is_repeated(entry: Entry) -> bool:
    """Tell whether *entry* stands in the body of a loop of its own function."""
    here = entry
    while here.parent is not None and here.scope is entry.scope:
        if here.slot == "body" and type(here.parent.node) in (cst.For, cst.While):
            return True
        here = here.parent
    return False


def is_plain_loop(node: cst.For | cst.CompFor) -> bool:
    return node.asynchronous is None and not star_depth(node.target)


def sources(node: cst.CSTNode) -> list[cst.Call]:
    """Return *node*, if it calls a name of `REAL` with plain arguments, and those in it that do.

    None of a loop that would draw from more than a few.
    """
    calls = _calls(node)
    # All arguments but the calls among them, which are all but *node*.
    drawn = sum(len(call.args) for call in calls) - len(calls) + 1
    return calls if drawn <= words.MOST_COLUMNS else []


def _calls(node: cst.CSTNode) -> list[cst.Call]:
    name = node.func if type(node) is cst.Call else None
    if type(name) is not cst.Name or name.lpar or name.value not in words.REAL:
        return []
    assert type(node) is cst.Call
    if any(arg.star or arg.keyword for arg in node.args):
        return []
    return [node, *(inner for arg in node.args for inner in _calls(arg.value))]


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
