"""Whether CPython collects garbage at this moment, in whatever thread, and what nobody looked at.

A function in Python cannot be called at the end of the stack, where a collection may begin too. So
each collection is noted in C, in whose time it was, until somebody has looked at it (`missed`).
CPython 3.11 can call nothing there, not even in C: what it did not call is what `counted` lacks.
"""

from __future__ import annotations

import gc
from collections import _count_elements  # type: ignore[attr-defined]
from functools import partial
from operator import is_, itemgetter
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from .budget import Budget


class _UnderWay(set[str]):
    """Empty but during a collection.

    What CPython calls, `partial(setattr, under_way)`, is all in C: `under_way.start = info` puts
    the keys of *info* in, `under_way.stop = info` takes them out. So it is called also while no run
    has the floor, and no signal of the host's is handled in it (`collecting.py`).
    """

    start: Any = property(None, set.update)
    stop: Any = property(None, set.difference_update)


under_way: Final = _UnderWay()

#: The budgets that had the floor when a collection began which nobody has looked at yet; during
#: one, also what CPython says of it.
missed: Final[set[Any]] = set()


#: In C.
NOTHING: Final[Any] = is_


class Marks:
    """Has `partial(setattr, marks)`, all in C, put the budgets in *floors* among the missed.

    Parameters:
        floors: the budgets of runs that have the floor.
    """

    def __new__(cls, floors: list[Budget]) -> Any:
        kind = {
            "__iter__": staticmethod(partial(iter, floors)),
            "start": property(None, missed.update),
            "stop": property(None, NOTHING),
        }
        return type("Marks", (), kind)()


class _Counted(dict[str, int]):
    """Counts the collections that CPython could tell of in C.

    `get` is what it counts with; one that is no dictionary's own is called, so that this takes
    as much of the stack as `Marks`: what is counted is marked as well. Its keys, which are those
    that CPython tells of each collection, are taken out of `missed` once it is over.
    """

    get: Any = dict.pop
    start: Any = property(None, _count_elements)
    stop: Any = property(None, missed.difference_update)


counted: Final = _Counted()
_collections: Final = itemgetter("collections")
_TRIES: Final = 9


def ended() -> int:
    """Return how many collections have ended; CPython counts each before it tells anybody."""
    return sum(map(_collections, gc.get_stats()))


def uncounted() -> int:
    """Return how many collections there were that are not counted."""
    # There may be one while what is told of them is made; where CPython collects all the time, as
    # the host may have it do, there is in each of them.
    known = there = 0
    for _ in range(_TRIES):
        known = dict.get(counted, "generation", 0)
        there = ended()
        if dict.get(counted, "generation", 0) == known:
            break
    return there - known
