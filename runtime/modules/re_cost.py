"""How much a backtracking match can cost: an upper bound, from the parsed pattern.

The `re` module holds the interpreter while it matches; nothing can interrupt it. So a pattern
only gets there with a subject so short that the bound computed here is small.

The bound counts *ways*, how often what follows an item is tried, and *work*, for one start:

* a repeated single character that can be followed by none of its own kind (`\\w+@`) can end in
  one place only: one way, work in proportion to the subject;
* another repeat has a way for each count; a body that has several ways has them raised to
  the number of rounds;
* alternatives add up, items in a row multiply;
* what ends a pattern and cannot fail (`\\d*`) costs only what it consumes.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
from collections.abc import Iterator
from copy import copy
from itertools import islice
from typing import Any, Final

from ..run import charge
from .re_sets import EVERYTHING, NOTHING, SINGLE, characters

#: Elementary steps of the matcher, about 10 ns each, that one call may take in the worst case.
LIMIT: Final = 10_000_000
#: So few that nobody looks at the clock.
INSTANT: Final = 20_000
#: Items of a set that are looked at in one step: 1.6 ns for a character, 2.4 for a range.
_BEYOND_A_STEP: Final = 4
_BITMAP: Final = 0xFFFF
_OF_CODES: Final = frozenset({op.LITERAL, op.RANGE})
#: Larger patterns are not judged, and never given to `re`; nor are those that nest deeper. (A guest
#: that has left no stack for a verdict gets none, for it would be kept for all runs.)
_MOST_NODES: Final = 1_000
_DEEPEST: Final = 100
_REPEATS: Final = frozenset({op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT})
_ANCHORS: Final = frozenset({op.AT_BEGINNING, op.AT_BEGINNING_STRING})
_ZERO_WIDTH: Final = frozenset({op.AT, op.ASSERT, op.ASSERT_NOT})


class Cost:
    """The verdicts on one pattern.

    Parameters:
        tree: the parsed pattern.
        multiline: whether `^` matches in many places.
    """

    __slots__ = (
        "_anchored", "_bounds", "_found", "_items", "_judged", "_nodes", "_sets", "_weight",
        "stacks",
    )  # fmt: skip

    def __init__(self, tree: Any, multiline: bool) -> None:
        nodes = list(islice(walk_tree(tree), _MOST_NODES + 1))
        self._nodes = len(nodes)
        self._judged = self._nodes <= _MOST_NODES and _nested(tree) <= _DEEPEST
        items = flat(tree) if self._judged else []
        self._items = items
        self._sets = Sets()
        #: What looking once at every item takes.
        self._weight = sum(self._sets.work(code, argument) for code, argument in nodes)
        self._anchored = (
            bool(items) and items[0][0] is op.AT and items[0][1] in _ANCHORS and not multiline
        )
        #: Bounds that are paid for, and all that are known.
        self._bounds: dict[tuple[str, int], float] = {}
        self._found: dict[tuple[str, int], float] = {}
        #: Whether the matcher stores a frame for each round of a repeat.
        self.stacks = any(code in _REPEATS and len(arg[2]) != 1 for code, arg in nodes) or any(
            code in _REPEATS and arg[2][0][0] not in SINGLE for code, arg in nodes
        )

    def for_run(self) -> Cost:
        """Return the same for a run that has paid for no bound yet."""
        made = copy(self)
        made._bounds = {}
        return made

    def allows(self, method: str, length: int) -> bool:
        """Tell whether *method* of the real pattern may be given *length* characters.

        Parameters:
            method: `search` (also for all that look for every match), `match`, `fullmatch`.
        """
        return self.bound(method, length) <= LIMIT

    def bound(self, method: str, length: int) -> float:
        """Return how many steps *method* takes at most on a text of about this length."""
        key = method, length.bit_length()
        found = self._bounds.get(key)
        if found is None:
            charge(min(self._nodes, _MOST_NODES))
            found = self._found.get(key)
            if found is None:
                found = self._found[key] = self._bound(method, 1 << key[1])
            self._bounds[key] = found
        return found

    def _bound(self, method: str, length: int) -> float:
        if not self._judged:
            return float("inf")
        bound = Bound(length, self._sets)
        _, work = bound.row(self._items, NOTHING, last=method != "fullmatch")
        starts = length if method == "search" and not self._anchored else 1
        return work * starts + length * self._weight


def walk_tree(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every item of a parsed pattern."""
    stack = [tree]
    while stack:
        for code, argument in stack.pop():
            yield code, argument
            stack.extend(inner(code, argument))


def inner(code: Any, argument: Any) -> list[Any]:
    """Return the parsed patterns in an item."""
    if code is op.SUBPATTERN:
        return [argument[3]]
    if code is op.BRANCH:
        return list(argument[1])
    if code in _REPEATS:
        return [argument[2]]
    if code in (op.ASSERT, op.ASSERT_NOT):
        return [argument[1]]
    if code is op.ATOMIC_GROUP:
        return [argument]
    if code is op.GROUPREF_EXISTS:
        return [branch for branch in argument[1:] if branch is not None]
    return []


def _nested(tree: Any) -> int:
    """Return how deep parsed patterns are in one another."""
    levels, row = 0, [tree]
    while row:
        row = [part for each in row for code, argument in each for part in inner(code, argument)]
        levels += 1
    return levels


def unrolled(tree: Any) -> int:
    """Return of how many nodes `regex` makes a parsed pattern.

    It writes out what a repeat takes at least, and what may come after that once more.
    """
    nodes = 0
    for code, argument in tree:
        size = 1 + sum(map(unrolled, inner(code, argument)))
        if code in _REPEATS:
            least, most, _ = argument
            size *= max(least + (least != most), 1)
        nodes += size
    return nodes


def flat(tree: Any) -> list[Any]:
    """Return the items of a row, those of groups in their place."""
    items: list[Any] = []
    for code, argument in tree:
        items.extend(flat(argument[3]) if code is op.SUBPATTERN else [(code, argument)])
    return items


def _is_single(tree: Any) -> bool:
    items = flat(tree)
    return len(items) == 1 and items[0][0] in SINGLE


def _sure_from(items: list[Any]) -> int:
    """Return where the end of a row begins that cannot fail: `\\d+`, `\\s*(.*)`."""
    place = len(items)
    while place:
        code, argument = items[place - 1]
        if code not in _REPEATS or not _is_single(argument[2]):
            break
        place -= 1
        if argument[0]:
            break
    return place


def _empty(tree: Any) -> bool:
    """Tell whether a row can match nothing at all."""
    return bool(tree.getwidth()[0] == 0)


class Sets:
    """What is known of the sets of a pattern: each is gone through once, however long it is."""

    __slots__ = ("_characters", "_work")

    def __init__(self) -> None:
        #: By the identities of their items, which the pattern holds.
        self._characters: dict[int, frozenset[int]] = {}
        self._work: dict[int, float] = {}

    def characters(self, code: Any, argument: Any) -> frozenset[int]:
        """Return what an item in `SINGLE` may match (see `re_sets`)."""
        if code is not op.IN:
            return characters(code, argument)
        found = self._characters.get(id(argument))
        if found is None:
            found = self._characters[id(argument)] = characters(code, argument)
        return found

    def work(self, code: Any, argument: Any) -> float:
        """Return the work of looking at one character.

        A set has a bitmap for what is up to U+FFFF; what is beyond is gone through one by one.
        """
        if code is not op.IN:
            return 1.0
        found = self._work.get(id(argument))
        if found is None:
            ends = [value if kind is op.LITERAL else value[1]
                    for kind, value in argument if kind in _OF_CODES]  # fmt: skip
            beyond = sum(map(_BITMAP.__lt__, ends))
            found = self._work[id(argument)] = 1.0 + beyond // _BEYOND_A_STEP
        return found


class Bound:
    """Bounds for a subject of one length.

    Parameters:
        sets: of the pattern.
    """

    __slots__ = ("_length", "_sets")

    def __init__(self, length: int, sets: Sets) -> None:
        self._length = length
        self._sets = sets

    def row(
        self, items: list[Any], after: frozenset[int], last: bool = False
    ) -> tuple[float, float]:
        """Return ways and work of items in a row.

        Parameters:
            after: the characters that may follow the row.
            last: whether the match has succeeded once the row has.
        """
        ways, work = 1.0, 1.0
        sure = _sure_from(items) if last else len(items)
        for place, (code, argument) in enumerate(items):
            rest = items[place + 1 :]
            if place >= sure:
                # Cannot fail once it has its least count: it costs what it consumes.
                each = self._sets.work(*flat(argument[2])[0])
                return ways, work + ways * min(argument[0] + 1, self._length) * each
            more_ways, more_work = self.item(code, argument, self.first(rest, after))
            work += ways * more_work
            ways = min(ways * more_ways, 1e300)
        return ways, min(work, 1e300)

    def item(self, code: Any, argument: Any, follow: frozenset[int]) -> tuple[float, float]:
        if code in SINGLE or code is op.AT:
            return 1.0, self._sets.work(code, argument)
        if code in _REPEATS:
            least, most, body = argument
            return self._repeat(least, most, body, follow)
        if code is op.BRANCH:
            bounds = [self.row(flat(branch), follow) for branch in argument[1]]
            return sum(ways for ways, _ in bounds), sum(work for _, work in bounds)
        if code in (op.ASSERT, op.ASSERT_NOT):
            return 1.0, self._product(flat(argument[1]), NOTHING)
        if code is op.ATOMIC_GROUP:
            return 1.0, self._product(flat(argument), EVERYTHING)
        if code is op.GROUPREF:
            return 1.0, float(self._length)
        if code is op.GROUPREF_EXISTS:
            bounds = [self.row(flat(tree), EVERYTHING) for tree in argument[1:] if tree is not None]
            return sum(ways for ways, _ in bounds) + 1, sum(work for _, work in bounds) + 1
        return float("inf"), float("inf")  # an item this table does not know

    def _product(self, items: list[Any], after: frozenset[int]) -> float:
        ways, work = self.row(items, after)
        return ways + work

    def _repeat(
        self, least: int, most: Any, body: Any, follow: frozenset[int]
    ) -> tuple[float, float]:
        rounds = min(int(most), self._length)
        counts = float(max(rounds - least, 0) + 1)
        items = flat(body)
        if _is_single(body):
            alone = self._sets.characters(*items[0]).isdisjoint(follow)
            return (1.0 if alone else counts), (rounds + 1.0) * self._sets.work(*items[0])
        ways, work = self.row(items, self.first(items, NOTHING) | follow)
        if ways <= 1:
            return counts, (rounds + 1) * work
        try:
            raised = ways**rounds
        except OverflowError:
            return 1e300, 1e300
        return min(raised * counts, 1e300), min(raised * counts * work, 1e300)

    def first(self, items: list[Any], after: frozenset[int]) -> frozenset[int]:
        """Return the characters that a row followed by *after* may begin with."""
        found: frozenset[int] = NOTHING
        for code, argument in items:
            if code in SINGLE:
                return found | self._sets.characters(code, argument)
            if code in _ZERO_WIDTH:
                continue
            if code in _REPEATS:
                found |= self.first(flat(argument[2]), NOTHING)
                if argument[0] and not _empty(argument[2]):
                    return found
            elif code is op.BRANCH:
                found = found.union(*(self.first(flat(branch), NOTHING) for branch in argument[1]))
                if not any(_empty(branch) for branch in argument[1]):
                    return found
            else:
                return EVERYTHING
        return found | after
