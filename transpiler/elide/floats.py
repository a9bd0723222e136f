"""`*` and `**` of a float, `%` of a number, told by an inline test."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import FINDING, SEARCHING, normalise
from ..walk import CLASS, FUNCTION
from . import kinds
from .bare import first_parameter
from .facts import Facts
from .numbers import is_brief
from .registry import proof
from .temporaries import may_hold


@proof("float-test", "times", "power")
def float_test(guard: Guard, facts: Facts) -> str | None:
    """`(n * R if __type__(n) is __floating__ else __times__(n, R))`: no large product.

    `R` is written twice and evaluated once, so it must be something short on one line. Where the
    left side surely or likely is no float, the test would only cost.
    """
    if not is_plain(guard.other) or type(guard.other) is cst.Call:
        return None
    if not facts.kind(guard.operand)[0] & kinds.FLOAT or facts.likely.is_whole(guard.operand):
        return None
    return test_of(guard, facts)


@proof("right-float-test", "times")
def right_float_test(guard: Guard, facts: Facts) -> str | None:
    """`(n * __t0__ if __type__(__t0__ := R) is __floating__ else __times__(n, __t0__))`.

    No large product either, whatever *n* is: nothing is repeated a broken number of times. *n* is
    read after `R` instead of before, so it is a parameter that nothing binds anew. Worth asking
    where the left side is likely to be no float: it is what a method is of, or `R` is written
    at length.
    """
    left, scope = guard.operand, guard.entry.scope
    if type(left) is not cst.Name or left.lpar or scope.kind != FUNCTION:
        return None
    name = normalise(left.value)
    of_method = scope.parent is not None and scope.parent.kind == CLASS
    is_self = of_method and name == first_parameter(scope)
    if not facts.names.is_fixed(scope, name) or (is_plain(guard.other) and not is_self):
        return None
    kinds_of = facts.kind(guard.operand)[0] & kinds.OTHER, facts.kind(guard.other)[0] & kinds.FLOAT
    return "right" if all(kinds_of) and may_hold(guard.other, guard.entry, facts) else None


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
            and on_one_line(*spaces)
            and is_plain(node.left)
            and (
                type(node.right) is cst.Name
                or type(node.right) is cst.Integer
                or type(node.right) is cst.Float
            )
            and not node.right.lpar
        )
    if type(node) is cst.Call:
        return _is_length(node)
    while type(node) is cst.Attribute or type(node) is cst.Subscript:
        if node.lpar or not on_one_line(*_spaces(node)):
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
        return on_one_line(node.lpar[0].whitespace_after, node.rpar[0].whitespace_before)
    return (
        type(node) is cst.Name or type(node) is cst.Integer or type(node) is cst.Float
    ) and not node.lpar


def _is_length(node: cst.Call) -> bool:
    """Tell whether *node* is `len(x.y)`, of which the size is known."""
    if len(node.args) != 1 or node.lpar or type(node.func) is not cst.Name or node.func.lpar:
        return False
    arg = node.args[0]
    spaces = (node.whitespace_after_func, node.whitespace_before_args, arg.whitespace_after_arg)
    plain = not (arg.star or arg.keyword or type(arg.comma) is cst.Comma)
    is_attribute = type(arg.value) is cst.Name or type(arg.value) is cst.Attribute
    return (
        node.func.value == "len"
        and plain
        and is_attribute
        and on_one_line(*spaces)
        and is_plain(arg.value)
    )


def is_short_call(node: cst.CSTNode | None) -> bool:
    """Tell whether *node* is a call of few plain arguments, on one line: `a.f(b, 1)`.

    No search: what is written twice counts twice between two ticks.
    """
    if type(node) is not cst.Call or node.lpar or len(node.args) > _FEW_ARGUMENTS:
        return False
    if not on_one_line(node.whitespace_after_func, node.whitespace_before_args):
        return False
    if type(node.func) is cst.Attribute and normalise(node.func.attr.value) in _SEARCHES:
        return False
    return is_plain(node.func) and type(node.func) is not cst.Call and all(map(_is_bare, node.args))


def _is_bare(arg: cst.Arg) -> bool:
    comma = arg.comma
    spaces = [arg.whitespace_after_arg]
    if type(comma) is cst.Comma:
        spaces += [comma.whitespace_before, comma.whitespace_after]
    return not (arg.star or arg.keyword) and on_one_line(*spaces) and is_plain(arg.value)


_FEW_ARGUMENTS: Final = 3
_SEARCHES: Final = SEARCHING | FINDING
#: Not those that would be written twice themselves.
_BRIEF_OPERATORS = (cst.Add, cst.Subtract, cst.Divide, cst.FloorDivide, cst.Power)


def _spaces(node: cst.Attribute | cst.Subscript) -> tuple[cst.BaseParenthesizableWhitespace, ...]:
    if isinstance(node, cst.Attribute):
        return node.dot.whitespace_before, node.dot.whitespace_after
    inside = (node.lbracket.whitespace_after, node.rbracket.whitespace_before)
    return node.whitespace_after_value, *inside


def on_one_line(*spaces: cst.BaseParenthesizableWhitespace) -> bool:
    """Tell whether none of *spaces* goes on to the next line, by itself or by a backslash."""
    return all(type(space) is cst.SimpleWhitespace and "\\" not in space.value for space in spaces)
