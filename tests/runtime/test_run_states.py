"""A run becomes the current one and leaves no trace of it; what it prints; who looks at it."""

from __future__ import annotations

import os
import sys
from contextvars import Context, copy_context
from threading import Thread
from typing import Any

import pytest

from cloche.runtime import collecting, monitor, signals, tripwire
from cloche.runtime.limits import Limits
from cloche.runtime.run import _CURRENT, _NEVER, Run, allocate, charge, current, is_current
from cloche.runtime.stops import PARKED, SHUT, Stop


def _is_stopped(action: Any, *args: Any) -> bool:
    try:
        action(*args)
    except Stop:
        return True
    return False


def _afresh(test: Any, *args: Any) -> Any:
    """Call *test* in a context in which no run has ever been."""
    return Context().run(test, *args)


def test_the_run_that_was_current_is_so_again() -> None:
    def look() -> None:
        assert _is_stopped(current)
        one, other = Run(Limits()), Run(Limits())
        token = one.enter()
        assert current() is one
        assert is_current(one)
        assert not is_current(other)
        inner = other.enter()
        assert current() is other
        other.leave(inner)
        assert current() is one
        one.leave(token)
        assert _is_stopped(current)
        assert not is_current(one)
        assert _is_stopped(charge, 1)
        assert _is_stopped(allocate, 1)

    _afresh(look)


def test_the_variable_is_never_deleted() -> None:
    def entered() -> object:
        run = Run(Limits())
        run.leave(run.enter())
        return _CURRENT.get(_NEVER)

    def came_in() -> object:
        run = Run(Limits())
        run.begin()
        run.go_out(run.come_in())
        run.budget.end()
        return _CURRENT.get(_NEVER)

    assert _afresh(entered) is None
    assert _afresh(came_in) is None


def test_a_variable_that_is_there_is_left_as_it_is() -> None:
    def look() -> None:
        run = Run(Limits())
        run.begin()
        outer, inner = Run(Limits()), Run(Limits())
        token = outer.enter()
        second = inner.enter()
        third = run.come_in()
        assert current() is run
        run.go_out(third)
        assert current() is inner
        inner.leave(second)
        outer.leave(token)

    copy_context().run(look)


def test_hooks_for_async_generators_are_a_runs_own_if_it_asks() -> None:
    hooks = sys.get_asyncgen_hooks()
    for asynchronous in (False, True):
        run = Run(Limits())
        run.asynchronous = asynchronous
        token = run.enter()
        assert (sys.get_asyncgen_hooks() != hooks) is asynchronous
        run.expect_coroutines()
        held = sys.get_asyncgen_hooks()
        assert held != hooks
        run.expect_coroutines()
        assert sys.get_asyncgen_hooks() == held
        run.leave(token)
        assert sys.get_asyncgen_hooks() == hooks
        run.begin()
        token = run.come_in()
        assert sys.get_asyncgen_hooks() != hooks
        run.go_out(token)
        assert sys.get_asyncgen_hooks() == hooks
        run.budget.end()


@pytest.mark.parametrize("most", [None, 50])
def test_the_floor_is_asked_for_where_depth_is_bounded(most: int | None) -> None:
    run = Run(Limits(recursion=most))
    token = run.enter()
    assert (run.floor > 0) is (most is not None)
    run.leave(token)
    run.floor = 0
    run.begin()
    run.go_out(run.come_in())
    assert (run.floor > 0) is (most is not None)
    run.budget.end()


def test_names_that_are_a_runs_own() -> None:
    run = Run(Limits())
    names: Any = {"x": 1}
    run.spaces[id(names)] = names
    assert run.holds(run.globals)
    assert run.holds(names)
    assert not run.holds({})
    assert not run.holds(dict(run.globals))


@pytest.mark.parametrize("live", [False, True])
def test_nothing_is_left_of_a_run_that_is_cleared(live: bool) -> None:
    run = Run(Limits())
    token = run.enter()
    names: Any = {"x": 1}
    run.globals["x"] = names
    run.spaces[id(names)] = names
    if live:
        run.clear()
    run.leave(token)
    if not live:
        run.clear()
    assert not run.globals
    assert not run.spaces
    assert not names
    assert (run.budget._track[0] is SHUT) is not live
    assert _is_stopped(next, run.ticks)


def test_a_run_that_stands_still_is_stopped_until_it_goes_on() -> None:
    run = Run(Limits())
    token = run.enter()
    run.park()
    assert run.budget.reason is PARKED
    run.unpark()
    assert run.budget.reason is None
    run.leave(token)


def test_a_run_that_nobody_watches_any_more_is_watched_when_it_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[object] = []
    monkeypatch.setattr(monitor, "watch", seen.append)
    run = Run(Limits())
    run.begin()
    for watched in (True, False):
        seen.clear()
        run.park()
        run.budget.watched = watched
        run.unpark()
        assert seen == ([] if watched else [run.budget])
    run.park()


def test_a_run_that_cannot_begin_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_: object) -> None:
        raise RecursionError

    def look() -> None:
        run, outer = Run(Limits()), Run(Limits())
        for around in (None, outer):
            token = around and around.enter()
            with monkeypatch.context() as patch:
                patch.setattr(monitor, "watch", fails)
                with pytest.raises(RecursionError):
                    run.enter()
            assert _CURRENT.get() is around
            assert not run.budget.live
            if token:
                outer.leave(token)

    _afresh(look)


def test_what_a_handler_raised_before_a_run_began_stops_it(monkeypatch: pytest.MonkeyPatch) -> None:
    run, cause = Run(Limits()), KeyboardInterrupt()

    def hold() -> None:
        run._level = signals.Level(run.budget)
        run._level.failure = cause

    monkeypatch.setattr(Run, "_hold", lambda _: hold())
    monkeypatch.setattr(Run, "_let_go", lambda _: None)
    token = run.enter()
    reason = run.budget.reason
    run.leave(token)
    assert reason is not None
    assert reason.cause is cause
    assert run.budget.steps == 0


def test_what_a_run_is_charged_its_budget_is() -> None:
    run = Run(Limits())
    run.begin()
    run.charge(7)
    assert run.budget.steps == 7
    assert _is_stopped(run.abort, ValueError())


def test_each_run_is_watched_once(monkeypatch: pytest.MonkeyPatch) -> None:
    # The thread itself looks the other way.
    look = monitor._look_at_all
    monkeypatch.setattr(monitor, "_look_at_all", lambda: None)
    seen: list[Any] = []
    monkeypatch.setattr(monitor, "in_flight", seen)
    run = Run(Limits())
    for _ in range(3):
        token = run.enter()
        assert seen == [run.budget]
        run.leave(token)
        run.begin()
        assert seen == [run.budget]
        run.park()
        run.unpark()
        assert seen == [run.budget]
        run.budget.end()
    look()
    assert seen == []
    assert run.budget.watched is False
    run.begin()
    assert seen == [run.budget]
    run.park()
    look()
    assert seen == []
    run.unpark()
    assert seen == [run.budget]
    run.park()
    look()


def test_who_sleeps_is_woken(monkeypatch: pytest.MonkeyPatch) -> None:
    woken: list[int] = []
    # With the lock in hand: the thread falls asleep under it.
    with monitor._lock, monkeypatch.context() as patch:
        patch.setattr(monitor, "in_flight", [])
        patch.setattr(monitor, "_rouse", lambda: woken.append(1))
        for asleep in (True, False, True):
            patch.setattr(monitor, "_asleep", asleep)
            run = Run(Limits())
            run.begin()
            run.budget.end()
    assert len(woken) == 2


# --- What it prints ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("limit", "pieces", "printed", "kind"),
    [
        (None, ["a" * 10**6], "a" * 10**6, ""),
        (5, ["ab", "cde"], "abcde", ""),
        (5, ["ab", "cdef", "g"], "ab", "output"),
        (5, ["é", "é", "é"], "éé", "output"),
        (5, ["\ud800", "abc"], "\ud800", "output"),
    ],
)
def test_output_is_bounded_in_bytes(
    limit: int | None, pieces: list[str], printed: str, kind: str
) -> None:
    run = Run(Limits(output=limit))
    token = run.enter()
    for piece in pieces:
        _is_stopped(run.output.write, piece)
    reason = run.budget.reason
    run.leave(token)
    assert run.output.text() == printed
    assert ("" if reason is None else reason.kind) == kind


def test_a_stopped_run_prints_nothing() -> None:
    heard: list[str] = []
    run = Run(Limits(), heard.append)
    assert _is_stopped(run.output.write, "early")
    token = run.enter()
    run.output.write("now")
    assert run.output.take() == "now"
    assert run.output.text() == ""
    run.leave(token)
    assert _is_stopped(run.output.write, "late")
    assert heard == ["now"]


@pytest.mark.parametrize("raised", [ValueError("no"), KeyboardInterrupt(), Stop()])
def test_what_a_listener_raises_ends_the_run(raised: BaseException) -> None:
    def listen(text: str) -> None:
        raise raised

    run = Run(Limits(), listen)
    token = run.enter()
    assert _is_stopped(run.output.write, "x")
    reason = run.budget.reason
    run.leave(token)
    if isinstance(raised, Stop):
        assert reason is None
    else:
        assert reason is not None
        assert reason.cause is raised


# --- The tripwire --------------------------------------------------------------------------------

WRITING = os.O_WRONLY | os.O_CREAT


@pytest.mark.parametrize(
    ("given", "reads"),
    [
        (("/a/b.py", "r", 0), True), (("/a/b.pyc", "rb", 0), True), (("/a/b.py", None, 0), True),
        (("/etc/passwd", "r", 0), False), (("/a/b.py", "w", WRITING), False),
        (("/a/b.py", "r", WRITING), False), (("/a/b.py", None, os.O_RDWR), False),
        (("/a/b.py", "a", 0), False), ((3, "r", 0), False), ((b"/a/b.py", "r", 0), False),
    ],
)  # fmt: skip
def test_what_reads_a_module(given: tuple[Any, Any, Any], reads: bool) -> None:
    assert tripwire._reads_module(*given) is reads


@pytest.mark.parametrize(
    ("path", "event", "allowed"),
    [
        ("boundary/calls.py", "socket.connect", True), ("output.py", "open", True),
        ("memory.py", "open", True), ("memory.py", "socket.connect", False),
        ("memory.py", tripwire.READS_MODULE, True), ("budget.py", "open", False),
        ("budget.py", tripwire.READS_MODULE, False), ("modules/re.py", "import", True),
        ("modules/re.py", "open", False), ("modules/re.py", tripwire.READS_MODULE, True),
        ("modules/zoneinfo.py", "open", True), ("modules/clock.py", "import", False),
        ("modules/clock.py", "time.sleep", True), ("guards/keys.py", "os.system", False),
        ("guards/keys.py", "import", True), ("elsewhere/x.py", "import", False),
    ],
)  # fmt: skip
def test_what_is_expected_of_a_file(path: str, event: str, allowed: bool) -> None:
    assert tripwire._allowed(path, event) is allowed


def test_a_parked_run_goes_on_in_its_own_thread_whoever_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(monitor, "watch", lambda _: None)
    run = Run(Limits())
    token = run.enter()
    try:
        own = run.budget.thread
        for act in (run.park, run.unpark):
            other = Thread(target=act)
            other.start()
            other.join()
        assert run.budget.thread == own
        assert is_current(run)
        assert run.budget in collecting.floors
    finally:
        run.leave(token)
    assert run.budget not in collecting.floors
