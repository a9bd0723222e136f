"""`finally` and `except` suites that might run in a stopped run tick first; `except*` pays."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import guarded, put
from .suites import tick_first, tick_idly


@plans(cst.Finally)
def finally_(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.Finally
    tick_first(entry.node.body, plan)


@plans(cst.ExceptHandler, cst.ExceptStarHandler)
def handler(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.ExceptHandler | cst.ExceptStarHandler)
    if not tick_first(node.body, plan, "handler-tick", node):
        # What comes after it is not to be done in a stopped run either.
        tick_idly(node.body, plan, "handler-tick", node)
    if type(node) is cst.ExceptStarHandler:
        plan.add("caught", entry, _caught)


def _caught(guard: Guard) -> None:
    """`except* T` becomes `except* __caught__(T)`: the walk of the group is paid for."""
    node = guard.entry.node
    assert type(node) is cst.ExceptStarHandler
    put(node, "type", -1, guarded(node.type, words.CAUGHT, "call", ""))
