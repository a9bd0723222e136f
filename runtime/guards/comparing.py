"""Operands of comparisons, containers that are searched, keys: paid for before C looks into them.

Each guard returns what it is given, or something that ticks in its place; the operator itself
stands in the guarded text.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import chain, compress, islice
from types import NoneType
from typing import Any, Final, TypeVar

from cloche.transpiler.vocabulary import FEW_ITEMS, SHORT_TEXT

from ..run import charge, current
from .compared import refuse_endless, steady
from .contents import SCALARS
from .draining import defines, iterable, method_of
from .moving import Bytes
from .operands import Compared, Endless, Pairs, Sought
from .short import are_short_rows
from .steady_keys import refuse_unsteady
from .survey import COMPARES, is_steady, wary
from .walking import walk

T = TypeVar("T")
#: So many items are looked at before they are searched, to see whether each is compared at once.
_SWEEP: Final = 512
#: All characters of a sweep.
_SHORT_TEXTS: Final = 64 * _SWEEP
#: Comparisons of up to so many scalars are not looked into.
_SHORT = 8


def comparand(x: T, stand_in: Callable[[T], Any] | None = None, *, ordered: bool = False) -> T:
    """Pay for comparing and hashing *x*, and return it: or *stand_in* of what contains itself.

    Parameters:
        ordered: the operator may be `<` (see `walk`).
    """
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
            if kind not in SCALARS and not are_short_rows((item,), _SHORT):
                break
        else:
            return x
    if walk(x, ordered) and stand_in is not None:
        return stand_in(x)  # type: ignore[no-any-return]
    return x


def operand(x: Any) -> Any:
    """Return what stands for *x* on the left of an operator that compares; nobody gets hold of it.

    Where C might call code of the guest, a container that could change is compared item by item.
    """
    if type(x) is tuple and len(x) <= _SHORT and SCALARS.issuperset(map(type, x)):
        return x
    if COMPARES in current().state and not is_steady(x):
        return Compared(x)
    return comparand(x, Endless, ordered=True)


def early(x: Any) -> Any:
    """As `operand`, where the other side is still to be evaluated, which may change *x*.

    So a container is weighed when the other side is known.
    """
    return comparand(x, Endless, ordered=True) if is_steady(x) else Compared(x)


def link(x: T) -> T:
    """Pay for comparing *x* on either side of an operator, or on both, and return it.

    Raises:
        TypeError: it is a container that code of the guest might change meanwhile, or that
            contains itself.
    """
    return comparand(steady(x), refuse_endless, ordered=True)


def _is_short_row(x: Any) -> bool:
    return type(x) is tuple and len(x) <= _SHORT and SCALARS.issuperset(map(type, x))


def container(x: Any) -> Any:
    """Return the right side of `in`: itself, or something that ticks while it is searched.

    What is searched item by item ticks when it is long, and each item that may take long to compare
    is paid for: what is looked for is as long, or it is not compared to the end. (It was weighed
    before the right side was evaluated, or an item drawn, which may have changed it.)
    """
    kind = type(x)
    if kind is list or kind is tuple:
        count = len(x)
        if count <= FEW_ITEMS:
            brief = SCALARS.issuperset(map(type, x)) or are_short_rows(x, _SHORT)
        else:
            brief = count <= _SWEEP and _at_once(x)
        return x if brief else each(kind, x)
    if kind is bytes:
        if len(x) > SHORT_TEXT:
            charge(1)
        return x
    if kind in HASHED:
        return Pairs.around(x)
    for base in _SEARCHED:
        if issubclass(kind, base):
            if method_of(kind, "__contains__") is not method_of(base, "__contains__"):
                return x
            return each(base, x)
    if issubclass(kind, bytearray):
        inherits = method_of(kind, "__contains__") is bytearray.__contains__
        return Bytes(x) if inherits else x
    if defines(kind, "__contains__"):
        return x
    if not iterable(kind):
        return x
    try:
        items = compress(x, current().ticks)
    except TypeError:
        raise TypeError(f"argument of type {kind.__name__!r} is not iterable") from None
    return map(sought if wary() else paid, items)


def each(base: Any, x: Any) -> Iterator[Any]:
    """Yield the items of *x*, an instance of *base*: a list, tuple or deque, or values of a dict.

    Each takes a step, and is paid for.
    """
    ticking = compress(base.__iter__(x), current().ticks)
    if base not in _SLICED:
        return map(sought if wary() else paid, ticking)
    return chain.from_iterable(_sweeps(base, x, ticking))


def _sweeps(base: Any, x: Any, ticking: Iterator[Any]) -> Iterator[Iterator[Any]]:
    """Yield the items of *x*, which is ticking, many at once."""
    for first in range(0, sys.maxsize, _SWEEP):
        ahead = base.__getitem__(x, slice(first, first + _SWEEP))
        if not ahead:
            return
        items = islice(ticking, _SWEEP)
        yield items if _at_once(ahead) else map(sought if wary() else paid, items)


def _at_once(items: Any) -> bool:
    """Tell whether each of a few items is compared at once, with whatever."""
    kinds = set(map(type, items))
    if kinds <= _NUMBERS:
        return True
    return kinds in _TEXTS and sum(map(len, items)) <= _SHORT_TEXTS


def paid(item: Any) -> Any:
    """Pay for holding *item* against what is looked for; return it, or what stands for it."""
    return Sought(item) if walk(item) else item


def sought(item: Any) -> Any:
    """Return what stands for *item* where C holds it against what is looked for."""
    kind = type(item)
    if kind in SCALARS:
        walk(item)
        return item
    return item if kind in current().bare else Sought(item)


#: Integers are as long as the other: they are compared from the end that decides.
_NUMBERS: Final = frozenset({int, float, bool, complex, NoneType})
_TEXTS: Final = ({str}, {bytes})
_SLICED: Final = frozenset({list, tuple})
#: Exact types that look for one value without going through all of them, or compare characters.
#: A module adds its own.
HASHED: Final[set[type]] = {str, bytes, dict, set, frozenset, type({}.keys()), type({}.items())}
_SEARCHED: Final[tuple[Any, ...]] = (list, tuple, deque, type({}.values()))


def hashable(x: T) -> T:
    """Pay for hashing *x* and for comparing it with keys of its hash; return it.

    Raises:
        TypeError: a method of the guest's could change what is compared (see `compared`).
    """
    if type(x) in SCALARS:
        return x
    refuse_unsteady(x)
    return comparand(x)


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
    return hashable(key)
