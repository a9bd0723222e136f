"""Garbage is collected wherever CPython likes, in the middle of changing the current run too."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar, copy_context
from functools import partial
from threading import Event, Thread
from types import SimpleNamespace
from typing import Any

import pytest

import cloche
from cloche.runtime import collecting, signals
from cloche.runtime.census import LOST
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop
from cloche.runtime.under_way import missed, uncounted, under_way
from sampling import halved

#: Before 3.12 `ContextVar.set` collects, and what it reads was freed by a `set` in the meantime.
PROGRAM = """
import contextvars, gc
import cloche
box = cloche.Sandbox(limits=cloche.Limits(seconds=None))
f = box.compile("def f(n):\\n    return [n for n in [n]]").function("f")
others = []
for n in range(100):
    others.append(contextvars.ContextVar(str(n)))
    others[-1].set(n)
    for threshold in (1, 2, 3, 7):
        gc.set_threshold(threshold)
        try:
            assert f(n) == [n]
        finally:
            gc.set_threshold(700)
print("fine")
"""


def test_collections_in_the_middle_of_entering_and_leaving_runs() -> None:
    # Freed memory is overwritten at once.
    environment = {**os.environ, "PYTHONMALLOC": "debug"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")


TASKS = """
import asyncio
async def g():
    for i in range(5): await asyncio.sleep(0)
    return i
sum(await asyncio.gather(g(), g()))
"""


@pytest.fixture
def _always() -> Iterator[None]:
    """Collect at nearly every allocation."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(2)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("_always")
def test_contexts_survive_tasks() -> None:
    """A context of many variables: with few, no memory is taken in a node of another."""
    box = cloche.Sandbox()
    tasks = box.compile(TASKS)

    def filled() -> None:
        variables = [ContextVar(f"variable {number}", default=0) for number in range(60)]
        for number, variable in enumerate(variables):
            variable.set(number)
        asyncio.run(awaited())
        assert [variable.get() for variable in variables] == [*range(60)]

    async def awaited() -> None:
        for _ in range(60):
            assert await tasks.run_async() == 8

    copy_context().run(filled)


#: Everything is at hand in the suite, and nothing in it is guarded.
STRAYS = """
def main(xs):
    Named.__getattr__ = xs.append
    def stray(box):
        try:
            yield
        {suite}
    for i in range(3_000):
        box = []
        g = stray(box)
        box.append(g)
        next(g)
        del box, g
        junk = [[] for _ in range(7)]
    return xs
class Named: pass
class Manager:
    def __init__(self, xs): self.xs = xs
    def __enter__(self): return self
    def __exit__(self, *args):
        self.xs[0] = 1
        return True
main([0])
"""
SUITES = {
    "finally": "finally: xs[0] = 1",
    "handler": "except GeneratorExit: xs[0] = 1",
    "bare": "except: xs[0] = 1",
    "tuple": "except (ValueError, GeneratorExit): xs[0] = 1",
    "after": "except BaseException: pass\n        xs[0] = 1",
    "within": "finally:\n            try: pass\n            finally: xs[0] = 1",
    "with": "finally:\n            with Manager(xs): pass",
    "call": "finally: (lambda: xs.append(1))()",
    "type": "except xs.append(1) or KeyError: pass",
    "types": "except (ValueError, xs.append(1) or KeyError): pass",
    "attribute": "except Named().found or KeyError: pass",
    "group": "except* xs.append(1) or KeyError: pass",
    "second": "except ValueError: pass\n        except (xs.append(1), KeyError)[1]: pass",
}


@halved
@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_collected_changes_nothing_in_the_time_of_its_run(
    suite: str, optimize: bool
) -> None:
    """A guard may have weighed it, for C to go through."""
    source = STRAYS.replace("{suite}", SUITES[suite])
    natively: dict[str, object] = {}
    exec(source.removesuffix("main([0])\n") + "found = main([0])", natively)
    assert natively["found"] != [0]
    assert cloche.Sandbox(optimize=optimize).run(source) == [0]


def test_steps_are_those_of_the_program_however_often_it_is_collected() -> None:
    program = cloche.Sandbox().compile(STRAYS.replace("{suite}", SUITES["finally"]))
    before = gc.get_threshold()
    counts = set()
    try:
        for threshold in (5, 50, 700, 10**6):
            gc.set_threshold(threshold)
            counts.add(program.execute().steps)
    finally:
        gc.set_threshold(*before)
    assert len(counts) == 1


# --- Who sleeps, and who counts ---------------------------------------------------------------


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What is told of looks at what is young."""
    made: list[object] = []
    # (What stands in `gc.callbacks` calls it by its name.)
    monkeypatch.setattr(collecting, "look", made.append)
    gc.disable()
    yield made
    gc.enable()


def _tell(phase: str) -> None:
    """Do what CPython does, as far as it is about us."""
    for callback in gc.callbacks[:3]:
        callback(phase, {"generation": 0, "collected": 0, "uncollectable": 0})


def _is_awake(run: Run) -> bool:
    try:
        run.budget  # noqa: B018
    except Stop:
        return False
    return True


def test_the_current_run_sleeps_and_counts_once(looks: list[object]) -> None:
    run = Run(Limits())
    outer, inner = run.enter(), run.enter()
    budget = run.budget
    _tell("start")
    assert under_way
    assert not _is_awake(run)
    assert looks == [budget]
    with pytest.raises(Stop):
        next(budget.ticks)
    _tell("stop")
    assert not under_way
    assert _is_awake(run)
    assert next(budget.ticks)
    run.leave(inner)
    run.leave(outer)


def test_other_runs_take_no_step_where_they_are_not_current(looks: list[object]) -> None:
    run, other = Run(Limits()), Run(Limits())
    outer, inner = other.enter(), run.enter()
    assert next(other.budget.ticks)
    _tell("start")
    assert _is_awake(other)
    with pytest.raises(Stop):
        next(other.budget.ticks)
    _tell("stop")
    assert next(other.budget.ticks)
    assert other.budget.steps == 2
    run.leave(inner)
    other.leave(outer)
    assert looks == [run.budget]


def test_where_nobody_runs_it_is_counted_once(looks: list[object]) -> None:
    entered = [(copy_context(), Run(Limits())) for _ in range(2)]
    tokens = [context.run(run.enter) for context, run in entered]
    for times in (1, 2):
        _tell("start")
        assert looks == [None] * times
        _tell("stop")
    for (context, run), token in zip(entered, tokens, strict=True):
        context.run(run.leave, token)
    _tell("start")
    assert looks == [None] * 2
    _tell("stop")


def test_a_run_has_the_floor_as_often_as_it_has_entered() -> None:
    run = Run(Limits())
    outer, inner = run.enter(), run.enter()
    assert collecting.floors == [run.budget] * 2
    run.leave(inner)
    run.park()
    assert collecting.floors == []
    run.park()
    run.unpark()
    assert collecting.floors == [run.budget]
    run.leave(outer)
    assert collecting.floors == []


#: The youngest are enough.
_collect = partial(gc.collect, 0)


def _elsewhere() -> None:
    thread = Thread(target=_collect)
    thread.start()
    thread.join()


async def _on_the_loop() -> None:
    await asyncio.sleep(0)
    _collect()


#: Where garbage of a run in flight is collected, not in its time.
PLACES: dict[str, Callable[..., object]] = {
    "a tool": _collect,
    "another thread": _elsewhere,
    "another run": lambda: cloche.Sandbox({"collect": _collect}).run("collect()"),
    "another run, in another thread": lambda: copy_context().run(_elsewhere),
    "the loop of the host": _on_the_loop,
}
COLLECTED = STRAYS.replace("range(3_000)", "range(2)").replace("    return xs", "{collect}")


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_collected_elsewhere_changes_nothing_either(
    suite: str, place: str, optimize: bool
) -> None:
    """Whatever steps the run has left: they are for where it is current."""
    tool = PLACES[place]
    is_async = tool is _on_the_loop
    called = "await collect()" if is_async else "collect()"
    source = COLLECTED.replace("{suite}", SUITES[suite])
    source = source.replace("{collect}", f"    {called}\n    return xs")
    if is_async:
        source = source.replace("def main", "async def main").replace("\nmain(", "\nawait main(")
    box = cloche.Sandbox({"collect": tool}, optimize=optimize)
    gc.disable()
    try:
        found = asyncio.run(box.run_async(source)) if is_async else box.run(source)
    finally:
        gc.enable()
    assert found == [0]


AMID = """
xs = [0]
def stray(box):
    try: yield
    finally: xs[0] = 1
def leave():
    box = []
    g = stray(box)
    box.append(g)
    next(g)
def f(anew):
    if not anew:
        leave()
        begin()
        [i for i in range(30)]
    go_on()
    return [i for i in xs]
"""


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("way", ["begun anew", "gone on", "gone on, with its context elsewhere"])
def test_what_is_collected_as_its_run_takes_steps_elsewhere_changes_nothing(
    way: str, optimize: bool
) -> None:
    """The collection is under way already when the run is granted steps."""
    is_anew = way == "begun anew"
    begun, stepping = Event(), Event()
    found: list[object] = []
    contexts = [copy_context()]
    collector = Thread(target=lambda: contexts[-1].run(_collect))

    def amid(phase: str, _: dict[str, int]) -> None:
        if phase == "start":
            begun.set()
            stepping.wait()

    def begin() -> None:
        if not is_anew:
            if way != "gone on":
                contexts.append(copy_context())
            collector.start()
            begun.wait()

    def go_on() -> None:
        if begun.is_set():
            stepping.set()
            collector.join()

    box = cloche.Sandbox({"begin": begin, "go_on": go_on}, optimize=optimize)
    f = box.compile(AMID).function("f")
    gc.disable()
    gc.callbacks.append(amid)
    try:
        found.append(f(False))
        if is_anew:
            collector.start()
            begun.wait()
            found.append(f(True))
    finally:
        gc.callbacks.remove(amid)
        gc.enable()
    assert found[-1] == [0]


def test_steps_are_those_of_the_program_wherever_it_is_collected() -> None:
    """Nor does it lose any to a collection in another thread."""
    source = "for i in range(20):\n    collect()\n    [n for n in range(900)]"
    steps = {
        cloche.Sandbox({"collect": tool}).execute(source).steps
        for tool in (lambda: None, _collect, _elsewhere)
    }
    assert len(steps) == 1


def test_runs_in_threads_do_not_end_each_other() -> None:
    box = cloche.Sandbox(limits=Limits(seconds=None))
    program = box.compile("for i in range(3000):\n    x = []\n    x.append(x)\ni")
    ends: list[Any] = []

    def work() -> None:
        for _ in range(60):
            try:
                ends.append(program.run())
            except BaseException as error:
                ends.append(error)

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        threads = [Thread(target=work) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert ends == [2999] * 180
    assert (collecting.floors, collecting.sleeping) == ([], [])


@pytest.mark.usefixtures("_always")
def test_a_run_whose_waking_was_missed_goes_on() -> None:
    """A handler of the host's may raise before the function of ours has begun."""
    box = cloche.Sandbox(limits=cloche.Limits(seconds=None))
    program = box.compile("def f(n):\n    return [[i] for i in range(n)]")
    function = program.function("f")
    callbacks = [*gc.callbacks]
    phases = 0

    def missing(phase: str, info: dict[str, int]) -> None:
        nonlocal phases
        phases += 1
        if phases % 6:
            callbacks[1](phase, info)

    gc.callbacks[1] = missing
    try:
        assert function(9000) == [[i] for i in range(9000)]
    finally:
        gc.callbacks[:] = callbacks


def test_generators_of_a_run_that_is_over_are_closed_in_c() -> None:
    """A function in Python gives way to other threads, which may go on making garbage."""
    session = cloche.Sandbox().session()
    session.run(STRAYS.replace("{suite}", SUITES["finally"]).replace("3_000", "3"))
    called: list[str] = []
    gc.disable()
    session.run("for i in range(3): main([0])")
    sys.setprofile(lambda frame, event, _: called.append(frame.f_code.co_name + event))
    try:
        gc.collect()
    finally:
        sys.setprofile(None)
        gc.enable()
    assert "strayreturn" in called
    assert "_opencall" not in called


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "12345"), ("x", "12345x"), ("x21", "12345x"), ("12345x", "12345x"), ("1x2", "1x2"),
        ("2", "12345"),
    ],
)  # fmt: skip
def test_ours_are_called_first(before: str, after: str) -> None:
    there = [*gc.callbacks]
    named: dict[str, Any] = {
        **dict(zip("12345", collecting._CALLBACKS, strict=True)), "x": lambda *_: None,
    }  # fmt: skip
    try:
        gc.callbacks[:] = [named[each] for each in before]
        collecting.attend()
        found = [*gc.callbacks]
    finally:
        gc.callbacks[:] = there
    assert found == [named[each] for each in after]


def test_who_has_the_floor() -> None:
    run, other = Run(Limits()), Run(Limits())
    budget = run.budget
    assert not collecting.has_floor(budget)
    token = run.enter()
    assert collecting.has_floor(budget)
    assert not collecting.has_floor(other.budget)
    collecting._begin({}, budget)
    assert not collecting.has_floor(budget)
    assert not collecting.has_floor(other.budget)
    collecting.wake()
    assert collecting.has_floor(budget)
    run.leave(token)


def test_a_child_has_the_runs_of_its_thread_alone() -> None:
    run, other = Run(Limits()), Run(Limits())
    collecting._forget_threads()
    assert collecting.floors == []
    token = run.enter()
    collecting.floors.append(other.budget)
    under_way.add("generation")
    try:
        collecting._forget_threads()
        assert (collecting.floors, {*under_way}) == ([run.budget], set())
    finally:
        under_way.clear()
        run.leave(token)
    collecting.floors.append(other.budget)
    collecting._forget_threads()
    assert collecting.floors == []


# --- What was missed, and who handles signals ----------------------------------------------------


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """Stands for the census, which finds nothing to do or does all, and for CPython's numbers."""
    made = SimpleNamespace(behind=False, found=[], looks=True, collected=[], uncounted=7, lost=0)

    def look(_: object) -> None:
        made.found.append(made.behind)
        made.behind = made.behind and not made.looks

    def lose() -> None:
        made.lost += 1
        made.behind = True

    made.lose = lose

    def collect(generation: int) -> None:
        made.collected.append((generation, made.behind))
        made.behind = made.behind and not made.looks

    for name, value in {
        "census": made, "look": look, "gc": SimpleNamespace(collect=collect, callbacks=[]),
        "uncounted": lambda: made.uncounted, "_uncounted": 7, "_looked": False, "counted": {},
    }.items():  # fmt: skip
        monkeypatch.setattr(collecting, name, value)
    gc.disable()
    missed.clear()
    yield made
    missed.clear()
    gc.enable()


@pytest.mark.parametrize("looks", [True, False])
def test_what_nobody_has_looked_at_is_looked_at_with_the_rest(
    counts: SimpleNamespace, looks: bool
) -> None:
    counts.looks = looks
    collecting._begin({}, Run(Limits()).budget)
    collecting.wake()
    missed.add("generation")
    collecting._begin({}, Run(Limits()).budget)
    assert counts.found == [False, True]
    collecting.wake()
    assert missed == (set() if looks else {"generation"})
    missed.add("generation")
    collecting.wake()
    assert missed == {"generation"}


@pytest.mark.parametrize("in_c_too", [True, False])
def test_what_was_missed_is_caught_up_with(
    counts: SimpleNamespace, in_c_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_IN_C_TOO", in_c_too)
    collecting.catch_up()
    assert counts.collected == []
    missed.add("generation")
    collecting.catch_up()
    assert counts.collected == [(0, True)]
    missed.clear()
    counts.uncounted = 8
    for looks in (False, True, True):
        counts.looks = looks
        collecting.catch_up()
    # As long as nobody could look it is tried again.
    assert counts.collected == [(0, True)] * (3 if in_c_too else 1)


@pytest.mark.parametrize("in_c_too", [True, False])
def test_in_whose_time_one_was_missed_answers_for_what_nobody_has_seen(
    counts: SimpleNamespace, in_c_too: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_IN_C_TOO", in_c_too)
    one, other = Run(Limits()).budget, Run(Limits()).budget
    before = [dict(each.seen) for each in (one, other)]
    missed.update({"generation", one})
    collecting.catch_up()
    assert counts.lost == 0
    assert one.seen == before[0] | {LOST: -1}
    missed.clear()
    counts.uncounted = 8
    collecting.catch_up()
    # CPython told of none: whose time it was nobody knows.
    assert counts.lost == in_c_too
    assert other.seen == before[1]


def test_who_sleeps_after_it_is_woken(
    counts: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """CPython may call nobody as a collection ends."""
    woken: list[bool] = []
    monkeypatch.setattr(collecting, "wake", lambda: woken.append(True))
    missed.add("generation")
    collecting.catch_up()
    assert woken == []
    monkeypatch.setattr(collecting, "sleeping", [None])
    collecting.catch_up()
    assert woken == [True]


@pytest.mark.parametrize(("in_c_too", "lost"), [(True, 1), (False, 0)])
def test_a_run_that_begins_has_no_part_in_what_was_missed(
    counts: SimpleNamespace, in_c_too: bool, lost: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "_IN_C_TOO", in_c_too)
    collecting.attend()
    assert counts.lost == 0
    counts.uncounted = 8
    collecting.attend()
    collecting.attend()
    assert counts.lost == lost


@pytest.mark.usefixtures("looks")
@pytest.mark.parametrize("by", ["another thread", "itself", "its end"])
def test_who_was_woken_by_nobody_is_woken_late(by: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of the stack nobody can be called as a collection ends."""
    run = Run(Limits())
    run.catches = run.hands_over = False
    token, budget = run.enter(), run.budget
    _tell("start")
    assert not collecting.overslept(run)
    monkeypatch.setattr(collecting, "ended", lambda: -1)  # it is over, and another is under way
    assert collecting.overslept(run)
    (sleeper,) = collecting.sleeping
    assert len(signals.levels) == 1
    if by == "another thread":
        other = Thread(target=gc.callbacks[0], args=("start", {}))
        other.start()
        other.join()
        assert type(run) is Run
        assert budget.reason is None
        # What stands before the handlers of signals is for this thread to take away.
        assert collecting.sleeping == [sleeper]
    elif by == "itself":
        assert run.budget is budget
        assert (collecting.sleeping, signals.levels, collecting.interrupted) == ([], [], [])
    under_way.clear()
    run.leave(token)
    assert (collecting.sleeping, signals.levels, collecting.interrupted) == ([], [], [])
    assert type(run) is Run


@pytest.mark.usefixtures("looks")
def test_who_sleeps_on_sleeps_as_the_next_begins() -> None:
    run = Run(Limits())
    token = run.enter()
    _tell("start")
    (sleeper,) = collecting.sleeping
    sleeper.rouse()
    for _ in range(2):
        _tell("start")
        assert collecting.sleeping == [sleeper]
        assert not _is_awake(run)
    assert len(collecting.interrupted) == 1
    _tell("stop")
    assert _is_awake(run)
    assert (collecting.sleeping, collecting.interrupted) == ([], [])
    run.leave(token)


@pytest.mark.usefixtures("looks")
def test_where_the_collector_has_begun_is_known_until_it_ends() -> None:
    run = Run(Limits())
    elsewhere = copy_context()
    token = elsewhere.run(run.enter)
    _tell("start")
    assert collecting.interrupted == []
    _tell("stop")
    elsewhere.run(run.leave, token)
    token = run.enter()
    _tell("start")
    assert len(collecting.interrupted) == 1
    _tell("stop")
    assert collecting.interrupted == []
    run.leave(token)


@pytest.mark.parametrize(
    ("behind", "counted", "expected"),
    [(False, {}, False), (True, {}, True), (False, {"generation": 1}, True)],
)
def test_whoever_took_ours_out_had_collections(
    counts: SimpleNamespace,
    behind: bool,
    counted: dict[str, int],
    expected: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(collecting, "counted", counted)
    counts.behind, counts.uncounted = behind, 8
    collecting.attend()
    assert counts.behind is expected
    assert collecting._uncounted == 8
    counts.behind = False
    collecting.attend()
    assert not counts.behind


@pytest.mark.usefixtures("looks")
def test_signals_of_a_run_that_leaves_them_alone_are_handled_behind_ours() -> None:
    run = Run(Limits())
    collecting._begin({}, run.budget)
    assert signals.levels == []
    collecting.wake()
    run.catches = run.hands_over = False
    token, budget = run.enter(), run.budget
    assert signals.levels == []
    _tell("start")
    (level,) = signals.levels
    assert level.budget is budget
    _tell("stop")
    assert signals.levels == []
    run.leave(token)


@pytest.mark.usefixtures("looks")
def test_signals_that_are_handled_behind_ours_already_stay_so() -> None:
    run = Run(Limits())
    token = run.enter()
    before = [*signals.levels]
    _tell("start")
    during = [*signals.levels]
    _tell("stop")
    assert before == during == signals.levels
    assert len(before) == 1
    run.leave(token)


def test_other_threads_of_the_host_find_a_run_that_sleeps_as_it_is() -> None:
    """They read what has been printed, and what is bound, while it collects in its own thread."""
    box = cloche.Sandbox()
    program = box.compile("def f():\n    print(1)\n    return len([[n] for n in range(5000)])")
    function, session = program.function("f"), box.session()
    session.run("x = [1]")
    seen: list[Any] = []

    def read() -> None:
        try:
            seen.append((function.stdout, function.stderr, session.names, session.variables))
        except BaseException as error:
            seen.append(error)

    def collecting_now(phase: str, _: object) -> None:
        other = Thread(target=read)
        other.start()
        other.join()

    gc.callbacks.append(collecting_now)
    try:
        assert function() == 5000
        session.run("y = len([[n] for n in range(5000)])")
    finally:
        gc.callbacks.remove(collecting_now)
    assert len(seen) > 4
    for printed, complained, names, variables in seen:
        assert printed in ("", "1\n")
        assert complained == ""
        assert names in (["x"], ["x", "y"])
        assert variables == dict(zip(names, ([1], 5000), strict=False))


def test_only_the_thread_in_which_it_sleeps_is_stopped() -> None:
    run = Run(Limits())
    token = run.enter()
    found: list[object] = []
    try:
        under_way.add("generation")
        run.__class__ = collecting.Runs.asleep
        with pytest.raises(Stop):
            _ = run.output
        other = Thread(target=lambda: found.append(run.output))
        other.start()
        other.join()
    finally:
        run.__class__ = Run
        under_way.clear()
        run.leave(token)
    assert found == [run.output]


def test_a_collection_in_the_midst_of_counting_them_is_none_that_was_not_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def tell() -> list[Any]:
        told = stats()
        gc.collect(0)
        asked.append(told)
        if len(asked) > most:
            monkeypatch.setattr(gc, "get_stats", stats)
        return told

    collecting.attend()
    stats = gc.get_stats
    for most in range(3):
        asked: list[Any] = []
        before = uncounted()
        monkeypatch.setattr(gc, "get_stats", tell)
        assert uncounted() == before
        assert len(asked) == most + 1
