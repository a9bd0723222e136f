"""Loops and comprehensions: each takes a step an item."""

from __future__ import annotations

import ast
from typing import Final, TypeAlias

from ..vocabulary import MOST_COLUMNS, REAL
from .guards import unpacked
from .keys import key, pass_through
from .shapes import called, compressed, is_tick, leads_tick, past_tick, star_depth
from .state import State, Unproven
from .suites import suite
from .tables import ASYNC_LOOP, FUNCTION, LOOP
from .targets import target
from .ticks import ticks_first
from .untimed import is_short

_ITERATORS: Final = frozenset(REAL.values())

Comprehension: TypeAlias = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def for_loop(state: State, node: ast.For | ast.AsyncFor) -> None:
    if type(node) is ast.For and is_short(past_tick(node.iter)) and not star_depth(node.target):
        state.short.append(node)
        state.todo.append(node.iter)
    elif _ticks_inside(state, node):
        state.todo.append(node.iter)
    else:
        state.todo.extend(_looped(state, node.iter, node.target, type(node) is ast.AsyncFor))
    target(state, node.target)
    state.todo += suite(state, node.body)
    state.todo += suite(state, node.orelse)


def _ticks_inside(state: State, node: ast.For | ast.AsyncFor) -> bool:
    """Tell whether the body of a loop takes the step, before anything else, for each item.

    It goes through what an expression gives as it is: no target has a star, which would drain.
    """
    plain = type(node) is ast.For and not star_depth(node.target)
    source = past_tick(node.iter)
    plain = plain and compressed(source) is None and called(source) not in _ITERATORS
    return plain and ticks_first(state, node.body, idle=False)


def while_loop(state: State, node: ast.While) -> None:
    if not is_tick(node.test):
        if not leads_tick(node.test):
            raise Unproven(node, "a loop does not tick")
        state.todo.append(node.test)
    state.todo += suite(state, node.body)
    state.todo += suite(state, node.orelse)


def comprehension(state: State, node: Comprehension) -> None:
    """The first iterable belongs to the scope around, all else to one of its own."""
    around, state.todo = state.todo, []
    if isinstance(node, ast.DictComp):
        key(state, node.key)
        state.todo.append(node.value)
    elif isinstance(node, ast.SetComp):
        key(state, node.elt)
    else:
        state.todo.append(node.elt)
    for index, clause in enumerate(node.generators):
        data = _looped(state, clause.iter, clause.target, bool(clause.is_async))
        (state.todo if index else around).extend(data)
        target(state, clause.target)
        state.todo += clause.ifs
    state.scopes.append((FUNCTION, state.todo))
    state.todo = around


def _looped(state: State, node: ast.expr, place: ast.AST, is_async: bool) -> list[ast.expr]:
    """Return `X` of `__compress__(X, __ticks__)`, what a loop goes through.

    Of a real iterator, which nobody else gets to see, its operands.
    """
    compress, unpack_each = ASYNC_LOOP if is_async else LOOP
    data = compressed(node, compress)
    if data is None:
        raise Unproven(node, "a loop does not tick")
    depth = star_depth(place)
    if depth:
        return [unpacked(past_tick(data), unpack_each, depth)]
    if is_async:
        return [data]
    if called(past_tick(data)) in _ITERATORS:
        return _operands(past_tick(data))
    pass_through(state, past_tick(data))
    return [data]


def _operands(source: ast.expr) -> list[ast.expr]:
    """Return what *source*, a call of a real iterator, is made of; such calls in it are, too."""
    found: list[ast.expr] = []
    todo = [source]
    while todo:
        node = todo.pop()
        if type(node) is ast.Call and called(node) in _ITERATORS:
            if node.keywords or any(type(arg) is ast.Starred for arg in node.args):
                raise Unproven(node, f"{called(node)} takes plain operands")
            todo += node.args
        else:
            found.append(node)
    if len(found) > MOST_COLUMNS:
        raise Unproven(source, "too much is drawn from in a step")
    return found
