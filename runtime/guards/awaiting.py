"""`async for`: every item takes a step, whatever the iterator awaits or does not.

`__async_compress__` stands for the loop's iterator. No guest ever holds one: it lives on the
stack of the loop. It looks for the methods as CPython does, on the type, and says what it says.
"""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from functools import partial
from types import AsyncGeneratorType
from typing import Any, Final

from ..builtins.shims import named
from .draining import defines, unpack

_NOTHING: Final = object()


class AsyncCompress:
    """Asks the async iterator of *source* for an item after each step.

    Raises:
        TypeError: *source* cannot be gone through, in CPython's words.
    """

    __slots__ = ("_next", "_ticks")

    def __init__(self, source: Any, ticks: Iterator[bool]) -> None:
        self._next = partial(anext, iterator_of(source))
        self._ticks = ticks

    def __aiter__(self) -> AsyncCompress:
        return self

    def __anext__(self) -> Awaitable[Any]:
        next(self._ticks)
        following: Awaitable[Any] = self._next()
        return following


class AsyncUnpackEach:
    """The items of *source*, each of which may be unpacked as `draining.unpack` says."""

    __slots__ = ("_depth", "_next")

    def __init__(self, source: Any, depth: int) -> None:
        self._next = partial(anext, iterator_of(source))
        self._depth = depth

    def __aiter__(self) -> AsyncUnpackEach:
        return self

    async def __anext__(self) -> Any:
        return unpack(await self._next(), self._depth)


def iterator_of(source: Any) -> Any:
    """Return what `async for` goes through.

    Raises:
        TypeError: it has no async iterator.
    """
    kind = type(source)
    if kind is AsyncGeneratorType or kind is AsyncUnpackEach:
        return source
    if not defines(kind, "__aiter__"):
        raise TypeError(
            f"'async for' requires an object with __aiter__ method, got {kind.__name__}"
        )
    found = kind.__aiter__(source)
    if not defines(type(found), "__anext__"):
        raise TypeError(
            "'async for' received an object from __aiter__ that does not implement __anext__: "
            f"{type(found).__name__}"
        )
    return found


@named(aiter)
def aiter_(async_iterable: Any, /) -> Any:
    return aiter(async_iterable)


@named(anext)
def anext_(iterator: Any, default: Any = _NOTHING, /) -> Any:
    awaitable = anext(iterator)
    return awaitable if default is _NOTHING else _or_default(awaitable, default)


async def _or_default(awaitable: Any, default: Any) -> Any:
    """Await *awaitable*; CPython's own object for it would nest in C without a bound."""
    try:
        return await awaitable
    except StopAsyncIteration:
        return default
