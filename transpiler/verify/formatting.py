"""F-strings: fields are shown through a guard, specifications stay small."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from . import values
from .guards import operands, peel
from .shapes import called, is_const, text_of
from .state import State, Unproven
from .tables import CONVERSIONS, MANIFOLD, WIDE

#: Shown without being paid for.
_BRIEFLY: Final = values.SLIGHT | values.NOTHING
_GUARDS: Final = frozenset({words.SHOWN, words.FORMATTED})
#: The conversion `!a`.
_ASCII: Final = ord("a")


def joined(state: State, node: ast.JoinedStr) -> None:
    number = _number(state, node)
    for part in node.values:
        if type(part) is ast.FormattedValue:
            _field(state, part, number)
        elif text_of(part) is None:
            raise Unproven(node, "an unknown part of a formatted string")


def _field(state: State, part: ast.FormattedValue, number: int | None) -> None:
    value, spec = part.value, part.format_spec
    if part.conversion not in CONVERSIONS:
        raise Unproven(value, "an unknown conversion")
    text = _specification(state, spec) if spec else ""
    if MANIFOLD.search(text):
        # Of a number as well: what C makes of it may have any length.
        operand = _peel_field(value, words.FORMATTED, number)
        if operand is None:
            raise Unproven(value, f"{words.FORMATTED} is missing")
        if part.conversion == _ASCII:
            raise Unproven(value, "what `!a` gives is formatted natively")
    else:
        operand = _peel_field(value, words.SHOWN, number)
        if operand is None and not is_const(value) and not state.known.surely(value, _BRIEFLY):
            raise Unproven(value, f"{words.SHOWN} is missing")
    state.todo.append(value if operand is None else operand)


def _number(state: State, node: ast.JoinedStr) -> int | None:
    """Return the number that all guarded fields of *node* must have, which no other f-string has.

    None: it has but one field, and nothing that makes its text wider.
    """
    texts = [text_of(part) or "" for part in node.values if type(part) is not ast.FormattedValue]
    alone = len(node.values) - len(texts) == 1 and all(map(str.isascii, texts))
    calls = [_shown(part.value) for part in node.values if type(part) is ast.FormattedValue]
    numbers = [_told(call) for call in calls if call is not None]
    if not numbers:
        return None
    number = numbers[0]
    if (
        any(each != number for each in numbers)
        or (number is None) is not alone
        or number in state.strings
    ):
        raise Unproven(node, f"{called(calls[0])} is not told which f-string this is")
    if number is not None:
        state.strings.add(number)
    return number


def _shown(value: ast.expr) -> ast.Call | None:
    """Return the guard's call at the end of *value*, if there is one."""
    call = value.orelse if type(value) is ast.IfExp else value
    return call if type(call) is ast.Call and called(call) in _GUARDS else None


def _told(call: ast.Call) -> int | None:
    """Return the second operand of the guard, a literal number; None if it has none."""
    guard = called(call)
    found = operands(call, guard)
    if len(found) == 1:
        return None
    told = found[1]
    if type(told) is not ast.Constant or type(told.value) is not int or told.value < 1:
        raise Unproven(call, f"{guard} takes a literal number")
    return told.value


def _peel_field(value: ast.expr, guard: str, number: int | None) -> ast.expr | None:
    """Return what the guard of a field guards; the number has been looked at."""
    call = _shown(value)
    if number is None or call is None or len(call.args) == 1:
        return peel(value, guard)
    bare = ast.copy_location(ast.Call(call.func, call.args[:1], []), call)
    if type(value) is ast.IfExp:
        return peel(ast.copy_location(ast.IfExp(value.test, value.body, bare), value), guard)
    return peel(bare, guard)


def _specification(state: State, spec: ast.expr) -> str:
    """Return the text of a specification without large numbers; NUL for what is computed."""
    text = ""
    for part in spec.values if type(spec) is ast.JoinedStr else [spec]:
        literal = text_of(part)
        if literal is None:
            _computed(state, part)
        text += "\0" if literal is None else literal
    if WIDE.search(text):
        raise Unproven(spec, "a format specification asks for a number above 9999")
    return text


def _computed(state: State, part: ast.expr) -> None:
    """`{__spec__(W, …)}` in a format specification."""
    if type(part) is not ast.FormattedValue or called(part.value) != words.SPEC:
        raise Unproven(part, f"{words.SPEC} is missing")
    if part.conversion != -1 or part.format_spec:
        raise Unproven(part, f"{words.SPEC} is formatted again")
    state.todo += operands(part.value, words.SPEC)
