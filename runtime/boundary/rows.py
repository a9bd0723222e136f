"""Tables: many small dictionaries with the same keys, which C copies and looks at by the chunk.

What may cross is decided on the copies, which nobody else holds: wherever something is allocated
the collector may close a suspended generator of the guest's, whose `finally` suite changes what
is being copied; and a host has threads. Before that comes only what keeps `dict` from comparing
keys of the same hash, by methods of the guest's or for as long as it likes. Keys are never copied:
they are those of a dictionary of ours, over which the rows are put.
"""

from __future__ import annotations

from itertools import chain, cycle
from operator import is_, itemgetter
from types import NoneType
from typing import Any, Final, NamedTuple

#: Rows that are copied at once: their copies are made before they are looked at.
CHUNK: Final = 512
#: Text up to this many characters, and integers nearer to zero than this, weigh nothing beyond
#: being items: so the inner loops need not add up what `items` bounds already.
SHORT: Final = 64
SMALL_BITS: Final = 63
SMALL: Final = 2**SMALL_BITS

#: Bytes of a table that has lost no entries: no more than these, and so many for each of them.
EMPTY: Final = 512
ENTRY: Final = 128

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
    if type(rows[0]) is not dict:
        return None
    names = list(rows[0])
    width = len(names)
    for row in rows:  # faster than `map`, and C
        if type(row) is not dict or len(row) != width:
            return None
    if sum(map(dict.__sizeof__, rows)) > (EMPTY + ENTRY * width) * len(rows):
        return None
    entries = width * len(rows)
    if entries > most or not _have_names(rows, names):
        return None
    # A row is put over a dictionary of ours, whose keys are the names: should it have been changed
    # meanwhile, nothing of its keys is in the copy unless that is longer than it should be, and
    # what it lacks is no scalar. Its length is asked for once more: all may be one dictionary,
    # which grows between two of the copies.
    blank = dict.fromkeys(names, ...)
    copies = [blank | row for row in rows if len(row) == width]
    if len(copies) != len(rows):
        return None
    for row in copies:
        if len(row) != width:
            return None
    heavy: list[Any] = []
    for name in names:
        if not _is_light(copies, name):
            heavy += _heavy(copies, name)
    for value in heavy:
        if (kind := type(value)) is not str and kind is not int:
            return None
    return Rows(copies, entries, heavy)


def _have_names(rows: list[Any], names: list[Any]) -> bool:
    """Tell whether all keys are short texts: in every row the very objects of the first."""
    if not names or not all(type(name) is str and len(name) <= SHORT for name in names):
        return False
    return all(map(is_, _each(rows), cycle(names)))


def _is_light(copies: list[Any], name: str) -> bool:
    """Tell whether all values under *name* are of one type, and weigh nothing."""
    kind = type(copies[0][name])
    if kind is int:
        for row in copies:
            value = row[name]
            if type(value) is not int or value.bit_length() > SMALL_BITS:
                return False
    elif kind is str:
        for row in copies:
            value = row[name]
            if type(value) is not str or len(value) > SHORT:
                return False
    elif kind is float or kind is bool or kind is NoneType:
        for row in copies:
            if type(row[name]) is not kind:
                return False
    else:
        return False
    return True


def _heavy(copies: list[Any], name: str) -> list[Any]:
    """Return those values under *name* that are no scalars, or weigh something."""
    return [
        value
        for value in map(itemgetter(name), copies)
        if not (
            ((kind := type(value)) is str and len(value) <= SHORT)
            or (kind is int and -SMALL < value < SMALL)
            or kind is float
            or kind is bool
            or value is None
        )
    ]
