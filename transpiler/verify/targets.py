"""What is bound, written to and deleted."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import guarded
from .names import bind, plainly
from .shapes import is_const, is_sized_display
from .state import State, Unproven
from .tables import NONE, Names


def target(state: State, outermost: ast.AST, dunders: Names = NONE) -> None:
    """What an assignment, a loop or a `with` binds; whether stars are drained is not asked."""
    nodes = [outermost]
    while nodes:
        node = nodes.pop()
        if type(node) is ast.Name:
            bind(state, node.id, node, dunders)
        elif type(node) is ast.Attribute or type(node) is ast.Subscript:
            state.todo += place(state, node)
        elif type(node) is ast.Tuple or type(node) is ast.List:
            nodes += node.elts
        elif type(node) is ast.Starred:
            nodes.append(node.value)
        else:
            raise Unproven(node, f"{type(node).__name__} may not be assigned to")


def place(state: State, node: ast.Attribute | ast.Subscript) -> list[ast.expr]:
    """Return the parts of a place that is written: its holder, and the key if it is an item."""
    if type(node) is ast.Attribute:
        if node.attr not in words.WRITABLE_DUNDERS:
            plainly(state, node.attr, node)
        return [guarded(node.value, words.WRITABLE)]
    assert type(node) is ast.Subscript
    key = node.slice
    if type(key) is ast.Slice:
        raise Unproven(node, "a slice may not be assigned to here")
    native = is_const(key) or (type(key) is ast.Tuple and is_sized_display(key))
    return [node.value, guarded(key, words.STORE_KEY, native)]


def delete(state: State, node: ast.Delete) -> None:
    """An item is deleted as it stands, all else as if it were written."""
    nodes: list[ast.expr] = [*node.targets]
    while nodes:
        each = nodes.pop()
        if type(each) is ast.Subscript:
            state.todo += (each.value, each.slice)
        elif type(each) is ast.Tuple or type(each) is ast.List:
            nodes += each.elts
        else:
            target(state, each)


def walrus(state: State, node: ast.NamedExpr) -> None:
    target(state, node.target)
    state.todo.append(node.value)
