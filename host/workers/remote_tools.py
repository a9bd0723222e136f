"""In the worker: the host's asynchronous tools, as a guest's loop takes them.

Calls begin, and answers come, while the loop rests: one frame says what is new and for how long to
rest, and one tells which calls have ended. In between the host sends nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Generator
from itertools import count
from typing import Any

from ..runtime.run import Run
from .messages import MOST_CALLS, Aborted, Kind, answer_of


class Request:
    """What the function that stands for a tool awaits."""

    __slots__ = ("args", "kwargs", "name")

    def __init__(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.name = name
        self.args = args
        self.kwargs = kwargs

    def __await__(self) -> Generator[Request, None, None]:
        yield self


class Call:
    """One call, as far as anybody asks a task about it."""

    __slots__ = ("_answer", "_cancelled", "_done", "_number", "_owner", "_work")

    def __init__(
        self,
        owner: RemoteTools,
        number: int,
        work: Coroutine[Any, Any, Any],
        done: Callable[[Any], object],
    ) -> None:
        self._owner = owner
        self._number = number
        self._work = work
        self._done = done
        self._answer: tuple[int, list[Any]] | None = None
        self._cancelled = False

    def settle(self, kind: int, content: list[Any]) -> None:
        """Take the answer of the host."""
        del self._owner.tasks[self._number]
        self._answer = kind, content
        self._work.close()
        self._done(self)

    def cancel(self) -> None:
        """Have the host cancel it, once."""
        if not self._cancelled:
            self._cancelled = True
            self._owner.cancelled.append(self._number)

    def drop(self) -> None:
        """Nobody will ask for it."""
        self._owner.tasks.clear()
        self._work.close()

    def cancelled(self) -> bool:
        return self._answer is not None and self._answer[0] == Kind.CANCELLED

    def exception(self) -> BaseException | None:
        try:
            self.result()
        except BaseException as error:
            return error.with_traceback(None)
        return None

    def result(self) -> Any:
        assert self._answer is not None
        return answer_of(*self._answer)


class Calls:
    """The calls of one exchange.

    Parameters:
        rest: sends seconds, new calls and those to cancel; returns the answers.
    """

    __slots__ = ("_numbers", "_rest", "pending")

    def __init__(self, rest: Callable[[float | None, list[Any], list[int]], list[Any]]) -> None:
        self._rest = rest
        self._numbers = count(1)
        #: Those under way, of any loop.
        self.pending: dict[int, Call] = {}

    def begin(
        self, owner: RemoteTools, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]
    ) -> tuple[int, Call]:
        """Return number and call of what is to begin."""
        number = next(self._numbers)
        call = self.pending[number] = Call(owner, number, work, done)
        return number, call

    def rest(self, seconds: float | None, new: list[Any], cancelled: list[int]) -> None:
        """Rest until a call has ended, at most *seconds*."""
        for number, kind, content in self._rest(seconds, new, cancelled):
            self.pending.pop(number).settle(kind, content)

    def forget(self) -> None:
        """The host sees all end, whatever loop of a guest's still waits for one."""
        for call in self.pending.values():
            call.drop()
        self.pending.clear()


class RemoteTools:
    """A guest's loop has it in the place of `asyncio_outside.Outside`.

    Parameters:
        run: whose loop it is.
        calls: of the exchange under way.
    """

    __slots__ = ("_calls", "_new", "_run", "cancelled", "tasks")

    def __init__(self, run: Run, calls: Calls) -> None:
        self._run = run
        self._calls = calls
        self._new: list[Any] = []
        #: Numbers of calls that are to be cancelled.
        self.cancelled: list[int] = []
        #: Calls under way, by number.
        self.tasks: dict[int, Call] = {}

    def start(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> Call:
        """Have the host begin a call at the next rest; *done* gets what becomes of it."""
        while len(self._calls.pending) >= MOST_CALLS:
            self.wait(None)
        request: Request = work.send(None)
        number, call = self._calls.begin(self, work, done)
        self.tasks[number] = call
        self._new.append([number, request.name, list(request.args), request.kwargs])
        return call

    def cancel(self, call: Call) -> None:
        """Have the host cancel *call*."""
        call.cancel()

    def wait(self, seconds: float | None) -> None:
        """Rest until a call has ended, at most *seconds*."""
        new, self._new = self._new, []
        cancelled = [number for number in self.cancelled if number in self.tasks]
        self.cancelled.clear()
        try:
            self._calls.rest(seconds, new, cancelled)
        except Aborted as error:
            self._calls.forget()
            self._run.abort(error)

    def close(self) -> None:
        """Cancel what is under way and see it end."""
        for call in self.tasks.values():
            call.cancel()
        while self.tasks:
            self.wait(None)
