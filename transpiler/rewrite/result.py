"""The value of a program is the value of its last expression."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Splice, put


@plans(cst.Module)
def last_expression(entry: Entry, plan: Plan) -> None:
    assert type(entry.node) is cst.Module
    statement = entry.node.body[-1] if entry.node.body else None
    if type(statement) is cst.SimpleStatementLine and type(statement.body[-1]) is cst.Expr:
        plan.add("result", entry, _keep)


def _keep(guard: Guard) -> None:
    module = guard.entry.node
    assert type(module) is cst.Module
    statement = module.body[-1]
    assert type(statement) is cst.SimpleStatementLine
    last = len(statement.body) - 1
    put(statement, "body", last, Splice(f"{words.RESULT} = ", statement.body[last]))
