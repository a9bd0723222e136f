"""What is done in several steps is done as a whole, or not, where RecursionError comes between."""

from __future__ import annotations

import gc
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from shallow import MOST, rooms, with_room

from cloche.runtime import collecting, lasting, signals
from cloche.runtime.budget import Budget
from cloche.runtime.lasting import EACH, count_names
from cloche.runtime.limits import Limits
from cloche.runtime.output import Output
from cloche.runtime.run import Run, running
from cloche.runtime.stops import ASLEEP
from cloche.runtime.under_way import missed

#: Before 3.12 what is written in C takes room as well.
IN_C_TOO = sys.version_info < (3, 12)


@pytest.fixture
def run() -> Iterator[Run]:
    made = Run(Limits(steps=100_000))
    made.catches = made.hands_over = False
    token = made.enter()
    gc.disable()
    yield made
    gc.enable()
    made.leave(token)
    assert (collecting.sleeping, collecting.interrupted, signals.levels) == ([], [], [])


def test_a_run_falls_asleep_where_a_function_can_be_called(run: Run) -> None:
    """Else a generator that is collected there would go on."""
    budget = run.budget
    for _ in range(20):  # CPython 3.11 calls in C what it knows, which takes no room
        collecting._begin({}, budget)
        collecting.wake()
    asleep = []
    for room in range(MOST):
        asked = with_room(room, lambda: None)
        with_room(room, collecting._begin, {}, budget)
        if asked:
            asleep.append(object.__getattribute__(run, "budget").reason is ASLEEP)
        collecting.wake()
    assert asleep.index(True) <= 2 * IN_C_TOO
    assert all(asleep[asleep.index(True) :])


def test_who_could_not_be_woken_is_woken_later(run: Run) -> None:
    budget = run.budget
    next(budget.ticks)
    for room in range(MOST):
        collecting._begin({}, budget)
        woken = with_room(room, collecting.wake)
        collecting.wake()
        assert type(run) is Run
        assert (budget.reason, budget.steps, collecting.sleeping) == (None, 1, [])
    assert woken


def test_who_is_woken_late_looks_at_what_was_missed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Until it has, it asks for few steps at once."""
    told: list[int] = []
    monkeypatch.setattr(Budget, "catch_up", lambda: told.append(len(missed)))
    collecting._begin({}, run.budget)
    missed.add(run.budget)
    try:
        for _ in range(1000):
            next(run.ticks)
    finally:
        missed.clear()
    assert len(told) >= 10


def test_names_are_counted_as_they_are_noted(run: Run) -> None:
    for name in ("name", "n\u00e4me"):
        for _ in rooms(count_names, [name]):
            counted = run.state.get(lasting._KEY)
            if type(counted) is lasting._Counted:
                assert counted.size == sum(EACH + lasting._size(each) for each in counted.names)


def test_what_an_earlier_run_has_printed_is_none_of_this_one(run: Run) -> None:
    for room in range(MOST):
        output = Output(run.budget)
        output.write("before")
        run.budget.arm()
        written = "first" * with_room(room, output.write, "first")
        output.write("last")
        assert output.take_last() == f"{written}last"
        assert output.take() == "before"


@pytest.mark.parametrize("how", ["begins", "goes on", "is called back"])
def test_what_cannot_begin_in_a_tool_leaves_nothing_behind(run: Run, how: str) -> None:
    inner = Run(Limits())
    inner.asynchronous = how == "begins"

    def begin() -> None:
        inner.leave(inner.enter())

    def go_on() -> None:
        inner.go_out(inner.come_in())

    def call_back() -> None:
        inner.call_back(int, (), {})

    ways = {"begins": begin, "goes on": go_on, "is called back": call_back}
    handlers = [*map(signal.getsignal, signal.valid_signals())]
    before = sys.get_asyncgen_hooks()
    for room in range(MOST):
        with_room(room, ways[how])
        assert collecting.floors == [run.budget]
        assert signals.levels == []
        assert [*map(signal.getsignal, signal.valid_signals())] == handlers
        assert sys.get_asyncgen_hooks() == before
        assert running(None) is run


# --- A collection in the last call that fits -----------------------------------------------------

HALF_ASLEEP = """
def end():
    n = 0
    def dive():
        nonlocal n
        n += 1
        dive()
    try: dive()
    except RecursionError: return n
items = range(5000)
def deep(n):
    if n: return deep(n - 1)
    return [[] for _ in items]
def suspended():
    try: yield
    finally:
        tool()
kept = []
left = suspended()
next(left)
last = end() - LESS
try: deep(last)
except RecursionError: pass
AFTER
kept
"""
PRINTED = """
try: print("x")
except BaseException as e: kept.append(str(type(e)))
"""
#: Says what the program has kept, and how often its tool was called once it was over.
APART = """
import cloche, sys
from cloche.runtime.run import Run
over, late = [], []
leave = Run.leave
def left(run, token):
    try: leave(run, token)
    finally: over.append(run)
Run.leave = left
def tool():
    if over: late.append(over)
source = sys.stdin.read()
for less in range(-1, 13):
    for after in ("", PRINTED):
        over.clear()
        text = source.replace("LESS", str(less)).replace("AFTER", after)
        box = cloche.Sandbox(tools={"tool": tool}, limits=cloche.Limits(seconds=None))
        print(box.run(text), len(late))
"""


def test_no_run_stays_asleep_by_halves() -> None:
    found = subprocess.run(
        [sys.executable, "-c", APART.replace("PRINTED", repr(PRINTED))],
        input=HALF_ASLEEP, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert set(found.stdout.splitlines()) == {"[] 0"}
