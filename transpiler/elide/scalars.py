"""Known scalars hash, compare and print in one short walk."""

from __future__ import annotations

from typing import Any, Final

import libcst as cst

from ..rewrite.comparisons import is_weighed_on_the_right
from ..rewrite.guard import Guard
from . import kinds
from .facts import Facts
from .registry import proof

_SHORT = kinds.NUMBERS | kinds.NONE | kinds.SHORT


@proof("known-comparand", "comparand")
def known_comparand(guard: Guard, facts: Facts) -> str | None:
    """A comparison ends with the end of the scalar, or tuple; a guest's own method ticks."""
    if facts.is_brief(guard.operand):
        return "native"
    before = is_weighed_on_the_right(guard)
    settled = before is None or facts.is_brief(before)
    return "native" if settled and facts.is_brief(guard.other) else None


@proof("known-container", "container")
def known_container(guard: Guard, facts: Facts) -> str | None:
    """Text, sets and dictionaries are not searched item by item, and nothing is drained."""
    return "native" if facts.surely(guard.operand, kinds.HASHED) else None


@proof("known-source", "delegate")
def known_source(guard: Guard, facts: Facts) -> str | None:
    """A generator takes steps; what is written out here is no longer than that, and grows no more.

    What goes through it has no method that C would look for.
    """
    node = guard.operand
    if type(node) in _WRITTEN_OUT:
        return "native" if all(type(each) in _ITEMS for each in node.elements) else None  # type: ignore[union-attr]
    return "native" if type(node) in (cst.SimpleString, cst.GeneratorExp) else None


_WRITTEN_OUT: Final = frozenset({cst.List, cst.Tuple, cst.Set, cst.Dict})
#: None of them is starred.
_ITEMS: Final = frozenset({cst.Element, cst.DictElement})


@proof("known-key", "store-key")
def known_key(guard: Guard, facts: Facts) -> str | None:
    """A scalar is no slice, and neither is a tuple."""
    return "native" if facts.is_brief(guard.operand) else None


@proof("known-key", "key")
def known_hashed(guard: Guard, facts: Facts) -> str | None:
    """A scalar is hashed in one walk, and compared until its end; so is what a builtin name means.

    (A class or function: hashed and compared by identity, as a lambda is.) A short tuple of
    scalars, or of such tuples, is hashed as fast.
    """
    node = guard.operand
    if type(node) is cst.Lambda:
        return "native"
    is_builtin = type(node) is cst.Name and node.value in facts.names.builtins
    return "native" if is_builtin or facts.is_brief(node) else None


@proof("short-receiver", "receiver")
def short_receiver(guard: Guard, facts: Facts) -> str | None:
    """Short text is gone through at once, and what is neither text nor bytes has other methods."""
    return "native" if facts.surely(guard.operand, _SHORT) else None


@proof("firm-receiver", "firm")
def firm_receiver(guard: Guard, facts: Facts) -> str | None:
    """Text and bytes stay where they are while C asks for a number."""
    return "native" if facts.surely(guard.operand, _FIRM) else None


_FIRM = kinds.SCALARS


@proof("known-sequence", "key")
def known_sequence(guard: Guard, facts: Facts) -> str | None:
    """What is subscripted is a sequence, which hashes no key."""
    return "native" if facts.surely(guard.other, _SEQUENCES) else None


_SEQUENCES = kinds.LIST | kinds.TUPLE | kinds.TEXT | kinds.BYTES


@proof("known-key", "keyed-place")
def known_name_of_key(guard: Guard, facts: Facts) -> str | None:
    """The same for a name, which might have been a slice."""
    node = guard.entry.node
    assert type(node) is cst.Subscript
    index = node.slice[0].slice
    assert type(index) is cst.Index
    return "native" if facts.is_brief(index.value) else None


@proof("known-field", "field")
def known_field(guard: Guard, facts: Facts) -> str | None:
    """Numbers, None and short text print briefly. Text of any length is paid for: it is copied."""
    node = guard.entry.node
    assert type(node) is cst.FormattedStringExpression
    if node.equal is not None and _begins_with_brace(node.expression):
        return None  # `f"{ {1: 2}[1]=}"`: spelled out, two braces would be one
    return "native" if facts.surely(guard.operand, _SHORT) else None


def _begins_with_brace(node: Any) -> bool:
    while not node.lpar:
        slot = _LEFTMOST.get(type(node))
        if slot is None:
            return type(node) in (cst.Dict, cst.DictComp, cst.Set, cst.SetComp)
        node = getattr(node, slot)
    return False


_LEFTMOST: Final[dict[type, str]] = {
    cst.Subscript: "value", cst.Attribute: "value", cst.Call: "func",
    cst.BinaryOperation: "left", cst.BooleanOperation: "left", cst.Comparison: "left",
    cst.IfExp: "body",
}  # fmt: skip
