"""Room on the stack: none of the host's functions is called where a guest has left too little.

A guest that calls itself often enough chooses where CPython raises RecursionError. In a function
of the host's that would be in its middle: after a payment and before it is booked, say.

How deep the stack is CPython tells nobody but `sys.setrecursionlimit`, which refuses a limit that
has been reached. So the limit is lowered and raised again, both in one call of C: no other thread,
handler or finalizer comes in between.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import repeat
from operator import add, sub
from types import FrameType
from typing import Any, Final

from cloche.transpiler import vocabulary as words

#: Calls that the host may nest at least, where its own stack leaves twice as many.
ROOM: Final = 200
#: And where its own stack leaves no more; what is here takes some of them itself.
_LEAST: Final = 32
#: From Python 3.12 on calls from C are counted by themselves, and so many must be left.
_LEVELS: Final = 24


def _limits(change: Callable[[int, int], int], by: Iterable[int]) -> Iterator[None]:
    """Set the limit to what *change* makes of it and of each of *by*."""
    # Nobody sets it to 0, which would end this.
    return map(sys.setrecursionlimit, map(change, iter(sys.getrecursionlimit, 0), by))


#: The next item is there if there is room, else RecursionError is raised; ValueError where the
#: limit is lower than that. It keeps nothing between two items, and so serves all threads.
CALLS: Final = zip(_limits(sub, repeat(ROOM)), _limits(add, repeat(ROOM)))  # noqa: B905


def _nested(levels: int) -> Any:
    kinds: Any = object
    for _ in range(levels):
        kinds = (kinds,)
    return kinds


#: `isinstance(None, LEVELS)` raises RecursionError where C has no such room.
LEVELS: Final = _nested(_LEVELS if sys.version_info >= (3, 12) else 0)


def demand(ticks: Iterator[bool]) -> None:
    """Raise RecursionError, for the guest, unless the host has room for a function of its own.

    Parameters:
        ticks: the step iterator of the guest's run.
    """
    try:
        isinstance(None, LEVELS)
        next(CALLS)
    except (RecursionError, ValueError):
        short = True
    else:
        short = False
    if short:
        insist(ticks)


def require(calls: int) -> None:
    """Raise RecursionError unless so many *calls* of this package's fit on the stack.

    For work of several steps, none of which is begun where not all can be done.
    """
    try:
        isinstance(None, LEVELS)
        enough = _leaves(calls)
    except (RecursionError, ValueError):
        enough = False
    if not enough:
        raise RecursionError("maximum recursion depth exceeded")


def insist(ticks: Iterator[bool]) -> None:
    """Do what `demand` does, where there is no `ROOM`: of what the host had left it, half will do.

    So a host that is deep in its own stack has its tools called as long as the guest is not.
    """
    try:
        isinstance(None, LEVELS)
        enough = _leaves(_LEAST) and _leaves(
            min(ROOM, (sys.getrecursionlimit() - _below(ticks)) // 2)
        )
    except (RecursionError, ValueError):
        enough = False
    # Out here: what was raised there tells how deep the host is.
    if not enough:
        raise RecursionError("maximum recursion depth exceeded")


def _leaves(room: int) -> bool:
    """Return True, or raise RecursionError where the stack has not *room* for so many calls."""
    return room < 1 or not any(_limits(add, (-room, room)))


def _below(ticks: Iterator[bool]) -> int:
    """Return how many frames were on the stack before the first of the guest's."""
    frame: FrameType | None = sys._getframe(1)
    count = below = 0
    while frame is not None:
        count += 1
        if frame.f_builtins.get(words.TICKS) is ticks:
            below = count
        frame = frame.f_back
    return count - below
