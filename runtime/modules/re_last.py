"""`lastindex` of a match that `regex` has found: the group that was closed last, as `re` counts.

`regex` does not count a round of a repeat that takes nothing. Its spans are those of `re`, and a
match goes from left to right, so they tell which group was closed later.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any, Final

from ..run import charge
from .re_cost import inner

_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_AROUND: Final = frozenset({op.ASSERT, op.ASSERT_NOT})
#: The items that are around a group, and it: what each is, and its place in the pattern.
Way = tuple[tuple[Any, int], ...]


def ways(tree: Any) -> dict[int, Way]:
    """Return how one gets to each group of a parsed pattern."""
    return dict(_ways(tree, (), [0]))


def _ways(tree: Any, above: Way, count: list[int]) -> Iterator[tuple[int, Way]]:
    for code, argument in tree:
        count[0] += 1
        way = (*above, (code, count[0]))
        if code is op.SUBPATTERN and argument[0] is not None:
            yield argument[0], way
        for row in inner(code, argument):
            yield from _ways(row, way, count)


def last_index(match: Any, known: dict[int, Way]) -> int | None:
    """Return the number of the group that *match* of `regex` has closed last."""
    charge(sum(map(len, known.values())))
    taken = [number for number in known if match.end(number) >= 0]
    last = None
    for number in taken:
        if last is None or _is_later(match, number, last, known):
            last = number
    sure = all(each == last or _is_later(match, last, each, known) for each in taken)
    found: int | None = last if sure else match.lastindex
    return found


def _is_later(match: Any, one: Any, other: Any, known: dict[int, Way]) -> bool:
    """Tell whether group *one* is sure to have been closed after *other*."""
    mine, theirs = known[one], known[other]
    common = 0
    while common < min(len(mine), len(theirs)) and mine[common] == theirs[common]:
        common += 1
    if common in (len(mine), len(theirs)):
        return common == len(mine)  # one is around the other
    if all(code not in _REPEATS for code, _ in mine[:common]):
        return bool(one > other)
    if any(code in _AROUND for code, _ in (*mine[common:], *theirs[common:])):
        return False
    (start, end), (others_start, others_end) = match.span(one), match.span(other)
    if end != others_end:
        return bool(end > others_end)
    return bool(start == end and others_start < others_end)
