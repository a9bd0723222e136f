"""The event loop of a guest: a queue of what is ready and a heap of what is due.

It is driven from outside (`asyncio_driving.py`), one `turn` after another. A guest may hold it,
for it can do no more than call the guest's functions later. What is not for guests has names with
double underscores, which no guest can spell.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from math import isfinite
from typing import Any, Final
from weakref import WeakSet

from ..finalizing import KEEPER
from ..run import Run, current
from ..standins import opaque, plain, trust
from ..stops import Stop
from ..throwing import aclose
from ..universe.exceptions import LEAVING
from .clock import SECOND, TIMER, clock

#: Key of the loop that is running, in `Run.state`.
RUNNING: Final = "asyncio loop"
#: What is due so soon, in seconds, is due now: rounding must not make a loop turn in vain.
_RESOLUTION: Final = 1e-9


class Handle:
    """Object returned by callback registration methods."""

    __slots__ = ("__args__", "__callback__", "__context__", "__when__")

    __args__: tuple[Any, ...]
    __callback__: Any
    #: The context of `decimal` that was current where it was made. A task that goes on is called by
    #: what was made in it, so each has its own.
    __context__: Any
    __when__: float

    def cancel(self) -> None:
        self.__callback__ = None
        self.__args__ = ()

    def cancelled(self) -> bool:
        return self.__callback__ is None

    def when(self) -> float:
        """Return a scheduled callback time."""
        return self.__when__


class Loop:
    """The event loop of this run."""

    __slots__ = (
        "__async_generators__", "__closed__", "__count__", "__current__", "__decimal__",
        "__outside__", "__program__", "__ready__", "__run__", "__tasks__", "__timers__",
    )  # fmt: skip

    def __init__(self) -> None:
        #: The run it belongs to.
        self.__run__: Run = current()
        self.__ready__: deque[Handle] = deque()
        #: (when, a number that breaks ties, what to call).
        self.__timers__: list[tuple[float, int, Handle]] = []
        self.__count__ = 0
        #: The task that is making a step.
        self.__current__: Any = None
        #: Tasks that are not done; a dictionary keeps their order.
        self.__tasks__: dict[Any, None] = {}
        #: Async generators that have begun.
        self.__async_generators__: WeakSet[Any] = WeakSet()
        #: Where tools run (`asyncio_outside.Outside`), once there is one.
        self.__outside__: Any = None
        #: The task that is the program itself, if one is.
        self.__program__: Any = None
        #: What its context of `decimal` was in the end: that of the next step of a session.
        self.__decimal__: Any = self.__run__.decimal
        self.__closed__ = False

    def time(self) -> float:
        """Return the time according to the event loop's clock."""
        run = self.__run__
        if isinstance(run.clock, int):
            return clock().elapsed() / SECOND
        timer: Any = run.state.get(TIMER)
        return time.monotonic() if timer is None else seconds(timer())

    def call_soon(self, callback: Any, *args: Any, context: Any = None) -> Any:
        """Arrange for a callback to be called as soon as possible."""
        handle = soon(self, callback, *args)
        next(self.__run__.ticks)
        return handle

    def call_later(self, delay: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        """Arrange for a callback to be called at a given time."""
        if delay is None:
            raise TypeError("delay must not be None")
        return self.call_at(self.time() + delay, callback, *args)

    def call_at(self, when: Any, callback: Any, *args: Any, context: Any = None) -> Any:
        """Like call_later(), but uses an absolute time."""
        if when is None:
            raise TypeError("when cannot be None")
        next(self.__run__.ticks)
        return later(self, seconds(when), callback, *args)

    def create_future(self) -> Any:
        """Create a Future object attached to the loop."""
        from .asyncio_futures import Future

        return Future(loop=self)

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None) -> Any:
        """Schedule a coroutine object."""
        from .asyncio_futures import create_task

        return create_task(self, coro, name)

    def run_until_complete(self, future: Any) -> Any:
        """Run until the Future is done."""
        from .asyncio_driving import run_until_complete

        return run_until_complete(self, future)

    def is_running(self) -> bool:
        """Returns True if the event loop is running."""
        return self.__run__.state.get(RUNNING) is self

    def is_closed(self) -> bool:
        """Returns True if the event loop was closed."""
        return self.__closed__

    def close(self) -> None:
        """Close the event loop."""
        if self.is_running():
            raise RuntimeError("Cannot close a running event loop")
        self.__closed__ = True

    def get_debug(self) -> bool:
        return False

    def __repr__(self) -> str:
        running, closed = self.is_running(), self.is_closed()
        return f"<_UnixSelectorEventLoop running={running} closed={closed} debug=False>"


class Keeper:
    """Told by `finalizing` of the async generators of a run: the loop that is running has them."""

    __slots__ = ("_loop",)

    def __init__(self, loop: Loop) -> None:
        self._loop = loop

    def begins(self, agen: Any) -> None:
        self._loop.__async_generators__.add(agen)

    def dropped(self, agen: Any) -> None:
        # In any thread and at any time: no more is done than to put it into the queue.
        if not self._loop.__closed__:
            soon(self._loop, _close, self._loop, agen)


def _close(loop: Loop, agen: Any) -> None:
    loop.create_task(aclose(agen))


def occupy(loop: Loop) -> Any:
    """Make *loop* the running one; return what `vacate` needs."""
    state = loop.__run__.state
    before = state.get(RUNNING), state.get(KEEPER)
    state[RUNNING], state[KEEPER] = loop, Keeper(loop)
    return before


def vacate(loop: Loop, before: Any) -> None:
    """Undo `occupy`."""
    state = loop.__run__.state
    state[RUNNING], state[KEEPER] = before


plain(Loop, derivable=False)
opaque(Handle)
trust(Loop, Handle)


def seconds(moment: Any) -> float:
    """Return *moment*, a number of a guest's, as a float."""
    found = float(moment) if type(moment) is not float else moment
    if not isfinite(found) and found != float("inf"):
        raise ValueError("Invalid delay: NaN (not a number)")
    return found


def running() -> Loop | None:
    """Return the loop that is running in this run, if any."""
    found = current().state.get(RUNNING)
    return found if type(found) is Loop else None


def get_running_loop() -> Loop:
    """Return the running event loop.  Raise a RuntimeError if there is none."""
    found = running()
    if found is None:
        raise RuntimeError("no running event loop")
    return found


def soon(loop: Loop, callback: Callable[..., object], *args: Any) -> Handle:
    """Put a call into the queue; `Loop.call_soon` for this package, without a step."""
    if loop.__closed__:
        raise RuntimeError("Event loop is closed")
    handle = Handle()
    handle.__callback__, handle.__args__, handle.__when__ = callback, args, 0.0
    handle.__context__ = loop.__run__.decimal
    loop.__ready__.append(handle)
    return handle


def later(loop: Loop, when: float, callback: Callable[..., object], *args: Any) -> Handle:
    """Call back at the time *when* of the loop."""
    if loop.__closed__:
        raise RuntimeError("Event loop is closed")
    handle = Handle()
    handle.__callback__, handle.__args__, handle.__when__ = callback, args, when
    handle.__context__ = loop.__run__.decimal
    loop.__count__ += 1
    heappush(loop.__timers__, (when, loop.__count__, handle))
    return handle


def turn(loop: Loop) -> None:
    """Call what is due and what was ready when the turn began; each call takes a step.

    Each runs in the context of `decimal` that it was made in, and what it sets nobody else has.

    Raises:
        Stop: the run has been stopped.
        SystemExit: a guest wants to end.
    """
    due(loop)
    ready, run = loop.__ready__, loop.__run__
    ticks, context = run.ticks, run.decimal
    for _ in range(len(ready)):
        next(ticks)
        handle = ready.popleft()
        callback = handle.__callback__
        if callback is None:
            continue
        if handle.__context__ is not context:
            run.decimal = handle.__context__
        try:
            callback(*handle.__args__)
        except (Stop, *LEAVING):
            raise
        except BaseException:
            pass
        finally:
            if run.decimal is not context:
                run.decimal = context


def due(loop: Loop) -> float | None:
    """Put what is due into the queue; return the seconds until something else is, if ever."""
    timers = loop.__timers__
    while timers:
        when, _, handle = timers[0]
        if handle.__callback__ is not None:
            left = when - loop.time()
            if left > _RESOLUTION:
                return left
            loop.__ready__.append(handle)
        next(loop.__run__.ticks)
        heappop(timers)
    return None
