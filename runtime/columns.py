"""Columns of what C draws an item from, each, for a row: `zip`, `map`, `zip_longest`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import compress
from typing import Any, Final

from .guards.draining import AT_ONCE, iterable
from .prices import pay_copy
from .reentry import Single, alone, drawable, single
from .run import charge

#: Rows of more columns are paid for.
WIDE_ROW: Final = 32
#: Bytes of an iterator that takes steps.
_COLUMN: Final = 256


def columns_of(sources: Sequence[Any], ready: Callable[[Any], Any]) -> Iterable[Any]:
    """Return *sources*, of which C is about to draw an item each, for a row.

    In a wide row each takes a step: the first item of any may be far away, and its end as well.

    Parameters:
        ready: what each passes through in a row that is not wide.

    Raises:
        RecursionError: one of them is nested too deeply.
    """
    if len(sources) <= WIDE_ROW:
        return map(ready, sources)
    pay_copy(_COLUMN * sum([type(each) not in AT_ONCE for each in sources]))
    return map(_column, sources)


def _column(source: Any) -> Any:
    kind = type(source)
    if kind in AT_ONCE or not iterable(kind):
        return source
    return alone(_TICKING, iter(drawable(source)))


class _Ticking(Single):
    """In Python, where other threads have their turn, and the clock is looked at."""

    __slots__ = ()

    def __next__(self) -> Any:
        charge(1)
        return _ask(self)


_ask: Final[Callable[[Any], Any]] = Single.__next__
_TICKING: Final = single(compress, _Ticking)
