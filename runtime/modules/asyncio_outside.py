"""The host's side of a guest's loop: where asynchronous tools run."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from functools import partial
from typing import Any

from .. import signals
from ..run import current, leave_all
from .asyncio_loop import Loop


class Outside:
    """The host's side of a guest's loop: the real loop, on which asynchronous tools run."""

    __slots__ = ("_context", "_owned", "_real", "_waker", "tasks")

    def __init__(self, real: Any, context: Context, owned: bool) -> None:
        self._real = real
        self._context = context
        self._owned = owned
        self._waker: Any = None
        #: Tools under way.
        self.tasks: set[Any] = set()

    def start(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> Any:
        """Run *work* of the host's as a task outside of any run; *done* gets the task."""
        task = self._real.create_task(work, context=self._context.copy())
        self.tasks.add(task)

        def ended(task: Any) -> None:
            self.tasks.discard(task)
            done(task)
            self.wake()

        task.add_done_callback(ended, context=self._context.copy())
        return task

    def wake(self) -> None:
        """End the rest, if there is one."""
        if self._waker is not None and not self._waker.done():
            self._waker.set_result(None)

    async def rest(self, seconds: float | None) -> None:
        """Wait until `wake`, at most *seconds*."""
        self._waker = self._real.create_future()
        timer = None if seconds is None else self._real.call_later(seconds, self.wake)
        try:
            await self._waker
        finally:
            self._waker = None
            if timer is not None:
                timer.cancel()

    def wait(self, seconds: float | None) -> None:
        """Do what `rest` does, on a real loop that is this object's own."""
        self._block(self.rest(seconds))

    def _block(self, work: Coroutine[Any, Any, Any]) -> None:
        level = signals.innermost()
        if level is not None:
            # A loop drops what is raised in its own code, so that is kept.
            level.rouse = partial(self._real.call_soon_threadsafe, self.wake)
        try:
            self._context.copy().run(self._real.run_until_complete, work)
            signals.renew()  # a tool may have set a handler
        except BaseException as error:
            # Tools raise into their tasks, but for what ends a loop.
            failure = error
        else:
            return
        finally:
            if level is not None:
                level.rouse = None
        try:
            current().abort(failure)
        finally:
            del failure

    async def end(self) -> None:
        """Cancel the tools that are under way and see them end."""
        while self.tasks:
            self.cancel()
            await self.rest(None)

    def cancel(self) -> None:
        """Cancel the tools that are under way."""
        for task in self.tasks:
            task.cancel()

    def close(self) -> None:
        """End the tools, and the loop if it is this object's own."""
        if self._owned:
            if self.tasks:
                self._block(self.end())
            self._context.copy().run(self._real.close)


def outside(loop: Loop) -> Any:
    """Return the host's side of *loop*, which is running; a loop of its own if there is none.

    An `Outside`, or what the run has in its place, with `start`, `wait`, `close` and `tasks`.

    The run is aborted if the thread has a running loop already, which cannot be waited for.
    """
    found = loop.__outside__
    if found is None:
        run = loop.__run__
        if run.outside is not None:
            found = loop.__outside__ = run.outside()
            return found
        run.budget.pause()
        try:
            # Sockets and files are opened, none of them in the name of the guest.
            context = copy_context()
            context.run(leave_all)
            real = context.run(_new_loop)
        finally:
            run.budget.resume()
        if real is None:
            run.abort(
                RuntimeError(
                    "this thread has a running event loop: asynchronous tools need "
                    "`await box.run_async(…)`"
                )
            )
        found = loop.__outside__ = Outside(real, context, owned=True)
    return found


def _new_loop() -> Any:
    """Return a new event loop for this thread, None if it runs one already."""
    import asyncio

    return asyncio.new_event_loop() if asyncio._get_running_loop() is None else None
