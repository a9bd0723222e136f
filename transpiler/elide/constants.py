"""A literal operand bounds what an operation can add or walk."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..rewrite.comparisons import is_weighed_on_the_right
from ..rewrite.guard import Guard
from ..rewrite.suites import is_constant
from .facts import Facts
from .registry import proof


@proof("constant-operand", "comparand")
def constant_operand(guard: Guard, facts: Facts) -> str | None:
    """`x == 1` ends at the literal's end."""
    beside = is_constant(guard.other) and is_weighed_on_the_right(guard) is None
    return "native" if is_constant(guard.operand) or beside else None


@proof("constant-addend", "addend")
def constant_addend(guard: Guard, facts: Facts) -> str | None:
    """A literal is short, and what is added to a number, `None` and the like is no sequence."""
    return "native" if is_constant(guard.operand) or is_no_sequence(guard.other) else None


@proof("constant-value", "inplace-addend")
def constant_value_added(guard: Guard, facts: Facts) -> str | None:
    """`x += 1` copies nothing; `x += "a"` copies `x`, perhaps, and takes a step."""
    if is_no_sequence(guard.operand):
        return "native"
    return "tick" if is_constant(guard.operand) else None


def is_no_sequence(node: cst.CSTNode | None) -> bool:
    """Tell whether *node* is a literal, but no text."""
    return is_constant(node) and not isinstance(node, _TEXTS)


_TEXTS: Final = (cst.SimpleString, cst.ConcatenatedString)


@proof("constant-value", "container", "store-key", "key", "field")
def constant_value(guard: Guard, facts: Facts) -> str | None:
    """A literal is a scalar: finite, hashed and printed in one short walk."""
    return "native" if is_constant(guard.operand) else None


@proof("constant-receiver", "receiver", "firm")
def constant_receiver(guard: Guard, facts: Facts) -> str | None:
    """A literal is part of the source, which is short."""
    return "native" if is_constant(guard.operand) else None


@proof("float-factor", "times", "inplace-times")
def float_factor(guard: Guard, facts: Facts) -> str | None:
    """Nothing is repeated by a float: the product is a float, a complex or a TypeError."""
    operands = (guard.operand, guard.other) if guard.kind == "times" else (guard.other,)
    return "native" if any(type(operand) is cst.Float for operand in operands) else None


@proof("number-before-percent", "percent")
def number_before(guard: Guard, facts: Facts) -> str | None:
    """A literal number on the left makes `%` arithmetic."""
    kinds = (cst.Integer, cst.Float)
    return "native" if type(guard.operand) in kinds else None


@proof("endless-loop", "while")
def endless(guard: Guard, facts: Facts) -> str | None:
    """`while True` tests nothing but its step."""
    test = guard.operand
    is_true = type(test) is cst.Name and test.value == "True"
    return "inline" if is_true or (type(test) is cst.Integer and test.value == "1") else None
