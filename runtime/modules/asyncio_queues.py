"""`asyncio`: queues."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any

from ..guards.aliases import alias
from ..guards.rendering import render_repr
from ..run import charge
from ..standins import plain, trust
from .asyncio_errors import QueueEmpty, QueueFull, QueueShutDown
from .asyncio_futures import Future, pay, settle
from .asyncio_locks import Event
from .asyncio_loop import get_running_loop
from .heapq import heappop, heappush


class Queue:
    """A queue, useful for coordinating producer and consumer coroutines."""

    __slots__ = (
        "__finished__", "__getters__", "__items__", "__maxsize__", "__putters__", "__shut__",
        "__unfinished__",
    )  # fmt: skip
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, maxsize: Any = 0) -> None:
        self.__maxsize__ = maxsize
        self.__items__: Any = deque()
        self.__getters__: deque[Future] = deque()
        self.__putters__: deque[Future] = deque()
        self.__unfinished__ = 0
        self.__finished__ = Event()
        self.__finished__.set()
        self.__shut__ = False

    def __repr__(self) -> str:
        place = object.__repr__(self)[1:-1].rpartition(" at ")[2]
        return f"<{type(self).__name__} at {place} {_shown(self)}>"

    def __str__(self) -> str:
        return f"<{type(self).__name__} {_shown(self)}>"

    @property
    def maxsize(self) -> Any:
        """Number of items allowed in the queue."""
        return self.__maxsize__

    def qsize(self) -> int:
        """Number of items in the queue."""
        return len(self.__items__)

    def empty(self) -> bool:
        """Return True if the queue is empty, False otherwise."""
        return not self.__items__

    def full(self) -> bool:
        """Return True if there are maxsize items in the queue."""
        return bool(self.__maxsize__ > 0 and len(self.__items__) >= self.__maxsize__)

    async def put(self, item: Any) -> None:
        """Put an item into the queue."""
        while self.full():
            if self.__shut__:
                raise QueueShutDown
            await _wait(self, self.__putters__, self.full)
        self.put_nowait(item)

    def put_nowait(self, item: Any) -> None:
        """Put an item into the queue without blocking."""
        if self.__shut__:
            raise QueueShutDown
        if self.full():
            raise QueueFull
        charge(1)
        _put(self, item)
        self.__unfinished__ += 1
        self.__finished__.clear()
        _wake_next(self.__getters__)

    async def get(self) -> Any:
        """Remove and return an item from the queue."""
        while self.empty():
            if self.__shut__:
                raise QueueShutDown
            await _wait(self, self.__getters__, self.empty)
        return self.get_nowait()

    def get_nowait(self) -> Any:
        """Remove and return an item from the queue."""
        if self.empty():
            if self.__shut__:
                raise QueueShutDown
            raise QueueEmpty
        charge(1)
        item = _get(self)
        _wake_next(self.__putters__)
        return item

    def task_done(self) -> None:
        """Indicate that a formerly enqueued task is complete."""
        if self.__unfinished__ <= 0:
            raise ValueError("task_done() called too many times")
        self.__unfinished__ -= 1
        if self.__unfinished__ == 0:
            self.__finished__.set()

    async def join(self) -> None:
        """Block until all items in the queue have been gotten and processed."""
        if self.__unfinished__ > 0:
            await self.__finished__.wait()

    if sys.version_info >= (3, 13):

        def shutdown(self, immediate: Any = False) -> None:
            """Shut-down the queue, making queue gets and puts raise QueueShutDown."""
            self.__shut__ = True
            if immediate:
                while not self.empty():
                    charge(1)
                    _get(self)
                    if self.__unfinished__ > 0:
                        self.__unfinished__ -= 1
                if self.__unfinished__ == 0:
                    self.__finished__.set()
            for waiters in (self.__getters__, self.__putters__):
                while waiters:
                    _wake_next(waiters)


def _shown(queue: Queue) -> str:
    """Return what is in a queue, and how many wait for it."""
    text = f"maxsize={queue.__maxsize__!r}"
    if queue.__items__:
        text += f" _queue={render_repr([*queue.__items__])}"
    if queue.__getters__:
        text += f" _getters[{len(queue.__getters__)}]"
    if queue.__putters__:
        text += f" _putters[{len(queue.__putters__)}]"
    if queue.__unfinished__:
        text += f" tasks={queue.__unfinished__}"
    return text + " shutdown" * queue.__shut__


class PriorityQueue(Queue):
    """A subclass of Queue; retrieves entries in priority order (lowest first)."""

    __slots__ = ()

    def __init__(self, maxsize: Any = 0) -> None:
        super().__init__(maxsize)
        self.__items__ = []


class LifoQueue(Queue):
    """A subclass of Queue that retrieves most recently added entries first."""

    __slots__ = ()


def _put(queue: Queue, item: Any) -> None:
    if type(queue) is PriorityQueue:
        heappush(queue.__items__, item)
    else:
        queue.__items__.append(item)


def _get(queue: Queue) -> Any:
    if type(queue) is PriorityQueue:
        return heappop(queue.__items__)
    return queue.__items__.pop() if type(queue) is LifoQueue else queue.__items__.popleft()


async def _wait(queue: Queue, waiters: deque[Future], blocked: Any) -> None:
    """Wait for one's turn; pass it on if it is not taken after all."""
    future = Future(loop=get_running_loop())
    waiters.append(future)
    try:
        await future
    except BaseException:
        future.cancel()
        if future in waiters:
            pay(future, len(waiters) // 8)
            waiters.remove(future)
        if not blocked() and not future.cancelled():
            _wake_next(waiters)
        raise


def _wake_next(waiters: deque[Future]) -> None:
    while waiters:
        future = waiters.popleft()
        pay(future, 1)
        if not future.done():
            settle(future, None)
            return


QUEUES = (Queue, PriorityQueue, LifoQueue)
for _kind in QUEUES:
    _kind.__module__ = "asyncio.queues"
plain(*QUEUES, derivable=False)
trust(*QUEUES)
