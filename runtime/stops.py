"""Why a run stops, and the exception that unwinds it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import repeat
from typing import Any, Final, NoReturn


class Reason:
    """Why a run was stopped.

    Parameters:
        kind: `steps`, `seconds`, `memory`, `output`, `tool_calls`, `recursion`, `nesting`
            (`census.py`), `abort` (the host), or `ended`.
        limit: the configured bound, if there is one.
        used: how much had been used.
        cause: for `abort`, the exception the host is to see.
    """

    __slots__ = ("cause", "kind", "limit", "used")

    def __init__(
        self,
        kind: str,
        limit: float | None = None,
        used: float | None = None,
        cause: BaseException | None = None,
    ) -> None:
        self.kind = kind
        self.limit = limit
        self.used = used
        self.cause = cause


class Stop(GeneratorExit):
    """Unwinds a stopped run; never a guest's to keep, since every later tick raises it again.

    A GeneratorExit, so that a suspended generator which meets it while being closed or
    collected ends in silence and `except Exception` does not see it. It carries nothing: the
    reason is the budget's, out of the guest's sight.
    """


def _over() -> Iterator[None]:
    yield


_closed: Any = _over()
_closed.close()
#: Raises Stop, all in C (a generator that is over raises what it is thrown): so the collector
#: closes thousands of generators without giving way to threads that go on making them.
refuse: Final[Callable[[], NoReturn]] = partial(_closed.throw, Stop)
Openers = tuple[Callable[[], NoReturn], Callable[[], NoReturn]]
REFUSED: Final[Openers] = (refuse, refuse)
#: A gate that is poison for every run.
SHUT: Final = map(_closed.throw, repeat(Stop))
ENDED = Reason("ended")
#: Its stack stands still for as long as the host likes; it will go on.
PARKED = Reason("parked")
#: CPython collects garbage in its time.
ASLEEP = Reason("asleep")


def part(error: BaseException, around: BaseException | None) -> None:
    """Take *around*, what a guest was handling, out of the contexts of *error*, the host's."""
    if around is None:
        return
    seen: set[int] = set()
    while (context := error.__context__) is not None and id(error) not in seen:
        if context is around:
            error.__context__ = None
            return
        seen.add(id(error))
        error = context
