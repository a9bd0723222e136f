"""What the host's own functions may do in the middle of a run, inline and in a worker."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest

import cloche

ISOLATIONS = ("inline", "process")


class Odd(BaseException):
    pass


class Own(Exception):
    secret = ("of the host",)


#: What a tool raises, and what the guest has of it; None: the run ends with the very exception.
RAISED: list[tuple[BaseException, str | None]] = [
    (Own("x"), "Exception"),
    (StopAsyncIteration(), "StopAsyncIteration"),
    (MemoryError(), "MemoryError"),
    (SystemExit(0), None),
    (SystemExit(3), None),
    (KeyboardInterrupt("x"), None),
    (GeneratorExit(), None),
    (Odd("x"), None),
    (BaseExceptionGroup("x", [Odd()]), None),
]
CATCHES = "try:\n    {}\nexcept BaseException as e:\n    x = type(e).__name__\nx"
SYNC, ASYNC = CATCHES.format("tool()"), CATCHES.format("await awaited()")


class Host:
    """A box whose tools and listener raise `error`."""

    def __init__(self, isolation: str) -> None:
        self.error: BaseException = Odd()
        tools = {"tool": self._raise, "awaited": self._awaited, "again": self._again}
        self.box = cloche.Sandbox(
            tools=tools, isolation=isolation, workers=1, on_output=lambda _: self._raise()
        )

    def _raise(self) -> None:
        raise self.error

    async def _awaited(self) -> None:
        await asyncio.sleep(0)
        raise self.error

    def _again(self, depth: int) -> Any:
        return self.box.run("again(n - 1) if n else 'end'", inputs={"n": depth})


@pytest.fixture(scope="module", params=ISOLATIONS)
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    made = Host(request.param)
    with made.box:
        yield made


@pytest.mark.parametrize("asynchronous", [False, True])
@pytest.mark.parametrize("source", [SYNC, ASYNC], ids=["tool", "awaited tool"])
@pytest.mark.parametrize(("error", "seen"), RAISED, ids=lambda each: repr(each))
def test_what_a_tool_raises(
    host: Host, error: BaseException, seen: str | None, source: str, asynchronous: bool
) -> None:
    host.error = error

    async def on_a_loop() -> Any:
        # Caught here: an event loop ends with some of them.
        try:
            return await host.box.run_async(source)
        except BaseException as raised:
            return raised

    try:
        found = asyncio.run(on_a_loop()) if asynchronous else host.box.run(source)
    except BaseException as raised:
        found = raised
    assert found == seen if seen is not None else found is error
    assert host.box.run("1 + 1") == 2


@pytest.mark.parametrize(
    "error", [Own("x"), Odd("x"), KeyboardInterrupt("x"), SystemExit(0)], ids=repr
)
def test_what_a_listener_raises_is_nothing_to_the_guest(host: Host, error: BaseException) -> None:
    host.error = error
    for source in (CATCHES.format("print(1)"), "print(1)"):
        with pytest.raises(type(error)) as caught:
            host.box.run(source)
        assert caught.value is error
    assert host.box.run("1 + 1") == 2


def test_a_listener_that_ends_an_iteration_ends_the_run(host: Host) -> None:
    """No future takes a StopIteration: whoever waited for it would wait for ever."""
    host.error = StopIteration()
    with pytest.raises(RuntimeError, match="StopIteration"):
        asyncio.run(asyncio.wait_for(host.box.run_async("print(1)"), 60))


def test_runs_inside_one_another(host: Host) -> None:
    """One of a tool of the other, in a pool of one."""
    assert host.box.run("again(1)") == "end"


def test_a_worker_that_does_not_take_an_answer_is_killed_in_time() -> None:
    def tool() -> bytes:
        os.kill(box.workers.pool.workers[0].pid, signal.SIGSTOP)  # type: ignore[union-attr]
        return b"x" * 4_000_000

    with cloche.Sandbox(
        tools={"tool": tool}, isolation="process", workers=1, limits=cloche.Limits(seconds=0.2)
    ) as box:
        began = time.monotonic()
        with pytest.raises(cloche.TimeLimitExceeded):
            box.run("tool()")
        assert time.monotonic() < began + 30
