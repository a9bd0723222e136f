"""`heapq`: C where one of the two compared is known beforehand and paid for, else Python.

`heappush` compares the new item with a few others, and no comparison takes longer than a walk of
the new item. `heappop` compares items of the heap with one another, and two that look small may
take forever to compare; so that part is written here, every comparison through the guard.
"""

from __future__ import annotations

import heapq as real
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any, Final

from ..binding import MISSING, misfit
from ..builtins.functions import pay_sort
from ..guards.compared import CHANGES
from ..guards.comparing import operand
from ..guards.contents import SCALARS
from ..guards.survey import armed, is_steady, wary
from ..nesting import LAZY, nested
from ..prices import pay_copy
from ..reentry import drawable
from ..standins import opaque, trust
from .comparing import pay_search
from .heap_entries import ORDERED, Entry, first
from .stand_in import module, shim, ticked

VETTED = ""

#: Rows of up to so many scalars are compared in a step.
_SHORT: Final = 8


@shim(real.heappush)
def heappush(heap: Any = MISSING, item: Any = MISSING, /, *rest: Any, **named: Any) -> None:
    if item is MISSING or rest or named:
        misfit(real.heappush, heap, item, *rest, **named)
    kind = type(item)
    if kind in SCALARS or (kind is tuple and len(item) == 2 and _is_entry(*item)):
        real.heappush(heap, item)
        return
    if isinstance(heap, list):
        pay_search(item, list.__len__(heap))
        if wary() and not is_steady(item):
            _pushed(heap, item)
            return
    real.heappush(heap, item)


def _pushed(heap: list[Any], item: Any) -> None:
    """Do what `heappush` does; each comparison may run code of the guest."""
    if type(heap) is list:
        heap.append(item)
        _raise_up(heap, len(heap) - 1, item)
        return
    plain = [*list.__iter__(heap), item]
    pay_copy(8 * len(plain))
    list.append(heap, item)
    _raise_up(plain, len(plain) - 1, item)
    list.__setitem__(heap, slice(None), plain)


def _is_entry(priority: Any, value: Any) -> bool:
    """Tell whether a pair of these compares in a step: what most queues hold."""
    if type(priority) not in SCALARS:
        return False
    kind = type(value)
    return kind in SCALARS or (
        kind is tuple and len(value) <= _SHORT and SCALARS.issuperset(map(type, value))
    )


@shim(real.heapify)
def heapify(heap: Any, /) -> None:
    if isinstance(heap, list):
        pay_copy(8 * list.__len__(heap))
        if pay_sort(list.__getitem__(heap, slice(None))):
            if type(heap) is not list and armed():
                raise TypeError(CHANGES)
            plain = heap if type(heap) is list else list.__getitem__(heap, slice(None))
            for place in reversed(range(len(plain) // 2)):
                _sunk(plain, plain[place], place)
            if plain is not heap:
                list.__setitem__(heap, slice(None), plain)
            return
    real.heapify(heap)


@shim(real.heappop)
def heappop(heap: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
    if heap is MISSING or rest or named:
        misfit(real.heappop, heap, *rest, **named)
    if not isinstance(heap, list) or not list.__len__(heap):
        return real.heappop(heap)  # CPython's own error
    last = list.pop(heap)
    return _replaced(heap, last) if list.__len__(heap) else last


@shim(real.heapreplace)
def heapreplace(heap: Any, item: Any, /) -> Any:
    if not isinstance(heap, list) or not list.__len__(heap):
        return real.heapreplace(heap, item)
    return _replaced(heap, item)


@shim(real.heappushpop)
def heappushpop(heap: Any, item: Any, /) -> Any:
    if not isinstance(heap, list) or not list.__len__(heap):
        return real.heappushpop(heap, item)
    if operand(list.__getitem__(heap, 0)) < item:
        return _replaced(heap, item) if list.__len__(heap) else real.heapreplace(heap, item)
    return item


def _replaced(heap: list[Any], item: Any) -> Any:
    """Put *item* in the place of the first and let it sink; return what was there."""
    if type(heap) is list:
        return _sunk(heap, item)
    # C reads a list as it is, whatever a subclass says.
    pay_copy(8 * list.__len__(heap))
    plain = list.__getitem__(heap, slice(None))
    top = _sunk(plain, item)
    list.__setitem__(heap, slice(None), plain)
    return top


def _sunk(heap: list[Any], item: Any, start: int = 0) -> Any:
    # As CPython: first down to a leaf along the smaller children, then up again.
    top, size = heap[start], len(heap)
    heap[start] = item
    place, child = start, 2 * start + 1
    while child < size:
        right = child + 1
        if right < size:
            smaller, other = heap[child], heap[right]
            kind = type(smaller)
            if kind in SCALARS:
                if not smaller < other:
                    child = right
            # As `_decided`, without the call: this loop is what a queue by priority waits for.
            elif (
                kind is tuple is type(other)
                and smaller
                and other
                and type(x := smaller[0]) in ORDERED
                and type(y := other[0]) in ORDERED
                and x is not y
                and x != y
            ):
                if not x < y:
                    child = right
            else:
                if not operand(smaller) < other:
                    child = right
                _check_size(heap, size)
        heap[place], heap[child] = heap[child], item
        place = child
        child = 2 * place + 1
    _raise_up(heap, place, item, start)
    return top


def _raise_up(heap: list[Any], place: int, item: Any, start: int = 0) -> None:
    size = len(heap)
    while place > start:
        parent = (place - 1) >> 1
        if type(item) is tuple and _decided(item, heap[parent]):
            if not item[0] < heap[parent][0]:
                return
        else:
            is_less = bool(operand(item) < heap[parent])
            _check_size(heap, size)
            if not is_less:
                return
        heap[place], heap[parent] = heap[parent], item
        place = parent


def _decided(a: tuple[Any, ...], b: Any) -> bool:
    """Tell whether the first items of two tuples decide how the tuples compare: no others are met.

    One object is equal to itself there, also if it is not a number.
    """
    if type(b) is not tuple or not a or not b:
        return False
    x, y = a[0], b[0]
    return type(x) in ORDERED and type(y) in ORDERED and x is not y and x != y


def _check_size(heap: list[Any], size: int) -> None:
    # A comparison may run code of the guest.
    if len(heap) != size:
        raise RuntimeError("list changed size during iteration")


# --- Largest and smallest -----------------------------------------------------------------------


@shim(real.nsmallest)
def nsmallest(n: Any, iterable: Iterable[Any], key: Any = None) -> list[Any]:
    return first(n, iterable, key, largest=False)


@shim(real.nlargest)
def nlargest(n: Any, iterable: Iterable[Any], key: Any = None) -> list[Any]:
    return first(n, iterable, key, largest=True)


# --- Merging ------------------------------------------------------------------------------------


class _Row(Entry):
    """The next item of one iterable; rows are compared by C."""

    __slots__ = ("source",)

    def __init__(self, order: int, source: Iterator[Any], key: Any) -> None:
        self.order, self.source = order, source
        self.advance(key)

    def advance(self, key: Callable[[Any], Any] | None) -> None:
        self.value = next(self.source)
        self.key = self.value if key is None else key(self.value)


class _Falling(_Row):
    """The same where the largest comes first."""

    __slots__ = ()

    def __lt__(self, other: Entry) -> Any:
        return Entry.__lt__(other, self)


class Merge:
    """What `merge` returns: an iterator that takes a step for each item it draws."""

    __slots__ = ("__begun__", "__key__", "__reverse__", "__rows__", "__sources__")

    def __init__(self, sources: Iterable[Any], key: Any, reverse: bool) -> None:
        # A tuple: `nested` looks for what is inside.
        self.__sources__ = tuple(sources)
        self.__reverse__ = reverse
        self.__key__ = key
        self.__rows__: list[_Row] = []
        self.__begun__ = False

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        rows = self.__rows__
        try:
            if self.__begun__:
                _advance(rows, self.__key__)
            else:
                self.__begun__ = True
                self.__sources__ = _begin(rows, self.__sources__, self.__key__, self.__reverse__)
        except BaseException:
            rows.clear()  # a generator that has raised has ended
            raise
        if not rows:
            raise StopIteration
        return rows[0].value


def _begin(
    rows: list[_Row], iterables: Iterable[Any], key: Any, reverse: bool
) -> tuple[Iterator[Any], ...]:  # fmt: skip
    kind, step = (_Falling, -1) if reverse else (_Row, 1)
    sources: list[Iterator[Any]] = []
    for number, each in enumerate(iterables):
        sources.append(ticked(drawable(each)))
        with suppress(StopIteration):
            rows.append(kind(number * step, sources[-1], key))
    real.heapify(rows)
    return tuple(sources)


def _advance(rows: list[_Row], key: Any) -> None:
    if not rows:
        return
    try:
        # What is left when all others have ended is compared with nothing.
        rows[0].advance(key if len(rows) > 1 else None)
        real.heapreplace(rows, rows[0])
    except StopIteration:
        real.heappop(rows)


Merge.__name__ = Merge.__qualname__ = "generator"
Merge.__module__ = "builtins"
opaque(Merge)
trust(Merge)
LAZY.add(Merge)


@shim(real.merge)
def merge(*iterables: Iterable[Any], key: Any = None, reverse: Any = False) -> Iterator[Any]:
    return Merge(map(nested, iterables), key, bool(reverse))


MODULE = module(
    real, VETTED, heappush, heapify, heappop, heapreplace, heappushpop, nsmallest, nlargest, merge
)
