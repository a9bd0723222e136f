"""`contextlib.ExitStack`."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable
from types import MethodType
from typing import Any, Final

from ..frames import passes_on
from ..rehomed import remade
from ..run import charge
from ..stops import Stop

_NOTHING: Final = (None, None, None)


class ExitStack:
    """Context manager for dynamic management of a stack of exit callbacks."""

    __slots__ = ("__callbacks__",)

    __callbacks__: deque[Any]

    def __new__(cls, *args: Any, **named: Any) -> Any:
        # Here, for a class of the guest may define `__init__` and not call this one's.
        made = object.__new__(cls)
        _set_callbacks(made, deque())
        return made

    def __init__(self) -> None:
        pass

    def pop_all(self) -> Any:
        """Preserve the context stack by transferring it to a new instance."""
        made = remade(ExitStack, self)
        if not isinstance(made, ExitStack):
            raise TypeError(f"{type(self).__name__}() is no ExitStack")
        _set_callbacks(made, callbacks_of(self))
        _set_callbacks(self, deque())
        return made

    def push(self, exit: Any) -> Any:
        """Register a callback with the standard __exit__ method signature."""
        method = getattr(type(exit), "__exit__", None)
        callbacks_of(self).append(exit if method is None else MethodType(method, exit))
        return exit

    def enter_context(self, cm: Any) -> Any:
        """Enter the supplied context manager."""
        kind: Any = type(cm)
        try:
            enter, leave = kind.__enter__, kind.__exit__
        except AttributeError:
            raise TypeError(
                f"'{kind.__module__}.{kind.__qualname__}' object does "
                "not support the context manager protocol"
            ) from None
        result = enter(cm)
        callbacks_of(self).append(MethodType(leave, cm))
        return result

    def callback(self, callback: Any, /, *args: Any, **kwds: Any) -> Any:
        """Register an arbitrary callback and arguments."""

        def leave(kind: Any, error: Any, trace: Any) -> None:
            callback(*args, **kwds)

        callbacks_of(self).append(leave)
        return callback

    def close(self) -> None:
        """Immediately unwind the context stack."""
        self.__exit__(None, None, None)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *details: Any) -> bool:
        error = details[1]
        callbacks = callbacks_of(self)
        if isinstance(error, Stop):
            callbacks.clear()
            return False
        ended = _unwound(callbacks, error, sys.exc_info()[1])
        if ended is not None and ended is not error:
            context = ended.__context__
            try:
                raise ended
            except BaseException:
                ended.__context__ = context
                raise
        return error is not None and ended is None


def _unwound(callbacks: deque[Any], error: Any, outer: Any) -> Any:
    """Call the callbacks, last first; return the exception that is left, if any."""
    while callbacks:
        charge(1)
        leave = callbacks.pop()
        try:
            details = (type(error), error, error.__traceback__) if error is not None else _NOTHING
            if leave(*details):
                error = None
        except Stop:
            callbacks.clear()
            raise
        except BaseException as raised:
            chain(raised, error, outer)
            error = raised
    return error


passes_on(_unwound)


def chain(raised: Any, before: Any, outer: Any) -> None:
    """Put *before* at the end of the contexts of *raised*, as nested `with` statements would."""
    while True:
        charge(1)  # a guest can make a circle of them
        context = raised.__context__
        if context is None or context is before:
            return
        if context is outer:
            break
        raised = context
    raised.__context__ = before


callbacks_of: Callable[[object], deque[Any]] = ExitStack.__dict__["__callbacks__"].__get__
_set_callbacks: Callable[[object, deque[Any]], None] = ExitStack.__dict__["__callbacks__"].__set__
