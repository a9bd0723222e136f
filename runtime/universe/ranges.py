"""Long ranges. `range(10**12).count(0.5)` is one C call of an hour.

A range of up to `LONGEST` items is a real one: to walk it takes a fraction of a second. A longer
one is an object of the class below, which looks the same and takes a step an item.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import compress
from operator import index
from types import FrameType
from typing import Any, Final

from ..guards.measuring import room_for
from ..guards.starring import TICKING
from ..prices import SMALL_BITS, pay_product, pay_quotient, reserve
from ..run import current

LONGEST: Final = 2**22


def make_range(*args: Any) -> Any:
    """Return `range(*args)`."""
    if len(args) == 3:
        args = _bounds(*args)
    made = range(*args)
    # Empty from position LONGEST on: `len` would fail for the longest.
    return _long(made)


def _bounds(start: Any, stop: Any, step: Any) -> tuple[int, int, int]:
    """Return the three as integers, paid for: a division tells how many items there are."""
    start, stop, step = index(start), index(stop), index(step)
    pay_quotient(max(start.bit_length(), stop.bit_length()) + 1, step.bit_length())
    return start, stop, step


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
        _note(self, sys._getframe(1))
        return compress(_inside(self), current().ticks)

    def __reversed__(self) -> Iterator[int]:
        return compress(reversed(_inside(self)), current().ticks)

    def __len__(self) -> int:
        _look_at(self, sys._getframe(1))
        return len(_inside(self))

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, key: Any) -> Any:
        real = _paid(self)
        if type(key) is slice:
            key = slice(*map(_exact, (key.start, key.stop, key.step)))
            step = key.step.bit_length() if type(key.step) is int else 1
            size = real.start.bit_length() + real.stop.bit_length()
            pay_quotient(size, step + real.step.bit_length())
        elif type(key := _exact(key)) is int:
            pay_product(key.bit_length(), real.step.bit_length())
        found = real[key]
        if type(found) is range:
            return _long(found)
        return found

    def __contains__(self, item: object) -> bool:
        return item in (_searched(self, item) if type(item) in (int, bool) else iter(self))

    def count(self, item: object) -> int:
        if type(item) is int or type(item) is bool:
            return _searched(self, item).count(item)
        return sum(1 for each in self if each == item)

    def index(self, item: object) -> int:
        if type(item) is int or type(item) is bool:
            return _searched(self, item).index(item)
        for position, each in enumerate(self):
            if each == item:
                return position
        raise ValueError("sequence.index(x): x not in sequence")

    def __eq__(self, other: object) -> bool:
        return type(other) is LongRange and _paid(self) == _paid(other)

    def __hash__(self) -> int:
        return hash(_paid(self))

    def __repr__(self) -> str:
        return repr(_inside(self))


#: The slot's own accessor: where it is empty, nothing of a guest's may answer in its place.
_inside: Final[Callable[[object], range]] = vars(LongRange)["__range__"].__get__


def _paid(x: object) -> range:
    """Return the real range behind *x*, paid for where its bounds are long integers."""
    real = _inside(x)
    bits = real.start.bit_length() + real.stop.bit_length() + real.step.bit_length()
    if bits > SMALL_BITS:
        reserve(bits // 8)
    return real


#: Key in `Run.state`: what was last asked for its items, and where that was.
_ASKED: Final = "long range asked for its items"


def _where(x: object, frame: FrameType) -> tuple[int, int, int, int]:
    """Tell one instruction that asks *x* from another, and from itself after a step."""
    return id(x), id(frame), frame.f_lasti, current().budget.steps


def _note(x: object, frame: FrameType) -> None:
    current().state[_ASKED] = _where(x, frame)


def _look_at(x: object, frame: FrameType) -> None:
    """See to it that there is room for all of *x*, if C makes room for that.

    It asks for the items first, and for their number at once after it, in one instruction.
    """
    if current().state.get(_ASKED) == _where(x, frame):
        room_for(len(_inside(x)))


def _searched(x: object, item: Any) -> range:
    """Return the real range behind *x*, in which the integer *item* is looked for by division."""
    real = _paid(x)
    size = max(real.start.bit_length(), int.bit_length(item))
    pay_quotient(size + 1, real.step.bit_length())
    return real


def _exact(key: Any) -> Any:
    """Return the integer that *key* is as an index; what is none is left to CPython to refuse."""
    return index(key) if hasattr(type(key), "__index__") else key


_PARTS: Final = ("start", "stop", "step")
LongRange.__name__ = LongRange.__qualname__ = "range"
LongRange.__module__ = "builtins"
# `case [first, *_]` matches what has the flag of a sequence, which registration sets.
Sequence.register(LongRange)
TICKING.append(LongRange)
