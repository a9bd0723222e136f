"""Literals, attributes, subscripts, displays and calls."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from .. import vocabulary as words
from .direct import direct_call, heap_call
from .guards import guarded, operands, peel
from .keys import key, keyed_call, method, subscript_key, viewed
from .names import native, plainly
from .parameters import read
from .pieces import extends, piece, require_short
from .receivers import lengthy_call
from .shapes import is_name
from .state import State, Unproven
from .tables import CONSTANTS, OPERATORS, VARIABLES


def transparent(state: State, node: ast.AST) -> None:
    """Every field is a node of its own, or nothing."""
    state.push(getattr(node, field) for field in node._fields)


def constant(state: State, node: ast.Constant | ast.MatchSingleton) -> None:
    if type(node.value) not in CONSTANTS:
        raise Unproven(node, "a literal of an unknown type")


def attribute(state: State, node: ast.Attribute) -> None:
    if node.attr in words.BOUND:
        raise Unproven(node, f"{words.METHOD} is missing")
    native(state, node.attr, node)
    state.todo.append(node.value)


def delegation(state: State, node: ast.YieldFrom) -> None:
    """C calls `close`, `throw` and `send` of what `yield from` goes through, if that has them.

    And it takes no step for an item, unless a generator does.
    """
    operand = peel(node.value, words.DELEGATE)
    if operand is None:
        operand = node.value
        if type(operand) is not ast.GeneratorExp and not _is_written_out(operand):
            raise Unproven(node, f"{words.DELEGATE} is missing")
    state.todo.append(operand)


def _is_written_out(node: ast.expr) -> bool:
    """Tell whether *node* is a text, or a display of items: as long as that is, for good."""
    if type(node) is ast.Dict:
        return None not in node.keys
    if type(node) in (ast.List, ast.Tuple, ast.Set):
        return all(type(each) is not ast.Starred for each in node.elts)  # type: ignore[attr-defined]
    return type(node) is ast.Constant and type(node.value) in (str, bytes)


def subscript(state: State, node: ast.Subscript) -> None:
    state.todo.append(node.value)
    is_read = node not in state.unread
    if is_read and type(node.slice) is ast.Slice:
        require_short(state, node)
    subscript_key(state, node.slice, node.value, is_read)


def display(state: State, node: ast.List | ast.Tuple) -> None:
    elements(state, node.elts)


def set_display(state: State, node: ast.Set) -> None:
    for each in node.elts:
        if type(each) is ast.Starred:
            state.todo.append(guarded(each.value, words.HASHED, inline=False))
        else:
            key(state, each)


def dictionary(state: State, node: ast.Dict) -> None:
    for each, value in zip(node.keys, node.values, strict=True):
        if each is not None:
            key(state, each)
        state.todo.append(guarded(value, words.MAPPING) if each is None else value)


def call(state: State, node: ast.Call) -> None:
    func = node.func
    if keyed_call(state, node) or method(state, node):
        return
    seen = viewed(state, node)
    if seen is not None:
        state.push([seen.func.value])  # type: ignore[attr-defined]
        elements(state, seen.args)
        keywords(state, seen.keywords)
        return
    if extends(state, node):
        return
    if lengthy_call(state, node):
        elements(state, node.args)
        keywords(state, node.keywords)
        return
    taken = piece(state, node)
    if taken is not None:
        state.todo.append(taken.value)
        subscript_key(state, taken.slice, taken.value)
    elif type(func) is ast.Name and func.id in words.INJECTED:
        if func.id == words.TYPE_PARAMETER:
            read(state, node)
            return
        if func.id in words.BUILTIN_OF:
            direct_call(state, node)
            return
        if func.id in words.LIBRARY_OF:
            heap_call(state, node)
            return
        if func.id not in OPERATORS:
            raise Unproven(node, f"{func.id} may not be called here")
        state.todo += operands(node, func.id)
    elif type(func) is ast.Attribute and is_name(func.value, words.ATTR):
        _guarded_attribute(state, node, func.attr)
    else:
        state.todo.append(func)
        elements(state, node.args)
        keywords(state, node.keywords)


def _guarded_attribute(state: State, node: ast.Call, name: str) -> None:
    """`__attr__.name(X)`: the name is one the policy guards, in its spelling there."""
    dunder = "__" + name
    if (dunder if words.is_dunder(dunder) else name) not in state.guarded:
        raise Unproven(node, f"{words.ATTR}.{name} guards no attribute")
    if len(node.args) != 1 or node.keywords or type(node.args[0]) is ast.Starred:
        raise Unproven(node, f"{words.ATTR}.{name} takes one plain operand")
    state.todo.append(node.args[0])


def elements(state: State, nodes: Sequence[ast.expr]) -> None:
    """Elements of a display or call, what is starred drained."""
    stars = [node.value for node in nodes if type(node) is ast.Starred]
    if not stars:
        state.todo += nodes
        return
    state.todo += [node for node in nodes if type(node) is not ast.Starred]
    state.todo += [guarded(star, words.DRAIN, inline=False) for star in stars]


def keywords(state: State, nodes: Sequence[ast.keyword]) -> None:
    for keyword in nodes:
        value = keyword.value
        if keyword.arg is None:
            value = guarded(value, words.MAPPING)
        else:
            if keyword.arg not in VARIABLES:  # as a key of `**x` could be any
                plainly(state, keyword.arg, keyword)
        state.todo.append(value)
