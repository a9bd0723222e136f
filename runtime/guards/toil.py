"""What C takes to compare or hash an object beside what it is known to hold.

A set, or a dictionary, that has lost its entries keeps the table they were in, and whoever goes
through it, goes through all of that. Objects of the library are compared by methods that take as
long as dozens of ours. Neither is much, once; shared, each is met a million times in one call.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from gc import get_referents
from types import FunctionType, MappingProxyType, SimpleNamespace, UnionType
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..prices import NODE
from ..run import current

_SETS: Final[tuple[Any, ...]] = (set, frozenset)
#: Bytes of a table that has lost no entries: no more than these, and so many for each of them.
_EMPTY: Final = 512
_ENTRY: Final = 2 * NODE
_ATTRIBUTES: Final[Callable[[Any], Any]] = SimpleNamespace.__dict__["__dict__"].__get__
_KEYWORDS: Final[Callable[[Any], Any]] = partial.__dict__["keywords"].__get__
_VIEWS: Final[tuple[Any, ...]] = tuple(type(getattr({}, n)()) for n in ("keys", "values", "items"))
#: What is a dictionary's, or around one.
_DICTIONARIES: Final[dict[Any, Callable[[Any], Any]]] = {
    dict: lambda x: x,
    **dict.fromkeys(_VIEWS, lambda x: get_referents(x.mapping)[0]),
    SimpleNamespace: _ATTRIBUTES,
    partial: _KEYWORDS,
    MappingProxyType: lambda x: get_referents(x)[0],
}
#: Key in `Run.state`: type -> what comparing or hashing its instances takes.
_KNOWN: Final = "toil of types"
#: What a method written in Python takes.
_METHOD: Final = 8 * BYTES_PER_STEP
_ASKED: Final = ("__eq__", "__hash__", "__lt__", "__le__", "__gt__", "__ge__", "__ne__")


def lost(x: Any) -> int:
    """Return how many bytes of the table of *x* were of entries that are no longer there."""
    kind = type(x)
    if kind is dict:
        size, count = dict.__sizeof__(x), len(x)
    elif kind is set:
        size, count = set.__sizeof__(x), len(x)
    else:
        for base in _SETS:
            if issubclass(kind, base):
                size, count = base.__sizeof__(x), base.__len__(x)
                break
        else:
            for each, read in _DICTIONARIES.items():
                if issubclass(kind, each):
                    x = read(x)
                    if not issubclass(type(x), dict):
                        return 0
                    size, count = dict.__sizeof__(x), dict.__len__(x)
                    break
            else:
                return 0
    return max(size - _ENTRY * count - _EMPTY, 0)


def _zoned(x: Any) -> int:
    """Times of two zones are compared by what both zones say."""
    return 32 * BYTES_PER_STEP if x.tzinfo is not None else 0


#: What is written in C, and takes longer than two dozen of the shortest steps. Modules add theirs.
TOIL: Final[dict[Any, Callable[[Any], int]]] = {
    datetime: _zoned,
    time: _zoned,
    UnionType: lambda x: 8 * BYTES_PER_STEP,
    **dict.fromkeys(_VIEWS, lambda x: 6 * BYTES_PER_STEP),
    range: lambda x: BYTES_PER_STEP,
    slice: lambda x: BYTES_PER_STEP,
}


def toil(x: Any) -> int:
    """Return what comparing or hashing *x* weighs, besides what is in it.

    Methods of a guest's take steps of their own.
    """
    read: Any = _toil_of(type(x))
    return read if type(read) is int else read(x)


def toils_alike(kind: type) -> bool:
    """Tell whether `toil` says the same of all instances of *kind*."""
    return type(_toil_of(kind)) is int


def _toil_of(kind: type) -> Callable[[Any], int] | int:
    known: Any = current().state.setdefault(_KNOWN, {})
    read: Callable[[Any], int] | int | None = known.get(kind)
    if read is None:
        read = known[kind] = _of_type(kind)
    return read


def _of_type(kind: type) -> Callable[[Any], int] | int:
    """Return what tells it of an instance of *kind*, or what it is for all of them."""
    own = current().own
    for each in kind.__mro__:
        if each in TOIL:
            return TOIL[each]
    for name in _ASKED:
        home = next((each for each in kind.__mro__ if name in vars(each)), object)
        if home not in own and type(vars(home).get(name)) is FunctionType:
            return _METHOD
    return 0
