"""`contextlib`, written anew: none of it may hold up a stopped run.

A run that has been stopped unwinds by an exception, `Stop`, and passes through every `__exit__`.
What is written here never swallows it, hands it to nobody, and asks nobody on its way. (A
generator left behind is closed when it is collected, and its first tick ends it.)
"""

from __future__ import annotations

import contextlib as real
import sys
from typing import Any, Final

from ..boundary.outward import BARE_BASES
from ..builtins.reflection import read
from ..guards.aliases import SUBSCRIPT
from ..guards.subclassing import derives
from ..guards.walking import walk
from ..run import charge, current, insist
from ..standins import basis_of, opaque, plain, stand_in, trust
from ..stops import Stop
from ..throwing import throw_of
from ..universe.exceptions import pay_for_group
from . import abc as _abc  # noqa: F401  Lets classes have its metaclass.
from .async_contexts import ASYNC_CLASSES, AbstractAsyncContextManager, asynccontextmanager
from .exit_stack import ExitStack
from .stand_in import module, shim
from .streams import redirect
from .wrappers import resemble

VETTED = ""


def _stopped(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Stop)


# --- Bases --------------------------------------------------------------------------------------


def _enter(self: Any) -> Any:
    """Return `self` upon entering the runtime context."""
    return self


def _exit(self: Any, exc_type: Any, exc_value: Any, traceback: Any) -> None:
    """Raise any exception triggered within the runtime context."""


_exit.__isabstractmethod__ = True  # type: ignore[attr-defined]


_REAL: Final[Any] = real.AbstractContextManager


def _abstract(*args: Any, **named: Any) -> Any:
    return _REAL(*args, **named)


AbstractContextManager: Final = stand_in(
    real.AbstractContextManager, _abstract, inherit=False, members=SUBSCRIPT,
    basis={"__enter__": _enter, "__exit__": _exit, **SUBSCRIPT},
)  # fmt: skip
BARE_BASES.append(basis_of(AbstractContextManager))


class ContextDecorator:
    """A base class or mixin that enables context managers to work as decorators."""

    __slots__ = ()

    def _recreate_cm(self) -> Any:
        return self

    def __call__(self, func: Any) -> Any:
        def inner(*args: Any, **kwds: Any) -> Any:
            with self._recreate_cm():
                return func(*args, **kwds)

        resemble(inner, func)
        return inner


BARE_BASES.append(ContextDecorator)

# --- Generators ---------------------------------------------------------------------------------


#: Of one whose function has none.
_DOC: Final = real._GeneratorContextManager.__doc__


class _GeneratorContextManager(ContextDecorator):
    # What a function made by `contextmanager` returns. (The documentation of an instance has the
    # place of that of the class.)
    __slots__ = ("__call", "__doc__", "__generator")

    def __init__(self, func: Any, args: tuple[Any, ...], kwds: dict[str, Any]) -> None:
        self.__call: tuple[Any, tuple[Any, ...], dict[str, Any]] | None = (func, args, kwds)
        self.__generator = func(*args, **kwds)
        documented = getattr(func, "__doc__", None)
        self.__doc__ = _DOC if documented is None else documented

    def _recreate_cm(self) -> Any:
        if self.__call is None:
            raise AttributeError("'_GeneratorContextManager' object has no attribute 'func'")
        return _GeneratorContextManager(*self.__call)

    def __enter__(self) -> Any:
        if self.__call is None:
            # Entered before. The real one has deleted what it was called with.
            message = "'_GeneratorContextManager' object has no attribute 'args'"
            raise AttributeError(message)
        self.__call = None
        try:
            return next(self.__generator)
        except StopIteration:
            raise RuntimeError("generator didn't yield") from None

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> bool:
        if kind is None:
            return self.__finish()
        if _stopped(kind):
            return False
        insist()
        if value is None:
            value = kind()
        try:
            throw_of(self.__generator)(value)
        except StopIteration as error:
            return error is not value
        except RuntimeError as error:
            # A StopIteration that leaves a generator becomes a RuntimeError.
            if error is value or (isinstance(value, StopIteration) and error.__cause__ is value):
                value.__traceback__ = traceback
                return False
            raise
        except BaseException as error:
            if error is not value:
                raise
            error.__traceback__ = traceback
            return False
        return self.__refuse("generator didn't stop after throw()")

    def __finish(self) -> bool:
        try:
            next(self.__generator)
        except StopIteration:
            return False
        return self.__refuse("generator didn't stop")

    def __refuse(self, message: str) -> bool:
        try:
            raise RuntimeError(message)
        finally:
            self.__generator.close()


@shim(real.contextmanager)
def contextmanager(func: Any) -> Any:
    def helper(*args: Any, **kwds: Any) -> Any:
        return _GeneratorContextManager(func, args, kwds)

    resemble(helper, func)
    return helper


# --- Small ones ---------------------------------------------------------------------------------


class closing:
    """Context to automatically close something at the end of a block."""

    __slots__ = ("thing",)

    def __init__(self, thing: Any) -> None:
        self.thing = thing

    def __enter__(self) -> Any:
        return self.thing

    def __exit__(self, *exc_info: Any) -> None:
        if not _stopped(exc_info[0] if exc_info else None):
            insist()
            read(self.thing, "close")()


class nullcontext:
    """Context manager that does no additional processing."""

    __slots__ = ("enter_result",)

    def __init__(self, enter_result: Any = None) -> None:
        self.enter_result = enter_result

    def __enter__(self) -> Any:
        return self.enter_result

    def __exit__(self, *excinfo: Any) -> None:
        pass

    async def __aenter__(self) -> Any:
        return self.enter_result

    async def __aexit__(self, *excinfo: Any) -> None:
        pass


class suppress:
    """Context manager to suppress specified exceptions."""

    __slots__ = ("__exceptions",)

    def __init__(self, *exceptions: Any) -> None:
        self.__exceptions = exceptions

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> bool:
        if kind is None or _stopped(kind):
            return False
        charge(len(self.__exceptions))
        if any(isinstance(each, tuple) for each in self.__exceptions):
            walk(self.__exceptions)
        if derives(kind, self.__exceptions):
            return True
        if sys.version_info < (3, 12) or not issubclass(kind, BaseExceptionGroup):
            return False
        pay_for_group(value)
        _, rest = value.split(self.__exceptions)
        if rest is None:
            return True
        raise rest


class _Redirect:
    """Base of those that send a stream of the run elsewhere; may be entered again inside."""

    __slots__ = ("__before__", "__run__", "__target__")
    __stream__ = ""

    def __init__(self, new_target: Any) -> None:
        self.__target__ = new_target
        self.__before__: list[Any] = []
        # Left by a generator that is collected late, it must not touch the streams of another run.
        self.__run__ = current()

    def __enter__(self) -> Any:
        self.__before__.append(redirect(self.__run__, self.__stream__, self.__target__))
        return self.__target__

    def __exit__(self, kind: Any, value: Any, traceback: Any) -> None:
        # For a stopped run too: it may be a step of a session.
        redirect(self.__run__, self.__stream__, self.__before__.pop())


class redirect_stdout(_Redirect):
    """Context manager for temporarily redirecting stdout to another file."""

    __slots__ = ()
    __stream__ = "stdout"


class redirect_stderr(_Redirect):
    """Context manager for temporarily redirecting stderr to another file."""

    __slots__ = ()
    __stream__ = "stderr"


_CLASSES: Final[tuple[Any, ...]] = (
    ContextDecorator, closing, nullcontext, suppress, redirect_stdout, redirect_stderr, ExitStack,
)  # fmt: skip
for _kind in _CLASSES:
    _kind.__module__ = "contextlib"
plain(*_CLASSES)
trust(*_CLASSES, _GeneratorContextManager, _Redirect)
opaque(_GeneratorContextManager)

MODULE = module(
    real, VETTED, contextmanager, asynccontextmanager, AbstractContextManager,
    AbstractAsyncContextManager, *_CLASSES, *ASYNC_CLASSES,
)  # fmt: skip
