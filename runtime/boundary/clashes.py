"""Keys of one hash: C tells them apart by comparing each with each, whatever a deadline says.

A guest chooses numbers of one hash (multiples of 2**61 - 1) as it likes, and makes sets of sets
of them whose hashes are the same again. It has paid for one; whoever makes copies of it pays anew
for each, and so does whoever reads one that was written down.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import groupby
from typing import Any, Final

#: Pairs of scalars of one hash that there may be in one value.
MOST: Final = 1_000_000
#: A pair of what may hold such keys again counts for so many.
NESTED: Final = 10_000
#: So few scalars are not looked at: their items are counted, by hundreds of pairs.
FEW: Final = 32

_TEXT: Final = frozenset({str})
_SCALARS: Final = frozenset({str, int, float, bool, type(None), bytes, complex})


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
    ordered = sorted(zip(hashes, map(_weight, keys), strict=True))
    total = 0
    for _, equal in groupby(ordered, lambda each: each[0]):
        weights = [weight for _, weight in equal]
        total += len(weights) * (len(weights) - 1) // 2 * max(weights)
    return total


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
