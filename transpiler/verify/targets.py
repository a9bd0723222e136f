"""What is bound, written to and deleted."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .guards import changed, guarded, is_idle, operands, peel, tested_value
from .keys import subscript_key
from .names import bind, brief, plainly
from .receivers import unasked
from .shapes import called, is_const, is_name, is_sized_display, pauses
from .state import State, Unproven
from .stores import is_written_before
from .tables import Names


def target(state: State, outermost: ast.AST, dunders: Names | None = None) -> None:
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
        if node.attr in words.SPECIAL_METHODS and node.attr not in words.WRITABLE_DUNDERS:
            return [guarded(node.value, words.SETTABLE, inline=False)]
        if node.attr in words.KEPT:
            raise Unproven(node, f"{node.attr} is not for programs to write")
        if node.attr not in words.WRITABLE_DUNDERS:
            plainly(state, node.attr, node)
        brief(node.attr, node)
        is_converted = node.attr in words.CONVERTED
        operand = peel(node.value, words.WRITABLE, inline=not is_converted)
        is_slot = is_converted or node.attr in words.SLOTTED or words.is_dunder(node.attr)
        if operand is None and not is_slot and is_written_before(state.known.blocks, node.value):
            operand = node.value
        if operand is None:
            raise Unproven(node.value, f"{words.WRITABLE} is missing")
        return [operand]
    assert type(node) is ast.Subscript
    key = node.slice
    is_written_out = type(key) is ast.Tuple and is_sized_display(key)
    if type(key) is ast.Slice or (called(node.value) == words.PLACE and _is_lone(node.value)):
        placed = guarded(node.value, words.PLACE, inline=False)
        if type(key) is not ast.Slice and not is_written_out:
            return [placed, key]
        subscript_key(state, key, placed)
        return [placed]
    if pauses(key):
        raise Unproven(node, f"{words.PLACE} is missing")
    if is_written_out:
        subscript_key(state, key, changed(node.value) or node.value)
        return [unasked(state, node.value)]
    if type(key) is ast.Name and (tested := _keyed(node.value, key.id)):
        return [tested, key]
    operand = peel(key, words.STORE_KEY)
    if operand is None and not is_const(key) and not state.known.is_swift(key):
        raise Unproven(key, f"{words.STORE_KEY} is missing")
    return [unasked(state, node.value), key if operand is None else operand]


def _is_lone(call: ast.expr) -> bool:
    """Tell whether it is left to `__place__` to look at the key, whatever that is."""
    return len(operands(call, words.PLACE)) == 1


def _keyed(node: ast.expr, key: str) -> ast.expr | None:
    """Return `X` of `__place__(X, k)`, or of its inline form, before the subscript `[k]`."""
    call = node.orelse if type(node) is ast.IfExp else node
    if called(call) != words.PLACE:
        return None
    found = operands(call, words.PLACE)
    if len(found) != 2 or not is_name(found[1], key):
        return None
    if type(node) is ast.IfExp:
        holder = found[0]
        if type(holder) is not ast.Name or not is_name(node.body, holder.id):
            raise Unproven(node, f"the inline test of {words.PLACE} guards another operand")
        if not _asks_both(node.test, key):
            raise Unproven(node, f"the inline test of {words.PLACE} is not the documented one")
    return found[0]


def _asks_both(test: ast.expr, key: str) -> bool:
    """Tell whether *test* is `__type__(k) in __scalars__ and not __answering__`."""
    if type(test) is not ast.BoolOp or type(test.op) is not ast.And or len(test.values) != 2:
        return False
    return tested_value(test.values[0], key, words.SCALARS) is not None and is_idle(test.values[1])


def delete(state: State, node: ast.Delete) -> None:
    """An item is deleted as it stands, all else as if it were written."""
    nodes: list[ast.expr] = [*node.targets]
    while nodes:
        each = nodes.pop()
        if type(each) is ast.Subscript:
            is_placed = called(each.value) == words.PLACE and _is_lone(each.value)
            if not is_placed and pauses(each.slice):
                raise Unproven(each, f"{words.PLACE} is missing")
            subscript_key(state, each.slice, changed(each.value) or each.value)
            state.todo.append(
                guarded(each.value, words.PLACE, inline=False)
                if is_placed
                else unasked(state, each.value)
            )
        elif type(each) is ast.Tuple or type(each) is ast.List:
            nodes += each.elts
        else:
            target(state, each)


def walrus(state: State, node: ast.NamedExpr) -> None:
    target(state, node.target)
    state.todo.append(node.value)
