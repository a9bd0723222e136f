"""What a run that a tool of another has begun leaves behind does not end in the other's name."""

from __future__ import annotations

import asyncio
import contextvars
import gc
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import Any

import pytest

import cloche

#: Holds a suspended generator whose end calls functions of the library's, without a step before.
LEFT = """
import contextlib, decimal
def left():
    with contextlib.ExitStack() as stack:
        stack.callback(decimal.setcontext, decimal.Context(prec=2))
        stack.callback(eval, "pay(secret)")
        yield
def begun(x=None):
    made = left()
    next(made)
    return made
"""
HELD = f"{LEFT}held = begun()"
ASKING = """
import decimal
secret = "of another"
ask()
str(decimal.Decimal(1) / 3)
"""
BOX = cloche.Sandbox()


def _session(*steps: str, **inputs: Any) -> None:
    session = BOX.session()
    for step in steps:
        session.run(step)
    session.run("None", inputs)


def _paused(source: str) -> None:
    step = cloche.Sandbox({"wait": cloche.pausing(abs)}).start(source)
    while isinstance(step, cloche.Paused):
        step = step.resume(1)


def _in_a_thread_of_this_context() -> None:
    context = contextvars.copy_context()
    thread = Thread(target=context.run, args=(BOX.run, HELD))
    thread.start()
    thread.join()


WAYS: dict[str, Callable[[], object]] = {
    "run": lambda: BOX.run(HELD),
    "execute": lambda: BOX.execute(HELD),
    "its value": lambda: BOX.run(f"{LEFT}begun()"),
    "in its error": lambda: BOX.run(f"{HELD}\nraise ValueError(held)"),
    "program": lambda: BOX.compile(HELD).run(),
    "program's value": lambda: BOX.compile(f"{LEFT}begun()").execute(),
    "closure": lambda: BOX.compile(LEFT).function("begun")(),
    "closures": lambda: BOX.compile(LEFT).function("begun").map([1, 2]),
    "step's value": lambda: _session(LEFT, "begun()"),
    "replaced by an input": lambda: _session(HELD, held=1),
    "paused": lambda: _paused(f"{HELD}\nwait(1)"),
    "paused value": lambda: _paused(f"{LEFT}wait(1)\nbegun()"),
    "on a loop": lambda: asyncio.run(BOX.run_async(HELD)),
    "on a loop, its value": lambda: asyncio.run(BOX.run_async(f"{LEFT}begun()")),
    "stopped": lambda: BOX.run(f"{HELD}\nwhile True: pass"),
    "in a thread": _in_a_thread_of_this_context,
}


def _asking(way: str) -> tuple[cloche.Sandbox, list[str]]:
    def ask() -> None:
        with suppress(cloche.ClocheError):
            WAYS[way]()

    paid: list[str] = []
    return cloche.Sandbox({"ask": ask, "pay": paid.append}), paid


@pytest.mark.parametrize("way", WAYS)
def test_in_a_tool(way: str) -> None:
    box, paid = _asking(way)
    assert box.run(ASKING) == "0.3333333333333333333333333333"
    assert paid == []


@pytest.mark.parametrize("way", [way for way in WAYS if "loop" not in way])
def test_in_a_tool_of_an_asynchronous_run(way: str) -> None:
    box, paid = _asking(way)
    assert asyncio.run(box.run_async(ASKING)) == "0.3333333333333333333333333333"
    assert paid == []


def test_in_a_task_that_a_tool_has_begun() -> None:
    tasks: list[asyncio.Task[Any]] = []
    paid: list[str] = []

    def ask() -> None:
        tasks.append(asyncio.ensure_future(BOX.run_async(HELD)))

    async def wait() -> None:
        await asyncio.wait(tasks)

    box = cloche.Sandbox({"ask": ask, "pay": paid.append, "wait": wait})
    source = ASKING.replace("ask()", "ask()\nawait wait()")
    assert asyncio.run(box.run_async(source)) == "0.3333333333333333333333333333"
    assert paid == []


def test_functions_of_the_run_itself_are_called_as_part_of_it() -> None:
    functions: list[Any] = []
    box = cloche.Sandbox({"again": lambda n: functions[0](n)})
    functions.append(box.compile("def f(n): return n and 1 + again(n - 1)").function("f"))
    assert functions[0](5) == 5
    other = cloche.Sandbox({"f": lambda: functions[0](3)})
    assert other.run("f() + f()") == 6


BACKGROUND: dict[str, Callable[[], object]] = {
    "task": lambda: asyncio.ensure_future(_collects()),
    "callback": lambda: asyncio.get_running_loop().call_later(0.001, gc.collect),
    "thread": lambda: asyncio.ensure_future(asyncio.to_thread(gc.collect)),
}


async def _collects() -> None:
    gc.collect()


@pytest.mark.parametrize("begin", BACKGROUND)
def test_garbage_of_others_that_is_collected_in_what_a_tool_has_begun(begin: str) -> None:
    """Its context is that of the run, which waits, and has not got the floor."""
    paid: list[str] = []
    gc.collect()
    gc.disable()
    try:
        function = BOX.compile(HELD).function("begun")
        del function
        collected = gc.get_stats()[2]["collections"]

        async def wait() -> None:
            while gc.get_stats()[2]["collections"] == collected:
                await asyncio.sleep(0.001)

        def ask() -> None:
            begun.append(BACKGROUND[begin]())

        begun: list[object] = []
        box = cloche.Sandbox({"ask": ask, "pay": paid.append, "wait": wait})
        source = ASKING.replace("ask()", "ask()\nawait wait()")
        assert asyncio.run(box.run_async(source)) == "0.3333333333333333333333333333"
    finally:
        gc.enable()
    assert paid == []


WAITING = f"""
import asyncio
{LEFT}
async def main():
    held = begun()
    with contextlib.ExitStack() as stack:
        stack.callback(eval, "pay(secret)")
        await asyncio.sleep(1)
await main()
"""
ENDS: dict[str, Callable[[list[Any]], object]] = {
    "closed": lambda held: held[0].close(),
    "dropped": lambda held: held.clear(),
    "cancelled": lambda held: held[0].throw(asyncio.CancelledError()),
}


@pytest.mark.parametrize("end", ENDS)
def test_that_waits_and_is_ended_in_a_tool(end: str) -> None:
    paid: list[str] = []

    async def host() -> Any:
        held = [BOX.run_async(WAITING)]
        held[0].send(None)

        def ask() -> None:
            with suppress(asyncio.CancelledError, cloche.ClocheError):
                ENDS[end](held)

        box = cloche.Sandbox({"ask": ask, "pay": paid.append})
        return box.run(ASKING)

    assert asyncio.run(host()) == "0.3333333333333333333333333333"
    assert paid == []


FREEING = """
got = []
def leak(x): got.append(x)
def last():
    try: yield
    finally: ask()
x = last()
next(x)
for _ in range(DEPTH): x = [x]
del x
got
"""
ENDING = """
import contextlib
def left():
    with contextlib.ExitStack() as stack:
        stack.callback(eval, "leak('of another')")
        yield
def drop():
    held = [left()]
    next(held[0])
    del held
drop()
"""


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("depth", [1, 20, 46, 47, 48, 49, 50, 51, 60])
def test_that_would_end_after_it_is_over(depth: int) -> None:
    """CPython puts off what is deep in containers that are being freed."""
    kept: list[Any] = []

    def ask() -> None:
        kept.append(BOX.run(ENDING))

    assert cloche.Sandbox({"ask": ask}).run(FREEING.replace("DEPTH", str(depth))) == []


WAITS = ("import asyncio\nawait asyncio.sleep(1)", "await tool()", HELD + "\nawait tool()")


class _Cycle:
    def __init__(self, held: object) -> None:
        self.held, self.me = held, self


@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize("threshold", range(18))
def test_that_waits_and_is_dropped_as_a_variable_is_set(threshold: int, inside: bool) -> None:
    """CPython 3.11 collects in the middle of `ContextVar.set`."""

    async def tool() -> None:
        await asyncio.sleep(1)

    waits = cloche.Sandbox({"tool": tool}).compile(WAITS[threshold % 3])
    variables = [contextvars.ContextVar[Any](f"v{i}", default=None) for i in range(60)]
    wrong: list[object] = []

    def drop(first: int) -> None:
        run = waits.run_async()
        run.send(None)
        gc.disable()
        _Cycle(run)
        del run
        gc.set_threshold(gc.get_count()[0] + threshold, 1000, 1000)
        gc.enable()
        for i in range(first, first + 3):
            variables[i].set([i])
        gc.set_threshold(*before)
        wrong.extend(i for i in range(first + 3) if variables[i].get() != [i])

    async def host() -> None:
        for first in range(0, 60, 3):
            if inside:
                cloche.Sandbox({"drop": drop}).run("drop(first)", {"first": first})
            else:
                drop(first)

    before = gc.get_threshold()
    asyncio.run(host())
    assert wrong == []
