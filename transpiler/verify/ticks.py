"""Whether a suite ticks first: a step is taken before anything of a guest's happens."""

from __future__ import annotations

import ast
from collections import deque
from collections.abc import Sequence

from .shapes import (
    annotations_of,
    called,
    compressed,
    defaults_of,
    drained,
    is_const,
    is_tick,
    leads_tick,
)
from .state import State
from .tables import ASYNC_LOOP, LOOP


def ticks_first(state: State, body: Sequence[ast.stmt], idle: bool = True) -> bool:
    """Tell whether nothing happens in *body* before a tick.

    Parameters:
        idle: what to say of a body in which nothing happens at all.

    A `try` is looked at as if its suites stood in its place, without the handlers: while
    nothing happens, nothing is raised.
    """
    rest = deque(body)
    while rest:
        first = rest.popleft()
        if type(first) is ast.Try or type(first) is ast.TryStar:
            rest.extendleft(reversed([*first.body, *first.orelse, *first.finalbody]))
        elif not _is_idle(state, first):
            return _ticks_at_once(state, first)
    return idle


def _is_idle(state: State, node: ast.stmt) -> bool:
    """Tell whether executing *node* runs no code of a guest."""
    if type(node) is ast.Expr:
        return type(node.value) is ast.Constant
    if type(node) is ast.FunctionDef or type(node) is ast.AsyncFunctionDef:
        return not node.decorator_list and not _computed(state, node)
    return type(node) in (ast.Pass, ast.Global, ast.Nonlocal)


def _computed(state: State, node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """Return what an undecorated `def` evaluates, but for literals, in that order."""
    loud = [each for each in defaults_of(node.args) if not is_const(each)]
    return loud if state.lazy_annotations else loud + annotations_of(node)


def _ticks_at_once(state: State, node: ast.stmt) -> bool:
    """Tell whether the first thing that *node* does is to tick."""
    match node:
        case ast.Expr(value):
            return is_tick(value)
        case ast.While(first):
            return is_tick(first) or leads_tick(first)
        case (
            ast.If(first)
            | ast.Match(first)
            | ast.With([ast.withitem(first), *_])
            | ast.AsyncWith([ast.withitem(first), *_])
            | ast.FunctionDef(decorator_list=[first, *_])
            | ast.AsyncFunctionDef(decorator_list=[first, *_])
            | ast.ClassDef(decorator_list=[first, *_])
        ):
            return leads_tick(first)
        case ast.For(iter=iterable) | ast.AsyncFor(iter=iterable):
            compress, unpack_each = LOOP if type(node) is ast.For else ASYNC_LOOP
            data = compressed(iterable, compress)
            if type(data) is ast.Call and called(data) == unpack_each and data.args:
                data = data.args[0]
            # Without a step for each item, it is a short one (`untimed.py`).
            return leads_tick(iterable if data is None else data)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return leads_tick(drained(_computed(state, node)[0]))
        case ast.ClassDef(bases=bases, keywords=keywords):
            parts = [*bases, *(keyword.value for keyword in keywords)]
            loud = [part for part in parts if not is_const(part)]
            return not loud or leads_tick(drained(loud[0]))
    return False
