"""Keys of one hash: C tells them apart by comparing each with each, whatever a deadline says.

A guest chooses numbers of one hash (multiples of 2**61 - 1) as it likes, and makes sets of sets
of them whose hashes are the same again. It has paid for one; whoever makes copies of it pays anew
for each, and so does whoever reads one that was written down.

A pair takes what the longer of the two is, but for a `Decimal` beside an integer or the parts of a
`Fraction`: to compare them C makes a `Decimal` of the integer, in time by the square of its length.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from .record import Record

#: Pairs of scalars of one hash that there may be in one value.
MOST: Final = 1_000_000
#: A pair of what may hold such keys again counts for so many.
NESTED: Final = 10_000
#: So long an integer may be converted: it takes microseconds.
CONVERTED: Final = 1024
#: Classes of numbers that convert an integer they are compared with, and what holds other keys,
#: and which. `library.py` knows some.
CONVERTING: Final[set[type]] = set()
PARTS: Final[dict[type, Callable[[Any], Iterable[Any]]]] = {
    tuple: iter, frozenset: iter, Record: lambda record: vars(record).values(),
}  # fmt: skip
#: So few scalars are not looked at: their items are counted, by hundreds of pairs.
FEW: Final = 32

_TEXT: Final = frozenset({str})
_SCALARS: Final = frozenset({str, int, float, bool, type(None), bytes, complex})
_hash: Final = itemgetter(0)


def clashes(keys: Collection[Any]) -> int:
    """Return what it takes to tell *keys*, of builtin types, apart, in pairs of scalars.

    Raises:
        TypeError: one has no hash.
    """
    kinds = set(map(type, keys))
    if kinds <= _TEXT or (len(keys) <= FEW and kinds <= _SCALARS):
        return 0  # text is hashed with a secret of this process
    hashes = list(map(hash, keys))
    if len(set(hashes)) == len(hashes):
        return 0
    ordered = sorted(zip(hashes, keys, strict=True), key=_hash)
    total = 0
    for _, group in groupby(ordered, _hash):
        equal = [key for _, key in group]
        if len(equal) > 1:
            if _converts(equal):
                return MOST + 1
            total += len(equal) * (len(equal) - 1) // 2 * max(map(_weight, equal))
    return total


def _converts(keys: list[Any]) -> bool:
    """Tell whether to compare two of *keys* a long integer may become a number of another type."""
    found, longest = False, 0
    rest = keys
    while rest:
        within: list[Any] = []
        for key in rest:
            kind = type(key)
            if kind is int:
                longest = max(longest, int.bit_length(key))
            elif kind in CONVERTING:
                found = True
            elif kind in PARTS:
                within += PARTS[kind](key)
        rest = within
    return found and longest > CONVERTED


def _weight(key: Any) -> int:
    """Return what it takes to compare *key* with one that is nearly equal."""
    kind = type(key)
    if kind is int:
        return 1 + (int.bit_length(key) >> 12)
    if kind is str or kind is bytes:
        return 1 + (len(key) >> 9)
    if kind in _SCALARS:
        return 1
    if kind is tuple and _SCALARS.issuperset(map(type, key)):
        # All but the last items of two may be equal, however long they are.
        return 1 + sum(map(_weight, key))
    return NESTED
