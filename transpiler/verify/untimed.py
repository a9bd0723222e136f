"""Loops and functions that take no step of their own.

Such a loop goes through a few items that are written out; such a function is known
(`calls.py`), so that it is called nowhere but where it says, by code that has ticked. Each
stands for its body written out as often. So that this does not multiply, what takes no step is
small, and has in it neither another such loop nor a call of such a function; a function has no
loop at all. Whatever else it calls is a function that ticks.
"""

from __future__ import annotations

import ast
from typing import Final

from .state import State, Unproven

_MOST_ITEMS: Final = 8
#: Nodes of guarded text.
_MOST_NODES: Final = 1_000
_REPEATED: Final = (
    ast.For, ast.AsyncFor, ast.While, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda,
    ast.ClassDef, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip


def is_short(items: ast.expr) -> bool:
    """Tell whether *items* is a list or tuple display of a few items without stars."""
    if type(items) is not ast.Tuple and type(items) is not ast.List:
        return False
    return len(items.elts) <= _MOST_ITEMS and not any(
        type(element) is ast.Starred for element in items.elts
    )


def check(state: State) -> None:
    """Judge what the walk has put aside: functions that do not tick, loops that do not."""
    if not (state.untimed or state.short):
        return
    calls = state.known.blocks.calls
    known = {function.node for function in calls.values()}
    for function in state.untimed:
        if function not in known:
            raise Unproven(function, f"the function {function.name} does not tick first")
        for node in _inside(function.body):
            if isinstance(node, _REPEATED):
                raise Unproven(node, f"{function.name}, which does not tick, repeats something")
            _refuse_call(state, node)
    short = {*state.short}
    for loop in state.short:
        for node in _inside([*loop.body, *loop.orelse]):
            if node in short:
                raise Unproven(node, "a loop that does not tick, in another")
            _refuse_call(state, node)


def _refuse_call(state: State, node: ast.AST) -> None:
    function = state.known.blocks.calls.get(node) if type(node) is ast.Call else None
    if function is not None and function.node in state.untimed:
        raise Unproven(node, f"{function.node.name}, which does not tick, is called by its like")


def _inside(body: list[ast.stmt]) -> list[ast.AST]:
    found = [node for statement in body for node in ast.walk(statement)]
    if len(found) > _MOST_NODES:
        raise Unproven(body[0], "what does not tick is long")
    return found
