"""The hashes of what holds others, put together from theirs as C does it, to the bit.

Whoever knows C's can choose one number in each of many rows so that all of them have the same. Told
by anything else, these would be rows of different hashes.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from gc import get_referents
from types import GenericAlias, MappingProxyType, MethodType, UnionType
from typing import Any, Final
from weakref import ref

from ..run import current

#: What of an instance C hashes, and what it makes of the hashes of that.
Parts = tuple[Callable[[Any], Iterable[Any]], Callable[[list[int]], int]]
_WORD: Final = 2**64 - 1


class Hashed:
    """Stands for what has this hash: that of an integer has fewer bits than others have."""

    __slots__ = ("_hash",)

    def __init__(self, found: int) -> None:
        self._hash = found

    def __hash__(self) -> int:
        return self._hash


def _of_row(hashes: list[int]) -> int:
    return hash(tuple(map(Hashed, hashes)))


def _of_set(hashes: list[int]) -> int:
    """Return what C does for a frozenset, without comparing those that have one hash."""
    mixed = (len(hashes) + 1) * 1927868237
    for each in hashes:
        mixed ^= (each ^ 89869747 ^ (each << 16)) * 3644798167
    mixed &= _WORD
    mixed = ((mixed ^ (mixed >> 11) ^ (mixed >> 25)) * 69069 + 907133923) & _WORD
    if mixed == _WORD:
        return 590923713
    return mixed - (_WORD + 1 if mixed > _WORD >> 1 else 0)


def _of_slice(hashes: list[int]) -> int:
    return hash(slice(*map(Hashed, hashes)))  # CPython 3.12; nobody has hashed one before


def _of_alias(hashes: list[int]) -> int:
    return hashes[0] ^ _of_row(hashes[1:])


def _of_method(hashes: list[int]) -> int:
    function, bound = hashes
    return -2 if function ^ bound == -1 else function ^ bound


def _of_one(hashes: list[int]) -> int:
    return hashes[0]


def _referent(x: Any) -> tuple[Any]:
    found = x()
    if found is not None:
        return (found,)
    try:
        return (Hashed(hash(x)),)  # C has kept it
    except TypeError:
        return (Hashed(id(x)),)


#: Methods that hash what is in instances, in classes of a guest's, too.
ROWS: Final[dict[Any, Parts]] = {
    tuple.__hash__: (tuple.__iter__, _of_row),
    frozenset.__hash__: (frozenset.__iter__, _of_set),
}
#: Exact types that are hashed, and compared, as what is in them.
HASHED_AS: Final[dict[type, Parts]] = {
    GenericAlias: (lambda x: (x.__origin__, *x.__args__), _of_alias),
    UnionType: (lambda x: x.__args__, _of_set),
    slice: (lambda x: (x.start, x.stop, x.step), _of_slice),
    MethodType: (lambda x: (x.__func__, Hashed(object.__hash__(x.__self__))), _of_method),
    ref: (_referent, _of_one),
    MappingProxyType: (get_referents, _of_one),
}


def _of_moment(x: Any) -> int | None:
    """Return the hash of a date with a time; None if a guest's zone says it, which C compares."""
    base: Any = datetime.datetime if isinstance(x, datetime.datetime) else datetime.time
    return None if type(base.tzinfo.__get__(x)) in current().own else hash(x)


#: Methods that hash without any code of a guest's, in classes of his, too -> what tells what they
#: give, None if there is no telling. A module adds its own.
HASHERS: Final[dict[Any, Callable[[Any], int | None]]] = {
    **{
        kind.__hash__: hash
        for kind in (object, int, float, complex, str, bytes, range, type(None), type(len),
                     type([].__len__), datetime.date, datetime.timedelta, datetime.timezone)
    },
    Hashed.__hash__: hash,
}  # fmt: skip
_moments: Final[tuple[Any, ...]] = (datetime.datetime, datetime.time)
HASHERS.update({each.__hash__: _of_moment for each in _moments})
