"""A display without stars is a fresh builtin container of known type."""

from __future__ import annotations

import libcst as cst

from .. import vocabulary as words
from ..rewrite.guard import Guard
from ..rewrite.keys import COMPARED
from ..rewrite.suites import is_constant
from . import kinds
from .facts import Facts
from .registry import proof


@proof("display", "container", "addend")
def container_display(guard: Guard, facts: Facts) -> str | None:
    """Its membership test, or a copy of it, is bounded by its length in the source.

    A test holds what is looked for against each item, of which it may be as long: so few are left.
    Methods of an item may change what comes after it, unless that or what is looked for is brief.
    """
    node = guard.operand
    if type(node) is cst.Tuple or type(node) is cst.List or type(node) is cst.Set:
        if guard.kind == "container" and len(node.elements) > words.FEW_ITEMS:
            return None
        if guard.kind == "container" and type(node) is not cst.Set:
            items = [element.value for element in node.elements]
            if not (_is_brief(guard.other, facts) or all(_is_brief(each, facts) for each in items)):
                return None
        stars = any(type(element) is cst.StarredElement for element in node.elements)
    elif type(node) is cst.Dict:
        stars = any(type(element) is cst.StarredDictElement for element in node.elements)
    else:
        return None
    return None if stars else "native"


def _is_brief(node: cst.CSTNode | None, facts: Facts) -> bool:
    return is_constant(node) or facts.is_brief(node)


@proof("display", "key")
def without_hash(guard: Guard, facts: Facts) -> str | None:
    """A list, dict or set has no hash: CPython refuses it at once.

    Compared with what a list holds (`x.count([y])`), it ends soon, but what is in it may not.
    """
    if guard.index == COMPARED:
        return None
    operand = guard.operand
    known = type(operand) in _HASHLESS or facts.surely(operand, _WITHOUT_HASH)
    return "native" if known else None


_HASHLESS = (cst.List, cst.ListComp, cst.Dict, cst.DictComp, cst.Set, cst.SetComp)
_WITHOUT_HASH = kinds.LIST | kinds.DICT | kinds.SET
