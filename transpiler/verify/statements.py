"""Statements that are neither assignments, loops nor definitions."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import guarded
from .names import bind
from .shapes import is_tick, leads_tick, only_defines, star_depth
from .state import State, Unproven
from .suites import suite
from .tables import EXCEPTIONS, FUTURES, NARROW
from .targets import target
from .ticks import ticks_first


def expression(state: State, node: ast.Expr) -> None:
    if not is_tick(node.value):
        state.todo.append(node.value)


def future(state: State, node: ast.ImportFrom) -> None:
    if node.module != "__future__" or node.level:
        raise Unproven(node, "an import without its guard")
    for each in node.names:
        if each.name not in FUTURES or each.asname:
            raise Unproven(node, f"the feature {each.name}")


def if_statement(state: State, node: ast.If) -> None:
    state.todo.append(node.test)
    state.todo += suite(state, node.body)
    state.todo += suite(state, node.orelse)


def with_statement(state: State, node: ast.With | ast.AsyncWith) -> None:
    for item in node.items:
        state.todo.append(item.context_expr)
        if item.optional_vars:
            if star_depth(item.optional_vars):
                raise Unproven(node, "a star in the target of `with`")
            target(state, item.optional_vars)
    state.todo += suite(state, node.body)


def try_statement(state: State, node: ast.Try | ast.TryStar) -> None:
    state.todo += suite(state, node.body)
    for handler in node.handlers:
        handled = handler.type
        if type(node) is ast.TryStar and handled is not None:
            handled = guarded(handled, words.CAUGHT, inline=False)
        _handler(state, handler, handled)
    state.todo += suite(state, node.orelse)
    if not ticks_first(state, node.finalbody):
        raise Unproven(node, "`finally` does not tick first")
    state.todo += suite(state, node.finalbody)


def _handler(state: State, node: ast.ExceptHandler, handled: ast.expr | None) -> None:
    bind(state, node.name, node)
    state.push([handled])
    state.todo += suite(state, node.body)
    if leads_tick(handled):
        return  # in a stopped run nothing else of it happens
    kinds = handled.elts if type(handled) is ast.Tuple else [handled] if handled else []
    for kind in kinds:
        # Evaluated whenever something is raised, also as a generator is closed that was dropped.
        if type(kind) is not ast.Name or kind.id not in EXCEPTIONS:
            raise Unproven(node, "what a handler catches does not tick first")
    # One that only defines functions has no place for a tick: see `straight.py`.
    if ticks_first(state, node.body, idle=only_defines(node.body)):
        return
    if handled is None:
        raise Unproven(node, "a broad handler does not tick first")
    for kind in kinds:
        assert type(kind) is ast.Name
        if kind.id not in NARROW:
            raise Unproven(node, "a broad handler does not tick first")
        state.narrow.append(kind)
