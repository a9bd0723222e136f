"""Operands of comparisons, containers that are searched, keys: paid for before C looks into them.

Each guard returns what it is given, or something that ticks in its place; the operator itself
stands in the guarded text.
"""

from __future__ import annotations

from collections import deque
from itertools import compress
from typing import Any, Final, TypeVar

from ..prices import SMALL_BYTES
from ..run import current
from .draining import defines, iterable, method_of
from .walking import SCALARS, walk

T = TypeVar("T")
_FEW: Final = SMALL_BYTES // 8
#: Comparisons of up to so many scalars are not looked into.
_SHORT = 8


def comparand(x: T) -> T:
    """Pay for comparing and hashing *x*, and return it."""
    kind = type(x)
    if kind is tuple and len(x) == 2:  # type: ignore[arg-type]
        # Without a loop: what keys and entries of queues mostly are.
        pair: Any = x
        one, other = pair
        if type(one) in SCALARS and (type(other) in SCALARS or _is_short_row(other)):
            return x
    if kind in SCALARS or kind is type:
        return x
    if (kind is list or kind is tuple) and len(x) <= _SHORT:  # type: ignore[arg-type]
        for item in x:  # type: ignore[attr-defined]
            kind = type(item)
            if kind not in SCALARS and not (
                kind is tuple and len(item) <= _SHORT and SCALARS.issuperset(map(type, item))
            ):
                break
        else:
            return x
    walk(x)
    return x


def _is_short_row(x: Any) -> bool:
    return type(x) is tuple and len(x) <= _SHORT and SCALARS.issuperset(map(type, x))


def container(x: Any) -> Any:
    """Return the right side of `in`: itself, or something that ticks while it is searched.

    What is searched item by item ticks when it is long, for each item may take long to compare.
    """
    kind = type(x)
    if kind is list or kind is tuple:
        return x if len(x) <= _FEW else compress(x, current().ticks)
    if kind in HASHED:
        return x
    for base in _SEARCHED:
        if issubclass(kind, base):
            if method_of(kind, "__contains__") is not method_of(base, "__contains__"):
                return x
            return x if base.__len__(x) <= _FEW else compress(base.__iter__(x), current().ticks)
    if defines(kind, "__contains__"):
        return x
    return compress(x, current().ticks) if iterable(kind) else x


#: Exact types that look for one value without going through all of them, or compare characters.
#: A module adds its own.
HASHED: Final[set[type]] = {str, bytes, dict, set, frozenset, type({}.keys()), type({}.items())}
_SEARCHED: Final[tuple[Any, ...]] = (list, tuple, deque, type({}.values()))


def store_key(key: T) -> T:
    """Pay for hashing *key*, and return it.

    Raises:
        TypeError: it is a slice. A guest writes `x[a:b] = …`, where the value is drained.
    """
    kind = type(key)
    if kind in SCALARS:
        return key
    if kind is slice:
        raise TypeError("cannot assign to a slice object here; write x[start:stop] = ...")
    return comparand(key)
