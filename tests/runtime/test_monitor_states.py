"""What the monitor's thread does, step by step: a copy of it, with a clock and locks of ours."""

from __future__ import annotations

import importlib.util
import threading
from threading import get_ident
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from cloche.runtime import monitor


def _copied() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cloche.runtime.monitor_copied", monitor.__file__)
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


#: Its thread is never started.
copied: Any = _copied()


class Done(Exception):
    pass


class Budget:
    """A run that lasts for some looks, and may then be armed again."""

    def __init__(self, looks: int, again: bool = False) -> None:
        self.watched: bool | None = None
        self.looks, self.again = looks, again
        self.seen = 0
        self.thread = 0

    @property
    def live(self) -> bool:
        if self.watched is False and self.again:
            self.again, self.looks = False, self.seen + 1
        return self.seen < self.looks

    def look(self) -> None:
        self.seen += 1

    def stop(self, *why: object) -> None:
        self.stopped = why


class Lock:
    def __init__(self, name: str, told: list[str], held: bool = False) -> None:
        self.name, self.told, self.held = name, told, held

    def acquire(self, *how: Any) -> bool:
        self.told.append(f"{self.name} {'tried' if how == (False,) else 'taken'}")
        if self.name == "wake" and not how:
            self.told.append(f"asleep {copied._asleep}")
        return True

    def release(self) -> None:
        self.told.append(f"{self.name} released")

    def locked(self) -> bool:
        return self.held

    __enter__ = acquire

    def __exit__(self, *error: object) -> None:
        self.release()


class Thread:
    def __init__(self, target: Any, name: str, daemon: bool) -> None:
        assert (target, name, daemon) == (copied._loop, "cloche-monitor", True)

    def start(self) -> None:
        copied.started.append(self)


@pytest.fixture(autouse=True)
def told() -> list[str]:
    found: list[str] = []
    copied.in_flight.clear()
    copied.started, copied.ended, copied._asleep, copied._thread = [], False, True, None
    copied._lock, copied._wake = Lock("lock", found), Lock("wake", found)
    copied._only = threading.Lock()
    copied.threading = SimpleNamespace(Thread=Thread, Lock=lambda: Lock("new", found))
    return found


def loops(naps: int, told: list[str], then: Any = None) -> None:
    """Let the loop go on until it has napped so often."""
    left = [naps]

    def nap(*how: Any) -> bool:
        assert how == copied._NAP
        told.append("nap")
        left[0] -= 1
        if not left[0]:
            raise Done
        return False

    copied._wait, copied.IDLE_LOOKS = nap, 2
    with pytest.raises(Done):
        copied._loop()


def test_the_first_run_starts_the_thread_and_a_later_one_wakes_it(told: list[str]) -> None:
    budget = Budget(1)
    copied.watch(budget)
    assert (copied.in_flight, budget.watched, len(copied.started)) == ([budget], True, 1)
    assert told == ["lock taken", "lock released"]
    assert copied._asleep is False
    copied.watch(Budget(1))
    assert told == ["lock taken", "lock released"]
    copied._asleep, copied._wake.held = True, True
    copied.watch(Budget(1))
    assert len(copied.started) == 1
    assert told[2:] == ["lock taken", "wake released", "lock released"]


def test_a_run_is_watched_once() -> None:
    budget = Budget(1)
    copied.watch(budget)
    copied.watch(budget)
    assert copied.in_flight == [budget]
    budget.watched = False
    copied.watch(budget)
    assert copied.in_flight == [budget]
    copied.in_flight.clear()
    copied.watch(budget)
    assert copied.in_flight == [budget]


def test_each_is_looked_at_until_it_has_ended() -> None:
    one, two = Budget(1), Budget(2)
    copied.watch(one)
    copied.watch(two)
    copied._look_at_all()
    assert (one.seen, two.seen, copied.ended) == (1, 1, False)
    copied._look_at_all()
    assert (copied.in_flight, one.watched, two.watched, copied.ended) == ([two], False, True, True)
    copied._look_at_all()
    assert (copied.in_flight, two.seen) == ([], 2)


def test_one_that_is_armed_while_it_is_forgotten_is_watched() -> None:
    budget = Budget(0, again=True)
    copied.watch(budget)
    copied._look_at_all()
    assert (budget.seen, budget.watched, copied.in_flight) == (1, True, [budget])
    copied._look_at_all()
    assert (budget.seen, budget.watched, copied.in_flight) == (1, False, [])


def test_an_idle_loop_sleeps_until_it_is_roused(told: list[str]) -> None:
    copied._asleep = False
    loops(5, told)
    asleep = ["lock taken", "wake tried", "lock released", "wake taken", "asleep True", "nap"]
    assert told == ["nap", "nap", *asleep, "nap", "nap"]
    assert copied._asleep is False


def test_a_busy_loop_looks_and_naps(told: list[str]) -> None:
    budget = Budget(100)
    copied.in_flight.append(budget)
    loops(6, told)
    assert told == ["nap"] * 6
    assert budget.seen == 6


def test_a_run_that_came_while_it_fell_asleep_is_seen(told: list[str]) -> None:
    budget = Budget(100)

    class Late(Lock):
        def acquire(self, *how: Any) -> bool:
            copied.in_flight.append(budget)
            return super().acquire(*how)

    copied._wake = Late("wake", told)
    loops(4, told)
    assert told == ["nap", "nap", "lock taken", "wake tried", "lock released", "nap", "nap"]
    assert budget.seen == 1


def test_a_forked_child_has_no_thread() -> None:
    budget = Budget(1)
    copied.watch(budget)
    lock, wake = copied._lock, copied._wake
    copied._forget_all()
    assert (copied.in_flight, budget.watched, copied._thread) == ([], False, None)
    assert copied._asleep is True
    assert lock is not copied._lock
    assert wake is not copied._wake


def test_a_forked_child_goes_on_with_the_runs_of_its_thread() -> None:
    ours, over, theirs = Budget(10), Budget(0), Budget(10)
    ours.thread = over.thread = get_ident()
    for budget in (theirs, ours, over):
        copied.watch(budget)
    copied._asleep = False
    copied._forget_all()
    assert copied.in_flight == [ours]
    assert [each.watched for each in (ours, over, theirs)] == [True, False, False]


class NoThread(Thread):
    def start(self) -> None:
        raise RuntimeError("can't start new thread")


def test_runs_that_cannot_be_watched_in_a_forked_child_are_stopped() -> None:
    outer, inner = Budget(10), Budget(10)
    outer.thread = inner.thread = get_ident()
    copied.watch(outer)
    copied.watch(inner)
    copied.threading.Thread = NoThread
    with pytest.raises(RuntimeError):
        copied._forget_all()
    assert outer.stopped == inner.stopped == ("abort", None, None)


def test_a_thread_that_did_not_start_is_started_for_the_next_run() -> None:
    budget, later = Budget(10), Budget(10)
    copied.threading.Thread = NoThread
    for each in (budget, budget, later):
        with pytest.raises(RuntimeError):
            copied.watch(each)
        assert (each.watched, copied._asleep) == (False, True)
    copied.threading.Thread = Thread
    copied.watch(later)
    assert (len(copied.started), later.watched, copied._asleep) == (1, True, False)
    assert copied.in_flight == [budget, later]


def test_a_thread_that_could_not_be_woken_is_woken_for_the_next_run(told: list[str]) -> None:
    class Deep(Lock):
        def release(self) -> None:
            raise RecursionError

    copied.watch(Budget(10))
    copied._asleep, copied._wake = True, Deep("wake", told, held=True)
    with pytest.raises(RecursionError):
        copied.watch(Budget(10))
    copied._wake = Lock("wake", told, held=True)
    copied.watch(Budget(10))
    assert told[-2:] == ["wake released", "lock released"]


def test_one_thread_looks(told: list[str]) -> None:
    copied._only.acquire()
    copied._loop()
    assert told == []
