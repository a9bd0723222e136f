"""What a guest sees of an exception that a host function raised."""

from __future__ import annotations

import builtins
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final

from .. import signals
from ..errors import BoundaryError, ClocheError
from .inward import into_guest
from .telling import told
from .truth import mro_of, name_of

_EXCEPTIONS: Final = frozenset(
    id(kind)
    for kind in vars(builtins).values()
    if isinstance(kind, type) and issubclass(kind, Exception)
)


class Carried(BaseException):
    """What an asynchronous tool has raised that would end the event loop it was awaited on."""


@signals.handing(still=True)
async def awaited(tool: Callable[..., Awaitable[Any]], /, *args: Any, **kwargs: Any) -> Any:
    """Await a call of *tool*, as a task.

    Raises:
        Carried: it has raised what a loop lets out past whoever waits for the task.
        BaseException: anything else that the tool raises.
    """
    try:
        return await tool(*args, **kwargs)
    except (KeyboardInterrupt, SystemExit) as error:
        carried = error
    raise Carried(carried)


def raised_by(task: Any) -> BaseException | None:
    """Return what the tool has raised whose call `awaited` was *task*, which was not cancelled."""
    error: BaseException | None = task.exception()
    return error.args[0] if type(error) is Carried else error


def for_guest(error: Exception) -> Exception:
    """Return a fresh builtin exception that stands for the host's `error`.

    An exception of exactly a builtin class keeps class and arguments if these are plain data.
    Any other becomes its nearest builtin ancestor with the error's text. Cause, context,
    traceback, notes and attributes stay with the host.
    """
    message = text_of(error)
    for kind in mro_of(type(error)):
        if id(kind) not in _EXCEPTIONS:
            continue
        arguments: tuple[Any, ...] = (message,) if message else ()
        if kind is type(error):
            with suppress(BoundaryError):
                arguments = into_guest(error.args)
        try:
            fresh: Exception = kind(*arguments)
        except (TypeError, ValueError):
            continue  # UnicodeDecodeError and ExceptionGroup want more than a text
        return fresh
    return Exception(message)


def text_of(error: Exception) -> str:
    """Return what is told of *error* (`telling.py`), or its class's name if a `__str__` fails."""
    try:
        text = told(error)
    except Exception:
        return name_of(type(error))
    return f"{name_of(type(error))}: {text}" if isinstance(error, ClocheError) else text
