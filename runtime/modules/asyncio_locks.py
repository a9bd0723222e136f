"""`asyncio`: what tasks wait for in a row: locks, events, conditions, semaphores, barriers."""

from __future__ import annotations

import sys
from collections import deque
from typing import Any, Final

from ..run import charge
from ..standins import plain, trust
from .asyncio_errors import BrokenBarrierError, CancelledError
from .asyncio_futures import Future, pay, settle
from .asyncio_loop import get_running_loop


def _waiter(waiters: deque[Future]) -> Future:
    """Return a new future at the end of the row."""
    future = Future(loop=get_running_loop())
    waiters.append(future)
    return future


def _leave(waiters: deque[Future], future: Future) -> None:
    pay(future, len(waiters) // 8)
    waiters.remove(future)


def _shown(self: Any, state: str) -> str:
    """Return how a primitive is printed, with those that wait for it."""
    waiting = f", waiters:{len(self.__waiters__)}" if self.__waiters__ else ""
    return f"<{object.__repr__(self)[1:-1]} [{state}{waiting}]>"


class _Held:
    """Base of what `async with` acquires and releases."""

    __slots__ = ()

    async def __aenter__(self) -> None:
        await self.acquire()  # type: ignore[attr-defined]

    async def __aexit__(self, kind: Any, value: Any, traceback: Any) -> None:
        self.release()  # type: ignore[attr-defined]


class Lock(_Held):
    """Primitive lock objects."""

    __slots__ = ("__locked__", "__waiters__")

    def __init__(self) -> None:
        self.__locked__ = False
        self.__waiters__: deque[Future] = deque()

    def __repr__(self) -> str:
        return _shown(self, "locked" if self.__locked__ else "unlocked")

    def locked(self) -> bool:
        """Return True if lock is acquired."""
        return self.__locked__

    async def acquire(self) -> bool:
        """Acquire a lock."""
        waiters = self.__waiters__
        if not self.__locked__ and all(each.cancelled() for each in waiters):
            self.__locked__ = True
            return True
        future = _waiter(waiters)
        try:
            try:
                await future
            finally:
                _leave(waiters, future)
        except CancelledError:
            if not self.__locked__:
                _wake_first(waiters)
            raise
        self.__locked__ = True
        return True

    def release(self) -> None:
        """Release a lock."""
        if not self.__locked__:
            raise RuntimeError("Lock is not acquired.")
        self.__locked__ = False
        _wake_first(self.__waiters__)


def _wake_first(waiters: deque[Future]) -> None:
    if waiters and not waiters[0].done():
        settle(waiters[0], True)


class Event:
    """Asynchronous equivalent to threading.Event."""

    __slots__ = ("__value__", "__waiters__")

    def __init__(self) -> None:
        self.__value__ = False
        self.__waiters__: deque[Future] = deque()

    def __repr__(self) -> str:
        return _shown(self, "set" if self.__value__ else "unset")

    def is_set(self) -> bool:
        """Return True if and only if the internal flag is true."""
        return self.__value__

    def set(self) -> None:
        """Set the internal flag to true."""
        if not self.__value__:
            self.__value__ = True
            charge(len(self.__waiters__))
            for each in self.__waiters__:
                if not each.done():
                    settle(each, True)

    def clear(self) -> None:
        """Reset the internal flag to false."""
        self.__value__ = False

    async def wait(self) -> bool:
        """Block until the internal flag is true."""
        if self.__value__:
            return True
        future = _waiter(self.__waiters__)
        try:
            await future
            return True
        finally:
            _leave(self.__waiters__, future)


#: From then on a waiter that is cancelled wakes another.
_PASSES_ON: Final = sys.version_info >= (3, 13)


def _notify(condition: Any, n: Any) -> None:
    woken = 0
    for each in condition.__waiters__:
        charge(1)
        if woken >= n:
            break
        if not each.done():
            woken += 1
            settle(each, False)


class Condition(_Held):
    """Asynchronous equivalent to threading.Condition."""

    __slots__ = ("__lock__", "__waiters__")

    def __init__(self, lock: Any = None) -> None:
        if lock is not None and type(lock) is not Lock:
            raise TypeError("lock must be an asyncio.Lock")
        self.__lock__ = Lock() if lock is None else lock
        self.__waiters__: deque[Future] = deque()

    def __repr__(self) -> str:
        return _shown(self, "locked" if self.locked() else "unlocked")

    def locked(self) -> bool:
        return self.__lock__.locked()

    async def acquire(self) -> bool:
        return await self.__lock__.acquire()

    def release(self) -> None:
        self.__lock__.release()

    async def wait(self) -> bool:
        """Wait until notified."""
        if not self.locked():
            raise RuntimeError("cannot wait on un-acquired lock")
        self.release()
        failed: BaseException | None = None
        future = _waiter(self.__waiters__)
        try:
            try:
                await future
            finally:
                _leave(self.__waiters__, future)
        except GeneratorExit:
            # Stopped, or collected: there is nobody to acquire it for.
            raise
        except BaseException as error:
            failed = error
        while True:
            try:
                await self.acquire()
                break
            except CancelledError as error:
                failed = error
        try:
            if failed is not None:
                if _PASSES_ON:
                    # It may have been notified before: then that was another's turn.
                    _notify(self, 1)
                raise failed
        finally:
            failed = None
        return True

    async def wait_for(self, predicate: Any) -> Any:
        """Wait until a predicate becomes true."""
        result = predicate()
        while not result:
            await self.wait()
            result = predicate()
        return result

    def notify(self, n: Any = 1) -> None:
        """By default, wake up one coroutine waiting on this condition, if any."""
        if not self.locked():
            raise RuntimeError("cannot notify on un-acquired lock")
        _notify(self, n)

    def notify_all(self) -> None:
        """Wake up all coroutines waiting on this condition."""
        self.notify(len(self.__waiters__))


class Semaphore(_Held):
    """A Semaphore implementation."""

    __slots__ = ("__value__", "__waiters__")

    def __init__(self, value: Any = 1) -> None:
        if value < 0:
            raise ValueError("Semaphore initial value must be >= 0")
        self.__value__ = value
        self.__waiters__: deque[Future] = deque()

    def __repr__(self) -> str:
        state = "locked" if self.locked() else f"unlocked, value:{self.__value__}"
        return _shown(self, state)

    def locked(self) -> bool:
        """Returns True if semaphore cannot be acquired immediately."""
        return self.__value__ == 0 or any(not each.cancelled() for each in self.__waiters__)

    async def acquire(self) -> bool:
        """Acquire a semaphore."""
        if not self.locked():
            self.__value__ -= 1
            return True
        future = _waiter(self.__waiters__)
        try:
            try:
                await future
            finally:
                _leave(self.__waiters__, future)
        except CancelledError:
            if future.done() and not future.cancelled():
                self.__value__ += 1
                _wake_up(self)
            raise
        _wake_up(self)
        return True

    def release(self) -> None:
        """Release a semaphore, incrementing the internal counter by one."""
        self.__value__ += 1
        _wake_up(self)


def _wake_up(semaphore: Semaphore) -> None:
    while semaphore.__value__ > 0:
        for each in semaphore.__waiters__:
            charge(1)
            if not each.done():
                semaphore.__value__ -= 1
                settle(each, True)
                break
        else:
            return


class BoundedSemaphore(Semaphore):
    """A bounded semaphore implementation."""

    __slots__ = ("__bound__",)

    def __init__(self, value: Any = 1) -> None:
        self.__bound__ = value
        super().__init__(value)

    def release(self) -> None:
        if self.__value__ >= self.__bound__:
            raise ValueError("BoundedSemaphore released too many times")
        super().release()


class Barrier:
    """Asyncio equivalent to threading.Barrier"""

    __slots__ = ("__condition__", "__count__", "__parties__", "__state__")

    def __init__(self, parties: Any) -> None:
        if parties < 1:
            raise ValueError(
                "parties must be >= 1" if sys.version_info >= (3, 12) else "parties must be > 0"
            )
        self.__condition__ = Condition()
        self.__parties__ = parties
        self.__state__ = "filling"
        self.__count__ = 0

    def __repr__(self) -> str:
        wait = f", waiters:{self.n_waiting}/{self.parties}" if not self.broken else ""
        return f"<{object.__repr__(self)[1:-1]} [{self.__state__}{wait}]>"

    async def __aenter__(self) -> Any:
        return await self.wait()

    async def __aexit__(self, *details: Any) -> None:
        pass

    @property
    def parties(self) -> Any:
        """Return the number of tasks required to trip the barrier."""
        return self.__parties__

    @property
    def n_waiting(self) -> int:
        """Return the number of tasks currently waiting at the barrier."""
        return self.__count__ if self.__state__ == "filling" else 0

    @property
    def broken(self) -> bool:
        """Return True if the barrier is in a broken state."""
        return self.__state__ == "broken"

    async def wait(self) -> int:
        """Wait for the barrier."""
        condition = self.__condition__
        async with condition:
            while self.__state__ in ("draining", "resetting"):
                await condition.wait()
            if self.__state__ == "broken":
                raise BrokenBarrierError("Barrier aborted")
            index = self.__count__
            try:
                self.__count__ += 1
                if self.__count__ == self.__parties__:
                    self.__state__ = "draining"
                    condition.notify_all()
                else:
                    while self.__state__ == "filling":
                        await condition.wait()
                    if self.__state__ in ("broken", "resetting"):
                        raise BrokenBarrierError("Abort or reset of barrier")
                return index
            finally:
                self.__count__ -= 1
                if self.__count__ == 0:
                    if self.__state__ in ("resetting", "draining"):
                        self.__state__ = "filling"
                    condition.notify_all()

    async def reset(self) -> None:
        """Reset the barrier to the initial state."""
        async with self.__condition__:
            if self.__count__ > 0 and self.__state__ != "resetting":
                self.__state__ = "resetting"
            elif self.__count__ == 0:
                self.__state__ = "filling"
            self.__condition__.notify_all()

    async def abort(self) -> None:
        """Place the barrier into a broken state."""
        async with self.__condition__:
            self.__state__ = "broken"
            self.__condition__.notify_all()


LOCKS = (Lock, Event, Condition, Semaphore, BoundedSemaphore, Barrier)
for _kind in LOCKS:
    _kind.__module__ = "asyncio.locks"
plain(*LOCKS, derivable=False)
trust(*LOCKS, _Held)
