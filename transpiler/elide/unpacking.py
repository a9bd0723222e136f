"""Where in what is unpacked the names find theirs: the paths through targets, by syntax."""

from __future__ import annotations

from typing import Final

import libcst as cst

from ..check.targets import star_depth
from ..walk import Entry

#: Index of what stands beside a star: how many items that takes is not known.
_BESIDE_STAR: Final = -2


def _has_star(node: cst.CSTNode) -> bool:
    elements = node.elements if (type(node) is cst.Tuple or type(node) is cst.List) else ()
    return cst.StarredElement in map(type, elements)  # asked of long ones for each of their items


def path_of(target: Entry, binding: Entry, depths: dict[int, int]) -> list[int | None]:
    """Return the indexes that lead from what *binding* unpacks to *target*; None is a star.

    Parameters:
        depths: of stars, as far as they have been looked for.
    """
    path: list[int | None] = []
    entry, outermost = target, target
    while entry.parent is not None and entry is not binding:
        if type(entry.node) is cst.Element:
            path.append(_BESIDE_STAR if _has_star(entry.parent.node) else entry.index)
        elif type(entry.node) is cst.StarredElement:
            path.append(None)
        elif type(entry.node) is cst.Tuple or type(entry.node) is cst.List:
            outermost = entry
        entry = entry.parent
    path.reverse()
    # A star anywhere puts a guard around the whole value, which the verifier does not look into.
    if path and path[0] is not None:
        depth = depths.get(id(outermost.node))
        if depth is None:
            depth = depths[id(outermost.node)] = star_depth(outermost.node)
        path[0] = _BESIDE_STAR if depth else path[0]
    return path


def part_of(value: cst.CSTNode | None, path: list[int | None]) -> cst.CSTNode | None:
    """Return the expression at *path* in the displays of *value*, None if it is not written out."""
    for index in path:
        if not (type(value) is cst.Tuple or type(value) is cst.List) or index is None:
            return None
        if _has_star(value) or not 0 <= index < len(value.elements):
            return None
        value = value.elements[index].value
    return value
