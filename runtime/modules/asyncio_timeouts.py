"""Not waiting for long: `timeout`, `timeout_at` and `wait_for`."""

from __future__ import annotations

import sys
from typing import Any, Final

from ..guards.subclassing import derives
from ..run import charge
from ..standins import plain, trust
from .asyncio_errors import CancelledError
from .asyncio_futures import current_task
from .asyncio_loop import get_running_loop, later, seconds, soon
from .asyncio_waiting import ALL_COMPLETED, ensured, waited


class Timeout:
    """Asynchronous context manager for cancelling overdue coroutines."""

    __slots__ = ("__cancelling__", "__state__", "__task__", "__timer__", "__when__")

    def __init__(self, when: Any) -> None:
        self.__state__ = "created"
        self.__timer__: Any = None
        self.__task__: Any = None
        self.__when__: Any = when if when is None else seconds(when)
        self.__cancelling__ = 0

    def __repr__(self) -> str:
        when = ""
        if self.__state__ == "active":
            when = f" when={None if self.__when__ is None else round(self.__when__, 3)}"
        return f"<Timeout [{self.__state__}]{when}>"

    def when(self) -> Any:
        """Return the current deadline."""
        return self.__when__

    def reschedule(self, when: Any) -> None:
        """Reschedule the timeout."""
        if self.__state__ != "active":
            if self.__state__ == "created":
                raise RuntimeError("Timeout has not been entered")
            raise RuntimeError(f"Cannot change state of {self.__state__} Timeout")
        self.__when__ = when if when is None else seconds(when)
        if self.__timer__ is not None:
            self.__timer__.cancel()
            self.__timer__ = None
        if when is not None:
            loop = get_running_loop()
            if self.__when__ <= loop.time():
                self.__timer__ = soon(loop, _overdue, self)
            else:
                self.__timer__ = later(loop, self.__when__, _overdue, self)

    def expired(self) -> bool:
        """Is timeout expired during execution?"""
        return self.__state__ in ("expiring", "expired")

    async def __aenter__(self) -> Any:
        if self.__state__ != "created":
            raise RuntimeError("Timeout has already been entered")
        task = current_task()
        if task is None:
            raise RuntimeError("Timeout should be used inside a task")
        self.__state__ = "active"
        self.__task__ = task
        self.__cancelling__ = task.cancelling()
        self.reschedule(self.__when__)
        return self

    async def __aexit__(self, kind: Any, value: Any, traceback: Any) -> None:
        if self.__timer__ is not None:
            self.__timer__.cancel()
            self.__timer__ = None
        if self.__state__ == "expiring":
            self.__state__ = "expired"
            if self.__task__.uncancel() <= self.__cancelling__ and kind is not None:
                if derives(kind, CancelledError):
                    raise TimeoutError from value
                if _EXPLAINS and value is not None:
                    _explain(value)
        elif self.__state__ == "active":
            self.__state__ = "finished"


#: From then on an error of the body that followed its cancellation says that time was up.
_EXPLAINS: Final = sys.version_info >= (3, 13)


def _explain(error: BaseException) -> None:
    """Put a TimeoutError between *error* and the cancellation behind it."""
    inside = error.exceptions if isinstance(error, ExceptionGroup) else ()
    for each in (error, *inside):
        while each.__context__ is not None:
            charge(1)
            if isinstance(each.__context__, CancelledError):
                late = TimeoutError()
                late.__context__ = late.__cause__ = each.__context__
                each.__context__ = late
                break
            each = each.__context__


def _overdue(timeout: Timeout) -> None:
    timeout.__task__.cancel()
    timeout.__state__ = "expiring"
    timeout.__timer__ = None


def timeout(delay: Any) -> Any:
    """Timeout async context manager."""
    return Timeout(get_running_loop().time() + delay if delay is not None else None)


def timeout_at(when: Any) -> Any:
    """Schedule the timeout at absolute time."""
    return Timeout(when)


async def wait_for(fut: Any, timeout: Any) -> Any:
    """Wait for the single Future or coroutine to complete, with timeout."""
    if timeout is not None and timeout <= 0:
        future = ensured(fut)
        if future.done():
            return future.result()
        future.cancel()
        await waited([future], None, ALL_COMPLETED)
        try:
            return future.result()
        except CancelledError as error:
            raise TimeoutError from error
    if sys.version_info < (3, 12) and timeout is not None:
        fut = ensured(fut)
    deadline = None if timeout is None else get_running_loop().time() + timeout
    async with Timeout(deadline):
        return await fut


trust(Timeout)
plain(Timeout, derivable=False)
Timeout.__module__ = "asyncio.timeouts"
