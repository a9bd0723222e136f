"""Takes a guard apart: whether it is the documented form, and what it guards."""

from __future__ import annotations

import ast

from .. import vocabulary as words
from .shapes import called, is_call, is_name
from .state import Unproven
from .tables import INLINE, SINGLE


def operands(node: ast.expr, guard: str) -> list[ast.expr]:
    """Return the operands of a call of *guard*: positional, as many as it takes."""
    assert type(node) is ast.Call
    least, most = words.GUARD_ARITY[guard]
    if (
        node.keywords
        or not least <= len(node.args) <= most
        or any(type(arg) is ast.Starred for arg in node.args)
    ):
        raise Unproven(node, f"{guard} takes {least} to {most} plain operands")
    return node.args


def peel(node: ast.expr, guard: str, inline: bool = True) -> ast.expr | None:
    """Return `E` of `guard(E)`, or of its inline form; None if *node* is neither."""
    if called(node) == guard:
        found = operands(node, guard)
        if len(found) > 1:
            raise Unproven(node, f"{guard} takes one operand here")
        return found[0]
    if type(node) is not ast.IfExp or called(node.orelse) != guard:
        return None
    if inline and guard in INLINE and _is_test(node.test):
        name = node.body
        (operand,) = operands(node.orelse, guard)
        if type(name) is not ast.Name or not is_name(operand, name.id):
            raise Unproven(node, f"the inline test of {guard} guards another operand")
        tested = tested_value(node.test, name.id, INLINE[guard])
        if tested is None:
            raise Unproven(node, f"the inline test of {guard} is not the documented one")
        return tested
    return None


def changed(node: ast.expr) -> ast.expr | None:
    """Return `E` of `__changing__(E)`, or of its inline forms; None if *node* is none of them.

    `(n if not __answering__ else __changing__(n))`, and of what is no name
    `(__t0__ if (__t0__ := E) is __t0__ and not __answering__ else __changing__(__t0__))`.
    """
    call = node.orelse if type(node) is ast.IfExp else node
    if called(call) != words.CHANGING:
        return None
    (operand,) = operands(call, words.CHANGING)
    if type(node) is not ast.IfExp:
        return operand
    name = node.body
    if type(name) is ast.Name and is_name(operand, name.id):
        if name.id != words.HELD and is_idle(node.test):
            return name
        held = _holding(node.test)
        if name.id == words.HELD and held is not None:
            return held
    raise Unproven(node, f"the inline test of {words.CHANGING} is not the documented one")


def is_idle(test: ast.AST) -> bool:
    """Tell whether *test* is `not __answering__`."""
    return (
        type(test) is ast.UnaryOp
        and type(test.op) is ast.Not
        and is_name(test.operand, words.ANSWERING)
    )


def _holding(test: ast.expr) -> ast.expr | None:
    """Return `E` of `(__t0__ := E) is __t0__ and not __answering__`."""
    if type(test) is not ast.BoolOp or type(test.op) is not ast.And or len(test.values) != 2:
        return None
    held, idle = test.values
    if type(held) is not ast.Compare or type(held.left) is not ast.NamedExpr or not is_idle(idle):
        return None
    is_same = len(held.ops) == 1 and type(held.ops[0]) is ast.Is
    same = is_name(held.left.target, words.HELD) and is_name(held.comparators[0], words.HELD)
    return held.left.value if is_same and same else None


def _is_test(test: ast.expr) -> bool:
    """Tell whether *test* asks for a type, and is none of the program's own (`a if b else c.get`).

    If it is, *node* must be the inline form; if not, each of its parts is looked at by itself.
    """
    return type(test) is ast.Compare and called(test.left) == words.TYPE


def tested_value(test: ast.expr, name: str, members: str) -> ast.expr | None:
    """Return what `__type__(…) in members` asks about: the name, or what is bound to it there.

    Or what `__type__(…) is ONE` asks about, if that type is one of them.

    `__t0__` is only ever bound in such a test and read right after it, so what a function inside it
    did to the name cannot matter. Nothing else may be bound: the walrus has a rule of its own.
    """
    if type(test) is not ast.Compare or not asks_for(test, members):
        return None
    return asked_of(test, name)


def asks_for(test: ast.Compare, members: str) -> bool:
    """Tell whether *test*, of a type, is passed by types of the group *members* only."""
    op, asked = type(test.ops[0]), test.comparators[-1]
    if type(asked) is not ast.Name:
        return False
    if op is ast.In:
        return asked.id == members
    return op is ast.Is and asked.id in SINGLE.get(members, ())


def asked_of(test: ast.Compare, name: str) -> ast.expr | None:
    """Return `name`, or `E` of `__t0__ := E`, if *test* compares `__type__` of it."""
    if len(test.ops) != 1 or not is_call(test.left, words.TYPE, 1):
        return None
    asked = test.left.args[0]
    if type(asked) is ast.NamedExpr and name == words.HELD and is_name(asked.target, name):
        return asked.value
    return asked if is_name(asked, name) and name != words.HELD else None


def guarded(node: ast.expr, guard: str, inline: bool = True) -> ast.expr:
    """Return what *guard* guards."""
    operand = peel(node, guard, inline)
    if operand is None:
        raise Unproven(node, f"{guard} is missing")
    return operand


def unpacked(node: ast.expr, guard: str, depth: int) -> ast.expr:
    """Return `X` of `guard(X, depth)`."""
    if called(node) != guard:
        raise Unproven(node, f"{guard} is missing")
    value, told = operands(node, guard)
    if type(told) is not ast.Constant or type(told.value) is not int or told.value != depth:
        raise Unproven(node, f"{guard} is told another depth than {depth}")
    return value
