"""Sets and dictionaries with many entries of one hash, each of which C compares with the others.

Whoever writes numbers down can have as many of one hash as he likes (`i * (2**61 - 1)`), alone or
in tuples. To make such a set takes its square, with a step an item; to copy it or to look for all
its items in another takes that again, in one C call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..prices import spend

_BASES: Final[tuple[Any, ...]] = (set, frozenset, dict, type({}.keys()))
#: So few are compared within a few steps.
FEW: Final = 256
#: Exact types of which any number may have one hash, without code of the guest's.
_CROWDED: Final = frozenset({int, complex, tuple})
_WHOLE: Final = frozenset({int, bool})
#: Integers below have hashes of their own.
_MODULUS: Final = 2**61 - 1
_SCALARS: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})
_HASHED: Final = _SCALARS | {tuple}
#: To find out that two of them are not the same takes as long as so many of the shortest steps.
_PAIR: Final = 4
#: So many of one hash are nobody's intention: `-1` and `-2` have one.
_BY_CHANCE: Final = 8
#: No more of one hash than this can be brought together within two seconds.
_MOST: Final = 2**14


def crowding(x: Any) -> int:
    """Return what the comparisons of entries of one hash weigh; 0 if *x* is no set, dict or keys.

    No code of the guest's runs: an object whose hash is the guest's is not asked for it.
    """
    return _PAIR * BYTES_PER_STEP * sum(count * count for count in _crowds(x))


def pay_crowd(x: Any) -> None:
    """Pay for looking for all entries of *x* in another set or dict, or for adding them to it.

    Raises:
        Stop: it would cost more than is left.
    """
    weight = crowding(x)
    if weight:
        spend(weight // BYTES_PER_STEP)


def pay_meeting(x: Any) -> None:
    """The same where what *x* meets may have many more of one hash, and nobody looks there.

    Raises:
        Stop: it would cost more than is left.
    """
    met = sum(count * max(count, _MOST) for count in _crowds(x) if count > _BY_CHANCE)
    if met:
        spend(_PAIR * met)


def _crowds(x: Any) -> Iterable[int]:
    """Return how many entries of *x* have the same hash, for each hash of more than one."""
    kind = type(x)
    base = next((each for each in _BASES if issubclass(kind, each)), None)
    if base is None or base.__len__(x) <= FEW:
        return ()
    kinds = set(map(type, base.__iter__(x)))
    if kinds.isdisjoint(_CROWDED):
        return ()
    if kinds <= _WHOLE and min(base.__iter__(x)) > -_MODULUS and max(base.__iter__(x)) < _MODULUS:
        return ()
    items = [*base.__iter__(x)]
    if not kinds <= _HASHED or not _SCALARS.issuperset(
        map(type, chain.from_iterable(_rows(items)))
    ):
        items = [*_told(iter(items))]
    hashes = [*map(hash, items)]
    if len(set(hashes)) == len(hashes):
        return ()
    return [count for count in Counter(hashes).values() if count > 1]


def _rows(items: list[Any]) -> list[tuple[Any, ...]]:
    return [item for item in items if type(item) is tuple]


def _told(items: Iterator[Any]) -> Iterator[Any]:
    """Yield those of *items* whose hash is C's alone."""
    for item in items:
        kind = type(item)
        if kind in _SCALARS or (kind is tuple and _SCALARS.issuperset(map(type, item))):
            yield item
