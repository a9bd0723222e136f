"""How shims of this package take an iterable: item by item at C speed, one step each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from gc import get_referents
from itertools import compress
from types import MappingProxyType
from typing import Any, Final

from ..binding import MISSING
from ..guards.contents import SCALARS
from ..guards.draining import FREE, TEXTS, Merged, one_by_one, pay_pair
from ..guards.hashing import first_key
from ..guards.meeting import pay_crowd
from ..guards.ordered_keys import beside_all
from ..prices import NODE, items_size, pay_copy
from ..run import charge, current

#: Exact types whose walk was paid for when they were made: charged by size, at once.
SIZED: Final = frozenset({list, tuple, dict, set, frozenset, str, bytes, bytearray})
#: One step pays for this many items of a sized collection.
ITEMS_PER_STEP: Final = 8


def ticked(source: Any) -> Any:
    """Return what to drain in the place of *source*; what is no iterable comes back as it is.

    Native code then raises its own TypeError for it.
    """
    kind = type(source)
    if kind in SIZED:
        if len(source) > FREE:
            charge(len(source) // ITEMS_PER_STEP)
        return source
    if hasattr(kind, "__iter__") or hasattr(kind, "__getitem__"):
        return compress(source, current().ticks)
    return source


def filled(source: Any) -> Any:
    """Return what a list is filled from: `ticked`, and text takes more there than it did."""
    if type(source) in TEXTS and len(source) > FREE:
        pay_copy(items_size(source))
    return ticked(source)


def pairs(source: Any) -> Any:
    """Return what `dict` and `dict.update` may take in the place of *source*.

    A mapping is anything with `keys`. Each pair of an iterable is drained too, in C: an
    endless iterator there must tick as well.
    """
    kind = type(source)
    if kind is dict:
        pay_crowd(source)
        return ticked(source)
    if issubclass(kind, dict) and kind.__iter__ is dict.__iter__:
        pay_copy(NODE * dict.__len__(source))
        pay_crowd(source)
        return source
    if kind is MappingProxyType and type(shown := get_referents(source)[0]) is dict:
        return pairs(shown)
    # The object is asked, and once, as an attribute of its own may answer: C would ask it again.
    keys: Any = getattr(source, "keys", MISSING)
    if keys is not MISSING:
        return Merged(source, keys)
    return map(_pair, compress(source, current().ticks))


def pairs_for(x: Any, sources: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what a method of `dict` may put into *x* in the place of *sources*.

    It takes one; of more C says so, and asks none of them.
    """
    if len(sources) > 1:
        return sources
    found = map(pairs, sources)
    if isinstance(x, OrderedDict):
        found = map(one_by_one, found)
    return tuple(beside_all(x, each) for each in found)


def _pair(item: Any) -> Any:
    kind = type(item)
    if kind is tuple and len(item) == 2 and type(item[0]) in SCALARS:
        return item
    # (Not subclasses, nor views: C takes what they give, and nobody has hashed that.)
    if kind is tuple or kind is list:
        return first_key(item)
    if kind in TEXTS:
        pay_pair(item)
        return item
    if not (hasattr(kind, "__iter__") or hasattr(kind, "__getitem__")):
        return item
    return first_key([*ticked(item)])


def drained(source: Iterable[Any]) -> list[Any]:
    """Return the items of *source* as a list, a step each."""
    return list(filled(source))
