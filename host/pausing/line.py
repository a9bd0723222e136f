"""What passes between the thread of a program and whoever drives it.

Tools, listeners and clocks of the host run where the host drives, never in the program's thread;
to pause is not to answer. A thread, and no switching of stacks beneath the interpreter: the run may
be gone on with from any thread, and whoever drops it does not wait for its end.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import get_ident
from typing import Any, Final, NamedTuple

from ..compiling import FILENAME
from ..program import Result
from ..runtime.boundary.converting import spend
from ..runtime.tracebacks import calling_line

#: The longest wait of a driver, in seconds.
_NAP: Final = 0.5


class Call(NamedTuple):
    """The program calls a tool.

    Parameters:
        line: of the program, if known.
    """

    name: str
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    line: int | None


class Look(NamedTuple):
    """The program looks at a clock.

    Parameters:
        what: `clock`, or `timer` for that of its event loop.
    """

    what: str


class Printed(NamedTuple):
    """The program has printed, and the host listens."""

    text: str


class Awaited(NamedTuple):
    """The program awaits an asynchronous tool, which cannot be repeated."""

    name: str


class Ended(NamedTuple):
    """The program is over: with a result or with what it raised for the host."""

    result: Result | None
    error: BaseException | None


Question = Call | Look | Printed | Awaited


@dataclass(frozen=True, slots=True)
class Answer:
    """A value, or what is to be raised instead.

    Parameters:
        spent: seconds that the program is to be charged for.
    """

    value: Any = None
    error: BaseException | None = None
    spent: float = 0.0


class Abandoned(BaseException):
    """Nobody will go on with this run: it is stopped where it stands."""


class Fatal(BaseException):
    """Ends the run, and the host sees the cause.

    Parameters:
        cause: an exception of any kind; by itself a guest might catch it.
    """

    def __init__(self, cause: BaseException) -> None:
        super().__init__(cause)
        self.cause = cause


class Line:
    """One program's, and one driver's at a time."""

    __slots__ = ("_abandoned", "_answers", "_asked", "_kept", "_pid", "_said", "_thread")

    def __init__(self) -> None:
        # Such queues may be filled by finalizers, wherever those come.
        self._said: SimpleQueue[tuple[int, Question | Ended]] = SimpleQueue()
        self._answers: SimpleQueue[tuple[int, Answer]] = SimpleQueue()
        self._asked = 0
        #: Answers by the number of their question.
        self._kept: dict[int, Answer] = {}
        self._thread = 0
        self._abandoned = False
        self._pid = os.getpid()

    # --- The program's end ---------------------------------------------------------------

    def ask(self, question: Question) -> Any:
        """Wait for the answer, for ever if need be; return or raise it."""
        self._asked = number = self._asked + 1
        self.check()
        if get_ident() != self._thread:
            raise Abandoned  # who would hear it, if this is the driver's?
        self._said.put((number, question))
        answer = self._answer_to(number)
        if answer.spent:
            spend(answer.spent)
        if answer.error is None:
            return answer.value
        try:
            raise answer.error
        finally:
            del answer  # it would be in its own traceback

    def _answer_to(self, number: int) -> Answer:
        # Questions nest where one is asked in the middle of another, by whatever CPython calls
        # there; and a guest near the recursion limit may fail to wait for an answer.
        while number not in self._kept:
            answered, answer = self._answers.get()
            if self._abandoned:
                raise Abandoned
            self._kept[answered] = answer
        return self._kept.pop(number)

    def begin(self) -> None:
        """The program is this thread's from now on."""
        self._thread = get_ident()
        self.check()

    def check(self) -> None:
        """Raise `Abandoned` if nobody listens any more."""
        if self._abandoned:
            raise Abandoned

    def end(self, ended: Ended) -> None:
        """Say the last word."""
        self._said.put((0, ended))

    # --- The driver's --------------------------------------------------------------------

    def hear(self, seconds: float | None = None) -> tuple[int, Question | Ended]:
        """Return what the program says next, and the number of the question.

        Raises:
            queue.Empty: it said nothing in so many seconds.
            RuntimeError: it runs in the process that this one was forked from.
        """
        while seconds is None:
            # A signal that comes just before a wait does not end it, so no wait is long.
            with suppress(Empty):
                return self._said.get(timeout=_NAP)
            if os.getpid() != self._pid:
                raise RuntimeError("the program is the process's that this one was forked from")
        return self._said.get(timeout=seconds)

    def answer(self, number: int, answer: Answer) -> None:
        """Let the program go on."""
        self._answers.put((number, answer))

    def abandon(self) -> None:
        """Have the program stop where it stands; at once if it waits. Safe in finalizers."""
        self._abandoned = True
        self._answers.put((0, Answer()))


# What a program calls. It holds the line and nothing of the driver, who may be dropped.


def tool_on(line: Line, name: str) -> Callable[..., Any]:
    """Return the tool *name* as the run calls it."""

    def tool(*args: Any, **kwargs: Any) -> Any:
        return line.ask(Call(name, args, kwargs, calling_line(FILENAME)))

    return tool


def async_tool_on(line: Line, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the asynchronous tool *name*: it is called where it is awaited."""

    async def tool(*args: Any, **kwargs: Any) -> Any:
        line.ask(Awaited(name))
        return await function(*args, **kwargs)

    return tool


def clock_on(line: Line, what: str) -> Callable[[], Any]:
    """Return the clock *what* (see `Look`) as the run reads it."""
    return lambda: line.ask(Look(what))


def listener_on(line: Line) -> Callable[[str], object]:
    """Return what is told of text as it is printed."""
    return lambda text: line.ask(Printed(text))
