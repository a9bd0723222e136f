"""Asynchronous tools that are cancelled: once each, and what they do then is awaited.

A guest that had them cancelled twice would cut off their cleanup: a rollback, a lease given back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import cloche

LIMITS = cloche.Limits(steps=100_000, seconds=30)


class Host:
    """Tools, and what has become of their calls."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.begun: set[int] = set()
        self.cancelled: list[int] = []
        self.cut: list[int] = []
        self.cleaned: list[int] = []

    async def hold(self, n: int) -> None:
        """Never end but by being cancelled; 1 ends its cleanup after 2."""
        self.begun.add(n)
        try:
            await asyncio.Event().wait()
        finally:
            self.cancelled.append(n)
            try:
                while n == 1 and 2 in self.begun and 2 not in self.cleaned:
                    await asyncio.sleep(0)
                await asyncio.sleep(0.01 * n)
                self.cleaned.append(n)
            except asyncio.CancelledError:
                self.cut.append(n)
                raise

    async def have_begun(self, *numbers: int) -> None:
        while not self.begun.issuperset(numbers):
            await asyncio.sleep(0)

    def clean(self) -> list[int]:
        return sorted(self.cleaned)

    async def deaf(self) -> str:
        """Go on when cancelled."""
        self.begun.add(0)
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
        return "went on"

    async def leave(self) -> None:
        """Leave a task of its own behind."""
        self.left = asyncio.create_task(self.hold(3))
        await self.have_begun(3)

    @property
    def tools(self) -> dict[str, Callable[..., Any]]:
        names = ("hold", "have_begun", "clean", "deaf", "leave")
        return {name: getattr(self, name) for name in names}


@pytest.fixture(scope="module", params=["inline", "process"])
def place(request: pytest.FixtureRequest) -> Iterator[tuple[cloche.Sandbox, Host]]:
    host = Host()
    with cloche.Sandbox(host.tools, limits=LIMITS, isolation=request.param) as box:
        yield box, host


@pytest.fixture
def host(place: tuple[cloche.Sandbox, Host]) -> Host:
    place[1].forget()
    return place[1]


@pytest.fixture
def box(place: tuple[cloche.Sandbox, Host]) -> cloche.Sandbox:
    return place[0]


def plainly(box: cloche.Sandbox, source: str) -> Any:
    return box.run(source)


def awaited(box: cloche.Sandbox, source: str) -> Any:
    return asyncio.run(box.run_async(source))


RUNS = pytest.mark.parametrize("run", [plainly, awaited])
BEGIN = """
import asyncio
a = asyncio.create_task(hold(1))
b = asyncio.create_task(hold(2))
await have_begun(1, 2)
"""
ENDINGS = {
    "it ends": "1",
    "it fails": "1 / 0",
    "a limit": "while True: pass",
    "exit": "raise SystemExit",
    "it cancels": "a.cancel(); b.cancel(); await asyncio.sleep(0)",
    "it cancels again and again": (
        "for _ in range(20):\n    a.cancel()\n    b.cancel()\n    await asyncio.sleep(0.001)"
    ),
    "it cancels one": "b.cancel()\ntry: await b\nexcept asyncio.CancelledError: pass",
    "gather": "g = asyncio.gather(a, b)\nawait asyncio.sleep(0)\ng.cancel()",
    "wait_for": (
        "try: await asyncio.wait_for(asyncio.gather(a, b), 0.001)\nexcept TimeoutError: pass"
    ),
    "timeouts within timeouts": (
        "try:\n    async with asyncio.timeout(0.002):\n"
        "        async with asyncio.timeout(0.001): await asyncio.gather(a, b)\n"
        "except TimeoutError: pass"
    ),
    "a group": (
        "async def fail(): 1 / 0\nasync def wait(x): await x\n"
        "async with asyncio.TaskGroup() as group:\n"
        "    group.create_task(wait(a))\n    group.create_task(wait(b))\n"
        "    await asyncio.sleep(0)\n    group.create_task(fail())"
    ),
    "by hand": (
        "c = hold(3)\nc.send(None)\nawait have_begun(3)\nfor _ in range(5):\n"
        "    try: c.throw(asyncio.CancelledError())\n    except BaseException: break\n"
        "    await asyncio.sleep(0.001)"
    ),
}


@RUNS
@pytest.mark.parametrize("ending", ENDINGS)
def test_each_is_cancelled_once(box: cloche.Sandbox, host: Host, run: Any, ending: str) -> None:
    try:
        run(box, BEGIN + ENDINGS[ending])
    except (cloche.GuestError, cloche.StepLimitExceeded):
        assert ending in ("it fails", "a limit", "a group")
    assert host.cut == []
    assert sorted(host.cancelled) == sorted(host.cleaned) == sorted(host.begun)
    assert host.begun.issuperset({1, 2})


@RUNS
@pytest.mark.parametrize(
    "wait",
    [
        "a.cancel()\ntry: await a\nexcept asyncio.CancelledError: pass",
        "try: await asyncio.wait_for(a, 0.001)\nexcept TimeoutError: pass",
        "a.cancel()\nawait asyncio.wait([a])",
        "try:\n    async with asyncio.timeout(0.001): await hold(4)\n"
        "except TimeoutError: a.cancel()\nawait asyncio.wait([a])",
    ],
)
def test_the_end_of_a_call_is_the_end_of_its_cleanup(
    box: cloche.Sandbox, host: Host, run: Any, wait: str
) -> None:
    begin = "import asyncio\na = asyncio.create_task(hold(1))\nawait have_begun(1)\n"
    assert run(box, f"{begin}{wait}\nclean(), a.cancelled()") == (host.clean(), True)
    assert host.cleaned == sorted(host.begun, reverse=True)


@RUNS
@pytest.mark.parametrize(
    ("cancel", "becomes"),
    [
        ("a.cancel()", "went on"),
        ("a.cancel('why')\nawait asyncio.sleep(0)\na.cancel('again')", "CancelledError"),
    ],
)
def test_a_tool_may_go_on(
    box: cloche.Sandbox, host: Host, run: Any, cancel: str, becomes: str
) -> None:
    source = (
        "import asyncio\na = asyncio.create_task(deaf())\nawait have_begun(0)\n"
        f"{cancel}\ntry: x = await a\nexcept asyncio.CancelledError as e: x = type(e).__name__\nx"
    )
    assert run(box, source) == becomes


@RUNS
def test_a_cancelled_call_keeps_its_message(box: cloche.Sandbox, host: Host, run: Any) -> None:
    source = (
        "import asyncio\na = asyncio.create_task(hold(1))\nawait have_begun(1)\na.cancel('why')\n"
        "try: await a\nexcept asyncio.CancelledError as e: x = e.args\nx"
    )
    assert run(box, source) == ("why",)


def test_what_tools_leave_on_a_loop_of_the_runs_is_cancelled(
    box: cloche.Sandbox, host: Host
) -> None:
    """As `asyncio.run` does with what is left on its loop."""
    box.run("await leave()")
    assert (host.cancelled, host.cut, host.cleaned) == ([3], [], [3])


class Slow:
    """A tool whose cleanup ends when the host says so."""

    def __init__(self) -> None:
        self.begun, self.cleaning, self.go = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.ended = ""

    async def slow(self) -> None:
        self.begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            self.cleaning.set()
            try:
                await self.go.wait()
                self.ended = "cleaned"
            except asyncio.CancelledError:
                self.ended = "cut"
                raise


BESIDE = "import asyncio\na = asyncio.create_task(slow())\nawait begun()\n"
CALLS = {
    "called": "await slow()",
    "cancelled": f"{BESIDE}a.cancel()\nawait a",
    "left": BESIDE,
    "left by an error": f"{BESIDE}1 / 0",
}


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_host_that_cancels(isolation: Any, call: str, times: int) -> None:
    """Its first word ends the run, and is no second one for its tools; its second is."""

    async def main() -> tuple[str, BaseException | None]:
        tool = Slow()

        async def begun() -> None:
            await tool.begun.wait()

        tools = {"slow": tool.slow, "begun": begun}
        with cloche.Sandbox(tools, limits=LIMITS, isolation=isolation) as box:
            task = asyncio.create_task(box.run_async(CALLS[call]))
            await (tool.begun if call == "called" else tool.cleaning).wait()
            task.cancel()
            await tool.cleaning.wait()
            for _ in range(20):
                await asyncio.sleep(0)
            assert not task.done()
            assert tool.ended == ""
            if times == 2:
                task.cancel()
            else:
                tool.go.set()
            with pytest.raises(asyncio.CancelledError) as raised:
                await task
            return tool.ended, raised.value.__context__

    assert asyncio.run(main()) == ("cleaned" if times == 1 else "cut", None)
