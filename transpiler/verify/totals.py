"""`n += R`, where an inline test has told that *n* is a number: then nothing is drained or copied.

`n += (R if __type__(n) in __numbers__ else __inplace_addend__(R))`. CPython reads *n* before the
test does, so nothing may bind it in between: what is asked for its type is held to that
(`rereads.py`), whether evaluating `R` comes after or not.
"""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import operands, tested_value
from .shapes import called
from .state import State, Unproven


def added(state: State, node: ast.AugAssign) -> ast.expr | None:
    """Return `R` of that form, None if the value of *node* is another; both of it are walked."""
    value, name = node.value, node.target
    if type(value) is not ast.IfExp or called(value.orelse) != words.INPLACE_ADDEND:
        return None
    if type(name) is not ast.Name or tested_value(value.test, name.id, words.NUMBERS) is None:
        return None
    (operand,) = operands(value.orelse, words.INPLACE_ADDEND)
    if ast.dump(operand) != ast.dump(value.body):
        raise Unproven(value, f"the inline form of {words.INPLACE_ADDEND} has two right sides")
    state.todo.append(operand)
    return value.body
