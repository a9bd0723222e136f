"""Calls of the host's asynchronous tools, as a guest awaits them."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from ..boundary.letting_go import let_go
from ..room import demand
from ..run import Run
from .asyncio_errors import CancelledError
from .asyncio_futures import FINISHED, Future, schedule
from .asyncio_loop import RUNNING, Loop
from .asyncio_outside import outside


async def await_tool(
    run: Run, work: Callable[[], Coroutine[Any, Any, Any]], take: Callable[[list[Any]], Any]
) -> Any:
    """Await *work* of the host's from a guest's task.

    Parameters:
        run: whose tool it is: a stopped one calls none.
        work: starts it.
        take: given the host's task that has ended, in a list that it empties, returns its result
            for the guest, or raises.
    """
    budget = run.budget
    budget.call()
    loop = run.state.get(RUNNING)
    if type(loop) is not Loop:
        raise RuntimeError("no running event loop")
    # Whoever drives the coroutine by hand is given the future, and may settle it: no object of the
    # host's is in it, and nothing that is taken out of it is believed to be the host's.
    future = Future(loop=loop)
    ended: list[Any] = []
    cancelled: CancelledError | None = None
    times = 0

    def done(task: Any) -> None:
        # The host has the floor: nothing is charged, and nothing of the guest's is called.
        ended.append(task)
        if not loop.__closed__ and not future.done():
            future.__state__ = FINISHED
            schedule(future)

    side = outside(loop)
    budget.pause()
    try:
        started = [side.start(work(), done)]
        del work  # what the host puts into arguments is let go of with its task
    finally:
        budget.resume()
    try:
        while True:
            try:
                await future
                break
            except CancelledError as error:
                if ended:
                    raise
                # Its end is awaited, as that of any coroutine; see `asyncio_outside.py`.
                demand(run.ticks)
                side.cancel(started[0])
                cancelled, times = error, times + 1
                future = Future(loop=loop)
        started.clear()
        if not ended:
            raise RuntimeError("the future of a call of a tool was settled by the program")
        if ended[0].cancelled():
            raise CancelledError if cancelled is None else cancelled
        result = take(ended)
        if cancelled is not None and times > 1:
            raise cancelled  # the tool was told of one, and has gone on
        return result
    finally:
        started.clear()
        let_go(budget, ended)
        del cancelled
