"""`finally` and `except` suites that might run in a stopped run tick first."""

from __future__ import annotations

import libcst as cst

from ..walk import Entry
from .guard import Plan, plans
from .suites import tick_first


@plans(cst.Finally)
def finally_(entry: Entry, plan: Plan) -> None:
    assert isinstance(entry.node, cst.Finally)
    tick_first(entry.node.body, plan)


@plans(cst.ExceptHandler, cst.ExceptStarHandler)
def handler(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.ExceptHandler | cst.ExceptStarHandler)
    tick_first(node.body, plan, "handler-tick", node)
