"""The clock of a run while the host has the floor, on a clock of the test's own."""

from __future__ import annotations

import asyncio
import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from itertools import chain, repeat

import pytest

import cloche
from cloche.runtime import budget as budgets
from cloche.runtime import usage
from cloche.runtime.budget import Budget
from cloche.runtime.limits import Limits
from cloche.runtime.stops import Stop


class Clock:
    """Stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (budgets, usage):
        monkeypatch.setattr(module, "monotonic", made)
    return made


def armed(**limits: float | None) -> Budget:
    budget = Budget(Limits(**{"steps": None, "memory": None, **limits}))  # type: ignore[arg-type]
    budget.arm()
    return budget


def test_time_in_tools_does_not_count(clock: Clock) -> None:
    budget = armed(seconds=5.0)
    clock.now += 1
    budget.pause()
    clock.now += 50
    budget.look()
    budget.resume()
    clock.now += 1
    budget.look()
    assert (budget.seconds, budget.reason) == (2, None)


def test_a_pause_counts_as_far_as_it_is_the_guests_own(clock: Clock) -> None:
    budget = armed(seconds=5.0)
    for spent in (10, 0.25):
        budget.pause()
        clock.now += spent
        budget.resume(0.5)
    assert budget.seconds == pytest.approx(0.75)


def test_the_way_to_the_host_and_back_is_the_guests_own(clock: Clock) -> None:
    budget = armed(seconds=5.0)
    budget.round_trip = 0.5
    for spent in (10, 0.25):
        budget.pause()
        clock.now += spent
        budget.resume()
    assert budget.seconds == pytest.approx(0.75)


def test_steps_in_a_pause_count(clock: Clock) -> None:
    budget = armed(seconds=5.0)
    budget.pause()

    def go_on() -> None:
        for _ in range(9):
            budget.look()
            next(budget.ticks)
            clock.now += 1

    with pytest.raises(Stop):
        go_on()
    assert budget.reason is not None
    assert budget.reason.kind == "seconds"


def test_a_pause_in_which_nothing_runs_does_not_count(clock: Clock) -> None:
    budget = armed(seconds=5.0)
    for _ in range(3):
        next(budget.ticks)
        budget.pause()
        for _ in range(9):
            clock.now += 1
            budget.look()
        budget.resume()
    assert (budget.seconds, budget.reason) == (0, None)


def test_giving_way_at_every_turn_is_charged(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    sleep = asyncio.sleep

    async def late(delay: float) -> None:
        clock.now += 1000  # others of the host's have the floor
        await sleep(delay)

    monkeypatch.setattr(asyncio, "sleep", late)
    box = cloche.Sandbox(limits=Limits(steps=2_000_000, seconds=0.01))
    source = "import asyncio\nwhile True: await asyncio.sleep(0)"
    with pytest.raises(cloche.TimeLimitExceeded):
        asyncio.run(box.run_async(source))


def test_garbage_that_loops_in_a_tool_ends() -> None:
    def tool() -> None:
        # In a thread whose run is no guest's: there, too, it dies at its first tick.
        thread = threading.Thread(target=gc.collect)
        thread.start()
        thread.join()

    source = """
def stray():
    try: yield
    finally:
        while True: pass
def drop():
    g = stray()
    next(g)
    box = [g]
    box.append(box)
drop()
tool()
"""
    limits = Limits(steps=None, seconds=20.0)
    assert cloche.run(f"{source}5", tools={"tool": tool}, limits=limits) == 5


def grown(monkeypatch: pytest.MonkeyPatch, *sizes: int) -> None:
    """Let the process be so large at each look, and the last for good."""
    found = chain(sizes, repeat(sizes[-1]))
    monkeypatch.setattr("cloche.runtime.memory.resident", lambda: next(found))


@pytest.mark.parametrize("pauses", [Budget.pause, lambda x: x.call(still=True)])
def test_memory_is_looked_at_where_a_tool_begins(
    pauses: Callable[[Budget], None], clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a run could be in a tool whenever the monitor comes."""
    grown(monkeypatch, 5000, 5000, 6001)
    budget = armed(memory=1000)
    for spent in (0.0, 0.006, 0.004):  # the last look is not long ago there
        clock.now += spent
        pauses(budget)
        budget.resume()
    assert budget.reason is None
    clock.now += 0.002
    with suppress(Stop):
        pauses(budget)
        raise AssertionError if pauses is not Budget.pause else Stop
    assert budget.reason is not None
    assert budget.reason.kind == "memory"
    assert budget.paused is (pauses is Budget.pause)


def test_and_where_it_stands_still(monkeypatch: pytest.MonkeyPatch) -> None:
    grown(monkeypatch, 5000, 6001, 9000)
    budget = armed(memory=1000)
    budget.park()
    budget.unpark()
    assert budget.reason is None
    budget.park()
    assert budget.reason is not None
    assert (budget.reason.kind, budget.reason.used) == ("memory", 2999)
    budget.unpark()
    with pytest.raises(Stop):
        budget.checkpoint()
