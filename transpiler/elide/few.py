"""`a | {x}`: of sets and dictionaries that are small nothing large is made."""

from __future__ import annotations

from typing import Any, Final

import libcst as cst

from ..rewrite.guard import Guard
from ..vocabulary import FEW_ITEMS
from . import kinds
from .facts import Facts
from .floats import is_plain, on_one_line, test_of
from .registry import proof


@proof("few-members", "minus", "union", "common", "either")
def few_members(guard: Guard, facts: Facts) -> str | None:
    """`(n | {x} if __type__(n) in __sets__ and __size__(n) < 48 else __union__(n, {x}))`.

    What C makes of fewer than 48 entries and at most 16 that are written down is made within a
    step, as the guard would have it. Should a set grow before the operator gets to it (what is
    written down is evaluated in between), it was paid for as it grew, more than this copy takes.
    """
    few = is_few(guard.other)
    if not few or not facts.kind(guard.operand)[0] & (kinds.SETS | kinds.DICT | kinds.OTHER):
        return None
    return test_of(guard, facts)


def is_few(node: Any) -> bool:
    """Tell whether *node* is a display of a few short members, on one line, as it is."""
    if type(node) is not cst.Set and type(node) is not cst.Dict:
        return False
    around = (node.lbrace.whitespace_after, node.rbrace.whitespace_before)
    if node.lpar or len(node.elements) > FEW_ITEMS or not on_one_line(*around):
        return False
    return all(type(each) in _MEMBERS and _is_short(each) for each in node.elements)


_MEMBERS: Final = (cst.Element, cst.DictElement)


def _is_short(each: Any) -> bool:
    spaces = []
    if type(each.comma) is cst.Comma:
        spaces += [each.comma.whitespace_before, each.comma.whitespace_after]
    parts = [each.value]
    if type(each) is cst.DictElement:
        spaces += [each.whitespace_before_colon, each.whitespace_after_colon]
        parts.append(each.key)
    return on_one_line(*spaces) and all(type(part) in _TEXTS or is_plain(part) for part in parts)


_TEXTS: Final = (cst.SimpleString,)
