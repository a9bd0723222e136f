"""`count`, `index` and `remove` of sequences, which hold each item against what is looked for.

Short sequences are searched natively, others item by item, as C does.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import compress, count, islice
from operator import countOf, index
from typing import Any, Final

from cloche.transpiler.vocabulary import FEW_ITEMS

from ..run import current
from .compared import same
from .comparing import comparand, each
from .contents import SCALARS
from .refused import is_brief, refused
from .survey import is_steady, wary

Native = Callable[..., Any]


def searching(owner: Any, name: str) -> Native:
    """Return the method *name* of *owner*: a list, tuple or deque."""
    native: Native = owner.__dict__[name]
    search = _SEARCHES[name]
    most = 3 if name == "index" else 1

    def method(self: Any, /, *args: Any, **named: Any) -> Any:
        for sought in args[:1]:
            comparand(sought)
        is_right = isinstance(self, owner) and 0 < len(args) <= most and not named
        if not is_right or (
            owner.__len__(self) <= FEW_ITEMS
            and are_numbers(args[1:])
            and _stays(owner, self, args[0])
            and (not _prints(owner, name) or is_brief(args[0]))
        ):
            return native(self, *args, **named)
        return search(owner, native, self, *args)

    return method


def are_numbers(bounds: tuple[Any, ...]) -> bool:
    """Tell whether C asks nobody for *bounds*, who could make more of what is searched."""
    return all(type(each) is int for each in bounds)


def _prints(owner: Any, name: str) -> bool:
    """Tell whether C prints what is not there."""
    return name == "index" or (name == "remove" and owner is deque)


def _stays(owner: Any, items: Any, sought: Any) -> bool:
    """Tell whether each comparison with *sought* ends soon, whatever others do meanwhile."""
    if not wary() or is_steady(sought):
        return True
    return SCALARS.issuperset(map(type, owner.__iter__(items)))


def _count(owner: Any, native: Native, items: Any, sought: Any) -> Any:
    return countOf(each(owner, items), sought)


def _index(
    owner: Any, native: Native, items: Any, sought: Any, start: Any = 0, stop: Any = sys.maxsize
) -> Any:
    if not (hasattr(type(start), "__index__") and hasattr(type(stop), "__index__")):
        return native(items, sought, start, stop)  # a TypeError
    start, stop = index(start), index(stop)  # which may be a guest's, and change *items*
    size = owner.__len__(items)
    first, last = _counted(start, size), _counted(stop, size)
    # As C does: how long it is, each time.
    found = _place(islice(each(owner, items), min(first, sys.maxsize), last), sought)
    if found is not None:
        return first + found
    return native(owner(), sought if owner is tuple else refused(sought))


def _remove(owner: Any, native: Native, items: Any, sought: Any) -> Any:
    if owner is deque:
        return _remove_from_deque(native, items, sought)
    found = _place(each(owner, items), sought)
    if found is None:
        return native(owner(), sought)
    return owner.__delitem__(items, slice(found, found + 1))  # it may be gone


def _remove_from_deque(native: Native, items: Any, sought: Any) -> Any:
    going = deque.__iter__(items)
    item = next(going, _END)
    for at in compress(count(), current().ticks):
        if item is _END:
            break
        is_same = same(item, sought)
        try:
            item = next(going, _END)
        except RuntimeError as error:
            raise IndexError(*error.args) from None
        if is_same:
            return deque.__delitem__(items, at)
    return native(deque(), refused(sought))


_END: Final[Any] = object()


def _counted(bound: int, size: int) -> int:
    """Return the place that *bound* means; beyond the end it is one that a list may grow to."""
    return min(bound if bound >= 0 else max(bound + size, 0), sys.maxsize)


def _place(items: Iterator[Any], sought: Any) -> int | None:
    for at, item in enumerate(items):
        if item is sought or item == sought:  # an item that must be weighed is a `Sought`
            return at
    return None


_SEARCHES: Final[dict[str, Native]] = {"count": _count, "index": _index, "remove": _remove}
#: Exact types whose methods these are.
ROWS: Final = frozenset({list, tuple, deque})
