"""F-strings: fields are shown through a guard, specifications stay small."""

from __future__ import annotations

import ast
from typing import Final

from .. import vocabulary as words
from . import values
from .guards import operands, peel
from .shapes import called, is_const, text_of
from .state import State, Unproven
from .tables import CONVERSIONS, WIDE

#: Shown without being paid for.
_BRIEFLY: Final = values.SLIGHT | values.NOTHING


def joined(state: State, node: ast.JoinedStr) -> None:
    number = _number(state, node)
    for part in node.values:
        if type(part) is ast.FormattedValue:
            value = part.value
            operand = _peel_field(value, number)
            if operand is None and not is_const(value) and not state.known.surely(value, _BRIEFLY):
                raise Unproven(value, f"{words.SHOWN} is missing")
            state.todo.append(value if operand is None else operand)
            if part.conversion not in CONVERSIONS:
                raise Unproven(node, "an unknown conversion")
            if part.format_spec:
                _specification(state, part.format_spec)
        elif text_of(part) is None:
            raise Unproven(node, "an unknown part of a formatted string")


def _number(state: State, node: ast.JoinedStr) -> int | None:
    """Return the number that all guarded fields of *node* must have, which no other f-string has.

    None: it has but one field, and nothing that makes its text wider.
    """
    texts = [text_of(part) or "" for part in node.values if type(part) is not ast.FormattedValue]
    alone = len(node.values) - len(texts) == 1 and all(map(str.isascii, texts))
    numbers = [
        _told(part.value)
        for part in node.values
        if type(part) is ast.FormattedValue and _shown(part.value) is not None
    ]
    if not numbers:
        return None
    number = numbers[0]
    if (
        any(each != number for each in numbers)
        or (number is None) is not alone
        or number in state.strings
    ):
        raise Unproven(node, f"{words.SHOWN} is not told which f-string this is")
    if number is not None:
        state.strings.add(number)
    return number


def _shown(value: ast.expr) -> ast.Call | None:
    """Return the guard's call at the end of *value*, if there is one."""
    call = value.orelse if type(value) is ast.IfExp else value
    return call if type(call) is ast.Call and called(call) == words.SHOWN else None


def _told(value: ast.expr) -> int | None:
    """Return the second operand of the guard, a literal number; None if it has none."""
    call = _shown(value)
    assert call is not None
    found = operands(call, words.SHOWN)
    if len(found) == 1:
        return None
    told = found[1]
    if type(told) is not ast.Constant or type(told.value) is not int or told.value < 1:
        raise Unproven(call, f"{words.SHOWN} takes a literal number")
    return told.value


def _peel_field(value: ast.expr, number: int | None) -> ast.expr | None:
    """Return what the guard of a field guards; the number has been looked at."""
    call = _shown(value)
    if number is None or call is None or len(call.args) == 1:
        return peel(value, words.SHOWN)
    bare = ast.copy_location(ast.Call(call.func, call.args[:1], []), call)
    if type(value) is ast.IfExp:
        return peel(ast.copy_location(ast.IfExp(value.test, value.body, bare), value), words.SHOWN)
    return peel(bare, words.SHOWN)


def _specification(state: State, spec: ast.expr) -> None:
    text = ""
    for part in spec.values if type(spec) is ast.JoinedStr else [spec]:
        literal = text_of(part)
        if literal is None:
            _computed(state, part)
        text += "\0" if literal is None else literal
    if WIDE.search(text):
        raise Unproven(spec, "a format specification asks for a number above 9999")


def _computed(state: State, part: ast.expr) -> None:
    """`{__spec__(W, …)}` in a format specification."""
    if type(part) is not ast.FormattedValue or called(part.value) != words.SPEC:
        raise Unproven(part, f"{words.SPEC} is missing")
    if part.conversion != -1 or part.format_spec:
        raise Unproven(part, f"{words.SPEC} is formatted again")
    state.todo += operands(part.value, words.SPEC)
