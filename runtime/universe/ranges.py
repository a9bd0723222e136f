"""Long ranges. `range(10**12).count(0.5)` is one C call of an hour.

A range of up to `LONGEST` items is a real one: to walk it takes a fraction of a second. A longer
one is an object of the class below, which looks the same and takes a step an item.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from typing import Any, Final

from ..run import current

LONGEST: Final = 2**22


def make_range(*args: Any) -> Any:
    """Return `range(*args)`."""
    made = range(*args)
    # Empty from position LONGEST on: `len` would fail for the longest.
    return _long(made)


def _long(real: range) -> Any:
    if not real[LONGEST:]:
        return real
    # No `__init__`, which a guest could call again with anything.
    made = object.__new__(LongRange)
    object.__setattr__(made, "__range__", real)
    return made


class LongRange:
    """A range of more than `LONGEST` items; the real one is in a slot no guest can spell."""

    __slots__ = ("__range__",)
    __range__: range

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("readonly attribute" if name in _PARTS else
                             f"'range' object has no attribute {name!r}")  # fmt: skip

    def __delattr__(self, name: str) -> None:
        self.__setattr__(name, None)

    @property
    def start(self) -> int:
        return _inside(self).start

    @property
    def stop(self) -> int:
        return _inside(self).stop

    @property
    def step(self) -> int:
        return _inside(self).step

    def __iter__(self) -> Iterator[int]:
        return compress(_inside(self), current().ticks)

    def __reversed__(self) -> Iterator[int]:
        return compress(reversed(_inside(self)), current().ticks)

    def __len__(self) -> int:
        return len(_inside(self))

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        found = _inside(self)[key]
        if type(found) is range:
            return _long(found)
        return found

    def __contains__(self, item: object) -> bool:
        return item in (_inside(self) if type(item) in (int, bool) else iter(self))

    def count(self, item: object) -> int:
        if type(item) is int or type(item) is bool:
            return _inside(self).count(item)
        return sum(1 for each in self if each == item)

    def index(self, item: object) -> int:
        if type(item) is int or type(item) is bool:
            return _inside(self).index(item)
        for position, each in enumerate(self):
            if each == item:
                return position
        raise ValueError("sequence.index(x): x not in sequence")

    def __eq__(self, other: object) -> bool:
        return type(other) is LongRange and _inside(self) == _inside(other)

    def __hash__(self) -> int:
        return hash(_inside(self))

    def __repr__(self) -> str:
        return repr(_inside(self))


#: The slot's own accessor: where it is empty, nothing of a guest's may answer in its place.
_inside: Final[Callable[[object], range]] = vars(LongRange)["__range__"].__get__
_PARTS: Final = ("start", "stop", "step")
LongRange.__name__ = LongRange.__qualname__ = "range"
LongRange.__module__ = "builtins"
# `case [first, *_]` matches what has the flag of a sequence, which registration sets.
Sequence.register(LongRange)
