"""Whose exception is being handled, where host and guest call each other.

CPython keeps one stack of them for a thread. A bare `raise`, the `__context__` of what is raised
and `sys.exception()` look through the frames of all callers: a program that is run in an `except`
of the host's would get hold of the host's exception, and a function of the host's that a program
calls in a handler would have the program's, whose `__str__` a log then calls. So whoever is called
while the other handles something is called in a handler of ours, which is all that is found.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

from .stops import part

T = TypeVar("T")

_NONE: Final[Mapping[str, Any]] = {}


def _nothing() -> RuntimeError:
    """Return what a bare `raise` raises where nothing is handled."""
    return RuntimeError("No active exception to reraise")


def apart(
    function: Callable[..., T], args: tuple[Any, ...] = (), named: Mapping[str, Any] = _NONE
) -> T:
    """Call *function* in a handler of ours; for where `sys.exception()` is not None."""
    none = _nothing()
    try:
        raise none
    except RuntimeError:
        none.__context__ = None
        try:
            return function(*args, **named)
        except BaseException as error:
            part(error, none)
            raise


async def apart_async(awaitable: Awaitable[T]) -> T:
    """Await *awaitable* in such a handler, which a coroutine keeps wherever it is gone on with."""
    none = _nothing()
    try:
        raise none
    except RuntimeError:
        none.__context__ = None
        try:
            return await awaitable
        except BaseException as error:
            part(error, none)
            raise
