"""`*` and `**` of a float, `%` of a number, told by an inline test."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .numbers import is_brief
from .registry import proof
from .temporaries import may_hold


@proof("float-test", "times", "power")
def float_test(guard: Guard, facts: Facts) -> str | None:
    """`(n * R if __type__(n) is __floating__ else __times__(n, R))`: no large product.

    `R` is written twice and evaluated once, so it must be something short on one line. Where the
    left side surely is no float, the test would only cost.
    """
    if not is_plain(guard.other) or not facts.kind(guard.operand)[0] & kinds.FLOAT:
        return None
    return test_of(guard, facts)


@proof("number-test", "percent")
def number_test(guard: Guard, facts: Facts) -> str | None:
    """`(n % R if __type__(n) in __numbers__ else __percent__(n, R))`: only text formats.

    `R` is written twice, as above, and small: dividing by it takes no square of the time.
    """
    if not is_plain(guard.other) or not is_brief(guard.other, facts):
        return None
    if not facts.kind(guard.operand)[0] & kinds.NUMBERS:
        return None
    return test_of(guard, facts)


def test_of(guard: Guard, facts: Facts) -> str | None:
    """Return the form that asks for the type of the left side, which is read once more after it."""
    left = guard.operand
    if left is not None and facts.names.steady(left):
        return "inline"
    return "held" if may_hold(left, guard.entry, facts) else None


def is_plain(node: cst.CSTNode | None) -> bool:
    """Tell whether *node* is short, on one line: names, numbers, attributes, items, sums."""
    if type(node) is cst.BinaryOperation and not node.lpar:
        operator = node.operator
        spaces = (operator.whitespace_before, operator.whitespace_after)  # type: ignore[attr-defined]
        return (
            isinstance(operator, _BRIEF_OPERATORS)
            and _on_one_line(*spaces)
            and is_plain(node.left)
            and (
                type(node.right) is cst.Name
                or type(node.right) is cst.Integer
                or type(node.right) is cst.Float
            )
            and not node.right.lpar
        )
    while type(node) is cst.Attribute or type(node) is cst.Subscript:
        if node.lpar or not _on_one_line(*_spaces(node)):
            return False
        if type(node) is cst.Subscript:
            index = node.slice[0].slice
            if len(node.slice) > 1 or type(index) is not cst.Index or index.star:
                return False
            if (
                not (type(index.value) is cst.Name or type(index.value) is cst.Integer)
                or index.value.lpar
            ):
                return False
        node = node.value
    if type(node) is cst.Name and len(node.lpar) == 1:
        return _on_one_line(node.lpar[0].whitespace_after, node.rpar[0].whitespace_before)
    return (
        type(node) is cst.Name or type(node) is cst.Integer or type(node) is cst.Float
    ) and not node.lpar


#: Not those that would be written twice themselves.
_BRIEF_OPERATORS = (cst.Add, cst.Subtract, cst.Divide, cst.FloorDivide, cst.Power)


def _spaces(node: cst.Attribute | cst.Subscript) -> tuple[cst.BaseParenthesizableWhitespace, ...]:
    if isinstance(node, cst.Attribute):
        return node.dot.whitespace_before, node.dot.whitespace_after
    inside = (node.lbracket.whitespace_after, node.rbracket.whitespace_before)
    return node.whitespace_after_value, *inside


def _on_one_line(*spaces: cst.BaseParenthesizableWhitespace) -> bool:
    """Tell whether none of *spaces* goes on to the next line, by itself or by a backslash."""
    return all(type(space) is cst.SimpleWhitespace and "\\" not in space.value for space in spaces)
