"""Loops of `while`, written so that CPython is fast with them; they mean what they meant.

In a function `while __tick__(__ticks__) and (C): S` becomes
`for __t0__ in __ticks__: if C: S else: break`. Both take one step before each look at `C`, the
latter without a call. `__ticks__` has no end (`runtime/budget.py`): it gives True or raises what is
no StopIteration. `__t0__` is read nowhere but in the very expression that has bound it. An `else`
that is never reached keeps `__tick__` among the names of the code, by which the runtime knows a
function that takes steps (`guards/class_members.py`).

Any other `while C: S` becomes `while True: if C: S else: break` on 3.11, which specialises the
code of a function at its eighth call, or when it has jumped back eight times by
`JUMP_BACKWARD`: at the end of a `for`, a comprehension, a `while True`. The test at the end of any
other `while` jumps by itself and does not count, and `while True` has such a test once it ticks. So
a function that is called once searched two dictionaries for every guard, and took up to twice as
long. From 3.12 on all code is specialised from its beginning.
"""

from __future__ import annotations

import ast
import sys
from typing import Any, Final

from .vocabulary import HELD, TICK, TICKS

_COUNTS_JUMPS: Final = sys.version_info < (3, 12)
_SUITES: Final = ("body", "orelse", "finalbody", "handlers", "cases")


def warm(tree: ast.Module, counts_jumps: bool = _COUNTS_JUMPS) -> None:
    """Change the loops of *tree*, those with an `else` excepted: that belongs to the test.

    Parameters:
        counts_jumps: whether code is specialised by how often it jumps back.
    """
    todo: list[tuple[Any, bool]] = [(tree, False)]
    while todo:
        node, in_function = todo.pop()
        kind = type(node)
        if kind is ast.FunctionDef or kind is ast.AsyncFunctionDef:
            in_function = True
        elif kind is ast.ClassDef:
            in_function = False
        for suite in _SUITES:
            body = getattr(node, suite, None)
            if body is None:
                continue
            for at, each in enumerate(body):
                if type(each) is ast.While and not each.orelse:
                    made = _ticking(each) if in_function else None
                    if made is not None:
                        body[at] = made
                    elif counts_jumps:
                        _jump(each)
            todo += [(each, in_function) for each in body]


def _ticking(node: ast.While) -> ast.For | None:
    """Return *node* as a loop over the ticks, None if it does not begin with one."""
    test: ast.expr = node.test
    body = node.body
    if type(test) is ast.BoolOp and type(test.op) is ast.And and len(test.values) == 2:
        first, test = test.values
        body = [_chosen(node, test)]
    else:
        first = test
    match first:
        case ast.Call(ast.Name(called), [ast.Name(given)], []) if (called, given) == (TICK, TICKS):
            target = ast.copy_location(ast.Name(HELD, ast.Store()), first)
            ticks = ast.copy_location(ast.Name(TICKS, ast.Load()), first)
            never = ast.copy_location(ast.Name(TICK, ast.Load()), first)
            orelse: list[ast.stmt] = [ast.copy_location(ast.Expr(never), node)]
            return ast.copy_location(ast.For(target, ticks, body, orelse), node)
    return None


def _jump(node: ast.While) -> None:
    node.body = [_chosen(node, node.test)]
    node.test = ast.copy_location(ast.Constant(True), node)


def _chosen(node: ast.While, test: ast.expr) -> ast.If:
    return ast.copy_location(ast.If(test, node.body, [ast.copy_location(ast.Break(), node)]), node)
