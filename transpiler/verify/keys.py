"""What is hashed natively: its keys are scalars, or have been paid for."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from . import values
from .guards import guarded, operands, peel
from .receivers import firm, receiver, unasked
from .shapes import called, is_const, is_name, is_sized_display, past_tick, pauses
from .state import State, Unproven

#: Displays of types without a hash: CPython refuses them at once.
_HASHLESS = (ast.List, ast.ListComp, ast.Dict, ast.DictComp, ast.Set, ast.SetComp)
_WITHOUT_HASH = frozenset({list, dict, set})


def key(state: State, node: ast.expr, guard: str = words.KEY) -> None:
    """What is hashed, or compared if *guard* says so: a tuple display by its elements."""
    todo = [node]
    while todo:
        each = todo.pop()
        operand = peel(each, guard)
        if operand is not None:
            state.todo.append(operand)
        elif type(each) is ast.Tuple and is_sized_display(each):
            todo += each.elts
        elif past_tick(each) is not each:
            todo.append(past_tick(each))
        else:
            hashless = guard == words.KEY and _has_no_hash(state, each)
            by_identity = type(each) is ast.Lambda
            if not (hashless or by_identity or is_const(each) or _is_known(state, each)):
                raise Unproven(each, f"{guard} is missing")
            state.todo.append(each)


def _has_no_hash(state: State, node: ast.expr) -> bool:
    return type(node) in _HASHLESS or state.known.surely(node, _WITHOUT_HASH)


def _is_known(state: State, node: ast.expr) -> bool:
    """Tell whether *node* is surely a scalar or a brief tuple, or what a builtin name means."""
    is_builtin = type(node) is ast.Name and node.id in state.known.blocks.builtins
    return is_builtin or state.known.is_swift(node)


def subscript_key(state: State, node: ast.expr, holder: ast.expr, is_read: bool = True) -> None:
    """The key of a subscript: slices hash too, from Python 3.12 on.

    Parameters:
        holder: what is subscripted; an exact sequence hashes nothing.
        is_read: false in an annotation that is kept as text.
    """
    for each in node.elts if type(node) is ast.Tuple else [node]:
        if type(each) is ast.Starred:
            state.todo.append(guarded(each.value, words.HASHED, inline=False))
        elif not is_read:
            state.todo.append(each)
        elif type(each) is ast.Slice:
            for bound in (each.lower, each.upper, each.step):
                if bound is not None:
                    _keyed(state, bound, holder)
        else:
            _keyed(state, each, holder)


def _keyed(state: State, node: ast.expr, holder: ast.expr) -> None:
    """A key with its guards; without them, it is a scalar or *holder* is an exact sequence."""
    todo = [node]
    while todo:
        each = todo.pop()
        if type(each) is ast.Tuple and is_sized_display(each):
            todo += each.elts
            continue
        try_native = peel(each, words.KEY) is None and not is_const(each)
        if try_native and state.known.surely(holder, _SEQUENCES):
            state.todo.append(each)
        else:
            key(state, each)


_SEQUENCES = values.TEXT | {bytes, list, tuple}


def keyed_call(state: State, node: ast.Call) -> bool:
    """Account for `x.get(k)` if it is called as it is loaded, with plain arguments."""
    func = node.func
    if type(func) is not ast.Attribute or func.attr not in words.KEYED or node.keywords:
        return False
    if is_name(func.value, words.ATTR) or any(type(arg) is ast.Starred for arg in node.args):
        return False
    if func.attr in words.CHANGES and pauses(*node.args):
        return False
    for argument in node.args[:2]:  # of `dict.get(x, k)`, the second is hashed
        key(state, argument, words.KEYED[func.attr])
    sought = (peel(each, words.COMPARAND) or each for each in node.args)
    searched = func.attr in words.SEARCHING and not all(map(is_const, sought))
    if func.attr in words.PREFIXED:
        found = firm(state, func, [peel(each, words.COMPARAND) or each for each in node.args[1:]])
    elif searched:
        found = receiver(state, func)  # (it looks at a set, too)
    else:
        found = unasked(state, func.value) if func.attr in words.CHANGES else func.value
    state.todo += (found, *node.args[2:])
    return True


def pass_through(state: State, node: ast.expr) -> None:
    """Let *node*, which a loop or `in` goes through at once, be a view: nobody gets hold of it."""
    state.passed.add(node)


def viewed(state: State, node: ast.Call) -> ast.Call | None:
    """Return `X.keys(…)` of `__view__(X.keys(…))`, or of a native call that is passed through."""
    if called(node) == words.VIEW:
        (operand,) = operands(node, words.VIEW)
        if type(operand) is ast.Call and _is_view(operand):
            return operand
        raise Unproven(node, f"{words.VIEW} guards no call of a method")
    if not _is_view(node):
        return None
    if node not in state.passed:
        raise Unproven(node, f"{words.VIEW} is missing")
    return node


def _is_view(node: ast.expr) -> bool:
    func = node.func if type(node) is ast.Call else None
    return (
        type(func) is ast.Attribute
        and func.attr in words.VIEWED
        and not is_name(func.value, words.ATTR)
    )


def operand_sees(place: ast.expr, operand: ast.expr) -> None:
    """`x.get += y` hands the method to `y`, which may be a guest's: native beside a literal."""
    if type(place) is ast.Attribute and place.attr in words.BOUND and not is_const(operand):
        raise Unproven(place, f"{words.METHOD} is missing")


def method(state: State, node: ast.expr) -> bool:
    """Account for `__method__(x.get)`, or its inline form."""
    operand = peel(node, words.METHOD) if called(_guard_of(node)) == words.METHOD else None
    if operand is None:
        return False
    if type(operand) is not ast.Attribute or operand.attr not in words.BOUND:
        raise Unproven(node, f"{words.METHOD} guards no method")
    state.todo.append(operand.value)
    return True


def _guard_of(node: ast.expr) -> ast.expr:
    return node.orelse if type(node) is ast.IfExp else node
