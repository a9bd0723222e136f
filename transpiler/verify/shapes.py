"""Recognises the guarded forms, and the natives that need no guard, on the nodes themselves."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import TypeGuard

from .. import vocabulary as words
from .tables import CONSTANTS, NUMBERS


def is_name(node: ast.AST | None, name: str) -> bool:
    return type(node) is ast.Name and node.id == name


def called(node: ast.AST | None) -> str:
    """Return the plain name that *node* calls, or nothing."""
    if type(node) is ast.Call and type(node.func) is ast.Name:
        return node.func.id
    return ""


def is_call(node: ast.AST, name: str, count: int) -> TypeGuard[ast.Call]:
    """Tell whether *node* calls the plain name *name* with *count* arguments and no keywords."""
    return (
        type(node) is ast.Call
        and is_name(node.func, name)
        and len(node.args) == count
        and not node.keywords
    )


# --- Steps -----------------------------------------------------------------------------


def is_tick(node: ast.AST) -> bool:
    """Tell whether *node* is `__tick__(__ticks__)`."""
    return is_call(node, words.TICK, 1) and is_name(node.args[0], words.TICKS)


def leads_tick(node: ast.AST | None) -> bool:
    """Tell whether *node* is `__tick__(__ticks__) and …`."""
    return type(node) is ast.BoolOp and type(node.op) is ast.And and is_tick(node.values[0])


def past_tick(node: ast.expr) -> ast.expr:
    """Return `X` of `__tick__(__ticks__) and (X)`, and anything else as it is."""
    if type(node) is ast.BoolOp and len(node.values) == 2 and leads_tick(node):
        return node.values[1]
    return node


def compressed(node: ast.AST, guard: str = words.COMPRESS) -> ast.expr | None:
    """Return `X` of `__compress__(X, __ticks__)`, None if *node* is anything else."""
    if is_call(node, guard, 2) and is_name(node.args[1], words.TICKS):
        return None if type(node.args[0]) is ast.Starred else node.args[0]
    return None


# --- Literals and displays -------------------------------------------------------------


def is_number(node: ast.AST | None, kinds: frozenset[type] = NUMBERS) -> bool:
    if type(node) is ast.UnaryOp and type(node.op) is ast.USub:
        node = node.operand
    return type(node) is ast.Constant and type(node.value) in kinds


def is_const(node: ast.AST | None) -> bool:
    """Tell whether *node* is a literal; a negative number counts."""
    return (type(node) is ast.Constant and type(node.value) in CONSTANTS) or is_number(node)


def text_of(node: ast.AST | None) -> str | None:
    """Return what a literal string says."""
    return node.value if type(node) is ast.Constant and isinstance(node.value, str) else None


def is_sized_display(node: ast.AST) -> bool:
    """Tell whether *node* is a list, tuple or set display without stars."""
    if type(node) is ast.List or type(node) is ast.Tuple or type(node) is ast.Set:
        return not any(type(element) is ast.Starred for element in node.elts)
    return False


def is_short_display(node: ast.AST) -> bool:
    """Tell whether *node* is such a display of so few items that it is searched at once."""
    return is_sized_display(node) and len(node.elts) <= words.FEW_ITEMS  # type: ignore[attr-defined]


# --- Parts of guarded forms ------------------------------------------------------------


def is_same(one: ast.AST, other: ast.AST) -> bool:
    """Tell whether two nodes are the same plain name or the same literal."""
    if type(one) is ast.Name:
        return is_name(other, one.id)
    return is_const(one) and ast.dump(one) == ast.dump(other)


def is_same_place(one: ast.AST, place: ast.AST, parts: list[ast.expr]) -> bool:
    """Tell whether *one* reads the attribute or item *place*, which consists of *parts*."""
    if type(one) is ast.Attribute and type(place) is ast.Attribute:
        return one.attr == place.attr and is_same(one.value, parts[0])
    if type(one) is ast.Subscript and type(place) is ast.Subscript:
        return is_same(one.value, parts[0]) and is_same(one.slice, parts[1])
    return False


def pauses(*nodes: ast.AST) -> bool:
    """Tell whether evaluating *nodes* may leave the function, and let other code go on."""
    todo: list[ast.AST] = [*nodes]
    while todo:
        node = todo.pop()
        if isinstance(node, _PAUSES) or getattr(node, "is_async", False):
            return True
        if not isinstance(node, _LEAVES):
            todo += ast.iter_child_nodes(node)
    return False


_PAUSES = (ast.Yield, ast.YieldFrom, ast.Await)
_LEAVES = (ast.Name, ast.Constant, ast.Lambda)


def opens_group(node: ast.AST) -> bool:
    """Tell whether *node* is `__t1__ = …`."""
    if type(node) is not ast.Assign or len(node.targets) > 1:
        return False
    target = node.targets[0]
    return type(target) is ast.Name and words.is_temporary(target.id)


def drained(node: ast.expr) -> ast.expr:
    """Return `X` of `*__drain__(X)` and `__mapping__(X)`, and anything else as it is."""
    node = node.value if type(node) is ast.Starred else node
    if type(node) is ast.Call and called(node) in (words.DRAIN, words.MAPPING) and node.args:
        return node.args[0]
    return node


def star_depth(target: ast.AST) -> int:
    """Return how deep the deepest star of an assignment target is, 0 if there is none."""
    deepest, todo = 0, [(target, 0)]
    while todo:
        node, depth = todo.pop()
        if type(node) is ast.Starred:
            deepest = max(deepest, depth)
            todo.append((node.value, depth))
        elif type(node) is ast.Tuple or type(node) is ast.List:
            todo += [(element, depth + 1) for element in node.elts]
    return deepest


def asks(target: ast.expr) -> str:
    """Return the name that a plain target `__writable__(n).a`, or its inline form, asks about."""
    guard = target.value if type(target) is ast.Attribute else None
    if type(guard) is ast.IfExp:
        guard = guard.orelse
    if type(guard) is ast.Call and called(guard) == words.WRITABLE and len(guard.args) == 1:
        asked = guard.args[0]
        return asked.id if type(asked) is ast.Name else ""
    return ""


# --- Functions -------------------------------------------------------------------------


def defaults_of(args: ast.arguments) -> list[ast.expr]:
    return [*args.defaults, *(default for default in args.kw_defaults if default)]


def annotations_of(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """Return the annotations of a function in the order in which CPython evaluates them."""
    args = node.args
    every = [*args.args, *args.posonlyargs, args.vararg, *args.kwonlyargs, args.kwarg]
    found = [arg.annotation for arg in every if arg and arg.annotation]
    return [*found, node.returns] if node.returns else found


def only_defines(body: Sequence[ast.stmt]) -> bool:
    """Tell whether there are functions in *body* and nothing else."""
    return all(type(each) is ast.FunctionDef or type(each) is ast.AsyncFunctionDef for each in body)
