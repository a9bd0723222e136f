"""The value of a program is the value of its last expression."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Splice, put


@plans(cst.Module)
def last_expression(entry: Entry, plan: Plan) -> None:
    assert isinstance(entry.node, cst.Module)
    statement = entry.node.body[-1] if entry.node.body else None
    if isinstance(statement, cst.SimpleStatementLine) and isinstance(statement.body[-1], cst.Expr):
        plan.add("result", entry, _keep)


def _keep(guard: Guard) -> None:
    module = guard.entry.node
    assert isinstance(module, cst.Module)
    statement = module.body[-1]
    assert isinstance(statement, cst.SimpleStatementLine)
    last = len(statement.body) - 1
    put(statement, "body", last, Splice(f"{words.RESULT} = ", statement.body[last]))
