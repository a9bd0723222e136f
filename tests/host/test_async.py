# ruff: noqa: E501  A row of a table stays on one line.
"""`run_async`, asynchronous tools, cancellation, limits, and tenants that take turns."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time

import pytest

import cloche
from sampling import share

TIGHT = cloche.Limits(steps=50_000, seconds=0.2)


async def double(x):
    await asyncio.sleep(0.01)
    return x * 2


async def fail():
    raise KeyError("gone")


@pytest.fixture(params=[True, False], ids=["optimized", "plain"])
def box(request):
    tools = {"double": double, "fail": fail}
    return cloche.Sandbox(tools=tools, optimize=request.param)


GATHERED = """
import asyncio
import os
async def one(n): return await double(n)
await asyncio.gather(*map(one, range(20)))
"""


@pytest.mark.parametrize("optimize", [True, False])
def test_tools_are_awaited_and_gathered(optimize):
    waiting, together = 0, []

    async def double(x):
        nonlocal waiting
        waiting += 1
        together.append(waiting)
        await asyncio.sleep(0)
        waiting -= 1
        return x * 2

    box = cloche.Sandbox(tools={"double": double}, optimize=optimize)
    expected = [2 * n for n in range(20)]
    assert box.run(GATHERED) == expected
    together.clear()
    assert asyncio.run(box.run_async(GATHERED)) == expected
    assert max(together) == 20


def test_time_of_tools_is_not_the_guests():
    async def slow():
        await asyncio.sleep(1.2)
        return 1

    box = cloche.Sandbox(tools={"slow": slow}, limits=cloche.Limits(seconds=1))
    assert box.run("await slow()") == 1
    result = asyncio.run(box.execute_async("await slow()"))
    assert result.value == 1
    assert result.seconds < 1


def test_errors_of_tools_reach_the_guest(box):
    source = "try: await fail()\nexcept KeyError as e: x = repr(e), e.__context__\nx"
    assert asyncio.run(box.run_async(source)) == ("KeyError('gone')", None)
    assert box.run(source) == ("KeyError('gone')", None)


def test_what_a_tool_gives_must_be_able_to_enter():
    async def bad():
        return object()

    box = cloche.Sandbox(tools={"bad": bad})
    with pytest.raises(cloche.BoundaryError):
        asyncio.run(box.run_async("try: await bad()\nexcept BaseException: pass"))


def test_a_tool_without_a_loop_cannot_be_awaited(box):
    source = "c = double(1)\ntry: c.send(None)\nexcept RuntimeError as e: x = str(e)\nx"
    assert box.run(source) == "no running event loop"


def test_run_in_a_loop_that_runs_says_to_await(box):
    async def main():
        return box.run("await double(1)")

    with pytest.raises(RuntimeError, match="run_async"):
        asyncio.run(main())


def test_run_without_tools_works_in_a_loop_that_runs(box):
    async def main():
        return box.run("import asyncio\nawait asyncio.sleep(0.01, 3)")

    assert asyncio.run(main()) == 3


ENDLESS = {
    "sleeping": "await asyncio.sleep(1000)",
    "a future": "await asyncio.get_running_loop().create_future()",
    "an event": "await asyncio.Event().wait()",
    "ready": "while True: await asyncio.sleep(0)",
    "timers": "while True: await asyncio.sleep(0.01)",
    "callbacks": "loop = asyncio.get_running_loop()\ndef f(): loop.call_soon(f)\nf()\nawait asyncio.sleep(9)",
    "catching": "while True:\n    try: await asyncio.sleep(0)\n    except BaseException: pass",
    "finally": "async def f():\n    try: await asyncio.sleep(9)\n    finally: await f()\nawait f()",
    "aexit": "class C:\n    async def __aenter__(self): pass\n    async def __aexit__(self, *a): return True\nwhile True:\n    async with C(): await asyncio.sleep(0)",
    "idle body": "class C:\n    def __aiter__(self): return self\n    async def __anext__(self): pass\nasync for x in C(): pass",
    "comprehension": "class C:\n    def __aiter__(self): return self\n    async def __anext__(self): pass\n[0 async for x in C() if 0]",
    "cancelled": "t = asyncio.create_task(asyncio.sleep(9))\nasync def f():\n    while True:\n        try: await asyncio.sleep(0)\n        except asyncio.CancelledError: pass\nasyncio.create_task(f())\nawait asyncio.sleep(0)",
    "tasks": "async def f(): asyncio.create_task(f()); asyncio.create_task(f())\nawait f()\nawait asyncio.sleep(9)",
    "generator": "async def g():\n    try: yield 1\n    finally:\n        while True: await asyncio.sleep(0)\nasync for x in g(): break\nawait asyncio.sleep(9)",
    "shield": "async def f():\n    while True: await asyncio.sleep(0)\ntry: await asyncio.wait_for(asyncio.shield(f()), 0.01)\nexcept TimeoutError: await asyncio.sleep(9)",
    "to be awaited": "class A:\n    def __await__(self):\n        while True: yield\nawait A()",
}  # fmt: skip


@pytest.mark.parametrize("name", share([*ENDLESS]))
@pytest.mark.parametrize("optimize", [True, False])
def test_limits_hold(optimize, name):
    box = cloche.Sandbox(limits=TIGHT, optimize=optimize)
    source = f"import asyncio\n{ENDLESS[name]}"
    for run in (box.run, lambda source: asyncio.run(box.run_async(source))):
        began = time.monotonic()
        with pytest.raises(cloche.LimitExceeded):
            run(source)
        assert time.monotonic() - began < 20


def test_a_deadlock_without_a_limit_ends():
    box = cloche.Sandbox(limits=cloche.Limits(seconds=None))
    with pytest.raises(cloche.ClocheError, match="nothing will ever"):
        box.run("import asyncio\nawait asyncio.Event().wait()")


def test_cancelling_the_host_task_cancels_the_guest():
    calls = []
    box = cloche.Sandbox(tools={"note": calls.append, "double": double})
    source = """
import asyncio
import os
async def f():
    while True:
        try: await double(1)
        except BaseException as e: note(type(e).__name__)
        finally: note("finally")
await asyncio.gather(f(), f())
"""

    async def main():
        task = asyncio.create_task(box.run_async(source))
        await asyncio.sleep(0.05)
        calls.clear()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(asyncio.all_tasks()) == 1
        await asyncio.sleep(0.03)
        gc.collect()

    asyncio.run(main())
    assert calls == []


def test_tools_under_way_are_cancelled_with_the_run():
    ended = []

    async def slow():
        try:
            await asyncio.sleep(9)
        finally:
            ended.append(True)

    box = cloche.Sandbox(tools={"slow": slow})
    source = "import asyncio\nt = asyncio.create_task(slow())\nawait asyncio.sleep(0.01)\n1"
    assert box.run(source) == 1
    assert asyncio.run(box.run_async(source)) == 1
    assert ended == [True, True]


def test_tenants_take_turns():
    seen = []
    boxes = [cloche.Sandbox(tools={"note": seen.append}, seed=n) for n in range(2)]
    source = """
import asyncio, random
for i in range(4):
    note(who)
    await asyncio.sleep(0)
random.random(), sorted(t.get_name() for t in asyncio.all_tasks())
"""

    async def main():
        runs = [box.run_async(source, {"who": n}) for n, box in enumerate(boxes)]
        return await asyncio.gather(*runs)

    first, second = asyncio.run(main())
    assert seen == [0, 1] * 4
    assert first == boxes[0].run(source, {"who": 0})
    assert second == boxes[1].run(source, {"who": 1})
    assert first[0] != second[0]


def test_threads_with_loops_of_their_own():
    box = cloche.Sandbox(tools={"double": double})
    found = {}

    def work(n):
        found[n] = asyncio.run(box.run_async(f"[await double({n}) for i in range(5)]"))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [2 * n] * 5 for n in range(4)}


def test_a_tool_may_run_another_program():
    inner = cloche.Sandbox()

    async def nested(x):
        return await inner.run_async("import asyncio\nawait asyncio.sleep(0, x + 1)", {"x": x})

    def plainly(x):
        return inner.run("x * 10", {"x": x})

    box = cloche.Sandbox(tools={"nested": nested, "plainly": plainly})
    assert asyncio.run(box.run_async("plainly(await nested(1)), await nested(2)")) == (20, 3)


def test_programs_without_await_run_too(box):
    assert asyncio.run(box.run_async("x = 2\nx + 1")) == 3
    with pytest.raises(cloche.GuestError, match="cannot be called from a running event loop"):
        asyncio.run(box.run_async("import asyncio\nasync def f(): pass\nasyncio.run(f())"))
    with pytest.raises(cloche.GuestError, match="ValueError: no"):
        asyncio.run(box.run_async("raise ValueError('no')"))
    assert asyncio.run(box.run_async("import sys\nsys.exit()")) is None


def test_an_async_function_is_awaited(box):
    program = box.compile(
        "n = 0\nasync def f(x):\n    global n; n += 1\n    return await double(x), n"
    )
    function = program.function("f")

    async def main():
        return await asyncio.gather(*map(function, range(3)))

    assert asyncio.run(main()) == [(0, 1), (2, 2), (4, 3)]


def test_sessions(box):
    async def main():
        session = box.session()
        await session.run_async("x = await double(4)")
        assert session.run("x + 1") == 9
        task = asyncio.create_task(session.run_async("await double(1)"))
        await asyncio.sleep(0)
        with pytest.raises(RuntimeError, match="under way"):
            await session.run_async("1")
        return await task

    assert asyncio.run(main()) == 2


def test_the_clock_may_stand_still():
    box = cloche.Sandbox(clock=0)
    source = "import asyncio, time\nasync def f(d): await asyncio.sleep(d); return time.time()\nawait asyncio.gather(f(3), f(1), f(2))"
    assert box.run(source) == [3.0, 1.0, 2.0]
    assert asyncio.run(box.run_async(source)) == [3.0, 1.0, 2.0]


LEFT_BEHIND = """
async def f():
    try: await A()
    finally: note("f")
class A:
    def __await__(self): yield
async def g():
    try: yield
    finally: note("g")
never = f()
begun = f(); begun.send(None)
agen = g()
try: agen.asend(None).send(None)
except StopIteration: pass
g().asend(None)
None
"""


def test_what_is_left_behind_runs_nothing_and_says_nothing(capsys):
    calls = []
    box = cloche.Sandbox(tools={"note": calls.append})

    async def main():
        box.run(LEFT_BEHIND)
        await box.run_async(LEFT_BEHIND)
        gc.collect()
        await asyncio.sleep(0.01)

    asyncio.run(main())
    box.run(LEFT_BEHIND)
    gc.collect()
    # What a loop knows of is closed at its end, as `asyncio.run` does.
    assert calls == ["g"]
    assert capsys.readouterr().err == ""


def test_async_generators_of_the_host_stay_its_own():
    closed = []

    async def numbers():
        try:
            yield 1
        finally:
            closed.append(True)

    async def tool():
        async for each in numbers():
            return each
        return None

    box = cloche.Sandbox(tools={"tool": tool})
    assert asyncio.run(box.run_async("async def g(): yield 2\nawait tool(), [x async for x in g()]")) == (1, [2])  # fmt: skip
    gc.collect()
    assert closed == [True]
    assert sys.get_asyncgen_hooks() == (None, None)


def test_no_cold_start_pays_for_asyncio():
    code = "import sys, cloche; cloche.run('1'); print('asyncio' in sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "False\n"


@pytest.mark.parametrize(
    "name",
    """
    __loop__ __coroutine__ __callbacks__ __run__ cr_frame cr_code cr_await ag_frame ag_code
    ag_await gi_frame get_stack _loop
    """.split(),
)
def test_nothing_of_the_inside_is_in_reach(name):
    source = f"""
import asyncio
import os
async def f(): await asyncio.sleep(0)
async def g(): yield
await asyncio.sleep(0)
found = []
for x in (f(), g(), asyncio.create_task(f()), asyncio.get_running_loop(), asyncio.Lock(), asyncio.Queue(),
          asyncio.gather(), asyncio.sleep(0), asyncio.get_running_loop().call_soon(print)):
    for read in (lambda: getattr(x, {name!r}), lambda: x.{name if name[:2] != "__" else "nothing"}):
        try: found.append(read())
        except AttributeError: pass
found
"""
    assert cloche.run(source) == []


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit])
def test_what_ends_a_loop_is_the_hosts_when_a_tool_raises_it(kind):
    async def ends():
        raise kind("now")

    source = "try: r = await ends()\nexcept BaseException: r = 1\nr"
    box = cloche.Sandbox(tools={"ends": ends})
    with pytest.raises(kind, match="now"):
        box.run(source)
    with pytest.raises(kind, match="now"):
        asyncio.run(box.run_async(source))


#: A program that drives the call of a tool by hand is given the future that it waits for.
BY_HAND = """
import asyncio
import os
call = fetch("abc")
future = call.send(None)
{settle}
def told(action):
    try:
        return type(action()).__name__
    except BaseException as error:
        return type(error).__name__, str(error), getattr(error, "value", None)
ended = told(lambda: call.send(None))
await fetch("abc")
ended, told(future.result)
"""
OWN_TASK = """
class T:
    def cancelled(self): return False
    def exception(self): return SystemExit(3)
future.set_result(T())
"""


@pytest.fixture(scope="module")
def fetching():
    async def fetch(text):
        await asyncio.sleep(0.01)
        return len(text)

    tools = {"fetch": fetch}
    with cloche.Sandbox(tools=tools, isolation="process") as process:
        yield {"inline": cloche.Sandbox(tools=tools), "process": process}


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize(
    ("settle", "ended", "kept"),
    [
        ("while not future.done(): await asyncio.sleep(0.001)", ("StopIteration", "3", 3), "NoneType"),
        ("", ("RuntimeError", "await wasn't used with future", None), "NoneType"),
        (OWN_TASK, ("RuntimeError", "the future of a call of a tool was settled by the program", None), "T"),
        ("future.set_exception(KeyError(1))", ("KeyError", "1", None), ("KeyError", "1", None)),
        # What it waits for then is that the tool has ended.
        ("future.cancel()", "Future", ("CancelledError", "", None)),
    ],
    ids=["waits", "does not wait", "result", "exception", "cancel"],
)  # fmt: skip
def test_the_future_of_a_call_holds_nothing_of_the_hosts(fetching, settle, ended, kept, isolation):
    box, source = fetching[isolation], BY_HAND.format(settle=settle)
    assert box.run(source) == asyncio.run(box.run_async(source)) == (ended, kept)


#: Loops of a program's own, on each of which a tool is called; the last leaves one under way.
LOOPS = """
import asyncio
import os
async def leave():
    asyncio.create_task(fetch("left"))
    await fetch("a")
loops = []
for i in range(20):
    loop = asyncio.new_event_loop()
    loop.run_until_complete(fetch("a"))
    loop.run_until_complete(leave())
    loop.run_until_complete(fetch("a"))
    loops.append(loop)
descriptors()
"""


def test_loops_of_a_program_keep_nothing_open():
    ended = []

    async def fetch(text):
        try:
            await asyncio.sleep(0 if text == "a" else 30)
        finally:
            ended.append(text)

    def descriptors():
        return len(os.listdir("/dev/fd"))

    box = cloche.Sandbox(tools={"fetch": fetch, "descriptors": descriptors})
    before = descriptors()
    assert box.run(LOOPS) - before <= 3
    assert descriptors() == before
    assert (ended.count("left"), ended.count("a")) == (20, 60)
