"""Handlers of signals: what is behind one of ours, and whose is what they raise, by states."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from cloche.runtime import signals
from cloche.runtime.budget import CHUNK
from cloche.runtime.signals import Handler, Level
from cloche.transpiler import vocabulary as words

NUMBER = signal.SIGALRM


class Raised(Exception):
    pass


def quiet(number: int, frame: Any) -> str:
    return "quiet"


def loud(number: int, frame: Any) -> None:
    raise Raised


def other(number: int, frame: Any) -> None:
    pass


@pytest.fixture(autouse=True)
def handled() -> Iterator[None]:
    """Let `quiet` be the host's handler, and nothing be under way before or behind."""
    before = signal.signal(NUMBER, quiet)
    try:
        yield
        left = [*signals.levels]
    finally:
        signals.levels.clear()
        signals._uncover()
        signal.signal(NUMBER, before)
    assert not left


def behind() -> Any:
    """Return what one of ours stands before, or nothing if it is none of ours."""
    handler = signal.getsignal(NUMBER)
    return handler.__wrapped__ if type(handler) is Handler else None


def in_a_thread(function: Callable[[], Any]) -> Any:
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join()
    (value,) = found
    return value


def begin() -> Level:
    level = signals.hold(None)
    assert level is not None
    return level


def called(function: Any, **fields: Any) -> tuple[Any, Level]:
    """Call a handler of ours in a level with *fields*; return what it returns, and the level."""
    level = begin()
    for name, value in fields.items():
        setattr(level, name, value)
    try:
        return Handler(function)(NUMBER, None), level
    finally:
        signals.release(level)


# --- Handlers -----------------------------------------------------------------------------------


def test_where_nothing_is_under_way_it_raises() -> None:
    with pytest.raises(Raised):
        Handler(loud)(NUMBER, None)
    assert Handler(quiet)(NUMBER, None) == "quiet"


def test_what_a_handler_sets_is_behind_one_of_ours() -> None:
    def sets(number: int, frame: Any) -> None:
        signal.signal(NUMBER, other)
        found.append(behind())

    found: list[Any] = []
    with signals.known():
        Handler(sets)(NUMBER, None)
        assert found == [None]
        assert behind() is other


def test_so_is_what_has_been_set_before_one_raises() -> None:
    with signals.known():
        signal.signal(NUMBER, other)
        with pytest.raises(Raised) as caught:
            Handler(loud)(NUMBER, None)
        assert behind() is other
        assert signals.is_of_handler(caught.value)
        assert signals.levels[-1].failure is caught.value


def test_what_is_raised_in_a_run_stops_it_and_rouses_it() -> None:
    stopped: list[Any] = []
    roused: list[Any] = []
    budget = SimpleNamespace(interrupt=stopped.append, paused=False)
    for rouse in (None, lambda: roused.append(len(stopped))):
        returned, level = called(loud, budget=budget, rouse=rouse)
        assert returned is None
        assert stopped[-1] is level.failure
    assert roused == [2]


def test_where_no_stack_is_left_it_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: Any) -> None:
        raise RecursionError

    monkeypatch.setattr(signals, "_is_kept", fails)
    states: list[Any] = []
    budget = SimpleNamespace(reason=None, _chunk=SimpleNamespace(__setstate__=states.append))
    for each in (None, budget):
        returned, level = called(loud, budget=each)
        assert returned is None
        assert type(level.failure) is Raised
    assert budget.reason.kind == "abort"
    assert states == [CHUNK]


# --- Levels -------------------------------------------------------------------------------------


def test_levels_are_left_in_any_order() -> None:
    first, second, third = begin(), begin(), begin()
    signals.release(second)
    assert signals.levels == [first, third]
    signals.release(second)
    signals.release(third)
    assert signals.levels == [first]
    assert not signals._raised
    assert behind() is quiet
    signals.release(first)
    signals.release(first)
    assert signals.innermost() is None
    assert signal.getsignal(NUMBER) is quiet


def test_what_an_inner_level_leaves_is_known_until_the_last_ends() -> None:
    error = Raised()
    with signals.known():
        inner = begin()
        inner.failure = error
        assert signals.is_of_handler(error)
        signals.release(inner)
        assert signals.is_of_handler(error)
        assert not signals.is_of_handler(Raised())
    assert not signals._raised


def test_what_cannot_be_covered_is_not_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails() -> None:
        raise Raised

    monkeypatch.setattr(signals, "_cover", fails)
    with pytest.raises(Raised):
        signals.hold(None)
    assert not signals.levels


@pytest.mark.parametrize("which", ["_handler_of", "_set"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_all_are_put_back_whatever_is_raised_meanwhile(
    which: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a handler of the host's, for a signal that comes as it is done."""
    before = [*map(signal.getsignal, (NUMBER, signal.SIGINT))]
    level = signals.hold(None)
    assert level is not None
    assert len(signals._ours) >= 2
    real, raised = getattr(signals, which), [Raised(), Raised()]

    def interrupted(*args: Any) -> Any:
        if when == "before" and raised:
            raise raised.pop()
        found = real(*args)
        if raised:
            raise raised.pop()
        return found

    monkeypatch.setattr(signals, which, interrupted)
    with pytest.raises(Raised):
        signals.release(level)
    assert raised == []
    assert signals._ours == {}
    assert [*map(signal.getsignal, (NUMBER, signal.SIGINT))] == before


def test_other_threads_have_no_levels() -> None:
    def enters() -> bool:
        with signals.known():
            return True

    assert in_a_thread(lambda: signals.unharmed(lambda: 5)) == 5
    with signals.known():
        assert signals.innermost() is signals.levels[0]
        assert in_a_thread(signals.innermost) is None
        assert in_a_thread(enters)
        signal.signal(NUMBER, other)
        in_a_thread(signals.renew)
        assert signal.getsignal(NUMBER) is other
        signals.renew()
        assert behind() is other
        signal.signal(NUMBER, quiet)
    assert signal.getsignal(NUMBER) is quiet


def test_a_handler_that_was_set_meanwhile_stays() -> None:
    with signals.known():
        signal.signal(NUMBER, other)
    assert signal.getsignal(NUMBER) is other


@pytest.mark.parametrize("whole", [False, True])
def test_what_a_handler_raises_is_raised_whatever_the_action_makes_of_it(whole: bool) -> None:
    def action() -> None:
        raised = signals.levels[-1]
        raised.failure = error
        raise ValueError

    def fails() -> None:
        raise ValueError("mine")

    error = Raised()
    with pytest.raises(Raised) as caught:
        signals.unharmed(action, whole=whole)
    assert caught.value is error
    with pytest.raises(ValueError, match="mine"):
        signals.unharmed(fails, whole=whole)
    assert signals.unharmed(lambda: 5, whole=whole) == 5


# --- Handlers that come in between ----------------------------------------------------------------


def test_what_stood_there_is_what_ours_calls() -> None:
    ours = Handler(other)
    signals._put(NUMBER, ours)
    assert behind() is ours.__wrapped__ is quiet
    signals._put(NUMBER, ours)
    assert behind() is ours.__wrapped__ is quiet


@pytest.mark.parametrize(
    ("before", "expected"),
    [(signal.SIG_IGN, signal.SIG_IGN), (signal.SIG_DFL, signal.SIG_DFL), (None, signal.SIG_DFL)],
)
def test_what_is_no_function_is_put_back(
    before: Any, expected: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def put(number: int, handler: Any) -> Any:
        done.append(handler)
        return before

    done: list[Any] = []
    monkeypatch.setattr(signals, "_set", put)
    ours = Handler(other)
    signals._put(NUMBER, ours)
    assert done == [ours, expected]
    assert NUMBER not in signals._ours


# --- Whose frame it is --------------------------------------------------------------------------

ROOT = signals._ROOT
#: Files of the frames, the innermost first: of a host, of this package, of a guest.
HOST, GUEST, DRIVER = "/host.py", "<guest>", "/driver.py"
EXPOSED, OURS, STILL, MOVING = (f"{ROOT}{name}" for name in (
    "boundary/exposed.py", "run.py", "still.py", "moving.py"
))  # fmt: skip
#: The frames, whether the clock stands still, and whether that is the host's.
PLACES = [
    ([HOST], True, False),
    ([HOST, HOST, EXPOSED], True, True),
    ([EXPOSED], True, True),
    ([HOST, EXPOSED], False, False),
    ([HOST, GUEST, EXPOSED], True, False),
    ([HOST, DRIVER, EXPOSED], True, False),
    ([HOST, OURS, EXPOSED], True, False),
    ([HOST, STILL], True, True),
    ([STILL], True, True),
    ([HOST, STILL], False, False),
    ([HOST, MOVING], False, True),
    ([MOVING], True, False),
]


@pytest.mark.parametrize(("paths", "paused", "expected"), PLACES)
def test_whose_frame_it_is(
    paths: list[str], paused: bool, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    frame: Any = None
    for path in reversed(paths):
        code = SimpleNamespace(co_filename=path)
        names = {words.TICKS: None} if path == GUEST else {}
        frame = SimpleNamespace(f_code=code, f_builtins=names, f_back=frame)
        if path in (STILL, MOVING):
            monkeypatch.setitem(signals._HANDING, id(code), (code, path == STILL))
    monkeypatch.setattr(signals, "drivers", {DRIVER})
    budget: Any = SimpleNamespace(paused=paused)
    assert signals._is_hosts(frame, budget) is expected


def test_what_hands_over_is_marked_with_the_functions_in_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def maker() -> Any:
        def inner() -> int:
            return 12345

        return inner, lambda: 54321

    marked: dict[int, Any] = {}
    monkeypatch.setattr(signals, "_HANDING", marked)
    assert signals.handing(still=True)(maker) is maker
    assert {code.co_name: still for code, still in marked.values()} == {
        "maker": True,
        "inner": True,
    }
