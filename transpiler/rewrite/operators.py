"""Operators that can multiply or add sizes, plain and augmented."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..walk import PATTERN, Entry
from .guard import Guard, Plan, plans
from .splice import Part, argument, guarded, line_breaks, parenthesised, put, replace

_CALLS: dict[type, str] = {
    cst.Multiply: words.TIMES,
    cst.Power: words.POWER,
    cst.LeftShift: words.SHIFT,
    cst.Modulo: words.PERCENT,
}
_INPLACE_CALLS: dict[type, str] = {
    cst.MultiplyAssign: words.INPLACE_TIMES,
    cst.PowerAssign: words.INPLACE_POWER,
    cst.LeftShiftAssign: words.INPLACE_SHIFT,
    cst.ModuloAssign: words.INPLACE_PERCENT,
}
_INPLACE_ADDENDS = (cst.AddAssign, cst.BitOrAssign)


@plans(cst.BinaryOperation)
def binary(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.BinaryOperation)
    if _in_pattern(entry):
        return
    kind = type(node.operator)
    if kind is cst.Add:
        plan.add("addend", entry, _addend, node.right, node.left)
    elif kind in _CALLS:
        plan.add(_CALLS[kind].strip("_"), entry, _call, node.left, node.right)


def _in_pattern(entry: Entry) -> bool:
    """A complex literal in a pattern (`case 1 + 2j`) is CPython's to read."""
    return entry.role == PATTERN


def _addend(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.BinaryOperation)
    put(node, "right", -1, guarded(node.right, words.ADDEND, guard.form, words.NUMBERS))


def _call(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.BinaryOperation)
    operator = node.operator
    layout = line_breaks(operator.whitespace_before, operator.whitespace_after)  # type: ignore[attr-defined]
    name = _CALLS[type(operator)]
    call: tuple[Part, ...] = (f"{name}(", *argument(node.left), ", ", *layout, *argument(node.right), ")")
    if guard.form == "inline":
        left = node.left.value  # type: ignore[attr-defined]
        test = f" if {words.TYPE}({left}) in {words.NUMBERS} else "
        call = ("(", node.left, " % ", node.right, test, *call, ")")
    replace(guard.entry, *parenthesised(node, *call))


@plans(cst.AugAssign)
def augmented(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.AugAssign)
    kind = type(node.operator)
    if kind in _INPLACE_ADDENDS:
        plan.add("inplace-addend", entry, _inplace_addend, node.value)
    elif kind in _INPLACE_CALLS:
        name = _INPLACE_CALLS[kind].strip("_").replace("_", "-")
        if not isinstance(node.target, cst.Name):
            plan.claimed.add(id(node.target))
        plan.add(name, entry, _inplace_call, node.target, node.value)


def _inplace_addend(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.AugAssign)
    put(node, "value", -1, guarded(node.value, words.INPLACE_ADDEND, guard.form, words.NUMBERS))


def _inplace_call(guard: Guard) -> None:
    """`n *= v` becomes `n = __inplace_times__(n, v)`; other targets are evaluated once, into temporaries."""
    node = guard.entry.node
    assert isinstance(node, cst.AugAssign)
    operator = node.operator
    call = _INPLACE_CALLS[type(operator)]
    value = (*line_breaks(operator.whitespace_after), *argument(node.value))  # type: ignore[attr-defined]
    end = (node.semicolon,) if isinstance(node.semicolon, cst.Semicolon) else ()
    target = node.target
    if isinstance(target, cst.Name):
        name = target.value
        parts: tuple[Part, ...] = (f"{name} = {call}({name}, ", *value, ")")
    elif isinstance(target, cst.Attribute):
        own = f"(__t1__ if {words.TYPE}(__t1__) in {words.OWN} else {words.WRITABLE}(__t1__))"
        attribute = f"__t1__.{target.attr.value}"
        store = f"{own}.{target.attr.value}"
        parts = ("__t1__ = ", "(", target.value, ")", f"; {store} = {call}({attribute}, ", *value, "); del __t1__")
    else:
        assert isinstance(target, cst.Subscript)
        store = f"__t1__[{words.STORE_KEY}(__t2__)]"
        parts = (
            "__t1__ = ", "(", target.value, ")", "; __t2__ = ", *_key(target),
            f"; {store} = {call}(__t1__[__t2__], ", *value, "); del __t1__, __t2__",
        )  # fmt: skip
    replace(guard.entry, *parts, *end)


def _key(target: cst.Subscript) -> tuple[Part, ...]:
    """Return the subscript as an expression: `a[i, j]` has the key `(i, j)`."""
    return ("(", *target.slice, ")")
