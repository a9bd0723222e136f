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
    for part in node.values:
        if type(part) is ast.FormattedValue:
            value = part.value
            operand = peel(value, words.SHOWN)
            if operand is None and not is_const(value) and not state.known.surely(value, _BRIEFLY):
                raise Unproven(value, f"{words.SHOWN} is missing")
            state.todo.append(value if operand is None else operand)
            if part.conversion not in CONVERSIONS:
                raise Unproven(node, "an unknown conversion")
            if part.format_spec:
                _specification(state, part.format_spec)
        elif text_of(part) is None:
            raise Unproven(node, "an unknown part of a formatted string")


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
