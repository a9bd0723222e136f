"""Operators that can multiply or add sizes, plain and augmented."""

from __future__ import annotations

from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..walk import FUNCTION, PATTERN, Entry
from .guard import Guard, Plan, plans
from .splice import (
    Part,
    Splice,
    argument,
    as_tuple,
    asking,
    held,
    line_breaks,
    measured,
    parenthesised,
    put,
    replace,
)
from .suites import is_constant

_CALLS: dict[type, str] = {
    cst.Multiply: words.TIMES,
    cst.Power: words.POWER,
    cst.LeftShift: words.SHIFT,
    cst.Modulo: words.PERCENT,
    cst.FloorDivide: words.QUOTIENT,
    cst.Subtract: words.MINUS,
    cst.BitOr: words.UNION,
    cst.BitAnd: words.COMMON,
    cst.BitXor: words.EITHER,
}
#: Where a set takes up, or drops, what is in another: what that costs is the right side's.
_SETWISE = frozenset({cst.SubtractAssign, cst.BitAndAssign})
_MERGING = frozenset({cst.BitOrAssign, cst.BitXorAssign})
_INPLACE_CALLS: dict[type, str] = {
    cst.MultiplyAssign: words.INPLACE_TIMES,
    cst.PowerAssign: words.INPLACE_POWER,
    cst.LeftShiftAssign: words.INPLACE_SHIFT,
    cst.ModuloAssign: words.INPLACE_PERCENT,
    cst.FloorDivideAssign: words.INPLACE_QUOTIENT,
    cst.BitOrAssign: words.INPLACE_UNION,
    cst.BitXorAssign: words.INPLACE_EITHER,
}


@plans(cst.BinaryOperation)
def binary(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.BinaryOperation
    if _in_pattern(entry):
        return
    kind = type(node.operator)
    if kind is cst.Add:
        plan.add("addend", entry, _augend, node.left, node.right)
        plan.add("addend", entry, _addend, node.right, node.left)
    elif kind in _CALLS:
        plan.add(_CALLS[kind].strip("_"), entry, _call, node.left, node.right)


def _in_pattern(entry: Entry) -> bool:
    """A complex literal in a pattern (`case 1 + 2j`) is CPython's to read."""
    return entry.role == PATTERN


def _augend(guard: Guard) -> None:
    """The left side, which is copied as the right one is."""
    node = guard.entry.node
    assert type(node) is cst.BinaryOperation
    if guard.proof == "number-beside":
        replace(guard.entry, *parenthesised(node, *_tested(guard, node, words.PLUS)))
        return
    put(node, "left", -1, _summand(node.left, guard))


def _addend(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.BinaryOperation
    put(node, "right", -1, _summand(node.right, guard))


def _summand(node: Any, guard: Guard) -> Splice:
    if guard.proof == "text-test":
        return measured(node, words.ADDEND, guard.form)
    return asking(node, words.ADDEND, guard, words.NUMBERS)


def _call(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.BinaryOperation
    operator = node.operator
    layout = line_breaks(operator.whitespace_before, operator.whitespace_after)  # type: ignore[attr-defined]
    name = _CALLS[type(operator)]
    call: tuple[Part, ...] = (
        f"{name}(",
        *argument(node.left),
        ", ",
        *layout,
        *argument(node.right),
        ")",
    )
    if guard.form in ("inline", "held"):
        call = _tested(guard, node, name)
    elif guard.form == "right":
        call = _tested_right(node, name)
    replace(guard.entry, *parenthesised(node, *call))


_IS_FLOATING: Final = f"is {words.FLOATING}"
#: What the type of the left side is asked for, inline, but for products and powers.
_GROUPS: Final[dict[str, str]] = {
    words.PERCENT: words.NUMBERS,
    words.PLUS: words.NUMBERS,
    **dict.fromkeys((words.MINUS, words.UNION, words.COMMON, words.EITHER), words.SCALARS),
}


def _question(guard: Guard, name: str) -> str:
    group = words.NUMBERS if guard.proof == "small-factor" else _GROUPS.get(name)
    return _IS_FLOATING if group is None else guard.question(group)


def _tested(guard: Guard, node: cst.BinaryOperation, name: str) -> tuple[Part, ...]:
    """`(n * R if __type__(n) is __floating__ else __times__(n, R))`, the left side held if need be.

    The proof has seen to it that the right side may be written twice.
    """
    left: Any = node.left
    if guard.form == "inline":
        first: Part = left
        again = left.value
        asked: tuple[Part, ...] = (again,)
    else:
        first = again = words.HELD
        asked = (f"{words.HELD} := ", *held(left))
    question = _question(guard, name)
    if guard.proof == "few-members":
        question = f"in {words.SETS} and {words.SIZE}({again}) < {words.FEW_ENTRIES}"
    test = (f" if {words.TYPE}(", *asked, f") {question} else {name}({again}, ")
    return ("(", first, node.operator, node.right, *test, node.right, "))")


def _tested_right(node: cst.BinaryOperation, name: str) -> tuple[Part, ...]:
    """`(n * __t0__ if __type__(__t0__ := R) is __floating__ else __times__(n, __t0__))`."""
    left: Any = node.left
    test = (f" if {words.TYPE}({words.HELD} := ", *held(node.right), f") {_IS_FLOATING}")
    first = ("(", left, node.operator, words.HELD)
    return (*first, *test, f" else {name}({left.value}, {words.HELD}))")


@plans(cst.AugAssign)
def augmented(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.AugAssign
    kind = type(node.operator)
    target = node.target
    attribute = words.normalise(target.attr.value) if type(target) is cst.Attribute else ""
    # The other side may be a guest's, and be handed what is read (`x.get += y`).
    is_method = attribute in words.BOUND and not is_constant(node.value)
    if attribute in plan.policy.guarded or is_method:
        plan.claimed.add(id(target))
        plan.add("guarded-augmented", entry, _guarded_augmented)
    elif attribute and id(node) in plan.paused and kind not in _INPLACE_CALLS:
        plan.claimed.add(id(target))
        plan.add("paused-augmented", entry, _paused_augmented)
    elif kind is cst.AddAssign:
        plan.add("inplace-addend", entry, _inplace_addend, node.value)
    elif kind in _SETWISE:
        plan.add("inplace-operand", entry, _inplace_operand, node.value)
    elif kind in _MERGING and is_constant(node.value):
        pass  # nothing merges a literal, whatever the target is
    elif kind in _INPLACE_CALLS:
        name = _INPLACE_CALLS[kind].strip("_").replace("_", "-")
        if type(node.target) is not cst.Name:
            plan.claimed.add(id(node.target))
        plan.add(name, entry, _inplace_call, node.target, node.value)


def _inplace_addend(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    if guard.form == "tick":
        put(node, "value", -1, Splice(f"({words.TICK}({words.TICKS}) and ", node.value, ")"))
        return
    if guard.form == "beside":
        name = node.target.value  # type: ignore[attr-defined]
        test = f" if {words.TYPE}({name}) {guard.question(words.NUMBERS)}"
        other = f" else {words.INPLACE_ADDEND}("
        put(node, "value", -1, Splice("(", node.value, test, other, node.value, "))"))
        return
    put(node, "value", -1, asking(node.value, words.INPLACE_ADDEND, guard, words.NUMBERS))


def _inplace_operand(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    put(node, "value", -1, asking(node.value, words.INPLACE_OPERAND, guard, words.SCALARS))


def _guarded_augmented(guard: Guard) -> None:
    """`x.join += v`: the attribute is read through its guard, and written as any other."""
    name: str = guard.entry.node.target.attr.value  # type: ignore[attr-defined]
    if words.normalise(name) in words.BOUND:
        load = f"{words.METHOD}(__t1__.{name})"
    else:
        load = f"{words.ATTR}.{words.guard_attribute(words.normalise(name))}(__t1__)"
    _augment_in_steps(guard, load)


def _paused_augmented(guard: Guard) -> None:
    """`x.n += await f()`: whether that may be written to is asked when the function goes on."""
    _augment_in_steps(guard, f"__t1__.{guard.entry.node.target.attr.value}")  # type: ignore[attr-defined]


def _augment_in_steps(guard: Guard, load: str) -> None:
    """`__t1__ = (x); __t2__ = LOAD; __t2__ += __inplace_addend__(v); __writable__(__t1__).n = …`"""
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    target, operator = node.target, node.operator
    assert type(target) is cst.Attribute
    name = target.attr.value
    call = _INPLACE_CALLS.get(type(operator))
    if call is not None:
        layout = line_breaks(operator.whitespace_before, operator.whitespace_after)  # type: ignore[attr-defined]
        step: tuple[Part, ...] = (f"__t2__ = {call}(__t2__, ", *layout, *argument(node.value), ")")
    elif type(operator) is cst.AddAssign:
        step = ("__t2__", operator, f"{words.INPLACE_ADDEND}(", *argument(node.value), ")")
    elif type(operator) in _SETWISE:
        step = ("__t2__", operator, f"{words.INPLACE_OPERAND}(", *argument(node.value), ")")
    else:
        step = ("__t2__", operator, node.value)
    plain = words.normalise(name)
    is_special = plain in words.SPECIAL_METHODS and plain not in words.WRITABLE_DUNDERS
    written = words.SETTABLE if is_special else words.WRITABLE
    store = f"; {written}(__t1__).{name} = __t2__; del __t1__, __t2__"
    end = (node.semicolon,) if type(node.semicolon) is cst.Semicolon else ()
    replace(guard.entry, *_holder(target), f"; __t2__ = {load}; ", *step, store, *end)


def _inplace_call(guard: Guard) -> None:
    """`n *= v` becomes `n = __inplace_times__(n, v)`.

    The operands of any other target are evaluated once, into temporaries.
    """
    node = guard.entry.node
    assert type(node) is cst.AugAssign
    operator: Any = node.operator
    call = _INPLACE_CALLS[type(operator)]
    layout = line_breaks(operator.whitespace_before, operator.whitespace_after)
    end: tuple[Part, ...] = (", ", *layout, *argument(node.value), ")")
    target = node.target
    if type(target) is cst.Name:
        parts: tuple[Part, ...] = (target, f" = {call}({target.value}")
    elif type(target) is cst.Attribute:
        name = target.attr.value
        own = f"{words.WRITABLE}(__t1__)"
        is_converted = words.normalise(name) in words.CONVERTED
        if guard.entry.scope.kind == FUNCTION and not is_converted:
            # In another scope something else may bind it between two reads.
            own = f"(__t1__ if {words.TYPE}(__t1__) in {words.OWN} else {own})"
        parts = (*_holder(target), f"; {own}.{name} = {call}(__t1__.{name}")
        end = (*end, "; del __t1__")
    else:
        assert type(target) is cst.Subscript
        parts = (
            *_holder(target), f"; __t2__ = {words.KEY}(", *_key(target),
            f"); (__t1__ if not {words.ANSWERING} else {words.CHANGING}(__t1__))"
            f"[{words.STORE_KEY}(__t2__)] = {call}(__t1__[__t2__]",
        )  # fmt: skip
        end = (*end, "; del __t1__, __t2__")
    if type(node.semicolon) is cst.Semicolon:
        end = (*end, node.semicolon)
    replace(guard.entry, *parts, *end)


def _holder(target: cst.Attribute | cst.Subscript) -> tuple[Part, ...]:
    """`__t1__ = (X)` for the target `X.a` or `X[k]`, with the line breaks up to the name or key."""
    before = line_breaks(*(paren.whitespace_after for paren in target.lpar))
    if isinstance(target, cst.Subscript):
        return (
            "__t1__ = (",
            *before,
            target.value,
            *line_breaks(target.whitespace_after_value),
            ")",
        )
    dot = (target.dot.whitespace_before, target.dot.whitespace_after)
    return ("__t1__ = (", *before, target.value, *line_breaks(*dot), *_closing(target), ")")


def _key(target: cst.Subscript) -> tuple[Part, ...]:
    """Return the subscript as an expression: `a[i, j]` has the key `(i, j)`."""
    before = line_breaks(target.lbracket.whitespace_after)
    after = (*line_breaks(target.rbracket.whitespace_before), *_closing(target))
    return ("(", *before, *as_tuple(target.slice), *after, ")")


def _closing(target: cst.Attribute | cst.Subscript) -> tuple[Part, ...]:
    return line_breaks(*(paren.whitespace_before for paren in target.rpar))
