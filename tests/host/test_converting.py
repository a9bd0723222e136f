"""What a guest has made for a tool that declares types is in the guest's time, and paid for."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any, Literal

import pytest

import cloche
from cloche.runtime.boundary import converting
from cloche.runtime.run import Run

#: Seconds of a conversion, of a run, and how many conversions are asked for: six times as long.
EACH, SECONDS, MANY = 0.05, 0.5, 60


@dataclass
class Slow:
    x: int

    def __post_init__(self) -> None:
        time.sleep(EACH)
        if self.x < 0:
            raise ValueError("less than nothing")


class Calls:
    """The host's tools; what they take themselves is nobody's time."""

    def __init__(self) -> None:
        self.made = 0

    def slow(self, it: Slow) -> int:
        self.made += 1
        return it.x

    async def slow_async(self, it: Slow) -> int:
        self.made += 1
        return it.x

    def rests(self, it: int) -> int:
        self.made += 1
        time.sleep(EACH)
        return it

    def box(self, isolation: Literal["inline", "process"], *more: Any) -> cloche.Sandbox:
        tools = {tool.__name__: tool for tool in (self.slow, self.rests, *more)}
        limits = cloche.Limits(seconds=SECONDS, steps=None)
        return cloche.Sandbox(tools, limits, isolation=isolation)


LOOP = f"for n in range({MANY}): slow({{'x': n}})"
#: Those whose conversion fails are not even called.
FAILING = f"for n in range({MANY}):\n    try: slow({{'x': -1}})\n    except ValueError: pass"
AWAITED = f"for n in range({MANY}): await slow_async({{'x': n}})"
TOGETHER = (
    f"import asyncio\nfor _ in range({MANY} // 3):\n"
    "    await asyncio.gather(*[slow_async({'x': n}) for n in range(3)])"
)


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize("source", [LOOP, FAILING, AWAITED, TOGETHER])
@pytest.mark.parametrize("on_loop", [False, True])
def test_conversions_are_on_the_clock(isolation: Any, source: str, on_loop: bool) -> None:
    calls = Calls()
    with calls.box(isolation, calls.slow_async) as box:
        run = (lambda text: asyncio.run(box.run_async(text))) if on_loop else box.run
        with pytest.raises(cloche.TimeLimitExceeded) as caught:
            run(source)
    assert (caught.value.seconds or 0) > SECONDS
    assert calls.made < MANY // 2


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_so_they_are_in_started_runs(isolation: Any) -> None:
    calls = Calls()
    with calls.box(isolation) as box, pytest.raises(cloche.TimeLimitExceeded):
        box.start(LOOP)
    assert calls.made < MANY // 2


@pytest.mark.parametrize(
    ("isolation", "recorded"), [("inline", False), ("process", False), ("inline", True)]
)
def test_and_in_steps_of_a_session_which_goes_on(isolation: Any, recorded: bool) -> None:
    calls = Calls()
    with calls.box(isolation) as box:
        session = box.session(recorded=recorded)
        session.run("x = 1")
        with pytest.raises(cloche.TimeLimitExceeded):
            session.run(LOOP)
        assert session.run("x") == 1


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_nor_does_a_tool_take_time_by_itself(isolation: Any) -> None:
    calls = Calls()
    with calls.box(isolation) as box:
        box.run(f"for n in range({MANY // 2}): rests(n)")
    assert calls.made == MANY // 2


@pytest.mark.parametrize("isolation", ["inline", "process"])
def test_a_run_tells_of_it(isolation: Any) -> None:
    with Calls().box(isolation) as box:
        assert box.execute("slow({'x': 1})").seconds >= EACH
        with pytest.raises(cloche.GuestError) as caught:
            box.run("slow({'x': -1})")
    assert (caught.value.seconds or 0) >= EACH


def test_a_conversion_is_not_of_the_run_that_its_tool_begins() -> None:
    calls = Calls()
    took = []

    def nested(it: Slow) -> int:
        began = time.monotonic()
        for _ in range(10):
            calls.box("inline").run("slow({'x': 1})")
        took.append(time.monotonic() - began)
        return it.x

    nested.__annotations__["it"] = Slow
    result = calls.box("inline", nested).execute("nested({'x': 2})")
    assert result.value == 2
    assert calls.made == 10
    assert EACH <= result.seconds < took[0]


@dataclass
class Cell:
    x: int = 0


def cells(them: list[Cell]) -> int:
    return len(them)


def plain(them: list[dict[str, int]]) -> int:
    return len(them)


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize("pause", [False, True])
def test_what_is_converted_is_paid_for(isolation: Any, pause: bool) -> None:
    with cloche.Sandbox({"cells": cells, "plain": plain}, isolation=isolation) as box:
        taken = []
        for name in ("plain", "cells"):
            source = f"{name}([{{}}] * 1000)"
            taken.append(box.start(source).steps if pause else box.execute(source).steps)
    assert taken[0] is not None
    assert taken[1] is not None
    assert taken[1] - taken[0] >= 8_000


def test_what_a_paused_run_has_called_is_on_its_clock() -> None:
    calls = Calls()
    step: Any = calls.box("inline").start(LOOP, pause="all")

    def go_on() -> None:
        nonlocal step
        for _ in range(MANY):
            time.sleep(EACH)  # the host may take as long as it likes
            step = step.call()

    with pytest.raises(cloche.TimeLimitExceeded):
        go_on()
    assert 2 <= calls.made < MANY // 2


def test_after_it_the_clock_goes_on() -> None:
    run = Run(cloche.Limits())
    token = run.enter()
    converting.enter(run)
    assert run.budget.paused
    assert converting.clock.get() is run.budget
    converting.leave(run)
    assert not run.budget.paused
    assert converting.clock.get() is None
    run.leave(token)
