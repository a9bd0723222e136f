"""The states of a budget: who stops it, what that takes, what it leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sleeping import asleep

from cloche.runtime import budget as budgets
from cloche.runtime import memory, usage
from cloche.runtime.budget import CHUNK, LARGE, Budget
from cloche.runtime.errors import MemoryLimitExceeded, TimeLimitExceeded
from cloche.runtime.limits import Limits
from cloche.runtime.stops import ASLEEP, ENDED, PARKED, Reason, Stop, part

MB = 2**20


class World:
    """A clock, and the size of the process, as the test says."""

    now, size = 100.0, 50 * MB

    def clock(self) -> float:
        return self.now

    def resident(self) -> int:
        return self.size


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    made = World()
    for module in (budgets, usage):
        monkeypatch.setattr(module, "monotonic", made.clock)
    monkeypatch.setattr(memory, "resident", made.resident)
    return made


def armed(**limits: float | None) -> Budget:
    given = {"steps": None, "memory": None, "seconds": None, **limits}
    budget = Budget(Limits(**given))  # type: ignore[arg-type]
    budget.arm()
    return budget


def stops(action: Callable[..., object], *args: object) -> bool:
    try:
        action(*args)
    except Stop:
        return True
    return False


def kind_of(budget: Budget) -> str:
    return "" if budget.reason is None else budget.reason.kind


# --- Stopping ---------------------------------------------------------------------------------


def test_the_first_reason_stands() -> None:
    budget = armed()
    next(budget.ticks)
    budget.stop("seconds", 1, 2)
    budget.stop("memory", 3, 4)
    assert kind_of(budget) == "seconds"
    assert stops(budget.abort, ValueError())
    assert kind_of(budget) == "seconds"
    assert stops(next, budget.ticks)


def test_an_abort_is_seen_at_the_very_next_tick() -> None:
    budget, cause = armed(), ValueError()
    next(budget.ticks)
    assert stops(budget.abort, cause)
    assert budget.reason is not None
    assert budget.reason.cause is cause
    assert stops(next, budget.ticks)
    assert stops(budget.heed, 1)
    assert stops(budget.call)
    assert stops(budget.charge, 0)


def _stop_asleep(budget: Budget) -> None:
    with asleep(budget):
        budget.stop("nesting", 1, 2)


STOPS: dict[str, Callable[[Budget], object]] = {
    "output": lambda budget: budget.stop("output", 1, 2),
    "host": lambda budget: budget.abort(KeyError()),
    "signal": lambda budget: budget.interrupt(KeyError()),
    "memory": lambda budget: budget.look_at_memory(2 * MB),
    "tool": lambda budget: (budget.call(), budget.call()),
    "twice": lambda budget: (budget.stop("output", 1, 2), budget.stop("seconds", 1, 2)),
    "asleep": lambda budget: _stop_asleep(budget),
    "looked at": lambda budget: (budget.stop("output", 1, 2), budget.look(), budget.look()),
}


@pytest.mark.parametrize("way", STOPS)
@pytest.mark.parametrize("ticks", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_what_is_left_of_a_chunk_is_not_spent_by_a_stop(way: str, ticks: int) -> None:
    budget = armed(memory=1 * MB, tool_calls=1, steps=10 * CHUNK)
    for _ in range(ticks):
        next(budget.ticks)
    stops(STOPS[way], budget)
    assert budget.reason is not None
    assert stops(next, budget.ticks)
    assert stops(budget.charge, 1)
    assert budget.steps == ticks
    budget.end()
    assert budget.steps == ticks
    budget.arm()
    assert [next(budget.ticks), budget.steps] == [True, 1]


def test_what_is_parked_can_only_be_aborted() -> None:
    for how in ("seconds", "abort", "raised"):
        budget = armed()
        next(budget.ticks)
        budget.park()
        assert stops(next, budget.ticks)
        if how == "raised":
            assert stops(budget.abort, ValueError())
        else:
            budget.stop(how, None, None)
        assert (budget.reason is PARKED) is (how == "seconds")


def test_what_is_stopped_is_not_parked() -> None:
    budget = armed()
    budget.stop("seconds", 1, 2)
    budget.park()
    assert kind_of(budget) == "seconds"
    budget.unpark()
    assert kind_of(budget) == "seconds"


def test_a_parked_run_goes_on_where_it_was(world: World) -> None:
    budget = armed(steps=10, memory=8 * MB)
    next(budget.ticks)
    budget.look()
    world.size += 3 * MB
    budget.park()
    assert budget.reason is PARKED
    assert not budget.live
    world.size += 100 * MB
    budget.unpark()
    assert budget.live
    assert sum(not stops(next, budget.ticks) for _ in range(20)) == 9


def test_what_the_process_grows_by_meanwhile_is_not_the_runs(world: World) -> None:
    budget = armed(memory=8 * MB)
    budget.look()
    world.size += 3 * MB
    budget.park()
    world.size += 100 * MB
    budget.unpark()
    budget.look()
    assert budget.reason is None
    world.size += 6 * MB
    budget.look()
    assert kind_of(budget) == "memory"


def test_no_price_is_a_gain() -> None:
    budget = armed(steps=100)
    budget.charge(40)
    budget.charge(-10_000)
    assert budget.steps == 40
    assert stops(budget.charge, 70)


# --- Arming anew ---------------------------------------------------------------------------


@pytest.mark.parametrize("steps", [1, 100, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_each_run_has_all_the_steps(steps: int) -> None:
    budget = armed(steps=steps)
    for taken in (steps // 2, steps // 3, 0):
        for _ in range(taken):
            next(budget.ticks)
        budget.end()
        assert stops(next, budget.ticks) or not taken
        budget.arm()
        assert budget.steps == 0
    assert sum(not stops(next, budget.ticks) for _ in range(steps + 5)) == steps
    assert budget.steps == steps
    assert kind_of(budget) == "steps"


def test_a_reason_is_not_used_twice(world: World) -> None:
    budget = armed(seconds=1.0)
    reasons: list[Reason | None] = []
    for _ in range(2):
        world.now += 5
        budget.look()
        reasons.append(budget.reason)
        budget.end()
        budget.arm()
    assert reasons[0] is not reasons[1]
    assert [each.kind for each in reasons if each] == ["seconds"] * 2


def test_the_monitor_makes_no_object(world: World) -> None:
    budget = armed(seconds=1.0)
    spare = budget._spare
    world.now += 5
    budget.look()
    assert budget.reason is spare


def test_an_ended_run_stays_ended(world: World) -> None:
    budget = armed(seconds=1.0, memory=MB)
    budget.end()
    assert budget.reason is ENDED
    world.now += 5
    world.size += 5 * MB
    budget.look()
    assert budget.reason is ENDED


# --- Paying ----------------------------------------------------------------------------------


def test_a_price_is_taken_of_what_is_left_of_the_chunk_too() -> None:
    budget = armed(steps=CHUNK + 100)
    next(budget.ticks)
    budget.charge(CHUNK)
    assert budget.steps == CHUNK + 1
    budget.charge(99)
    assert stops(budget.charge, 1)
    assert kind_of(budget) == "steps"
    assert stops(next, budget.ticks)


def test_a_price_nobody_could_wait_for_is_time() -> None:
    budget = armed(seconds=1.0)
    assert stops(budget.charge, 2**63)
    assert kind_of(budget) == "seconds"
    budget = armed()
    assert stops(budget.charge, 2**63)
    assert kind_of(budget) == "steps"


def test_memory_is_looked_at_before_it_is_taken(world: World) -> None:
    budget = armed(memory=8 * MB)
    budget.allocate(2 * LARGE)
    assert budget.reason is None
    assert stops(budget.allocate, 9 * MB)
    assert kind_of(budget) == "memory"
    budget = armed()
    budget.allocate(9 * MB)
    assert budget.steps == 9 * MB // 256


@pytest.mark.parametrize("most", [None, 1, 3])
def test_calls_of_tools_are_counted(most: int | None) -> None:
    budget = armed(tool_calls=most)
    made = sum(not stops(budget.call) for _ in range(10))
    assert made == (10 if most is None else most)
    assert budget.calls == (10 if most is None else most)
    assert kind_of(budget) == ("" if most is None else "tool_calls")


# --- Clock and memory ------------------------------------------------------------------------


def test_a_stopped_run_gets_no_more_ticks_by_a_look() -> None:
    budget = armed()
    next(budget.ticks)
    budget.reason = ENDED
    budget.look()
    assert stops(next, budget.ticks)


@pytest.mark.parametrize("kind", ["seconds", "memory"])
def test_while_garbage_is_collected_it_is_looked_at_as_well(kind: str, world: World) -> None:
    budget = armed(seconds=50.0, memory=MB)
    budget.look()
    with asleep(budget):
        budget.look()
        assert budget.reason is ASLEEP
        world.now += 51 * (kind == "seconds")
        world.size += 5 * MB
        budget.look()
    assert kind_of(budget) == kind
    assert stops(next, budget.ticks)


def test_time_counts_once(world: World) -> None:
    budget = armed(seconds=50.0)
    for _ in range(5):
        next(budget.ticks)
        world.now += 1
        budget.look()
    assert (budget.seconds, budget.reason, budget.paused) == (5, None, False)


def test_memory_is_not_looked_at_in_a_tool(world: World) -> None:
    budget = armed(memory=MB)
    budget.look()
    budget.pause()
    world.size += 5 * MB
    budget.look()
    assert budget.reason is None
    budget.resume()
    budget.look()
    assert kind_of(budget) == "memory"


def test_without_limits_nothing_is_held_against_it(world: World) -> None:
    budget = armed()
    budget.look()
    world.now += 10**6
    world.size += 10**12
    budget.look()
    budget.end()
    budget.overdue(1)
    assert budget.remaining is None
    assert budget.reason is ENDED


def test_what_comes_after_the_end_is_on_the_clock(world: World) -> None:
    budget = armed(seconds=5.0, memory=8 * MB)
    budget.look()
    budget.pause()
    budget.end()
    budget.overdue(1)
    assert not budget.paused
    world.now += 6
    with pytest.raises(TimeLimitExceeded):
        budget.overdue(1)
    world.now -= 6
    world.size += 9 * MB
    with pytest.raises(MemoryLimitExceeded):
        budget.overdue(1)


def test_a_call_of_a_tool_in_between_leaves_the_clock_as_it_is(world: World) -> None:
    budget = armed(seconds=5.0)
    budget.pause()
    world.now += 100
    budget.overdue(1)
    assert budget.paused


# --- Of the host's errors, and while garbage is collected ---------------------------------------


def test_what_a_guest_was_handling_is_in_no_context_of_the_hosts_error() -> None:
    error, between, around = ValueError(), KeyError(), TypeError()
    error.__context__, between.__context__ = between, around
    part(error, around)
    assert error.__context__ is between
    assert between.__context__ is None
    between.__context__ = error  # it ends all the same
    part(error, around)
    assert between.__context__ is error

    budget, cause = armed(), ValueError()
    try:
        raise around
    except TypeError:
        cause.__context__ = around
        assert stops(budget.abort, cause)
    assert cause.__context__ is None


def test_an_interrupt_is_seen_at_the_next_tick_whatever_else_stops_it() -> None:
    for before in (False, True):
        budget, cause = armed(), ValueError()
        next(budget.ticks)
        if before:
            budget.stop("seconds", 1, 2)
        budget.interrupt(cause)
        assert budget.reason is not None
        assert budget.reason.cause is cause
        assert stops(next, budget.ticks)
    ended = Budget(Limits())
    ended.interrupt(ValueError())
    assert ended.reason is ENDED


@pytest.mark.parametrize("when", ["before", "meanwhile", "never"])
def test_who_is_stopped_before_a_collection_or_in_it_stays_so(when: str) -> None:
    budget = armed(steps=10)
    next(budget.ticks)
    if when == "before":
        budget.stop("seconds", 1, 2)
    with asleep(budget):
        if when == "meanwhile":
            budget.stop("seconds", 1, 2)
    left = sum(not stops(next, budget.ticks) for _ in range(20))
    assert (left, kind_of(budget)) == ((9, "steps") if when == "never" else (0, "seconds"))
