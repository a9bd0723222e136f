"""Running guest code and telling the host what came of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Coroutine, Generator, Mapping
from functools import wraps
from types import TracebackType, coroutine
from typing import Any, Final, ParamSpec, TypeVar

from .runtime import errors, signals
from .runtime.handling import apart, apart_async
from .runtime.run import Run, check_freeing, outside, running
from .runtime.stops import Reason, Stop
from .runtime.suggestions import CONSTANTS
from .runtime.tracebacks import (
    UNPRINTABLE,
    format_error,
    guest_line,
    headline,
    message_of,
    type_name,
)
from .transpiler import vocabulary as words
from .transpiler.vocabulary import is_dunder

T = TypeVar("T")
P = ParamSpec("P")

_LIMITS: dict[str, type[errors.LimitExceeded]] = {
    "steps": errors.StepLimitExceeded,
    "seconds": errors.TimeLimitExceeded,
    "memory": errors.MemoryLimitExceeded,
    "output": errors.OutputLimitExceeded,
    "tool_calls": errors.ToolCallLimitExceeded,
    "recursion": errors.RecursionLimitExceeded,
    "nesting": errors.NestingLimitExceeded,
}


#: Where the code of this package is: `host/`, `runtime/`, `transpiler/`.
_OURS = tuple(
    os.path.dirname(os.path.abspath(str(file))) + os.sep
    for file in (__file__, errors.__file__, words.__file__)
)


def without_frames(error: BaseException) -> BaseException:
    """Return *error* without the frames of this package that it came through.

    Their local variables are the run, its globals, the guest's objects; whoever reports errors
    with the variables of each frame would show them, and call their `__repr__`. The frames of a
    tool that aborted the run stay.
    """
    trace: TracebackType | None = error.__traceback__
    while trace is not None and _is_ours(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return error.with_traceback(trace)


def _is_ours(filename: str) -> bool:
    return filename.startswith(_OURS)


def bare(function: Callable[P, T]) -> Callable[P, T]:
    """Let errors leave *function* as `without_frames` makes them; call it `outside` of all runs."""

    @wraps(function)
    def face(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if running(None) is None:
                return function(*args, **kwargs)
            check_freeing()
            return outside(face, args, kwargs)
        except BaseException as error:
            failure = without_frames(error)
        # This frame is in the traceback, and `self` may lead to a run.
        del args, kwargs
        try:
            raise failure
        finally:
            del failure

    return face


@coroutine
def _each_step_outside(inner: Coroutine[Any, Any, T]) -> Generator[Any, Any, T]:
    """Await *inner*, each step of it outside of all runs: whoever goes on with it, or closes it.

    It may be a tool of another run, or the collector, which must find the context as it was.
    """
    step: Callable[..., Any] = inner.send
    args: tuple[Any, ...] = (None,)
    while True:
        try:
            asked = step(*args) if running(None) is None else outside(step, args)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]
        try:
            step, args = inner.send, ((yield asked),)
        except GeneratorExit:
            outside(inner.close)
            raise
        except BaseException as error:
            step, args = inner.throw, (error,)


def bare_async(
    function: Callable[P, Coroutine[Any, Any, T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Do what `bare` does, for a coroutine function."""

    @wraps(function)
    async def face(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            if running(None) is not None:
                check_freeing()
            return await _each_step_outside(function(*args, **kwargs))
        except BaseException as error:
            failure = without_frames(error)
        del args, kwargs
        try:
            raise failure
        finally:
            del failure

    return face


#: No keyword arguments; changed by nobody.
NONE_NAMED: Final[Mapping[str, Any]] = {}


def perform(
    run: Run,
    action: Callable[..., T],
    args: tuple[Any, ...] = (),
    kwargs: Mapping[str, Any] = NONE_NAMED,
) -> T:
    """Call *action*, which runs guest code, with *args* and *kwargs* as *run*.

    `sys.exit()`, with 0 or without a status, is a way to end well; the value is None then.

    Raises:
        LimitExceeded: a limit was hit, whatever the guest did about it.
        GuestError: the guest raised and did not catch.
        BaseException: what a tool aborted the run with, or an interrupt of the host.
    """
    token = run.enter()
    try:
        alone = sys.exception() is None
        value = action(*args, **kwargs) if alone else apart(action, args, kwargs)
        if run.budget.reason is None or not run.budget.is_stopped():
            return value
        raise Stop
    except BaseException as error:
        own = None if isinstance(error, Stop) else of_the_host(run, error)
        if own is None and not run.budget.is_stopped() and _exits_well(error):
            return None  # type: ignore[return-value]
        failure = own or outcome(run, error)
    finally:
        run.leave(token)
    # Raised out here so that no frame or exception of the guest hangs on to it.
    raise _with_output(run, failure)


class _Closed(GeneratorExit):
    """The host has closed the coroutine that awaits a run, or the collector has."""


async def perform_async(run: Run, begin: Callable[..., Any], /, *args: object) -> Any:
    """Drive what *begin* returns, called with *args*, as *run*, on the event loop of the host.

    Raises:
        as `perform`; and asyncio.CancelledError when the host cancels, GeneratorExit when it
        closes the coroutine. No code of the guest runs after that.
    """
    from asyncio import CancelledError

    from .runtime.modules.asyncio_driving import drive_async

    run.begin()
    try:
        try:
            told = await apart_async(drive_async(run, lambda: begin(*args)))
        except Stop:
            raise
        except GeneratorExit:  # no guest's: what they raise is told
            raise _Closed from None
        value = apart(told)
        run.budget.checkpoint()
        return value
    except (CancelledError, _Closed):
        raise
    except BaseException as error:
        own = None if isinstance(error, Stop) else of_the_host(run, error)
        if own is None and not run.budget.is_stopped() and _exits_well(error):
            return None
        late = None
        token = run.come_in()
        try:
            failure = own or outcome(run, error)
        finally:
            late = run.go_out(token)
        failure = late or failure
    finally:
        run.budget.end()
    raise _with_output(run, failure)


signals.drivers.add(perform.__code__.co_filename)
#: Where CPython's own library is, in which packages that are none of it may be installed.
_LIBRARY: Final = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_PACKAGES: Final = tuple(f"{os.sep}{name}-packages{os.sep}" for name in ("site", "dist"))


def of_the_host(run: Run, error: BaseException) -> BaseException | None:
    """Return *error* if a handler of the host's has raised it where none is held.

    None is held (`runtime/signals.py`) for a program that catches nothing, which lets it through,
    and while the host's loop has the floor. Then its innermost code is neither the guest's
    nor of this package. Only frames of the host's are left in its traceback.
    """
    inner, trace, through = None, error.__traceback__, not run.catches
    while trace is not None:
        frame = trace.tb_frame
        path = frame.f_code.co_filename
        if words.TICKS in frame.f_builtins:
            if not through:
                return None
            inner = None
        elif _is_ours(path) or path.startswith("<library "):
            inner = None
        elif inner is None and not _is_library(path):
            inner = trace
        trace = trace.tb_next
    if inner is None and not (through and isinstance(error, KeyboardInterrupt)):
        return None
    return error.with_traceback(inner)


def _is_library(path: str) -> bool:
    if path.startswith(_LIBRARY):
        return not any(folder in path for folder in _PACKAGES)
    return path.startswith("<frozen ")


def _with_output(run: Run, failure: BaseException) -> BaseException:
    if isinstance(failure, errors.ClocheError):
        failure.stdout, failure.stderr = run.output.take_last(), run.errors.take_last()
        budget = run.budget
        failure.steps, failure.seconds = budget.steps, budget.seconds
        failure.tool_calls = budget.calls
    return failure


def _exits_well(error: BaseException) -> bool:
    if not isinstance(error, SystemExit):
        return False
    code = _code(error)
    return code is None or (type(code) in (int, bool) and not code)


#: The slot's own getter: a class of the guest's may have an attribute of that name.
_code: Callable[[SystemExit], object] = SystemExit.__dict__["code"].__get__


def outcome(run: Run, error: BaseException) -> BaseException:
    """Return what the host is to see; formatting a guest error is guest work too."""
    try:
        if isinstance(error, KeyboardInterrupt):
            return KeyboardInterrupt()
        if not isinstance(error, Stop):
            run.budget.checkpoint()
            return _guest_error(run, error)
    except Stop as late:
        error = late
    except BaseException:
        # Text is made by the guest's methods; what they raise says nothing to the host.
        if run.budget.reason is None:
            return errors.GuestError(type_name(error), UNPRINTABLE)
    reason = run.budget.reason
    if reason is None:
        return errors.GuestError(type_name(error), "code of a run that has ended was called")
    return _stopped(reason, guest_line(error.__traceback__, run.sources))


def _stopped(reason: Reason, line: int | None) -> BaseException:
    if reason.kind == "abort" and reason.cause is not None:
        return reason.cause
    kind = _LIMITS.get(reason.kind)
    if kind is None:
        return errors.ClocheError(f"the run was stopped ({reason.kind})")
    return kind(reason.limit or 0, reason.used or 0, line)


def _guest_error(run: Run, error: BaseException) -> errors.GuestError:
    names = visible(run)
    text = format_error(error, run.shown, names)
    run.budget.checkpoint()
    message = message_of(error)
    if not isinstance(error, SyntaxError):
        message = headline(error, names).split("\n", 1)[0].partition(": ")[2] or message
    return errors.GuestError(
        type_name(error), message, text, guest_line(error.__traceback__, run.sources)
    )


def visible(run: Run) -> tuple[str, ...]:
    """Return the names a guest of *run* could have meant."""
    offered = run.globals.get("__builtins__")
    names = (*run.globals, *(offered if isinstance(offered, dict) else ()), *CONSTANTS)
    return tuple(name for name in names if not is_dunder(name))
