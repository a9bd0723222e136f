"""Asynchronous tools of a run in a worker, and the host's task that waits for such a run.

The thread that converses with the worker is not the one that runs the tools: in `run_async` they
are tasks of the event loop that awaits the run. In `run` there is no such loop; then they have one
of their own, which turns in the thread that called, while the guest rests.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from contextvars import Context, ContextVar, copy_context
from typing import Any, Protocol, TypeVar

T = TypeVar("T")
#: What `Side.wait` returns: number and name of a call, and the task that has ended.
Ended = tuple[int, str, Any]


class Cancelled(BaseException):
    """The host's task that waits for the run has been cancelled."""


class Side(Protocol):
    """Where the asynchronous tools of one exchange run."""

    #: Names of the calls under way, by number.
    names: dict[int, str]

    def begin(self, call: int, name: str, work: Coroutine[Any, Any, Any]) -> None:
        """Begin a call."""

    def cancel(self, call: int) -> None:
        """Cancel a call, if it is under way still and has not been cancelled."""

    def wait(self, seconds: float | None) -> list[Ended]:
        """Return the calls that have ended, once there are any, after *seconds* at the latest."""

    def end(self) -> None:
        """Cancel all calls that have not been cancelled, and see them end."""


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)


class OwnLoop:
    """Tools on an event loop of their own, for a caller that has none."""

    def __init__(self) -> None:
        self.names: dict[int, str] = {}
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        #: Those of them that have been cancelled.
        self._cancelled: set[asyncio.Task[Any]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        #: Calls that have ended since the last wait, and what is waited for while there is none:
        #: a wait takes no longer the more are under way.
        self._ended: list[int] = []
        self._waiting: asyncio.Future[None] | None = None

    def begin(self, call: int, name: str, work: Coroutine[Any, Any, Any]) -> None:
        """Begin a call.

        Raises:
            RuntimeError: this thread has a running loop, which cannot be waited for.
        """
        if asyncio._get_running_loop() is not None:
            work.close()
            raise RuntimeError(
                "this thread has a running event loop: asynchronous tools need "
                "`await box.run_async(…)`"
            )
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
        self.names[call] = name
        self._tasks[call] = task = self._loop.create_task(work)
        task.add_done_callback(lambda task: self._tell(call, task))

    def _tell(self, call: int, task: asyncio.Task[Any]) -> None:
        self._cancelled.discard(task)
        self._ended.append(call)
        _wake(self._waiting)

    def cancel(self, call: int) -> None:
        task = self._tasks.get(call)
        if task is not None and not task.done():
            self._cancel(task)

    def _cancel(self, task: asyncio.Task[Any]) -> None:
        if task not in self._cancelled:
            self._cancelled.add(task)
            task.cancel()

    def wait(self, seconds: float | None) -> list[Ended]:
        loop = self._loop
        assert loop is not None
        if not self._ended:
            self._waiting = waiting = loop.create_future()
            timer = None if seconds is None else loop.call_later(seconds, _wake, waiting)
            try:
                loop.run_until_complete(waiting)
            finally:
                self._waiting = None
                if timer is not None:
                    timer.cancel()
        ended, self._ended = self._ended, []
        return [(call, self.names.pop(call), self._tasks.pop(call)) for call in ended]

    def end(self) -> None:
        loop, self._loop = self._loop, None
        if loop is None:
            return
        try:
            # An interrupt may have left more than the tools.
            while left := asyncio.all_tasks(loop):
                for task in left:
                    self._cancel(task)
                loop.run_until_complete(asyncio.wait(left))
            for task in self._tasks.values():
                task.cancelled() or task.exception()  # nobody else will ask
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()


class Ticket:
    """A task of the host's that waits for a run, which another thread converses about.

    Parameters:
        loop: where the task and the tools run.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop
        self.cancelled = False
        #: Nobody waits for the run any more, nor turns the loop until it has ended.
        self.abandoned = False
        self._changed = threading.Condition()
        self._stops: list[Callable[[], object]] = []
        self._sides: list[_HostLoop] = []

    def check(self) -> None:
        """Raise Cancelled if the task was cancelled."""
        if self.cancelled:
            raise Cancelled

    def cancel(self) -> None:
        """The task was cancelled: have the run end.

        If it was before, its tools are cancelled again: the host does not want to wait for what
        they do when cancelled.
        """
        with self._changed:
            if self.cancelled:
                for side in self._sides:
                    side.cancel_again()
            self.cancelled = True
            self._changed.notify_all()
            # With the lock, so that none of them has ended and its worker works for others.
            for stop in self._stops:
                stop()

    def abandon(self) -> None:
        """The task was dropped: have the run end, and wait for nothing on the loop.

        Who dropped it may have the loop's thread wait for that end.
        """
        self.abandoned = True
        self.cancel()

    def push(self, stop: Callable[[], object]) -> None:
        """An exchange begins, which *stop* has end."""
        with self._changed:
            self._stops.append(stop)

    def pop(self) -> None:
        """The innermost exchange has ended."""
        with self._changed:
            self._stops.pop()

    def side(self) -> Side:
        """Return where tools of one exchange run."""
        side = _HostLoop(self, self.loop, self._changed)
        self._sides.append(side)
        return side


class _HostLoop:
    """Tools on the event loop that awaits the run. Used by the thread that converses."""

    def __init__(
        self, ticket_: Ticket, loop: asyncio.AbstractEventLoop, changed: threading.Condition
    ) -> None:
        self.names: dict[int, str] = {}
        self._ticket = ticket_
        self._loop = loop
        self._changed = changed
        self._tasks: dict[int, asyncio.Task[Any]] = {}
        #: Numbers of those that have been cancelled.
        self._cancelled: set[int] = set()
        self._ended: list[tuple[int, asyncio.Task[Any]]] = []
        # A tool that starts a run of its own is within this one, but does not wait for its task.
        self._context: Context = copy_context()
        self._context.run(ticket.set, None)

    def begin(self, call: int, name: str, work: Coroutine[Any, Any, Any]) -> None:
        self.names[call] = name

        def start() -> None:
            context = self._context.copy()
            task = self._loop.create_task(work, context=context)
            self._tasks[call] = task
            task.add_done_callback(lambda task: self._done(call, task))

        try:
            self._loop.call_soon_threadsafe(start)
        except RuntimeError:  # it was closed
            work.close()
            raise

    def _done(self, call: int, task: asyncio.Task[Any]) -> None:
        with self._changed:
            self._tasks.pop(call, None)
            self._cancelled.discard(call)
            if self._ticket.abandoned:
                task.cancelled() or task.exception()  # nobody else will ask
            self._ended.append((call, task))
            self._changed.notify_all()

    def cancel(self, call: int) -> None:
        def cancel() -> None:
            if call in self._tasks and call not in self._cancelled:
                self._cancelled.add(call)
                self._tasks[call].cancel()

        self._loop.call_soon_threadsafe(cancel)

    def cancel_again(self) -> None:
        """Cancel what is under way, cancelled or not; called on the loop."""
        for task in self._tasks.values():
            task.cancel()

    def wait(self, seconds: float | None) -> list[Ended]:
        with self._changed:
            self._changed.wait_for(lambda: self._ended or self._ticket.cancelled, seconds)
            self._ticket.check()
            return self._taken()

    def _taken(self) -> list[Ended]:
        ended, self._ended = self._ended, []
        return [(call, self.names.pop(call), task) for call, task in ended]

    def end(self) -> None:
        with suppress(RuntimeError), self._changed:  # the loop was closed, and all ended with it
            for call in self.names:
                self.cancel(call)
            while self.names and not (self._ticket.abandoned or self._loop.is_closed()):
                self._changed.wait_for(lambda: self._ended or self._ticket.abandoned, 1.0)
                for _, _, task in self._taken():
                    task.cancelled() or task.exception()  # nobody else will ask


#: The ticket of the thread's conversations, if a task of the host's waits for them.
ticket: ContextVar[Ticket | None] = ContextVar("cloche_ticket", default=None)


async def aside(action: Callable[..., T], /, *args: object) -> T:
    """Call *action*, which converses with workers, in a thread; asynchronous tools run here.

    Raises:
        asyncio.CancelledError: the task was cancelled; the run has ended, and its tools.
        GeneratorExit: it was dropped; the run ends, and its tools are cancelled.
        whatever *action* does.
    """
    loop = asyncio.get_running_loop()
    made = Ticket(loop)
    context = copy_context()
    context.run(ticket.set, made)
    future: asyncio.Future[T] = loop.create_future()

    def work() -> None:
        value, failure = None, None
        try:
            value = context.run(action, *args)
        except BaseException as error:
            failure = error
        with suppress(RuntimeError):  # the loop was closed: nobody waits
            loop.call_soon_threadsafe(_settle, future, value, failure)

    threading.Thread(target=work, name="cloche-aside", daemon=True).start()
    cancelled: asyncio.CancelledError | None = None
    while True:
        try:
            await asyncio.wait([future])
        except asyncio.CancelledError as error:
            cancelled = error
            made.cancel()
        except BaseException:
            future.cancel()
            made.abandon()
            raise
        else:
            break
    if cancelled is not None:
        future.cancelled() or future.exception()
        raise cancelled
    return future.result()


def _settle(future: asyncio.Future[T], value: Any, error: BaseException | None) -> None:
    """Give *future* what a conversation has returned, or raised."""
    if future.done():
        return
    if error is None:
        future.set_result(value)
    elif isinstance(error, StopIteration):
        # As out of a coroutine: no future takes it, and the task would wait for ever.
        future.set_exception(RuntimeError("a coroutine raised StopIteration"))
    else:
        future.set_exception(error)
