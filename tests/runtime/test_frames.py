"""Frames of tracebacks: whose they are, what is known of them, and which contexts a guest saw."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest

from cloche.runtime import frames
from cloche.runtime.frames import (
    Frame,
    Shown,
    cause_of,
    context_of,
    frame_text,
    frames_of,
    price_of,
)
from cloche.runtime.stops import Stop

SOURCES = {"guest": "first\nsecond\nthird", "another": ""}
NOTHING = Shown(SOURCES, {})


def raised(filename: str, around: Any = None) -> BaseException:
    """Return an error that the second line of *filename* has raised, by way of *around*."""
    space: dict[str, Any] = {}
    exec(compile("def f():\n    1 / 0", filename, "exec"), space)
    try:
        space["f"]() if around is None else around(space["f"])
    except ZeroDivisionError as error:
        # From the code of that file on.
        trace = error.__traceback__
        return error.with_traceback(trace.tb_next if trace is not None else None)
    raise AssertionError


class Knows:
    """A program that says of each place the same."""

    def __init__(self, place: Any) -> None:
        self.place, self.asked = place, 0

    def place_of(self, code: object, instruction: int) -> Any:
        self.asked += 1
        if isinstance(self.place, BaseException):
            raise self.place
        return self.place

    def drawn(self, line: int, name: str, columns: Any) -> tuple[str, ...]:
        return (f"{line} {name} {columns}", "drawn")


def _frames(place: Any) -> list[Frame]:
    program: Any = Knows(place)
    return [*frames_of(raised("guest").__traceback__, Shown(SOURCES, {"guest": program}))]


BARE = [Frame("guest", 2, "f")]


@pytest.mark.parametrize(
    ("place", "found"),
    [
        ((2, 3, 4, 9), [Frame("guest", 2, "f", (3, 4, 9))]),
        ((2, None, 4, 9), BARE),
        ((None, None, None, None), BARE),
        (None, BARE),
        (RecursionError(), BARE),
    ],
)
def test_what_a_program_knows_of_a_place(place: Any, found: list[Frame]) -> None:
    assert _frames(place) == found


def test_a_stopped_run_is_not_taken_for_a_place_unknown() -> None:
    with pytest.raises(Stop):
        _frames(Stop())


def test_only_frames_of_guests_are_there() -> None:
    assert [*frames_of(None, NOTHING)] == []
    assert [*frames_of(raised("host").__traceback__, NOTHING)] == []
    assert [*frames_of(raised("guest").__traceback__, NOTHING)] == BARE

    def around(function: Any) -> None:
        function()

    trace = raised("another", around).__traceback__
    assert [*frames_of(trace, NOTHING)] == [Frame("another", 2, "f")]


def test_a_place_that_comes_again_is_asked_about_once() -> None:
    space: dict[str, Any] = {}
    text = "def f(n):\n    return f(n - 1) if n else 1 / 0"
    exec(compile(text, "guest", "exec"), space)
    program: Any = Knows((2, 2, 0, 5))
    with pytest.raises(ZeroDivisionError) as caught:
        space["f"](50)
    shown = Shown(SOURCES, {"guest": program})
    assert len([*frames_of(caught.value.__traceback__, shown)]) == 51
    assert program.asked == 2


class _NoError(Exception):
    def __new__(cls) -> Any:
        return len


def test_what_is_no_exception_is_no_cause() -> None:
    """CPython 3.11 takes for one whatever a call of the class gives."""
    for cause, found in ((_NoError, None), (KeyError, KeyError)):
        with pytest.raises((ValueError, TypeError)) as caught:
            raise ValueError("x") from cause
        kind = None if cause_of(caught.value) is None else KeyError
        caught.value.__cause__ = None
        assert kind is found


def test_what_is_shown_of_a_frame() -> None:
    program: Any = Knows(None)
    frame = Frame("guest", 2, "f", (2, 0, 3))
    assert frame_text(frame, Shown(SOURCES, {"guest": program})) == ["2 f (2, 0, 3)", "drawn"]
    assert frame_text(frame, NOTHING) == ['  File "guest", line 2, in f']


def test_the_lines_that_are_shown_are_paid_for() -> None:
    shown = Shown({"guest": "a" * 100 + "\n" + "b" * 1000 + "\n" + "c" * 10_000}, {})
    least, each, most = frames.LEAST, frames.EACH, frames.MOST
    for line, columns, size in (
        (1, None, 100), (0, None, 0), (2, None, 1000), (1, (2, 0, 1), 1100), (3, None, most),
    ):  # fmt: skip
        assert price_of(Frame("guest", line, "f", columns), shown) == least + each * size


# --- Contexts ---------------------------------------------------------------------------------


def _chain(*links: BaseException) -> BaseException:
    error: BaseException = ValueError()
    outer = error
    for each in links:
        error.__context__ = each
        error = each
    return outer


@pytest.mark.parametrize("passes", [True, False])
def test_what_a_guest_has_seen_is_its_context(
    passes: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frames, "_PASSING", set())

    def around(function: Any) -> None:
        function()

    if passes:
        frames.passes_on(around)
    ours, theirs, unraised = raised("host"), raised("guest"), ValueError()
    assert context_of(_chain(), SOURCES) is None
    assert context_of(_chain(theirs), SOURCES) is theirs
    assert context_of(_chain(ours), SOURCES) is None
    assert context_of(_chain(ours, theirs), SOURCES) is theirs
    # One that nobody raised has been put there.
    assert context_of(_chain(unraised), SOURCES) is unraised
    between = raised("host", around)
    between.__traceback__ = _whole(around)
    assert context_of(_chain(between), SOURCES) is (between if passes else None)


def _whole(around: Any) -> TracebackType | None:
    try:
        around(lambda: 1 / 0)
    except ZeroDivisionError as error:
        return error.__traceback__
    return None
