"""Operators, comparisons, and the conditional that inlines the test of `%`."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from . import values
from .bare import attribute_test
from .expressions import transparent
from .few import few
from .guards import asked_of, operands, peel, tested_value
from .keys import method, pass_through
from .pieces import piece_test
from .receivers import measured
from .shapes import (
    called,
    is_call,
    is_const,
    is_name,
    is_number,
    is_short_display,
    is_sized_display,
    leads_tick,
    past_tick,
)
from .state import State, Unproven
from .stores import is_fixed
from .tables import (
    BOOLEANS,
    COMPARISONS,
    FLOAT,
    IDENTITIES,
    MEMBERSHIPS,
    NATIVE_OPERATORS,
    SETWISE,
    UNARIES,
)
from .totals import added


def boolean(state: State, node: ast.BoolOp) -> None:
    if type(node.op) not in BOOLEANS:
        raise Unproven(node, "an unknown operator")
    state.todo += node.values[1:] if leads_tick(node) else node.values


def unary(state: State, node: ast.UnaryOp) -> None:
    if type(node.op) not in UNARIES:
        raise Unproven(node, "an unknown operator")
    state.todo.append(node.operand)


def binary(state: State, node: ast.BinOp) -> None:
    left, op, right = node.left, type(node.op), node.right
    native = op in NATIVE_OPERATORS
    if op is ast.Add:
        left, right = _addend(left), _addend(right)
        native = (left is not node.left or _is_added(state, left, right)) and (
            right is not node.right or _is_added(state, right, left)
        )
    elif op is ast.Mult or op is ast.Pow or op is ast.LShift:
        floats = is_number(left, FLOAT) or is_number(right, FLOAT)
        native = (floats and op is ast.Mult) or state.known.is_small(op, left, right)
        native = native or (op is ast.Mult and _is_scaled(state, left, right))
    elif op is ast.Mod:
        native = is_number(left) or state.known.divides_at_once(left, right)
    elif op is ast.FloorDiv:
        native = state.known.is_brief(left) or state.known.is_brief(right)
    elif op in SETWISE:
        native = _is_no_set(state, left) or _is_no_set(state, right)
    if not native:
        missing = (
            f"{words.ADDEND} is missing" if op is ast.Add else f"{op.__name__} without its guard"
        )
        raise Unproven(node, missing)
    state.todo += (left, right)


def _addend(node: ast.expr) -> ast.expr:
    """Return what a side of `+` is, its guard taken off: `__addend__(E)`, or either inline form."""
    if type(node) is ast.IfExp and type(node.test) is ast.BoolOp:
        found = measured(node, words.ADDEND)
    else:
        found = peel(node, words.ADDEND)
    return node if found is None else found


def _is_added(state: State, side: ast.expr, other: ast.expr) -> bool:
    """Tell whether a side of `+` is slight, or no sequence that C would copy, beside a number."""
    if is_const(other) and not _is_text(other):
        return True
    known = state.known
    return _is_slight(state, side) or is_sized_display(side) or known.surely(other, values.NUMBERS)


def _is_scaled(state: State, left: ast.expr, right: ast.expr) -> bool:
    """Tell whether a product is one of a number and a small literal: like a few sums of it."""
    if is_factor(left):
        return state.known.surely(right, values.NUMBERS)
    return is_factor(right) and state.known.surely(left, values.NUMBERS)


def is_factor(node: ast.expr) -> bool:
    return type(node) is ast.Constant and type(node.value) is int and node.value < 1 << 8


def _is_slight(state: State, node: ast.expr) -> bool:
    """Tell whether *node* is copied at once: a literal, a number or a short text."""
    return is_const(node) or state.known.surely(node, values.SLIGHT)


def _is_no_set(state: State, node: ast.expr) -> bool:
    """Tell whether *node* surely is no set or dictionary: C makes none of it and another."""
    if type(node) is ast.Name and node.id in state.known.blocks.builtins:
        return True
    return is_const(node) or state.known.surely(node, values.UNSET)


def _is_text(node: ast.expr) -> bool:
    return type(node) is ast.Constant and type(node.value) in (str, bytes)


def augmented_value(state: State, node: ast.AugAssign) -> ast.expr:
    """Return the right side of an augmented assignment, what guards it taken off."""
    op, value = type(node.op), node.value
    place = node.target if type(node.target) is ast.Name else None
    told = added(state, node) if op is ast.Add else None
    if told is not None:
        return told
    if op is ast.Add or op is ast.BitOr:
        operand = peel(value, words.INPLACE_ADDEND) if op is ast.Add else None
        if operand is not None:
            return operand
        if op is ast.Add and leads_tick(value) and _is_slight(state, past_tick(value)):
            return value
        native = is_number(value) or state.known.surely(value, values.NUMBERS)
        native = native or (is_const(value) and not (op is ast.Add and _is_text(value)))
        native = native or (op is ast.BitOr and _is_slight(state, value))
    elif op is ast.Mod:
        native = place is not None and state.known.divides_at_once(place, value)
    elif op is ast.FloorDiv:
        native = state.known.is_brief(value)
        native = native or (place is not None and state.known.is_brief(place))
    elif op is ast.Mult or op is ast.Pow or op is ast.LShift:
        native = op is ast.Mult and is_number(value, FLOAT)
        native = native or (place is not None and state.known.is_small(op, place, value))
    elif op in SETWISE:
        operand = None if op is ast.BitXor else peel(value, words.INPLACE_OPERAND)
        if operand is not None:
            return operand
        native = _is_no_set(state, value)
    else:
        native = op in NATIVE_OPERATORS
    if not native:
        missing = f"{words.INPLACE_ADDEND} is missing"
        raise Unproven(node, missing if op is ast.Add else f"{op.__name__} without its guard")
    return value


def conditional(state: State, node: ast.IfExp) -> None:
    """Plain, or with a test of the left side of an operator that makes its native form safe.

    `(n * R if __type__(n) is __floating__ else …)`, the same with `**`, and
    `(n % R if __type__(n) in __numbers__ else …)` for a small `R`, the same with `*` where `R` is a
    small literal, and with `+` for any `R`: no number is one of the sequences that C joins. No
    scalar is a set: `(n - R if __type__(n) in __scalars__ else …)`, and so with `|`, `&`, `^`.
    `n` may be `__t0__`, bound in the test.
    """
    if method(state, node) or attribute_test(state, node) or piece_test(state, node):
        return
    body, test = node.body, node.test
    if type(body) is ast.BinOp and is_name(body.right, words.HELD):
        _tested_right(state, node, body)
        return
    if type(body) is ast.BinOp and type(body.left) is ast.Name and type(test) is ast.BoolOp:
        tested = few(test, body.left.id, body.right) if type(body.op) in SETWISE else None
        if tested is not None:
            state.todo += (tested, body.right)
            _otherwise(state, node, body)
            return
    if type(body) is ast.BinOp and type(body.left) is ast.Name and type(test) is ast.Compare:
        name = body.left.id
        summed = type(body.op) is ast.Add
        scaled = type(body.op) is ast.Mult and is_factor(body.right)
        if summed or scaled:
            tested = tested_value(test, name, words.NUMBERS)
        elif type(body.op) in SETWISE:
            tested = tested_value(test, name, words.SCALARS)
        elif type(body.op) is ast.Mod:
            tested = None
            if state.known.is_brief(body.right):
                tested = tested_value(test, name, words.NUMBERS)
        elif type(body.op) is ast.Mult or type(body.op) is ast.Pow:
            floating = is_name(test.comparators[-1], words.FLOATING)
            is_exactly = floating and type(test.ops[0]) is ast.Is
            tested = asked_of(test, name) if is_exactly else None
        else:
            tested = None
        if tested is not None:
            state.todo += (tested, body.right)
            _otherwise(state, node, body)
            return
    transparent(state, node)


def _tested_right(state: State, node: ast.IfExp, body: ast.BinOp) -> None:
    """`(n * __t0__ if __type__(__t0__ := R) is __floating__ else __times__(n, __t0__))`.

    *n* is read after `R` has been evaluated, so nothing may bind it: a parameter.
    """
    left, test = body.left, node.test
    tested = None
    if type(body.op) is ast.Mult and type(left) is ast.Name and type(test) is ast.Compare:
        floating = is_name(test.comparators[-1], words.FLOATING) and type(test.ops[0]) is ast.Is
        tested = asked_of(test, words.HELD) if floating else None
    if tested is None or called(node.orelse) != words.TIMES:
        raise Unproven(node, f"the inline test of {words.TIMES} is not the documented one")
    again, held = operands(node.orelse, words.TIMES)
    if not is_name(held, words.HELD) or ast.dump(again) != ast.dump(left):
        raise Unproven(node, f"the inline test of {words.TIMES} guards other operands")
    if not is_fixed(state.known.blocks, left):
        raise Unproven(left, "a left side that may be bound anew before it is read")
    state.todo += (left, tested)


def _otherwise(state: State, node: ast.IfExp, body: ast.BinOp) -> None:
    """The guard for when the test fails: of the same operands, of which the left was looked at."""
    guard = _GUARDS[type(body.op)]
    if called(node.orelse) != guard:
        raise Unproven(node, f"an inline test without {guard}")
    left, right = operands(node.orelse, guard)
    if ast.dump(left) != ast.dump(body.left):
        raise Unproven(node, f"the inline test of {guard} guards another operand")
    if ast.dump(right) != ast.dump(body.right):
        raise Unproven(node, f"the inline form of {guard} has two right sides")
    state.todo.append(right)


_GUARDS: Final[dict[type, str]] = {
    ast.Add: words.PLUS, ast.Mod: words.PERCENT, ast.Mult: words.TIMES, ast.Pow: words.POWER,
    **SETWISE,
}  # fmt: skip


def compare(state: State, node: ast.Compare) -> None:
    left, guards = _compared(node.left)
    if len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS - MEMBERSHIPS:
        left, guards = _alone(node.left, node.comparators[0])
    state.todo.append(left)
    last = node.comparators[-1]
    for op, comparator in zip(map(type, node.ops), node.comparators, strict=True):
        right, next_guards = _compared(comparator)
        if op in COMPARISONS:
            native = is_const(left) or is_const(right)
            native = native or state.known.is_swift(left) or state.known.is_swift(right)
            if not native and not _is_weighed(op, guards, right, next_guards):
                raise Unproven(node, f"{_wanted(node, op)} is missing")
            finite = words.CONTAINER in next_guards or is_const(right)
            finite = finite or _is_settled(state, left, right)
            if op in MEMBERSHIPS and not (finite or state.known.surely(right, values.HASHED)):
                raise Unproven(comparator, f"{words.CONTAINER} is missing")
            if op in MEMBERSHIPS and comparator is last:
                pass_through(state, right)
        elif op not in IDENTITIES:
            raise Unproven(node, "an unknown operator")
        state.todo.append(right)
        left, guards = right, next_guards


def _alone(left: ast.expr, right: ast.expr) -> tuple[ast.expr, list[str]]:
    """Return the left side of a single operator, and its guard.

    What these return is for the operator alone: a right side may go to a guest.
    """
    for guard in (words.OPERAND, words.EARLY):
        operand = peel(left, guard)
        if operand is not None:
            settled = guard == words.EARLY or _is_still(right)
            return operand, [words.OPERAND] if settled else []
    return left, []


def _is_weighed(op: type, guards: list[str], right: ast.expr, next_guards: list[str]) -> bool:
    """Tell whether one of two is what was weighed, once *right* is evaluated as well.

    Comparing them ends with the lighter one.
    """
    if op in MEMBERSHIPS:
        return words.COMPARAND in guards or words.STEADY in guards
    if words.OPERAND in guards:
        return True
    return words.STEADY in guards and (words.STEADY in next_guards or _is_still(right))


def _wanted(node: ast.Compare, op: type) -> str:
    if len(node.ops) > 1:
        return words.STEADY
    if op in MEMBERSHIPS:
        return words.COMPARAND
    return words.OPERAND if _is_still(node.comparators[0]) else words.EARLY


def _is_still(node: ast.expr) -> bool:
    """Tell whether evaluating *node* runs no code of anybody."""
    node = past_tick(node)
    if type(node) is ast.Tuple or type(node) is ast.List:
        return all(map(_is_still, node.elts))
    if is_call(node, words.TYPE_PARAMETER, 1):  # a guard that looks at a name
        node = node.args[0]
    return type(node) is ast.Name or is_const(node)


def _is_settled(state: State, left: ast.expr, right: ast.expr) -> bool:
    """Tell whether looking for *left* in the display *right* ends soon, whoever is asked.

    One that is asked about an item may change those behind it, or what is looked for: not what
    is brief.
    """
    if not is_short_display(right):
        return False
    items: list[ast.expr] = right.elts  # type: ignore[attr-defined]
    if is_const(left) or state.known.is_swift(left):
        return True
    return all(is_const(each) or state.known.is_swift(each) for each in items)


def _compared(node: ast.expr) -> tuple[ast.expr, list[str]]:
    """Return an operand of a comparison and its guards; inside a chain it may have both."""
    guards: list[str] = []
    for guard in (words.COMPARAND, words.STEADY, words.CONTAINER, words.COMPARAND, words.STEADY):
        operand = peel(node, guard)
        if operand is not None:
            node = operand
            guards.append(guard)
    return node, guards
