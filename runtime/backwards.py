"""Dictionaries gone through backwards.

CPython's iterator begins at the last entry that the dictionary's table has when it is made. Before
it reads another it asks whether the dictionary has as many keys as then, and not whether the table
has as many entries: with a smaller one, of as many keys, it takes what lies behind it for objects.
(A table that has lost keys has more entries than keys.) So no guest ever holds such an iterator,
and no loop of a guest's draws from one: the table is measured before each entry is read. What has
the size that it had, or more, has room for as many entries, and those not taken are empty.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from gc import get_referents
from itertools import repeat
from typing import Any, Final

from .reentry import Single, alone, single

_CHANGED: Final = "dictionary keys changed during iteration"
_RESIZED: Final = "dictionary changed size during iteration"


class Backwards(Single):
    """One that a guest holds: it draws from what measures the table."""

    __slots__ = ("__real__",)
    #: Asked for nothing but how many are left.
    __real__: Any

    def __length_hint__(self) -> int:
        left: int = _real(self).__length_hint__()
        return left


_real: Final[Callable[[Any], Any]] = Backwards.__dict__["__real__"].__get__
_set_real: Final[Callable[[Any, Any], None]] = Backwards.__dict__["__real__"].__set__
_size: Final[Any] = dict.__sizeof__


def _values(table: Any) -> Any:
    return reversed(dict.values(table))


def _items(table: Any) -> Any:
    return reversed(dict.items(table))


#: What makes each of CPython's iterators of the kind: of a dictionary, whatever is derived from it.
_MAKERS: Final[dict[type, Callable[[Any], Any]]] = {
    type(dict.__reversed__({})): dict.__reversed__, type(_values({})): _values,
    type(_items({})): _items,
}  # fmt: skip
#: The same -> what a guest holds in its place.
BACKWARDS: Final[dict[type, type[Single]]] = {kind: single(kind, Backwards) for kind in _MAKERS}


def backwards(found: Any) -> Any:
    """Return *found*, which `reversed` has just made, or what a guest has in its place."""
    if type(found) not in _MAKERS:
        return found
    real, table, size = _measured(found)
    step = _stepping(real, _size.__get__(table), size) if size else _ending(table)
    made = alone(BACKWARDS[type(found)], map(step, repeat(None)))
    _set_real(made, real)
    return made


def reversed_in_loop(*args: Any) -> Any:
    """Do what `reversed` does, for a loop: nobody else has what is returned, or goes on with it."""
    found = reversed(*args)
    if type(found) not in _MAKERS:
        return found
    real, table, size = _measured(found)
    return _drawn(real, _size.__get__(table), size) if size else map(_ending(table), (None,))


def _measured(found: Any) -> tuple[Any, Any, int]:
    """Return one like *found*, which is new, its dictionary, and the size of that; 0 of no keys.

    Raises:
        RuntimeError: the table was exchanged meanwhile.
    """
    table: Any = next(each for each in get_referents(found) if isinstance(each, dict))
    size: int = _size(table)
    real = _MAKERS[type(found)](table)
    if not dict.__len__(table):
        return real, table, 0
    if _size(table) != size:
        raise RuntimeError(_CHANGED)
    return real, table, size


# In each of these, nothing of a guest's runs between the look at the size and the next entry.


def _drawn(real: Iterator[Any], size: Callable[[], int], least: int) -> Iterator[Any]:
    if size() < least:
        raise RuntimeError(_CHANGED)
    for each in real:
        yield each
        if size() < least:
            raise RuntimeError(_CHANGED)


def _stepping(real: Iterator[Any], size: Callable[[], int], least: int) -> Callable[[Any], Any]:
    def step(_: Any) -> Any:
        nonlocal size
        if size() < least:
            raise RuntimeError(_CHANGED)
        try:
            return next(real)
        except StopIteration:
            size = _over  # it has let go of the dictionary
            raise

    return step


def _over() -> int:
    return sys.maxsize


def _ending(table: Any) -> Callable[[Any], Any]:
    """Return what goes through *table*, which has no keys: C would read what entries it had."""

    def step(_: Any) -> Any:
        nonlocal table
        if dict.__len__(table):
            table = {1: 1}  # it stays so
            raise RuntimeError(_RESIZED)
        table = {}
        raise StopIteration

    return step
