"""What C takes to bring the entries of a set or dictionary together with those of another.

Each is looked for there: compared with what is equal to it, and with all that have its hash.
"""

from __future__ import annotations

from gc import get_referents
from itertools import chain
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..prices import SMALL_BYTES, spend, spend_walk
from .crowds import BASES, PAIR, crowding, crowds_of
from .short import are_short
from .walking import weigh

#: So many of one hash are nobody's intention: `-1` and `-2` have one.
_BY_CHANCE: Final = 8
#: No more of one hash than this can be brought together within two seconds.
_MOST: Final = 2**14
#: Of those whose hash nobody knows so many are taken for granted: they seldom have one.
_LIKELY: Final = 2**11
#: Rows of so few short scalars are compared as soon as scalars are.
_BRIEF: Final = 8
_EXACT: Final = frozenset({set, frozenset, dict})
_ROWS: Final = frozenset({tuple})
_ITEMS: Final[type] = type({}.items())


def pay_crowd(x: Any) -> None:
    """Pay for looking for all entries of *x* in another set or dict, or for adding them to it.

    Raises:
        Stop: it would cost more than is left.
    """
    weight = crowding(x)
    if weight:
        spend(weight // BYTES_PER_STEP)
    pay_entries(x)


def pay_meeting(x: Any) -> None:
    """The same where what *x* meets may have many more of one hash, and nobody looks there.

    Raises:
        Stop: it would cost more than is left.
    """
    unknown, crowds = crowds_of(x)
    met = sum(count * max(count, _MOST) for count in crowds if count > _BY_CHANCE)
    met += unknown * max(unknown, _LIKELY)
    if met:
        spend(PAIR * met)


def pay_entries(x: Any, *others: Any) -> None:
    """Pay for comparing the entries of *x* that take long with what has their hash.

    Parameters:
        others: where they are looked for, beside *x* itself.

    Raises:
        Stop: it would cost more than is left.
    """
    if type(x) in _EXACT and are_short(x):
        return
    entries = _entries(x)
    if entries is None or _are_brief(entries):
        return
    weight = weigh(entries)
    if weight <= SMALL_BYTES:
        return
    spend_walk(weight)
    alike = max(map(_most_alike, (x, *others)))
    if alike > 1:
        spend_walk(alike * weight)


def _entries(x: Any) -> list[Any] | None:
    kind = type(x)
    if issubclass(kind, _ITEMS):
        (x,) = get_referents(x.mapping)
        kind = type(x)
    for base in BASES:
        if issubclass(kind, base):
            return [*base.__iter__(x)]
    return None


def _are_brief(entries: list[Any]) -> bool:
    if are_short(entries):
        return True
    return (
        _ROWS.issuperset(map(type, entries))
        and max(map(len, entries)) <= _BRIEF
        and are_short([*chain.from_iterable(entries)])
    )


def _most_alike(x: Any) -> int:
    """Return how many entries of *x* may have one hash."""
    unknown, crowds = crowds_of(x, 1)
    return unknown + max(crowds, default=0)
