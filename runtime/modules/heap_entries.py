"""The first few by order, as `heapq` finds them: what is kept is compared with its number.

CPython keeps pairs of a value and its number in a heap, and C compares pairs: whether the values
are equal is asked first, then which is less, and the numbers only count among equals. So do these.
"""

from __future__ import annotations

import heapq as real
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from operator import index
from typing import Any, Final

from ..builtins.functions import BRIEF, max_, min_, pay_sort, sorted_
from ..guards.compared import same
from ..guards.comparing import operand
from ..guards.contents import SCALARS
from ..guards.short import are_short_rows
from ..run import current

#: Compared in one step; equal only if they are one object or `==`.
ORDERED: Final = frozenset({int, float, str})
_NOTHING: Final[Any] = object()
_ROWS: Final = frozenset({list, tuple})
_Key = Callable[[Any], Any] | None


class Entry:
    """A value with its number; *key* is what is compared of it."""

    __slots__ = ("key", "order", "value")

    def __init__(self, key: Any, order: int, value: Any) -> None:
        self.key, self.order, self.value = key, order, value

    def __lt__(self, other: Entry) -> Any:
        return _is_less(self, other)


class _Largest(Entry):
    """One whose largest is the first in a heap."""

    __slots__ = ()

    def __lt__(self, other: Entry) -> Any:
        return _is_less(other, self)


def _is_less(one: Entry, other: Entry) -> Any:
    mine, its = one.key, other.key
    if type(mine) in ORDERED and type(its) in ORDERED and mine is not its and mine != its:
        return mine < its
    if same(mine, its):
        return one.order < other.order
    return operand(mine) < its


def first(n: Any, iterable: Iterable[Any], key: _Key, largest: bool) -> list[Any]:
    """Return the *n* smallest items, or the *largest*, in the order of `sorted`.

    Parameters:
        key: gives what is compared of an item.
    """
    if n == 1:
        found: Any = (max_ if largest else min_)(iterable, default=_NOTHING, key=key)
        return [] if found is _NOTHING else [found]
    try:
        size = len(iterable)  # type: ignore[arg-type]
    except (TypeError, AttributeError):
        pass
    else:
        if n >= size:
            return sorted_(iterable, key=key, reverse=largest)[:n]
    # From here on it is a number, of which nothing is asked any more.
    n = -index(-n) if largest else index(n)
    if key is None and type(iterable) in _ROWS and _is_quick(iterable):
        pay_sort([*iterable])
        choose = real.nlargest if largest else real.nsmallest
        return choose(n, compress(iterable, current().ticks))
    return _sorted(_kept(n, compress(iterable, current().ticks), key, largest), largest)


def _is_quick(rows: Any) -> bool:
    """Tell whether two items of a list or tuple are always compared in a step, by C alone."""
    return SCALARS.issuperset(map(type, rows)) or are_short_rows(rows, BRIEF)


def _kept(n: Any, items: Iterator[Any], key: _Key, largest: bool) -> list[Entry]:
    """Return the *n* smallest in no order, of which the largest was the first in a heap."""
    kind, numbers = (Entry, range(0, -n, -1)) if largest else (_Largest, range(n))
    # The numbers come first: no item is drawn to be dropped.
    heap = [
        kind(item if key is None else key(item), order, item)
        for order, item in zip(numbers, items, strict=False)
    ]
    if not heap:
        return []
    real.heapify(heap)
    top, order = heap[0].key, numbers.stop
    for item in items:
        mine = item if key is None else key(item)
        if operand(top) < mine if largest else operand(mine) < top:
            real.heapreplace(heap, kind(mine, order, item))
            top = heap[0].key
            order += numbers.step
    return heap


def _sorted(heap: list[Entry], largest: bool) -> list[Any]:
    entries = [Entry(each.key, each.order, each.value) for each in heap]
    if pay_sort([each.key for each in entries]):
        entries.sort(reverse=largest)
    else:
        entries.sort(key=lambda each: (each.key, each.order), reverse=largest)
    return [each.value for each in entries]
