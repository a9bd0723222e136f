"""`contextlib` for `async with`. As with the others, nothing here holds up a stopped run."""

from __future__ import annotations

import contextlib as real
import sys
from types import MethodType
from typing import Any, Final

from ..boundary.outward import BARE_BASES
from ..builtins.reflection import read
from ..frames import passes_on
from ..guards.aliases import SUBSCRIPT
from ..run import charge, insist
from ..standins import basis_of, opaque, plain, stand_in, trust
from ..stops import Stop
from .exit_stack import ExitStack, callbacks_of, chain
from .stand_in import shim
from .wrappers import resemble

_REAL: Final[Any] = real.AbstractAsyncContextManager


async def _enter(self: Any) -> Any:
    """Return `self` upon entering the runtime context."""
    return self


async def _exit(self: Any, exc_type: Any, exc_value: Any, traceback: Any) -> None:
    """Raise any exception triggered within the runtime context."""


_exit.__isabstractmethod__ = True  # type: ignore[attr-defined]
for _function, _name in ((_enter, "__aenter__"), (_exit, "__aexit__")):
    _function.__name__ = _name
    _function.__qualname__ = f"AbstractAsyncContextManager.{_name}"


def _abstract(*args: Any, **named: Any) -> Any:
    return _REAL(*args, **named)


AbstractAsyncContextManager: Final = stand_in(
    real.AbstractAsyncContextManager, _abstract, inherit=False, members=SUBSCRIPT,
    basis={"__aenter__": _enter, "__aexit__": _exit, **SUBSCRIPT},
)  # fmt: skip
BARE_BASES.append(basis_of(AbstractAsyncContextManager))


class AsyncContextDecorator:
    """A base class or mixin that enables async context managers to work as decorators."""

    __slots__ = ()

    def _recreate_cm(self) -> Any:
        return self

    def __call__(self, func: Any) -> Any:
        async def inner(*args: Any, **kwds: Any) -> Any:
            async with self._recreate_cm():
                return await func(*args, **kwds)

        resemble(inner, func)
        return inner


BARE_BASES.append(AsyncContextDecorator)


#: Of one whose function has none.
_DOC: Final = real._AsyncGeneratorContextManager.__doc__


class _AsyncGeneratorContextManager(AsyncContextDecorator):
    # What a function made by `asynccontextmanager` returns. (The documentation of an instance has
    # the place of that of the class.)
    __slots__ = ("__call", "__doc__", "__generator")

    def __init__(self, func: Any, args: tuple[Any, ...], kwds: dict[str, Any]) -> None:
        self.__call: tuple[Any, tuple[Any, ...], dict[str, Any]] | None = (func, args, kwds)
        self.__generator = func(*args, **kwds)
        documented = getattr(func, "__doc__", None)
        self.__doc__ = _DOC if documented is None else documented

    def _recreate_cm(self) -> Any:
        if self.__call is None:
            raise AttributeError("'_AsyncGeneratorContextManager' object has no attribute 'func'")
        return _AsyncGeneratorContextManager(*self.__call)

    async def __aenter__(self) -> Any:
        if self.__call is None:
            message = "'_AsyncGeneratorContextManager' object has no attribute 'args'"
            raise AttributeError(message)
        self.__call = None
        try:
            return await anext(self.__generator)
        except StopAsyncIteration:
            raise RuntimeError("generator didn't yield") from None

    async def __aexit__(self, kind: Any, value: Any, traceback: Any) -> bool:
        if kind is None:
            try:
                await anext(self.__generator)
            except StopAsyncIteration:
                return False
            return await self.__refuse("generator didn't stop")
        if isinstance(kind, type) and issubclass(kind, Stop):
            return False
        insist()
        raised: BaseException = kind() if value is None else value
        try:
            await read(self.__generator, "athrow")(raised)
        except StopAsyncIteration as error:
            return error is not raised
        except RuntimeError as error:
            # What leaves a generator by the name of the end of one becomes a RuntimeError.
            ends = isinstance(raised, (StopIteration, StopAsyncIteration))
            if error is raised or (ends and error.__cause__ is raised):
                raised.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not raised:
                raise
            raised.__traceback__ = traceback
            return False
        return await self.__refuse("generator didn't stop after athrow()")

    async def __refuse(self, message: str) -> bool:
        try:
            raise RuntimeError(message)
        finally:
            await read(self.__generator, "aclose")()


@shim(real.asynccontextmanager)
def asynccontextmanager(func: Any) -> Any:
    def helper(*args: Any, **kwds: Any) -> Any:
        return _AsyncGeneratorContextManager(func, args, kwds)

    resemble(helper, func)
    return helper


class aclosing:
    """Async context manager for safely finalizing an asynchronously cleaned-up resource."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    async def __aenter__(self) -> Any:
        return self.thing

    async def __aexit__(self, *exc_info: Any) -> None:
        kind = exc_info[0] if exc_info else None
        if not (isinstance(kind, type) and issubclass(kind, Stop)):
            insist()
            await read(self.thing, "aclose")()


class AsyncExitStack(ExitStack):
    """Async context manager for dynamic management of a stack of exit callbacks."""

    __slots__ = ()

    async def enter_async_context(self, cm: Any) -> Any:
        """Enter the supplied async context manager."""
        kind: Any = type(cm)
        try:
            enter, leave = kind.__aenter__, kind.__aexit__
        except AttributeError:
            raise TypeError(
                f"'{kind.__module__}.{kind.__qualname__}' object does "
                "not support the asynchronous context manager protocol"
            ) from None
        result = await enter(cm)
        callbacks_of(self).append(_Awaited(MethodType(leave, cm)))
        return result

    def push_async_exit(self, exit: Any) -> Any:
        """Register a coroutine function with the standard __aexit__ method signature."""
        method = getattr(type(exit), "__aexit__", None)
        callbacks_of(self).append(_Awaited(exit if method is None else MethodType(method, exit)))
        return exit

    def push_async_callback(self, callback: Any, /, *args: Any, **kwds: Any) -> Any:
        """Register an arbitrary coroutine function and arguments."""

        async def leave(kind: Any, error: Any, trace: Any) -> None:
            await callback(*args, **kwds)

        callbacks_of(self).append(_Awaited(leave))
        return callback

    async def aclose(self) -> None:
        """Immediately unwind the context stack."""
        await self.__aexit__(None, None, None)

    async def __aenter__(self) -> Any:
        return self

    async def __aexit__(self, *details: Any) -> bool:
        error = details[1]
        callbacks = callbacks_of(self)
        if isinstance(error, Stop):
            callbacks.clear()
            return False
        ended = await _unwound(callbacks, error, sys.exc_info()[1])
        if ended is not None and ended is not error:
            context = ended.__context__
            try:
                raise ended
            except BaseException:
                ended.__context__ = context
                raise
        return error is not None and ended is None


class _Awaited:
    """A callback of an AsyncExitStack that is to be awaited."""

    __slots__ = ("leave",)

    def __init__(self, leave: Any) -> None:
        self.leave = leave


async def _unwound(callbacks: Any, error: Any, outer: Any) -> Any:
    """Call and await the callbacks, last first; return the exception that is left, if any."""
    while callbacks:
        charge(1)
        leave = callbacks.pop()
        try:
            details: tuple[Any, Any, Any] = (None, None, None)
            if error is not None:
                details = (type(error), error, error.__traceback__)
            if type(leave) is _Awaited:
                handled = await leave.leave(*details)
            else:
                handled = leave(*details)
            if handled:
                error = None
        except GeneratorExit:
            # Stopped, or collected: nobody awaits what is left.
            callbacks.clear()
            raise
        except BaseException as raised:
            chain(raised, error, outer)
            error = raised
    return error


passes_on(_unwound)


ASYNC_CLASSES: Final[tuple[Any, ...]] = (AsyncContextDecorator, aclosing, AsyncExitStack)
for _kind in ASYNC_CLASSES:
    _kind.__module__ = "contextlib"
plain(*ASYNC_CLASSES)
trust(*ASYNC_CLASSES, _AsyncGeneratorContextManager)
opaque(_AsyncGeneratorContextManager)
