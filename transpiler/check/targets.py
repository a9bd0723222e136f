"""Assignment targets whose value cannot be bounded where it is assigned."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from ..policy import Policy
from ..walk import STORE, Entry, Listing
from .registry import Finding, rule


def star_depth(target: cst.CSTNode) -> int:
    """Return how deep the deepest star of a target lies; 0 if it has none.

    `a, *b` has depth 1, `(a, *b), c` depth 2.
    """
    if not (type(target) is cst.Tuple or type(target) is cst.List):
        return 0
    depth = 0
    for element in target.elements:
        inner = star_depth(element.value)
        if inner:
            depth = max(depth, inner + 1)
        elif type(element) is cst.StarredElement:
            depth = max(depth, 1)
    return depth


def is_slice_target(node: cst.CSTNode) -> bool:
    """Tell whether *node* is `x[a:b]`, without a step."""
    if type(node) is not cst.Subscript or len(node.slice) != 1:
        return False
    key = node.slice[0].slice
    return type(key) is cst.Slice and key.step is None


@rule(cst.With)
def with_target(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL404."""
    assert type(entry.node) is cst.With
    for item in entry.node.items:
        if item.asname is not None and star_depth(item.asname.name):
            yield Finding(
                "CL404", "`with … as` may not unpack with a star",
                "bind a name and unpack it in the body", item.asname,
            )  # fmt: skip


@rule(cst.Subscript)
def slice_target(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL403: a slice cannot stand in a key that is written out as one expression.

    Such are `x[a:b, *c] = …`, and the key of an operator that becomes a call (`x[a:b] *= 2`).
    """
    node = entry.node
    assert type(node) is cst.Subscript
    if entry.role == STORE and _has_slice(node) and _is_one_key(node, entry.parent):
        yield Finding(
            "CL403", "a slice cannot be a part of this key",
            "use slice(a, b), or write `x[a:b] = x[a:b] * …`",
        )  # fmt: skip


def _has_slice(node: cst.Subscript) -> bool:
    return any(type(element.slice) is cst.Slice for element in node.slice)


def _is_one_key(node: cst.Subscript, parent: Entry | None) -> bool:
    starred = any(getattr(element.slice, "star", None) for element in node.slice)
    above = parent.node if parent is not None else None
    return starred or (type(above) is cst.AugAssign and type(above.operator) in _CALLS)


#: Augmented operators that are rewritten as calls.
_CALLS = (
    cst.MultiplyAssign, cst.PowerAssign, cst.LeftShiftAssign, cst.ModuloAssign,
    cst.FloorDivideAssign, cst.BitOrAssign,
)  # fmt: skip
