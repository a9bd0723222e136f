"""What the frames mean, and how an outcome travels as plain data.

An *exchange* begins with a request of the host and ends with the worker's `DONE` or `FAILED` of the
same number. In between the worker may print and call tools; a tool of the host may begin an
exchange of its own with the same worker (a function called back), which ends before it does.
"""

from __future__ import annotations

import builtins
import threading
from enum import IntEnum
from itertools import accumulate
from typing import Any, Final, NamedTuple

from ..program import Result
from ..runtime import errors
from ..runtime.tracebacks import MESSAGE_LENGTH
from ..transpiler.vocabulary import is_written
from .codec import Malformed


class Kind(IntEnum):
    """The kinds of frames."""

    # From the host
    BOX = 1  #        what the worker is for, once: see `main.Worker`
    LOAD = 2  #       [digest, source, guarded text, file name, names known, digests to forget]
    RUN = 3  #        [digest, inputs, whether a program that awaits nothing is on a loop]
    FUNCTION = 4  #   [digest, name, inputs]: keep the function the program defines
    CALL = 5  #       [args, kwargs]: call it
    MAP = 6  #        [items]: call it with each
    SESSION = 7  #    [inputs]: keep an environment
    STEP = 8  #       [digest, inputs, limits, on a loop]: run a step under what is left of a total
    FORGET = 9  #     []: drop what is kept
    ANSWER = 10  #    [call, value]: what a tool returned
    RAISE = 11  #     [call, class name, arguments]: what a tool raised
    ABORT = 12  #     [call]: what a tool raised ends the run
    START = 13  #     [digest, inputs, clock, seed]: a RUN whose tools may take their time
    WAKE = 14  #      [answers]: of asynchronous tools that ended; each as above, its kind in front
    CANCELLED = 15  # [call]: only in a WAKE, of a tool that was cancelled
    # From the worker
    READY = 32  #     [report of the layers, resident bytes]
    PRINTED = 33  #   [text]
    TOOL = 34  #      [call, name, args, kwargs]
    MAPPED = 35  #    [values]: more of the values of a MAP
    NAMES = 38  #     [names]: bound in a session after a step
    REST = 39  #      [seconds or None, calls that begin, calls to cancel]: until a tool has ended
    DONE = 36  #      [value, stdout, stderr, *SPENT, resident bytes, processor seconds]
    FAILED = 37  #    [kind of failure, its parts, stdout, stderr, *SPENT, resident, processor];
    #                 SPENT: steps, seconds, calls of tools


#: The tool that guards source text at run time (see `guarding.py`).
GUARD: Final = "guard()"
#: Asynchronous tools of one run that may be under way at once.
MOST_CALLS: Final = 1_000
#: Numbers of calls are smaller.
MOST_CALLED: Final = 2**31
#: Names of a session that its host is told, and how many characters they may have together: it
#: sends them back with each step.
MOST_NAMES, MOST_NAMED = 100_000, 2**22
#: The tool that stands for the clock of a sandbox; no guest can spell it.
CLOCK: Final = "clock()"
#: The tool that tells seconds to the timers of started runs.
TIMER: Final = "timer()"
#: Those of them that are no calls of a guest's.
UNCOUNTED: Final = frozenset({GUARD, CLOCK, TIMER})
#: The tool that stands for all tools of a started run: name, arguments, keywords, line.
CALL: Final = "call()"


class Health(NamedTuple):
    """What a worker says of itself after each exchange.

    Parameters:
        resident: its memory in bytes.
        processor: processor time it has used since it began, in seconds.
    """

    resident: int
    processor: float


class Resting(NamedTuple):
    """A guest that waits for its asynchronous tools.

    Parameters:
        seconds: how long at most; None: until one has ended.
        calls: those that begin now: number, name, arguments and keywords of each.
        cancelled: numbers of those that nobody waits for any more.
    """

    seconds: float | None
    calls: list[tuple[int, str, list[Any], dict[str, Any]]]
    cancelled: list[int]


class Done(NamedTuple):
    """A well ended exchange."""

    value: Any
    stdout: str
    stderr: str
    steps: int
    seconds: float
    calls: int
    health: Health

    def result(self) -> Result:
        """Return it as its caller is given it."""
        return Result(self.value, self.stdout, self.steps, self.seconds, self.stderr, self.calls)


class Failed(NamedTuple):
    """An exchange that ended in an error; None: in the one its tool has raised in the host."""

    error: BaseException | None
    health: Health


# --- Failures as plain data ----------------------------------------------------------------

_ABORTED: Final = "aborted"
_RAISED: Final = "raised"
_CRASHED: Final = "cloche"

#: Errors of `cloche` by name, with the classes that the arguments of their constructor may have.
_ERRORS: Final[dict[str, tuple[type[errors.ClocheError], tuple[tuple[type, ...], ...]]]] = {
    "guest": (errors.GuestError, ((str,), (str,), (str,), (int, type(None)))),
    "steps": (errors.StepLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "seconds": (errors.TimeLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "memory": (errors.MemoryLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "output": (errors.OutputLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "tool_calls": (errors.ToolCallLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "recursion": (errors.RecursionLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "nesting": (errors.NestingLimitExceeded, ((int, float), (int, float), (int, type(None)))),
    "boundary": (errors.BoundaryError, ((str,), (str,), (str,), (str,))),
    "escape": (errors.EscapeDetected, ((str,), (int, type(None)))),
    _CRASHED: (errors.ClocheError, ((str,),)),
}
_NAMES: Final[dict[type[BaseException], str]] = {kind: name for name, (kind, _) in _ERRORS.items()}

#: Characters of the texts in an error, but for a traceback, which is bounded as its frame is.
_LONGEST: Final = MESSAGE_LENGTH + 1
_TRACEBACK: Final = ("guest", 2)

#: The exceptions of Python that a worker may ask the other end to raise, by name.
BUILTIN: Final[dict[str, type[Exception]]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and kind.__name__ == name
}


#: Numbers in errors, and of what a run has taken, are smaller.
MOST: Final = 2**63
#: Larger than all floats that are numbers, and than none that is not.
_ENDLESS: Final = 2**1024
#: They would end a loop of the host's in silence.
_ENDS: Final = frozenset({"StopIteration", "StopAsyncIteration"})


class Aborted(BaseException):
    """In the worker: the exception that a tool raised is the host's, and ends the run."""


def failure_of(error: BaseException) -> tuple[str, list[Any]]:
    """Return *error* as plain data."""
    name = _NAMES.get(type(error))
    if name is not None:
        return name, [_cut(name, place, part) for place, part in enumerate(error.args)]
    if isinstance(error, Aborted):
        return _ABORTED, []
    if BUILTIN.get(type(error).__name__) is type(error):
        return _RAISED, [type(error).__name__, _cut(_RAISED, 1, str(error))]
    return _CRASHED, [_cut(_CRASHED, 0, f"{type(error).__name__} in the worker: {error}")]


def _cut(name: str, place: int, part: Any) -> Any:
    """Return the part at *place* of the failure *name* as it may be sent."""
    if type(part) is int:  # what a shared structure would have used can be any number
        return min(part, MOST - 1)
    return part if _is_short(name, place, part) else part[: _LONGEST - 1] + "…"


def _is_short(name: str, place: int, part: Any) -> bool:
    return type(part) is not str or len(part) <= _LONGEST or (name, place) == _TRACEBACK


def error_from(name: Any, parts: Any) -> BaseException | None:
    """Return the error that a worker claims; None for the one that ended the run in the host.

    Raises:
        Malformed: there is no such error.
    """
    if type(parts) is not list or type(name) is not str:
        raise Malformed("a failure without parts")
    if name == _ABORTED:
        return None
    if name == _RAISED:
        match parts:
            case [str(raised), str(text)] if (
                raised in BUILTIN and raised not in _ENDS and _is_short(name, 1, text)
            ):
                return _made(BUILTIN[raised], [text])
    elif name in _ERRORS:
        kind, classes = _ERRORS[name]
        if len(parts) == len(classes) and all(
            type(part) in allowed and _is_said(part) and _is_short(name, place, part)
            for place, (part, allowed) in enumerate(zip(parts, classes, strict=True))
        ):
            return kind(*parts)
    raise Malformed("a failure of an unknown kind")


def answer_of(kind: int, content: list[Any]) -> Any:
    """In the worker: return what a tool has returned, or raise what stands for what it raised.

    Raises:
        Aborted: it ends the run.
        Exception: the tool's.
    """
    if kind == Kind.ANSWER:
        return content[0]
    if kind == Kind.RAISE:
        raise raised_by_tool(*content)
    raise Aborted


def raised_by_tool(name: Any, arguments: Any) -> Exception:
    """In the worker: return the exception that stands for what a tool has raised."""
    return _made(BUILTIN[name], list(arguments))


def _made(kind: type[Exception], arguments: list[Any]) -> Exception:
    try:
        return kind(*arguments)
    except (TypeError, ValueError):
        return Exception(*arguments)


# --- Frames of the worker, looked at ----------------------------------------------------------


def _is_said(part: Any) -> bool:
    """Tell whether *part* is text, or a number such as limits, counts and times are."""
    # A float is as long as it likes: what a guest would sleep for is not said in whole numbers.
    return isinstance(part, str | None) or 0 <= part < (MOST if type(part) is int else _ENDLESS)


def as_done(content: Any, printed: int | None) -> Done:
    """Return what a `DONE` says.

    Parameters:
        printed: characters that may have been printed; None: any number.

    Raises:
        Malformed: it is of another shape.
    """
    # Not `match`, whose class patterns take as long as all the rest.
    if type(content) is list and len(content) == 8:
        value, stdout, stderr, steps, seconds, calls, resident, processor = content
        if (
            type(stdout) is type(stderr) is str
            and type(steps) is type(calls) is int
            and type(seconds) is float
            and 0 <= steps < MOST
            and 0 <= calls < MOST
            and _is_said(seconds)
        ):
            _within(stdout, printed)
            _within(stderr, printed)
            health = _health(resident, processor)
            return Done(value, stdout, stderr, steps, seconds, calls, health)
    raise Malformed("a result of another shape")


def as_failed(content: Any, printed: int | None) -> Failed:
    """Return what a `FAILED` says; parameters and errors as of `as_done`."""
    match content:
        case [
            name, parts, str(stdout), str(stderr), int() | None as steps, float() | None as seconds,
            int() | None as calls, resident, processor,
        ]:  # fmt: skip
            _within(stdout, printed)
            _within(stderr, printed)
            error = error_from(name, parts)
            if not (_is_said(seconds) and _is_said(steps) and _is_said(calls)):
                raise Malformed("a failure of another shape")
            if isinstance(error, errors.ClocheError):
                error.stdout, error.stderr = stdout, stderr
                error.steps, error.seconds, error.tool_calls = steps, seconds, calls
            return Failed(error, _health(resident, processor))
    raise Malformed("a failure of another shape")


def as_tool(content: Any) -> tuple[int, str, list[Any], dict[str, Any]]:
    """Return number, name, arguments and keywords of a `TOOL`."""
    match content:
        case [int(call), str(name), list(args), dict(kwargs)]:
            if 0 <= call < MOST_CALLED and all(type(key) is str for key in kwargs):
                return call, name, args, kwargs
    raise Malformed("a call of another shape")


def as_rest(content: Any) -> Resting:
    """Return what a `REST` says."""
    match content:
        case [int() | float() | None as seconds, list(calls), list(cancelled)]:
            # The host does something about each: more than may be under way are none of its own.
            if len(calls) > MOST_CALLS or len(cancelled) > MOST_CALLS:
                raise Malformed("a rest of more calls than may be under way")
            if any(type(call) is not int for call in cancelled):
                raise Malformed("a rest of another shape")
            if len(set(cancelled)) != len(cancelled):
                raise Malformed("a rest that cancels a call twice")
            if seconds is not None:  # a nan becomes none at all
                seconds = float(max(0, min(seconds, threading.TIMEOUT_MAX)))
            return Resting(seconds, [as_tool(call) for call in calls], cancelled)
    raise Malformed("a rest of another shape")


def as_text(content: Any, room: int | None) -> str:
    """Return the text of a `PRINTED`: of nothing there may be any number."""
    match content:
        case [str(text)] if text:
            _within(text, room)
            return text
    raise Malformed("printed text of another shape")


def _within(text: str, most: int | None) -> None:
    if most is not None and len(text) > most:
        raise Malformed("more text than may be printed")


def _health(resident: Any, processor: Any) -> Health:
    if type(resident) is not int or type(processor) is not float:
        raise Malformed("a report of another shape")
    if _is_said(resident) and _is_said(processor):
        return Health(resident, processor)
    raise Malformed("a report of another shape")


def as_ready(content: Any) -> tuple[dict[str, str], int]:
    """Return the report of a `READY`, and the memory it began with."""
    match content:
        case [dict(report), int(resident)]:
            if all(type(part) is str for pair in report.items() for part in pair):
                return report, resident
    raise Malformed("a greeting of another shape")


def as_values(content: Any) -> list[Any]:
    """Return the values of a `MAPPED`."""
    match content:
        case [list(values)] if values:
            return values
    raise Malformed("values of another shape")


def told(names: list[str]) -> list[str]:
    """In the worker: return those of *names*, bound in a session, that the host is told."""
    if len(names) <= MOST_NAMES and sum(map(len, names)) <= MOST_NAMED:
        return names
    sizes = accumulate(map(len, names[:MOST_NAMES]))
    return [name for name, size in zip(names, sizes, strict=False) if size <= MOST_NAMED]


def as_names(content: Any) -> list[str]:
    """Return the names of a `NAMES`: none but what a program could have bound."""
    match content:
        case [list(names)] if len(names) <= MOST_NAMES:
            if all(type(name) is str and name.isidentifier() for name in names):
                return [name for name in names if is_written(name)]
    raise Malformed("names of another shape")
