"""Text spliced into a LibCST tree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, Union

import libcst as cst

from ..vocabulary import (
    ANSWERING,
    CHANGING,
    COPIED,
    HELD,
    PIECE,
    SHORT_PIECE,
    SHORT_TEXT,
    SIZE,
    TEXT,
    TICKS,
    TYPE,
)
from ..vocabulary import TICK as NEXT
from ..walk import Entry

if TYPE_CHECKING:
    from .guard import Guard

#: One step.
TICK: Final = f"{NEXT}({TICKS})"
Part = Union[str, cst.CSTNode, "Splice"]


class Splice:
    """Stands in a slot of a node and renders text and nodes in turn.

    It is no CSTNode: nothing walks a tree after it has been spliced, it is only rendered.
    """

    __slots__ = ("parts",)

    def __init__(self, *parts: Part) -> None:
        self.parts = parts


def glued(tokens: list[str], text: str) -> bool:
    """Tell whether *text* would run into the word before it, as in `if(x)`."""
    if not text or not _in_word(text[0]):
        return False
    for token in reversed(tokens):
        if token:
            return _in_word(token[-1])
    return False


def _in_word(character: str) -> bool:
    return character == "_" or character.isalnum()


def put(owner: cst.CSTNode, slot: str, index: int, part: Splice) -> None:
    """Put *part* into a slot of *owner*.

    Nodes are frozen to their users; this tree has none but us, and dies when it is rendered.
    """
    if index < 0:
        object.__setattr__(owner, slot, part)
        return
    items: Sequence[Any] = getattr(owner, slot)
    if type(items) is not list:
        items = list(items)
        object.__setattr__(owner, slot, items)
    items[index] = part


def replace(entry: Entry, *parts: Part) -> None:
    """Put *parts* where *entry* stands."""
    assert entry.parent is not None
    put(entry.parent.node, entry.slot, entry.index, Splice(*parts))


def parenthesised(node: cst.CSTNode, *parts: Part) -> tuple[Part, ...]:
    """Return *parts* between the parentheses that *node* has, which hold its layout."""
    return (*getattr(node, "lpar", ()), *parts, *getattr(node, "rpar", ()))


def line_breaks(*layout: cst.BaseParenthesizableWhitespace) -> tuple[Part, ...]:
    """Return those parts of *layout* that continue a line, so that no line is lost."""
    return tuple(part for part in layout if "\n" in getattr(part, "value", "\n"))


def as_tuple(slices: Sequence[cst.SubscriptElement]) -> tuple[Part, ...]:
    """Return the keys of a subscript for a pair of parentheses: `a[*k]` has the key `(*k,)`."""
    only = slices[0] if len(slices) == 1 else None
    lone_star = only is not None and getattr(only.slice, "star", None)
    needs_comma = lone_star and type(slices[0].comma) is not cst.Comma
    return (*slices, ",") if needs_comma else (*slices,)


_LOOSE = (cst.Tuple, cst.Yield, cst.GeneratorExp, cst.NamedExpr)


def argument(node: Any) -> tuple[Part, ...]:
    """Return *node* so that it is one argument of a call."""
    if type(node) in _LOOSE and not node.lpar:
        return ("(", node, ")")
    return (node,)


def guarded(node: Any, guard: str, form: str, asked: str = "", also: str = "") -> Splice:
    """Return `guard(node)`, or inline `(n if __type__(n) in GROUP else guard(n))`.

    *asked* is what is asked of the type; *also* is text that follows the node in the call.

    Anything but a name is held by a temporary: `(t if __type__(t := node) in GROUP else guard(t))`.

    A name that already carries another guard, or a tick, gets the plain form. The name itself is
    rendered once: its parentheses may hold comments and line breaks.
    """
    if form == "inline" and type(node) is cst.Name:
        name = node.value
        return Splice("(", node, f" if {TYPE}({name}) {asked} else {guard}({name}{also}))")
    if form == "held":
        bound = (f"({HELD} if {TYPE}({HELD} := ", *held(node))
        return Splice(*bound, f") {asked} else {guard}({HELD}{also}))")
    return Splice(f"{guard}(", *argument(node), f"{also})")


def asking(node: Any, word: str, guard: Guard, group: str, also: str = "") -> Splice:
    """Return `word(node)`, or what *guard* has become of it, which asks for a type of *group*."""
    return guarded(node, word, guard.form, guard.question(group), also)


def measured(node: Any, guard: str, form: str) -> Splice:
    """Return `guard(node)`, or inline `(n if n is a short text else guard(n))`; as `guarded`."""
    again = HELD
    if form == "inline" and isinstance(node, cst.Name):
        again = node.value
        parts: tuple[Part, ...] = ("(", node, f" if {TYPE}({again}")
    elif form == "held":
        parts = (f"({HELD} if {TYPE}({HELD} := ", *held(node))
    else:
        return Splice(f"{guard}(", *argument(node), ")")
    is_short = f"{SIZE}({again}) < {SHORT_TEXT}"
    return Splice(*parts, f") is {TEXT} and {is_short} else {guard}({again}))")


def changed(node: Any, form: str) -> Splice:
    """Return `__changing__(node)`, or what asks it only while an `__eq__` is under way."""
    if form == "inline" and type(node) is cst.Name:
        return Splice("(", node, f" if not {ANSWERING} else {CHANGING}({node.value}))")
    if form == "held":
        test = f") is {HELD} and not {ANSWERING} else {CHANGING}({HELD}))"
        return Splice(f"({HELD} if ({HELD} := ", *held(node), test)
    return Splice(f"{CHANGING}(", *argument(node), ")")


def copied(node: Any, form: str) -> Splice:
    """Return `__piece__(node)`, or `(t if t is a short sequence else __piece__(t))`, t held."""
    if form != "held":
        return guarded(node, PIECE, form)
    test = f"{COPIED} and {SIZE}({HELD}) < {SHORT_PIECE}"
    return Splice(
        f"({HELD} if {TYPE}({HELD} := ", *held(node), f") in {test} else {PIECE}({HELD}))"
    )


def held(node: cst.BaseExpression) -> tuple[Part, ...]:
    """Return *node* so that it is the value of a walrus that is an argument."""
    return ("(", node, ")") if type(node) in _LOOSE and not node.lpar else (node,)
