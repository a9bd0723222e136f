"""Groups whose text follows from where a match begins: there is one way to get to their end.

`regex` notes for a repeat where it has failed, and does not try there again. That what comes later
refers to a group, which may hold something else by then, it does not always know.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
from itertools import islice
from typing import Any, Final

from .re_cost import Bound, Sets, walk_tree
from .re_sets import NOTHING, SINGLE

#: Larger patterns are not looked at.
_MOST_NODES: Final = 1_000
#: Of a text; of any length there are several ways, or of none.
_LENGTH: Final = 1_000
_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_NO_WIDTH: Final = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})


def settled(tree: Any) -> set[int]:
    """Return the numbers of the groups of *tree* whose text follows from where a match begins."""
    if len(list(islice(walk_tree(tree), _MOST_NODES + 1))) > _MOST_NODES:
        return set()
    places: list[tuple[int, int]] = []
    items: list[tuple[Any, Any]] = []
    _flatten(tree, items, places)
    bound = Bound(_LENGTH, Sets())
    found: set[int] = set()
    for place, (code, argument) in enumerate(items):
        follow = bound.first(items[place + 1 :], NOTHING)
        if bound.item(code, argument, follow)[0] <= 1:
            found.update(arg[0] for each, arg in walk_tree([(code, argument)])
                         if each is op.SUBPATTERN and arg[0])  # fmt: skip
        elif not _is_fixed(code, argument):
            return found | {number for number, end in places if end <= place}
    return found | {number for number, _ in places}


def _flatten(tree: Any, items: list[tuple[Any, Any]], places: list[tuple[int, int]]) -> None:
    """Add the items of a row, those of groups in their place, and where each group ends."""
    for code, argument in tree:
        if code is not op.SUBPATTERN:
            items.append((code, argument))
            continue
        _flatten(argument[3], items, places)
        if argument[0] is not None:
            places.append((argument[0], len(items)))


def _is_fixed(code: Any, argument: Any) -> bool:
    """Tell whether an item always takes as many characters, by whichever way."""
    if code in SINGLE or code in _NO_WIDTH:
        return True
    if code in _REPEATS:
        return bool(argument[0] == argument[1]) and _width(argument[2]) is not None
    if code is op.BRANCH:
        widths = set(map(_width, argument[1]))
        return len(widths) == 1 and None not in widths
    return False


def _width(tree: Any) -> int | None:
    """Return how many characters a row takes, if that is fixed."""
    least, most = tree.getwidth()
    return least if least == most else None
