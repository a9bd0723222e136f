"""`finally` and `except` suites that might run in a stopped run tick first; `except*` pays.

What a handler catches is evaluated whenever something is raised in its body, also where a suspended
generator is closed while garbage is collected, or after the run's end. So where that is anything
but names of builtin exceptions it ticks before, and its suite need not tick again.
"""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import guarded, put
from .suites import catches_computed, tick_first, tick_idly, wrapper


@plans(cst.Finally)
def finally_(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.Finally
    tick_first(entry.node.body, plan)


@plans(cst.ExceptHandler, cst.ExceptStarHandler)
def handler(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.ExceptHandler | cst.ExceptStarHandler)
    if type(node) is cst.ExceptStarHandler:
        plan.add("caught", entry, _caught)
    if catches_computed(node, plan.listing):
        plan.add("handled", entry, wrapper("type"))
    elif not tick_first(node.body, plan, "handler-tick", node):
        # What comes after it is not to be done in a stopped run either.
        tick_idly(node.body, plan, "handler-tick", node)


def _caught(guard: Guard) -> None:
    """`except* T` becomes `except* __caught__(T)`: the walk of the group is paid for."""
    node = guard.entry.node
    assert type(node) is cst.ExceptStarHandler
    put(node, "type", -1, guarded(node.type, words.CAUGHT, "call"))
