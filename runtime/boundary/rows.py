"""Tables: many small dictionaries with the same keys, which C copies and looks at by the chunk.

What may cross is decided on the copies, which nobody else holds: wherever something is allocated
the collector may close a suspended generator of the guest's, whose `finally` suite changes what
is being copied; and a host has threads. Before that comes only what keeps `dict` from comparing
keys of the same hash, by methods of the guest's or for as long as it likes.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain, cycle, repeat
from operator import countOf, is_
from typing import Any, Final, NamedTuple

#: Rows that are copied at once: their copies are made before they are looked at.
CHUNK: Final = 512
#: Text up to this many characters, and integers nearer to zero than this, weigh nothing beyond
#: being items: so the inner loops need not add up what `items` bounds already.
SHORT: Final = 64
SMALL: Final = 2**63

_values: Final[Callable[[Any], Any]] = dict.values
_each: Final = chain.from_iterable


class Rows(NamedTuple):
    """Some rows that have been copied.

    Parameters:
        rows: the copies.
        entries: how many they have, all together.
        heavy: texts and integers among the values that weigh more than being items.
    """

    rows: list[dict[str, Any]]
    entries: int
    heavy: list[Any]


def copied_rows(rows: list[Any], most: int) -> Rows | None:
    """Copy *rows* if all are exact dictionaries of scalars with the keys of the first.

    Parameters:
        rows: a list of one row or more, which nobody else holds.
        most: entries that there may be.
    """
    if not all(map(is_, map(type, rows), repeat(dict))):
        return None
    entries = sum(map(len, rows))
    if entries > most or countOf(map(type, _each(rows)), str) != entries:
        return None
    copies = list(map(dict, rows))
    if sum(map(len, copies)) != entries or not _have_names(copies):
        return None
    heavy = [
        value
        for value in _each(map(_values, copies))
        if not (
            ((kind := type(value)) is str and len(value) <= SHORT)
            or (kind is int and -SMALL < value < SMALL)
            or kind is float
            or kind is bool
            or value is None
        )
    ]
    for value in heavy:
        if (kind := type(value)) is not str and kind is not int:
            return None
    return Rows(copies, entries, heavy)


def _have_names(copies: list[Any]) -> bool:
    """Tell whether all keys are short texts: in every row the very objects of the first."""
    names = list(copies[0])
    if not names or not all(type(name) is str and len(name) <= SHORT for name in names):
        return False
    return all(map(is_, _each(copies), cycle(names)))
