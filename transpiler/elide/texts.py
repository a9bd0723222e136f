"""Sums of texts, told by an inline test of their length, and of what may be numbers."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..rewrite.guard import Guard
from ..rewrite.suites import is_constant
from . import kinds
from .facts import Facts
from .floats import is_plain, is_short_call, on_one_line, test_of
from .registry import proof


@proof("text-test", "addend")
def text_test(guard: Guard, facts: Facts) -> str | None:
    """`(n if n is a short text else __addend__(n)) + "a"`: what stands beside a text is one.

    Beside another sequence it is no number, for which a test would look in vain.
    """
    if facts.surely(guard.other, kinds.TEXT):
        return test_of(guard, facts) or "call"
    return None


@proof("no-test", "addend")
def beside_sequence(guard: Guard, facts: Facts) -> str | None:
    """What stands beside a list, a tuple or bytes is no number, for which a test would look."""
    return "call" if facts.surely(guard.other, _SEQUENCES) else None


@proof("number-beside", "addend")
def number_beside(guard: Guard, facts: Facts) -> str | None:
    """`(n + R if __type__(n) in __numbers__ else __plus__(n, R))`: one test for both sides.

    A number is none of the sequences that C joins, so what stands beside it is not copied. Where
    neither side is surely cheap, but both may be numbers. `R` is written twice and evaluated once,
    guards and all: a short call or a product of two, but no sum, which would be written twice too.
    """
    node = guard.entry.node
    assert type(node) is cst.BinaryOperation
    if not _is_brief(node.right):
        return None
    for side in (node.left, node.right):
        known = is_constant(side) or facts.surely(side, kinds.NUMBERS | kinds.SHORT)
        if known or not facts.kind(side)[0] & kinds.NUMBERS:
            return None
    form = test_of(Guard(guard.kind, guard.entry, guard.apply, node.left, node.right), facts)
    return form if form is None or guard.operand is node.left else "native"


def _is_brief(node: cst.BaseExpression) -> bool:
    """Tell whether *node* is a short operand or call, on one line, or a product of two."""
    if type(node) is cst.BinaryOperation and type(node.operator) is cst.Multiply:
        spaces = (node.operator.whitespace_before, node.operator.whitespace_after)
        factors = (node.left, node.right)
        return not node.lpar and on_one_line(*spaces) and all(map(_is_operand, factors))
    return _is_operand(node) or is_short_call(node)


def _is_operand(node: cst.BaseExpression) -> bool:
    """Tell whether *node* is a short item, attribute or name, on one line: `x["key"]`, too."""
    if type(node) is cst.Subscript and len(node.slice) == 1:
        index = node.slice[0].slice
        key = index.value if type(index) is cst.Index and not index.star else None
        if type(key) is cst.SimpleString and not key.lpar and len(key.value) <= _BRIEF_KEY:
            return "\n" not in key.value and is_plain(node.with_changes(slice=_PLAIN_KEY))
    return type(node) in _BRIEF and is_plain(node)


_BRIEF: Final = frozenset({cst.Name, cst.Attribute, cst.Subscript, cst.Integer, cst.Float})
_BRIEF_KEY: Final = 32
#: `0`, to ask about the rest of an item.
_PLAIN_KEY: Final = [cst.SubscriptElement(cst.Index(cst.Integer("0")))]
_SEQUENCES = kinds.LIST | kinds.TUPLE | kinds.BYTES
