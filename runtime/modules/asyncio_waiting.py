"""Waiting for one thing or several: `sleep`, `gather`, `wait` and their kin."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Generator
from types import coroutine
from typing import Any, Final

from ..guards.draining import defines
from ..guards.rendering import render
from ..run import charge
from ..standins import opaque, trust
from .asyncio_errors import CancelledError
from .asyncio_futures import (
    COROUTINES,
    Future,
    cancellation,
    create_task,
    fail,
    is_future,
    pay,
    settle,
)
from .asyncio_loop import Loop, get_running_loop, later, seconds
from .stand_in import ticked

FIRST_COMPLETED: Final = "FIRST_COMPLETED"
FIRST_EXCEPTION: Final = "FIRST_EXCEPTION"
ALL_COMPLETED: Final = "ALL_COMPLETED"


@coroutine
def _pass() -> Generator[None, None, None]:
    """Let others run."""
    yield


async def sleep(delay: Any, result: Any = None) -> Any:
    """Coroutine that completes after a given time (in seconds)."""
    if delay <= 0:
        await _pass()
        return result
    loop = get_running_loop()
    future = Future(loop=loop)
    timer = later(loop, loop.time() + seconds(delay), _settle, future, result)
    try:
        return await future
    finally:
        timer.cancel()


def _settle(future: Future, result: Any) -> None:
    if not future.done():
        settle(future, result)


def ensure_future(coro_or_future: Any, *, loop: Any = None) -> Any:
    """Wrap a coroutine or an awaitable in a future."""
    return ensured(coro_or_future, loop if type(loop) is Loop else None)


def ensured(x: Any, loop: Loop | None = None) -> Future:
    """Return the future *x*, or the task of the awaitable *x*."""
    if is_future(x):
        if loop is not None and x.__loop__ is not loop:
            raise ValueError(
                "The future belongs to a different loop than the one specified as the loop argument"
            )
        return x  # type: ignore[no-any-return]
    if type(x) not in COROUTINES:
        if not defines(type(x), "__await__"):
            raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
        x = _awaited(x)
    return create_task(loop or get_running_loop(), x)


async def _awaited(awaitable: Any) -> Any:
    return await awaitable


# --- gather --------------------------------------------------------------------------------------


class _GatheringFuture(Future):
    """What `gather` returns: cancelling it cancels all that it waits for."""

    __slots__ = ("__children__", "__requested__")

    __children__: list[Future]
    __requested__: bool

    def cancel(self, msg: Any = None) -> bool:
        if self.done():
            return False
        cancelled = False
        pay(self, len(self.__children__))
        for child in self.__children__:
            if child.cancel(msg=msg):
                cancelled = True
        if cancelled:
            self.__requested__ = True
        return cancelled


def gather(*coros_or_futures: Any, return_exceptions: Any = False) -> Any:
    """Return a future aggregating results from the given coroutines/futures."""
    loop = get_running_loop()
    if not coros_or_futures:
        empty = Future(loop=loop)
        settle(empty, [])
        return empty
    seen: dict[int, Future] = {}
    children: list[Future] = []
    for x in coros_or_futures:
        charge(2)
        if id(x) not in seen:
            seen[id(x)] = ensured(x)
        children.append(seen[id(x)])
    outer = _GatheringFuture(loop=children[0].__loop__)
    outer.__children__, outer.__requested__ = children, False
    gathering = _Gathering(outer, len(seen), return_exceptions)
    for child in seen.values():
        child.add_done_callback(gathering)
    return outer


class _Gathering:
    """Told when a child is done."""

    __slots__ = ("__left__", "__outer__", "__returns__")

    def __init__(self, outer: _GatheringFuture, left: int, returns: Any) -> None:
        self.__outer__ = outer
        self.__left__ = left
        self.__returns__ = returns

    def __call__(self, child: Future) -> None:
        self.__left__ -= 1
        outer = self.__outer__
        if outer.done():
            return
        if not self.__returns__:
            if child.cancelled():
                fail(outer, cancellation(child))
                return
            if child.__error__ is not None:
                fail(outer, child.__error__)
                return
        if self.__left__:
            return
        charge(len(outer.__children__))
        results = [_outcome(each) for each in outer.__children__]
        if outer.__requested__:
            fail(outer, cancellation(child) if child.cancelled() else CancelledError())
        else:
            settle(outer, results)


def _outcome(future: Future) -> Any:
    if future.cancelled():
        message = future.__message__
        return CancelledError("" if message is None else message)
    return future.__result__ if future.__error__ is None else future.__error__


def shield(arg: Any) -> Any:
    """Wait for a future, shielding it from cancellation."""
    inner = ensured(arg)
    if inner.done():
        return inner
    outer = Future(loop=inner.__loop__)

    def inner_done(inner: Future) -> None:
        if outer.cancelled():
            return
        if inner.cancelled():
            outer.cancel()
        elif inner.__error__ is not None:
            fail(outer, inner.__error__)
        else:
            settle(outer, inner.__result__)

    def outer_done(outer: Future) -> None:
        if not inner.done():
            inner.remove_done_callback(inner_done)

    inner.add_done_callback(inner_done)
    outer.add_done_callback(outer_done)
    return outer


# --- wait ----------------------------------------------------------------------------------------


async def wait(fs: Any, *, timeout: Any = None, return_when: Any = ALL_COMPLETED) -> Any:
    """Wait for the Futures or Tasks given by fs to complete."""
    if is_future(fs) or type(fs) in COROUTINES:
        raise TypeError(f"expect a list of futures, not {type(fs).__name__}")
    if not fs:
        raise ValueError("Set of Tasks/Futures is empty.")
    if return_when not in (FIRST_COMPLETED, FIRST_EXCEPTION, ALL_COMPLETED):
        raise ValueError(f"Invalid return_when value: {render(return_when)}")
    given = [*ticked(fs)]
    if any(type(each) in COROUTINES for each in given):
        raise TypeError("Passing coroutines is forbidden, use tasks explicitly.")
    # Before they are hashed: that may walk what a guest has nested.
    if not all(map(is_future, given)):
        raise TypeError("An asyncio.Future, a coroutine or an awaitable is required")
    futures = dict.fromkeys(given)
    await waited(futures, timeout, return_when)
    done = {each for each in futures if each.done()}
    return done, set(futures) - done


async def waited(fs: Any, timeout: Any, return_when: str) -> None:
    """Wait until enough of the futures *fs* are done, at most *timeout* seconds."""
    loop = get_running_loop()
    left = [each for each in fs if not each.done()]
    ended = [each for each in fs if each.done()]
    if not left or (ended and return_when == FIRST_COMPLETED):
        return
    if return_when == FIRST_EXCEPTION and any(_failed(each) for each in ended):
        return
    waiter = Future(loop=loop)
    count = len(left)

    def completed(future: Future) -> None:
        nonlocal count
        count -= 1
        first = return_when == FIRST_COMPLETED
        if count <= 0 or first or (return_when == FIRST_EXCEPTION and _failed(future)):
            _settle(waiter, None)

    for each in left:
        each.add_done_callback(completed)
    timer = None
    if timeout is not None:
        timer = later(loop, loop.time() + seconds(timeout), _settle, waiter, None)
    try:
        await waiter
    finally:
        if timer is not None:
            timer.cancel()
        for each in left:
            each.remove_done_callback(completed)


def _failed(future: Future) -> bool:
    return not future.cancelled() and future.__error__ is not None


class _AsCompleted:
    """What `as_completed` returns: an iterator of coroutines, each for the next that is done."""

    __slots__ = ("__done__", "__left__", "__timer__", "__todo__", "__waiters__")

    def __init__(self, fs: Any, timeout: Any) -> None:
        loop = get_running_loop()
        self.__done__: deque[Any] = deque()
        self.__waiters__: deque[Future] = deque()
        given = {id(each): each for each in ticked(fs)}
        self.__todo__ = {ensured(each, loop) for each in given.values()}
        self.__left__ = len(self.__todo__)
        self.__timer__ = None
        for each in self.__todo__:
            each.add_done_callback(lambda future: _completed(self, future))
        if self.__todo__ and timeout is not None:
            self.__timer__ = later(loop, loop.time() + seconds(timeout), _expired, self)

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        if not self.__left__:
            raise StopIteration
        charge(1)
        self.__left__ -= 1
        return _next_done(self, False)

    if sys.version_info >= (3, 13):

        def __aiter__(self) -> Any:
            return self

        async def __anext__(self) -> Any:
            if not self.__left__:
                raise StopAsyncIteration
            self.__left__ -= 1
            return await _next_done(self, True)


def _completed(these: _AsCompleted, future: Future) -> None:
    if future not in these.__todo__:
        return
    these.__todo__.discard(future)
    these.__done__.append(future)
    _pass_on(these)
    if not these.__todo__ and these.__timer__ is not None:
        these.__timer__.cancel()


def _expired(these: _AsCompleted) -> None:
    charge(len(these.__todo__))
    these.__done__.extend([None] * len(these.__todo__))
    these.__todo__.clear()
    _pass_on(these)


def _pass_on(these: _AsCompleted) -> None:
    while these.__waiters__:
        charge(1)
        waiter = these.__waiters__.popleft()
        if not waiter.done():
            settle(waiter, None)
            if len(these.__waiters__) and len(these.__done__) > 1:
                continue
            return


async def _next_done(these: _AsCompleted, whole: bool) -> Any:
    while not these.__done__:
        waiter = Future(loop=get_running_loop())
        these.__waiters__.append(waiter)
        await waiter
    future = these.__done__.popleft()
    if future is None:
        raise TimeoutError
    return future if whole else future.result()


def as_completed(fs: Any, *, timeout: Any = None) -> Any:
    """Return an iterator whose values are coroutines."""
    if is_future(fs) or type(fs) in COROUTINES:
        raise TypeError(f"expect an iterable of futures, not {type(fs).__name__}")
    return _AsCompleted(fs, timeout)


trust(_GatheringFuture, _AsCompleted)
_GatheringFuture.__module__ = "asyncio.tasks"
opaque(_GatheringFuture)
opaque(_AsCompleted)
