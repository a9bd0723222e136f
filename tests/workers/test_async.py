"""Asynchronous tools and `run_async` in workers: as inline."""

from __future__ import annotations

import asyncio
import contextvars
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import cloche

LIMITS = cloche.Limits(seconds=60.0)
tenant: contextvars.ContextVar[str] = contextvars.ContextVar("tenant", default="nobody")
#: Of the tools that note what they see.
seen: list[Any] = []


class Crowd:
    """Comes back to nobody before all have come."""

    size = 0

    def __init__(self) -> None:
        self.waiting: list[asyncio.Future[None]] = []

    async def __call__(self, n: int) -> int:
        self.waiting.append(asyncio.get_running_loop().create_future())
        mine = self.waiting[-1]
        if len(self.waiting) == self.size:
            for each in self.waiting:
                each.set_result(None)
            self.waiting = []
        await mine
        return n


crowd = Crowd()


async def double(n: Any) -> Any:
    await asyncio.sleep(0)
    return 2 * n


async def fail() -> None:
    raise KeyError("gone")


async def owner() -> Any:
    return {"owner": object()}


async def leave() -> None:
    raise SystemExit(7)


async def who() -> str:
    seen.append((threading.current_thread(), asyncio.get_running_loop()))
    return tenant.get()


async def endless() -> None:
    seen.append("begun")
    try:
        await asyncio.Event().wait()
    finally:
        seen.append("ended")


TOOLS: dict[str, Callable[..., Any]] = {
    "crowd": crowd, "double": double, "fail": fail, "owner": owner, "leave": leave, "who": who,
    "endless": endless, "begun": lambda: seen.append("begun"),
}  # fmt: skip


@pytest.fixture(scope="module")
def box() -> Iterator[cloche.Sandbox]:
    with cloche.Sandbox(isolation="process", limits=LIMITS, tools=TOOLS, workers=1) as made:
        yield made


@pytest.fixture(autouse=True)
def _nothing_seen() -> None:
    seen.clear()


def awaited(box: cloche.Sandbox, source: str) -> Any:
    return asyncio.run(box.run_async(source))


def waited(box: cloche.Sandbox, source: str) -> Any:
    return box.run(source)


WAYS = pytest.mark.parametrize("run", [awaited, waited])

#: Programs that give the same inline and in a worker, in `run` and in `run_async`.
SAME = [
    "await double(4)",
    "import asyncio\nawait asyncio.gather(*map(double, range(50)))",
    "try: await fail()\nexcept KeyError as e: x = repr(e), e.__context__\nx",
    "import asyncio\nasync def f(n): return await double(n) + await double(n + 1)\n"
    "await asyncio.gather(f(1), f(5))",
    "import asyncio\ntry: await asyncio.wait_for(endless(), 0.01)\nexcept TimeoutError: x = 1\nx",
    "import asyncio\nt = asyncio.create_task(endless())\nawait asyncio.sleep(0)\nt.cancel()\n"
    "try: await t\nexcept asyncio.CancelledError: x = 'cancelled'\nx",
    # What is left behind is cancelled.
    "import asyncio\nt = asyncio.create_task(endless())\nawait asyncio.sleep(0)\n3",
    # One that only asks whether it is done.
    "import asyncio\nt = asyncio.create_task(double(2))\n"
    "while not t.done(): await asyncio.sleep(0)\nt.result()",
    # It awaits nothing, but in `run_async` there is a loop.
    "import asyncio\ntry: asyncio.create_task(asyncio.sleep(0)); x = 1\n"
    "except RuntimeError as e: x = str(e)\nx",
    "import asyncio\ntry: x = asyncio.run(asyncio.sleep(0, 1))\n"
    "except RuntimeError as e: x = str(e)\nx",
    "try: await double(x for x in [])\nexcept TypeError as e: x = str(e)\nx",
]


@WAYS
@pytest.mark.parametrize("source", SAME)
def test_the_same_as_inline(box: cloche.Sandbox, run: Any, source: str) -> None:
    inline = cloche.Sandbox(limits=LIMITS, tools=TOOLS)
    assert run(box, source) == run(inline, source)


@WAYS
def test_more_calls_at_once_than_may_be_under_way(box: cloche.Sandbox, run: Any) -> None:
    source = "import asyncio\nsum(await asyncio.gather(*map(double, range(2500))))"
    assert run(box, source) == 2499 * 2500


@WAYS
def test_tools_of_a_gather_are_under_way_together(box: cloche.Sandbox, run: Any) -> None:
    crowd.size = 30
    source = "import asyncio\nawait asyncio.gather(*map(crowd, range(30)))"
    assert run(box, source) == list(range(30))


def test_tools_run_on_the_loop_that_awaits(box: cloche.Sandbox) -> None:
    async def main() -> None:
        tenant.set("me")
        assert await box.run_async("await who()") == "me"
        assert seen == [(threading.current_thread(), asyncio.get_running_loop())]

    asyncio.run(main())


def test_tools_of_run_run_where_it_was_called(box: cloche.Sandbox) -> None:
    assert box.run("await who()") == "nobody"
    assert seen[0][0] is threading.current_thread()


def test_run_in_a_loop_that_runs_says_to_await(box: cloche.Sandbox) -> None:
    async def main() -> None:
        box.run("await double(1)")

    with pytest.raises(RuntimeError, match="run_async"):
        asyncio.run(main())
    assert box.run("1 + 1") == 2


@WAYS
def test_what_a_tool_may_not_give_is_the_hosts_mistake(box: cloche.Sandbox, run: Any) -> None:
    source = "try: await owner()\nexcept BaseException: pass"
    with pytest.raises(cloche.BoundaryError, match=r"owner\(\)\.owner"):
        run(box, source)
    assert box.run("1 + 1") == 2


def test_what_ends_the_host_ends_the_run(box: cloche.Sandbox) -> None:
    with pytest.raises(SystemExit):
        box.run("try: await leave()\nexcept BaseException: pass")
    assert box.run("1 + 1") == 2


@WAYS
def test_the_clock_stands_still_while_tools_are_awaited(run: Any) -> None:
    async def slow() -> int:
        await asyncio.sleep(0.8)
        return 1

    bounds = cloche.Limits(seconds=1.5)
    with cloche.Sandbox(isolation="process", limits=bounds, tools={"slow": slow}) as box:
        assert run(box, "await slow() + await slow()") == 2


@WAYS
def test_a_limit_ends_the_tools_too(run: Any) -> None:
    bounds = cloche.Limits(steps=10_000, seconds=60.0)
    source = "import asyncio\nt = asyncio.create_task(endless())\nawait asyncio.sleep(0.01)\n"
    with cloche.Sandbox(isolation="process", limits=bounds, tools=TOOLS) as box:
        with pytest.raises(cloche.StepLimitExceeded):
            run(box, source + "while True: pass")
        assert seen == ["begun", "ended"]
        assert box.run("1 + 1") == 2


UNDER_WAY = {
    "a tool is awaited": "await endless()",
    "the guest computes": "begun()\nwhile True: pass",
    "the guest catches": "while True:\n    try: await endless()\n    except BaseException: pass",
}


@pytest.mark.parametrize("source", UNDER_WAY.values(), ids=UNDER_WAY)
def test_cancelling_the_hosts_task_ends_the_run(box: cloche.Sandbox, source: str) -> None:
    async def main() -> None:
        before = await box.run_async("await double(1)")
        assert before == 2
        pids = [worker.pid for worker in box.workers.pool.workers]  # type: ignore[union-attr]
        task = asyncio.create_task(box.run_async(source))
        while not seen:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert seen in (["begun", "ended"], ["begun"])
        assert await box.run_async("await double(2)") == 4
        assert [worker.pid for worker in box.workers.pool.workers] == pids  # type: ignore[union-attr]

    asyncio.run(main())


def test_a_task_that_waits_for_a_worker_can_be_cancelled(box: cloche.Sandbox) -> None:
    async def main() -> None:
        first = asyncio.create_task(box.run_async("await endless()"))
        while not seen:
            await asyncio.sleep(0.01)
        second = asyncio.create_task(box.run_async("begun()"))
        await asyncio.sleep(0.05)
        for task in (second, first):
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert seen == ["begun", "ended"]

    asyncio.run(main())


def test_a_tool_may_await_a_run_of_its_own_box() -> None:
    boxes: list[cloche.Sandbox] = []

    async def inner(n: int) -> Any:
        return await boxes[0].run_async(f"{n} and await inner({n} - 1) + 1 or 0")

    with cloche.Sandbox(
        isolation="process", limits=LIMITS, tools={"inner": inner}, workers=1
    ) as box:
        boxes.append(box)
        assert awaited(box, "await inner(1)") == 1


def test_steps_of_a_session_are_awaited(box: cloche.Sandbox) -> None:
    async def main() -> None:
        session = box.session()
        assert await session.run_async("x = await double(4)\nx") == 8
        result = await session.execute_async("print(x)\nx + 1")
        assert (result.value, result.stdout) == (9, "8\n")
        crowd.size = 2
        first = asyncio.create_task(session.run_async("await crowd(1)"))
        while len(crowd.waiting) < 1:
            await asyncio.sleep(0.01)
        with pytest.raises(RuntimeError, match="under way"):
            await session.run_async("2")
        await crowd(2)
        assert await first == 1

    asyncio.run(main())


def test_asyncio_run_within_a_function(box: cloche.Sandbox) -> None:
    source = "import asyncio\ndef f(n):\n    return asyncio.run(double(n))"
    f = box.compile(source).function("f")
    assert (f(1), f.map([1, 2, 3])) == (2, [2, 4, 6])


# --- Functions ----------------------------------------------------------------------------------

AWAITED = """
import asyncio
n = 0
async def f(x, *, fails=False):
    global n; n += 1
    print(x)
    if fails:
        raise ValueError(x)
    return (await asyncio.gather(double(x), double(n)), n)
"""


def test_an_async_function_is_awaited(box: cloche.Sandbox) -> None:
    function = box.compile(AWAITED).function("f")

    async def main() -> Any:
        found: list[Any] = await asyncio.gather(*map(function, range(3)))
        with pytest.raises(cloche.GuestError, match="ValueError: 7"):
            await function(7, fails=True)
        with pytest.raises(cloche.BoundaryError):
            await function(object())
        return [*found, await function("a")]

    expected = [([0, 2], 1), ([2, 4], 2), ([4, 6], 3), (["aa", 10], 5)]
    assert asyncio.run(main()) == expected
    assert function.stdout == "0\n1\n2\na\n"  # what a call that failed had printed, its error has
    # The same function on another loop, after all.
    assert asyncio.run(function(1)) == ([2, 12], 6)


def test_an_async_function_stops_when_its_task_is_cancelled(box: cloche.Sandbox) -> None:
    source = "n = 0\nasync def f(waits):\n    global n; n += 1\n    if waits: await crowd(1)\n"
    function = box.compile(f"{source}    return n").function("f")

    async def main() -> Any:
        crowd.size = 2
        task = asyncio.create_task(function(True))
        while not crowd.waiting:
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        crowd.waiting.clear()
        return await function(False)

    assert asyncio.run(main()) == 2
