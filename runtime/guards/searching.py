"""`count`, `index` and `remove` of sequences, which hold each item against what is looked for.

Short sequences are searched natively, others item by item, as C does.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from itertools import islice
from operator import countOf, index
from typing import Any, Final

from cloche.transpiler.vocabulary import FEW_ITEMS

from .comparing import comparand, each

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
        if not is_right or owner.__len__(self) <= FEW_ITEMS:
            return native(self, *args, **named)
        return search(owner, native, self, *args)

    return method


def _count(owner: Any, native: Native, items: Any, sought: Any) -> Any:
    return countOf(each(owner, items), sought)


def _index(
    owner: Any, native: Native, items: Any, sought: Any, start: Any = 0, stop: Any = sys.maxsize
) -> Any:
    if not (hasattr(type(start), "__index__") and hasattr(type(stop), "__index__")):
        return native(items, sought, start, stop)  # a TypeError
    start, stop = index(start), index(stop)  # which may be a guest's, and change *items*
    size = owner.__len__(items)
    first, last = _clamped(start, size), _clamped(stop, size)
    found = _place(islice(each(owner, items), first, last), sought)
    return native(owner(), sought) if found is None else first + found


def _remove(owner: Any, native: Native, items: Any, sought: Any) -> Any:
    found = _place(each(owner, items), sought)
    if found is None:
        return native(owner(), sought)
    return owner.__delitem__(items, found)


def _clamped(bound: int, size: int) -> int:
    return min(bound if bound >= 0 else max(bound + size, 0), size)


def _place(items: Iterator[Any], sought: Any) -> int | None:
    for at, item in enumerate(items):
        if item is sought or item == sought:
            return at
    return None


_SEARCHES: Final[dict[str, Native]] = {"count": _count, "index": _index, "remove": _remove}
#: Exact types whose methods these are.
ROWS: Final = frozenset({list, tuple, deque})
