"""`__place__`: what is assigned to, where C would ask too much of its key or its value.

That is a slice whose value cannot be drained beforehand, and what has an `__index__`.
"""

from __future__ import annotations

from typing import Any, Final

from ..buffers import flat
from . import hashing
from .answering import unasked
from .comparing import hashable
from .contents import SCALARS
from .draining import drain, drawn, method_of
from .moving import deleted, stored
from .numbering import settles
from .operators import inplace_addend, piece

#: Methods that take any iterable for a slice, and go through it in C.
_SPLICES: Final = (list.__setitem__, bytearray.__setitem__)
#: What they copy without a look at an item.
_COPIED: Final[dict[Any, tuple[type, ...]]] = {
    list.__setitem__: (list, tuple),
    bytearray.__setitem__: (bytes, bytearray),
}
_MISSING: Final = object()


class _Place:
    """Stands for an object for the length of one assignment; no guest ever holds one."""

    __slots__ = ("_holder",)

    def __init__(self, holder: Any) -> None:
        self._holder = holder

    def __getitem__(self, key: Any) -> Any:
        return piece(self._holder[hashing.key(key)])

    @settles
    def __setitem__(self, key: Any, value: Any) -> None:
        store = method_of(type(self._holder), "__setitem__")
        if type(key) is not slice:
            hashable(key)
        elif store in _SPLICES:
            value = value if store is list.__setitem__ else flat(value)
            if type(value) in _COPIED[store]:
                value = inplace_addend(value)  # in one go
            else:
                value = drain(value)
                value = drawn(key, value) if store is list.__setitem__ else value
        else:
            hashing.key(key)  # a dict hashes it, from Python 3.12 on, and with it what is in it
        if store is bytearray.__setitem__:
            key, value = stored(self._holder, key, value)
        unasked(self._holder)[key] = value

    @settles
    def __delitem__(self, key: Any) -> None:
        (hashing.key if type(key) is slice else hashable)(key)
        if method_of(type(self._holder), "__delitem__") is bytearray.__delitem__:
            key = deleted(key)
        del unasked(self._holder)[key]


def place(holder: Any, key: Any = _MISSING) -> Any:
    """Return what stands for *holder* in `holder[key] = …`; *key* may be a slice or some number.

    Without a key it is looked at when it comes.
    """
    if type(key) is tuple and len(key) == 2:
        one, other = key  # what keys mostly are that are no scalars
        if type(one) in SCALARS and type(other) in SCALARS:
            return unasked(holder)
    if key is _MISSING or type(key) is slice or method_of(type(key), "__index__") is not None:
        return _Place(holder)
    hashable(key)
    return unasked(holder)
