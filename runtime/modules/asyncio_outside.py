"""The host's side of a guest's loop: where asynchronous tools run.

A tool is cancelled once, whoever wants it to end: its program, a limit, or the host that wants the
run to end; and its end is awaited. Else a guest could have what a tool does in its `finally` cut
off. Only the host can say so more than once.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from contextvars import Context, copy_context
from functools import partial
from typing import Any

from .. import signals
from ..handling import apart
from ..own_stack import imported
from ..room import demand
from ..run import Run, current, leave_all
from .asyncio_loop import Loop


class Outside:
    """The host's side of a guest's loop: the real loop, on which asynchronous tools run.

    Parameters:
        owner: the guest's loop, if the real one was made for it.
    """

    __slots__ = ("_asked", "_cancelled", "_context", "_owner", "_real", "_waker", "tasks")

    def __init__(self, real: Any, context: Context, owner: Loop | None = None) -> None:
        self._real = real
        self._context = context
        self._owner = owner
        self._waker: Any = None
        #: Tools under way.
        self.tasks: set[Any] = set()
        #: Those of them that have been cancelled.
        self._cancelled: set[Any] = set()
        #: The host has asked for the end of the run.
        self._asked = False

    def start(self, work: Coroutine[Any, Any, Any], done: Callable[[Any], object]) -> Any:
        """Run *work* of the host's as a task outside of any run; *done* gets the task."""
        # It begins here and now where the host's loop has a factory of eager tasks.
        named = {"context": self._context.copy()}
        task = apart(self._real.create_task, (work,), named)
        self.tasks.add(task)

        def ended(task: Any) -> None:
            self.tasks.discard(task)
            self._cancelled.discard(task)
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
        failure = self._driven(work)
        if failure is None:
            return
        try:
            current().abort(failure)
        finally:
            del failure

    def _driven(self, work: Coroutine[Any, Any, Any]) -> BaseException | None:
        """Drive *work*; return what has ended the loop before that was done."""
        level = signals.innermost()
        if level is not None:
            # A loop drops what is raised in its own code, so that is kept.
            level.rouse = partial(self._real.call_soon_threadsafe, self.ask)
        try:
            self._context.copy().run(apart, self._real.run_until_complete, (work,))
            signals.renew()  # a tool may have set a handler
        except BaseException as error:
            # Tools raise into their tasks, but for what ends a loop.
            return error
        finally:
            if level is not None:
                level.rouse = None
        return None

    def cancel(self, task: Any) -> None:
        """Cancel *task*, unless it has ended or been cancelled."""
        if task in self.tasks and task not in self._cancelled:
            self._cancelled.add(task)
            task.cancel()

    def cancel_all(self) -> None:
        """Cancel the tools that are under way."""
        for task in self.tasks:
            self.cancel(task)

    def ask(self) -> None:
        """The host wants the run to end: it has cancelled it, or a handler of a signal has raised.

        If it has said so before, it does not want to wait for what tools do when cancelled.
        """
        if self._asked:
            for task in self.tasks:
                task.cancel()
        self._asked = True
        self.wake()

    async def _end_own(self) -> None:
        """End what is left on a loop that was made for a guest's, as `asyncio.run` does."""
        import asyncio

        self.cancel_all()
        while self.tasks:
            await self.rest(None)
        this = asyncio.current_task()
        while left := [task for task in asyncio.all_tasks() if task is not this]:
            for task in left:
                task.cancel()
            await asyncio.wait(left)
        await self._real.shutdown_asyncgens()

    def close(self) -> None:
        """End the tools, and the real loop if it was made for a guest's."""
        if self._owner is not None:
            self._block(self._end_own())
            self._close_own(self._owner)

    def close_late(self) -> None:
        """Do what `close` does, after the end of the run.

        Raises:
            BaseException: a tool did, of the kind that ends a loop.
        """
        assert self._owner is not None
        failure = self._driven(self._end_own())
        self._close_own(self._owner)
        if failure is not None:
            raise failure

    def _close_own(self, owner: Loop) -> None:
        owner.__outside__ = owner.__run__.left = None
        self._context.copy().run(apart, self._real.close)


def outside(loop: Loop) -> Any:
    """Return the host's side of *loop*, which is running; a loop of its own if there is none.

    An `Outside`, or what the run has in its place, which starts tools, cancels them and waits for
    them, and can be closed.

    The run is aborted if the thread has a running loop already, which cannot be waited for.

    Raises:
        RecursionError: the guest has left no room for what is to be done there.
    """
    demand(loop.__run__.ticks)
    found = loop.__outside__
    if found is None:
        run = loop.__run__
        if run.outside is not None:
            found = loop.__outside__ = run.outside()
            return found
        found = loop.__outside__ = run.left = _own(run, loop)
    return found


def _own(run: Run, loop: Loop) -> Outside:
    """Return a new real loop for *loop*, the only one of the run: it has files open."""
    if run.left is not None:
        close_outside(run, run.left)
    run.expect_coroutines()
    failure: BaseException | None = None
    run.budget.pause()
    try:
        # Sockets and files are opened, none of them in the name of the guest.
        context = copy_context()
        context.run(leave_all)
        return Outside(context.run(apart, _new_loop), context, loop)
    except (OSError, RuntimeError) as error:
        failure = error
    finally:
        run.budget.resume()
    try:
        run.abort(failure)
    finally:
        del failure


def close_outside(run: Run, side: Any) -> None:
    """End what tools are under way on *side*, and its real loop if it was made for *run*.

    Raises:
        RecursionError: the guest has left no room for that; it is done as the run ends.
    """
    demand(run.ticks)
    run.budget.pause()
    try:
        side.close()
    finally:
        run.budget.resume()


def _new_loop() -> Any:
    """Return a new event loop for this thread.

    Raises:
        RuntimeError: it runs one already.
        OSError: no more files may be open.
    """
    asyncio = imported("asyncio")
    if asyncio._get_running_loop() is not None:
        raise RuntimeError(
            "this thread has a running event loop: asynchronous tools need `await box.run_async(…)`"
        )
    return asyncio.new_event_loop()
