"""Sets and dictionaries with many entries of one hash, each of which C compares with the others.

Whoever writes numbers down can have as many of one hash as he likes (`i * (2**61 - 1)`), alone or
in tuples. To make such a set takes its square, with a step an item; to copy it or to look for all
its items in another takes that again, in one C call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..prices import NODE, spend

_BASES: Final[tuple[Any, ...]] = (set, frozenset, dict, type({}.keys()))
#: So few are compared within a few steps.
_FEW: Final = 256
#: Exact types of which any number may have one hash, without code of the guest's.
_CROWDED: Final = frozenset({int, complex, tuple})
_WHOLE: Final = frozenset({int, bool})
#: Integers below have hashes of their own.
_MODULUS: Final = 2**61 - 1
_SCALARS: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})


def crowding(x: Any) -> int:
    """Return what the comparisons of entries of one hash weigh; 0 if *x* is no set, dict or keys.

    No code of the guest's runs: an object whose hash is the guest's is not asked for it.
    """
    kind = type(x)
    base = next((each for each in _BASES if issubclass(kind, each)), None)
    if base is None or base.__len__(x) <= _FEW:
        return 0
    kinds = set(map(type, base.__iter__(x)))
    if kinds.isdisjoint(_CROWDED):
        return 0
    if kinds <= _WHOLE and min(base.__iter__(x)) > -_MODULUS and max(base.__iter__(x)) < _MODULUS:
        return 0
    groups = Counter(map(hash, _told(base.__iter__(x)))).values()
    return NODE * (sum(count * count for count in groups if count > 1) // 2)


def pay_crowd(x: Any) -> None:
    """Pay for looking for all entries of *x* in another set or dict, or for adding them to it.

    Raises:
        Stop: it would cost more than is left.
    """
    weight = crowding(x)
    if weight:
        spend(weight // BYTES_PER_STEP)


def _told(items: Iterator[Any]) -> Iterator[Any]:
    """Yield those of *items* whose hash is C's alone."""
    for item in items:
        kind = type(item)
        if kind in _SCALARS or (kind is tuple and _SCALARS.issuperset(map(type, item))):
            yield item
