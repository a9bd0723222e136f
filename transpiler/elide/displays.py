"""A display without stars is a fresh builtin container of known type."""

from __future__ import annotations

import libcst as cst

from ..rewrite.guard import Guard
from .facts import Facts
from .registry import proof


@proof("display", "container")
def container_display(guard: Guard, facts: Facts) -> str | None:
    """Its membership test is bounded by its length in the source."""
    node = guard.operand
    if isinstance(node, cst.Tuple | cst.List | cst.Set):
        stars = any(isinstance(element, cst.StarredElement) for element in node.elements)
    elif isinstance(node, cst.Dict):
        stars = any(isinstance(element, cst.StarredDictElement) for element in node.elements)
    else:
        return None
    return None if stars else "native"


@proof("display", "store-key")
def tuple_key(guard: Guard, facts: Facts) -> str | None:
    """A tuple display is no slice object, and is hashed as any key that is read is."""
    node = guard.operand
    if not isinstance(node, cst.Tuple):
        return None
    stars = any(isinstance(element, cst.StarredElement) for element in node.elements)
    return None if stars else "native"
