"""Methods of the builtin containers that drain an iterable or sort."""

from __future__ import annotations

from typing import Any

from ..guards.keys import hashed
from ..guards.walking import weigh
from ..prices import sort_steps, spend
from ..run import charge
from ..standins import real_of
from .draining import ITEMS_PER_STEP, pairs, ticked
from .registry import Shim

Self = Any


def list_extend(self: Self, iterable: Any, /) -> None:
    list.extend(self, ticked(iterable))


def list_sort(self: Self, /, *, key: Any = None, reverse: Any = False) -> None:
    if isinstance(self, list):
        spend(sort_steps(list.__len__(self), weigh(self) if key is None else 0))
    list.sort(self, key=key, reverse=reverse)


def dict_update(self: Self, /, *other: Any, **named: Any) -> None:
    dict.update(self, *map(pairs, other), **named)


def dict_fromkeys(cls: type[dict[Any, Any]], iterable: Any, value: Any = None, /) -> Any:
    if cls is dict or real_of(cls) is dict:
        return dict.fromkeys(hashed(iterable), value)
    return dict.__dict__["fromkeys"].__get__(None, cls)(hashed(iterable), value)


def setwise(kind: Any, name: str) -> Shim:
    native = getattr(kind, name)

    def method(self: Self, /, *others: Any) -> Any:
        if isinstance(self, kind):
            # A new set starts as a copy, and a test may walk all of the old one.
            charge(kind.__len__(self) // ITEMS_PER_STEP)
        return native(self, *map(hashed, others))

    return method


SETWISE = ("union", "intersection", "difference", "symmetric_difference",
           "isdisjoint", "issubset", "issuperset")  # fmt: skip
UPDATES = ("update", "intersection_update", "difference_update", "symmetric_difference_update")
