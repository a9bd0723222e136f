"""Driving a guest's loop: until a task is done, from a guest's call or from the host's own loop.

A guest's loop turns as long as something is ready. When nothing is, it rests until a timer is due
or a tool of the host has ended. While a tool is under way, or the host's loop has the floor, the
guest's clock stands still; while only timers are awaited it goes on. What nothing can end is
stopped at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from inspect import CO_COROUTINE
from types import CodeType
from typing import Any, Final, NoReturn

from ..errors import ClocheError
from ..guards.rendering import render_repr
from ..room import demand
from ..run import Run
from ..stops import Stop
from ..throwing import aclose
from ..universe.exceptions import LEAVING
from .asyncio_futures import COROUTINES, Future, create_task, is_future
from .asyncio_loop import Loop, due, occupy, running, turn, vacate
from .asyncio_outside import Outside, close_outside
from .clock import clock

#: A program that gives way to the host's loop pays for a turn of it, if that takes as long
#: (seconds); else one that does nothing else would hardly be charged at all.
OWN_TURN: Final = 1e-4

# --- What is driven ------------------------------------------------------------------------------


class _Phase:
    """Some futures, and how many turns the loop makes once they are done.

    CPython's loop is stopped by a callback of what it runs, so it makes one turn more, and two or
    three where that is a `gather`: others may begin or end in these.
    """

    __slots__ = ("futures", "turns")

    def __init__(self, futures: tuple[Future, ...], turns: int) -> None:
        self.futures = futures
        self.turns = turns

    def waits(self) -> bool:
        """Tell whether it waits for a future still."""
        return not all(future.done() for future in self.futures)

    def goes_on(self) -> bool:
        """Tell whether the loop is to make another turn."""
        if self.waits():
            return True
        self.turns -= 1
        return self.turns >= 0


def _phases(loop: Loop, main: Future) -> Iterator[_Phase]:
    """Yield what is to be awaited in turn: *main*, then what it has left behind."""
    yield _Phase((main,), 1)
    rest = tuple(loop.__tasks__)
    for task in rest:
        task.cancel()
    if rest:
        yield _Phase(rest, 2)
    begun = tuple(loop.__async_generators__)
    loop.__async_generators__.clear()
    if begun:
        yield _Phase(tuple(create_task(loop, aclose(agen)) for agen in begun), 3)
    # What is ready has two turns more, for CPython's own has as many things to shut down.
    for _ in range(2):
        if loop.__ready__ or begun:
            yield _Phase((create_task(loop, _nothing()),), 1)


async def _nothing() -> None: ...


def drive(loop: Loop, main: Future) -> Any:
    """Drive *loop* until *main* is done and all it left behind; return its result."""
    failed: list[BaseException] = []
    before = occupy(loop)
    try:
        for phase in _phases(loop, main):
            while phase.goes_on():
                if not _turned(loop, failed):
                    break
                if loop.__ready__:
                    _glance(loop)
                elif phase.waits():
                    _rest(loop)
    finally:
        _leave(loop, before)
        if loop.__outside__ is not None:
            close_outside(loop.__run__, loop.__outside__)
    return _told(main, failed)


async def drive_async(run: Run, begin: Callable[[], tuple[Loop, Future]]) -> Callable[[], Any]:
    """Drive a loop of *run*, whose limits are granted, on the host's own loop.

    Return what tells the result, or raises what the guest does.

    The current run is only set while code of the guest has the floor.

    Parameters:
        begin: makes the loop and what is driven.

    Raises:
        asyncio.CancelledError: the host cancelled; nothing of the guest runs any more.
        GeneratorExit: it was closed; nor does it then, and tools are cancelled.
        whatever ends the run.
    """
    import asyncio

    context = copy_context()
    loop, main = _as(run, begin)
    loop.__outside__ = side = Outside(asyncio.get_running_loop(), context)
    before = occupy(loop)
    failed: list[BaseException] = []
    failure: BaseException | None = None
    try:
        await _turn_async(run, loop, main, failed)
    except BaseException as error:
        # Stopped, or cancelled by the host: from here on nothing of the guest gets past a tick.
        run.budget.end()
        failure = error
        if type(error) is asyncio.CancelledError:
            side.ask()
    # Out here, so that nothing of the guest's is the context of what the host raises.
    try:
        _leave(loop, before)
        side.cancel_all()
        if isinstance(failure, Stop) or not isinstance(failure, GeneratorExit):
            await _see_end(run.budget, side)
        if failure is not None:
            raise failure
    finally:
        del failure
    return partial(_as, run, partial(_told, main, failed))


def _told(main: Future, failed: list[BaseException]) -> Any:
    if failed:
        raise failed[0]
    return main.result()


async def _turn_async(run: Run, loop: Loop, main: Future, failed: list[BaseException]) -> None:
    """Do what `drive` does until all is done."""
    import asyncio

    phases = _phases(loop, main)
    while (phase := _as(run, lambda: next(phases, None))) is not None:
        while phase.goes_on():
            if not _as(run, lambda: _turned(loop, failed)):
                break
            if loop.__ready__:
                await _aside(run.budget, asyncio.sleep(0), OWN_TURN)
            elif phase.waits():
                await _rest_async(run, loop, loop.__outside__)


async def _see_end(budget: Any, side: Outside) -> None:
    """Await the end of the tools on *side*, which have been cancelled.

    Raises:
        asyncio.CancelledError: the host has cancelled meanwhile; they have ended.
        GeneratorExit: it has closed the coroutine.
    """
    import asyncio

    cancelled: asyncio.CancelledError | None = None
    while side.tasks:
        try:
            await _aside(budget, side.rest(None))
        except asyncio.CancelledError as error:
            cancelled = error
            side.ask()
    try:
        if cancelled is not None:
            raise cancelled
    finally:
        del cancelled


def _as(run: Run, action: Callable[[], Any]) -> Any:
    """Call *action* as *run*."""
    token = run.come_in()
    try:
        return action()
    finally:
        run.go_out(token)


async def _aside(budget: Any, work: Any, own: float = 0.0) -> None:
    """Await *work* of the host's; the guest's clock stands still, but for *own* seconds."""
    budget.pause()
    try:
        await work
    finally:
        budget.resume(own)


def _turned(loop: Loop, failed: list[BaseException]) -> bool:
    """Turn *loop* once; tell whether it may go on."""
    try:
        turn(loop)
    except LEAVING as error:
        failed.append(error)
        return False
    return True


def _leave(loop: Loop, before: Any) -> None:
    """Nothing of *loop* runs any more."""
    loop.__closed__ = True
    loop.__ready__.clear()
    loop.__timers__.clear()
    if loop.__program__ is not None:
        loop.__run__.decimal = loop.__decimal__
    if loop.__run__.budget.reason is not None:
        _drop(loop)
    vacate(loop, before)


def _drop(loop: Loop) -> None:
    """Close what was not done when the run was stopped; its first tick ends it.

    Here and not by the collector, which would tell the host's stderr of what goes wrong.
    """
    for task in tuple(loop.__tasks__):
        with suppress(BaseException):
            task.__coroutine__.close()
    loop.__tasks__.clear()


# --- Resting -------------------------------------------------------------------------------------


def _rest(loop: Loop) -> None:
    """Let time pass until something is ready, in a thread that waits for it."""
    left = due(loop)
    if loop.__ready__:
        return
    side = loop.__outside__
    if side is not None and side.tasks:
        _wait(loop, side, left)
    elif left is None:
        _starve(loop.__run__)
    else:
        clock().sleep(left)


def _glance(loop: Loop) -> None:
    """Let tools go on between two turns: what is ready may do nothing but ask for them."""
    side = loop.__outside__
    if side is not None and side.tasks:
        _wait(loop, side, 0)


def _wait(loop: Loop, side: Any, seconds: float | None) -> None:
    budget = loop.__run__.budget
    demand(loop.__run__.ticks)
    budget.pause()
    try:
        side.wait(seconds)
    finally:
        budget.resume(OWN_TURN)
    budget.checkpoint()


async def _rest_async(run: Run, loop: Loop, side: Outside) -> None:
    """Let time pass until something is ready, while the host's loop has the floor."""
    left = _as(run, lambda: due(loop))
    budget = run.budget
    if loop.__ready__:
        return
    if side.tasks:
        await _aside(budget, side.rest(left))
    elif left is None:
        _starve(run)
    elif isinstance(run.clock, int):
        _as(run, lambda: clock().sleep(left))
    else:
        remaining = budget.remaining
        if remaining is not None and left > remaining:
            # It cannot end well: nobody need wait for that.
            budget.stop("seconds", budget.limits.seconds, budget.seconds + left)
        budget.checkpoint()
        await side.rest(left)
    budget.checkpoint()


def _starve(run: Run) -> NoReturn:
    """End a run that waits for what nothing can bring about."""
    limit = run.budget.limits.seconds
    if limit is None:
        run.abort(ClocheError("the program waits for what nothing will ever bring about"))
    run.budget.stop("seconds", limit, limit)
    raise Stop


# --- For guests ----------------------------------------------------------------------------------


def run_coroutine(main: Any, *, debug: Any = None, loop_factory: Any = None) -> Any:
    """Execute the coroutine and return the result."""
    if running() is not None:
        raise RuntimeError("asyncio.run() cannot be called from a running event loop")
    if not is_coroutine(main):
        raise ValueError(f"a coroutine was expected, got {render_repr(main)}")
    loop = Loop()
    return drive(loop, create_task(loop, main))


def run_until_complete(loop: Loop, future: Any) -> Any:
    """Do what `Loop.run_until_complete` does; what is left behind waits for the next call."""
    if running() is not None:
        message = (
            "This event loop is already running" if running() is loop
            else "Cannot run the event loop while another loop is running"
        )  # fmt: skip
        raise RuntimeError(message)
    if loop.__closed__:
        raise RuntimeError("Event loop is closed")
    main = future if is_future(future) else create_task(loop, future)
    failed: list[BaseException] = []
    before = occupy(loop)
    try:
        while not main.done() and _turned(loop, failed):
            if loop.__ready__:
                _glance(loop)
            elif not main.done():
                _rest(loop)
    finally:
        vacate(loop, before)
        if loop.__outside__ is not None and not loop.__outside__.tasks:
            close_outside(loop.__run__, loop.__outside__)
    return _told(main, failed)


def is_coroutine(x: Any) -> bool:
    """Tell whether *x* is a coroutine, made by a function of a guest's or of this package."""
    return type(x) in COROUTINES


# --- For the host --------------------------------------------------------------------------------


def run_program(code: CodeType, names: dict[str, Any]) -> None:
    """Run a program on a loop of its own."""
    drive(*begin_program(code, names))


def begin_program(code: CodeType, names: dict[str, Any]) -> tuple[Loop, Future]:
    """Return a loop and the task on it that will run the program."""
    loop = Loop()
    awaits = code.co_flags & CO_COROUTINE
    main = eval(code, names) if awaits else _plainly(code, names)
    loop.__program__ = create_task(loop, main)
    return loop, loop.__program__


async def _plainly(code: CodeType, names: dict[str, Any]) -> None:
    exec(code, names)


def begin_call(function: Any, args: tuple[Any, ...], named: Any) -> tuple[Loop, Future]:
    """Return a loop and the task on it that will run what an `async def` returns."""
    loop = Loop()
    return loop, create_task(loop, function(*args, **named))


def run_call(function: Any, args: tuple[Any, ...], named: Any) -> Any:
    """Call an `async def` and return what comes of it, on a loop of its own."""
    return drive(*begin_call(function, args, named))
