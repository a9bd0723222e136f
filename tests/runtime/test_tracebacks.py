"""Tracebacks as they are written: chains, groups, what is cut, and what is paid for."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cloche.runtime import tracebacks, traces
from cloche.runtime.frames import Shown
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run
from cloche.runtime.stops import Stop
from cloche.runtime.tracebacks import (
    FRAMES,
    LINE_BYTES,
    MEMBERS,
    UNPRINTABLE,
    calling_line,
    format_error,
    message_of,
)
from cloche.runtime.traces import Trace, trace_of

SOURCES = {"guest": "first\nsecond\nthird"}
SHOWN = Shown(SOURCES, {})


@pytest.fixture(autouse=True)
def run() -> Iterator[Run]:
    made = Run(Limits(steps=10**6, seconds=10.0))
    made.sources.update(SOURCES)
    token = made.enter()
    yield made
    made.leave(token)


def written(error: BaseException, **how: Any) -> str:
    return format_error(error, SHOWN, None, **how)


# --- Chains and groups ------------------------------------------------------------------------


def of(text: str) -> BaseException:
    """Return the exception that *text* makes of a, b, c, by links such as `a < b` (its cause)."""
    names: dict[str, Any] = {each: ValueError(each) for each in "abc"}
    exec(text, {**names, "group": ExceptionGroup}, names)
    found: BaseException = names.get("e", names["a"])
    return found


SAME = [
    "a.__cause__ = b",
    "a.__context__ = b",
    "a.__cause__ = b; b.__cause__ = a",
    "a.__context__ = b; b.__context__ = a",
    "a.__context__ = b; b.__context__ = c; c.__context__ = a",
    "a.__cause__ = b; b.__context__ = a",
    "a.__cause__ = b; b.__context__ = c",
    "a.__context__ = a",
    "a.__context__ = b; a.__suppress_context__ = True",
    "a.__context__ = b; a.__cause__ = c",
    "a.__cause__ = b; a.__context__ = b",
    "a.add_note('one'); a.add_note('two\\nlines')",
    "a.__notes__ = ['kept', 'also']",
    "e = group('g', [a])",
    "e = group('g', [a, b, c])",
    "e = group('g', [group('h', [a, b]), c])",
    "e = group('g', [a, group('h', [b, group('i', [c])])])",
    "e = group('g', [a, group('h', [b])]); e.add_note('told')",
    "e = group('g', [a]); a.__cause__ = b; b.add_note('told')",
    "e = group('g', [a, b]); e.__context__ = c",
    "e = group('g', [a, b]); a.__context__ = group('h', [c])",
    f"e = group('g', [KeyError(i) for i in range({MEMBERS})])",
    f"e = group('g', [KeyError(i) for i in range({MEMBERS + 1})])",
    f"e = group('g', [KeyError(i) for i in range({MEMBERS + 5})])",
    "e = group('g', [a])\nfor i in range(9): e = group(str(i), [e, KeyError(i)])",
    "e = group('g', [a])\nfor i in range(10): e = group(str(i), [e])",
    "e = group('g', [a])\nfor i in range(13): e = group(str(i), [e, KeyError(i)])",
    "class E(Exception): __module__ = 'elsewhere'\ne = E('text')",
    "class E(Exception): __module__ = '__main__'\ne = E('text')",
    "e = SyntaxError('text')",
    "e = KeyError('text')",
    "e = KeyError()",
]


@pytest.mark.parametrize("text", SAME)
def test_it_is_what_cpython_writes(text: str) -> None:
    error = of(text)
    assert f"{written(error)}\n" == "".join(traceback.format_exception(error))


def test_a_chain_is_followed_so_far() -> None:
    error = of("a.__cause__ = b; b.__cause__ = c")
    assert [written(error, links=n).count("ValueError") for n in (0, 1, 2, 3)] == [1, 2, 3, 3]
    error = of("a.__context__ = b; b.__context__ = c")
    assert [written(error, links=n).count("ValueError") for n in (0, 1, 2, 3)] == [1, 2, 3, 3]
    error = of("e = group('g', [a])")
    assert [written(error, links=n).count("ValueError: a") for n in (0, 1)] == [0, 1]
    assert "a" not in written(of("e = group('g', [a]); e.__context__ = b"), links=0).split()


def test_what_has_been_told_is_not_told_again() -> None:
    error = of("e = group('g', [a, b]); a.__context__ = b")
    assert written(error).count("ValueError: b") == 1


def test_a_stop_is_no_context_and_a_module_is_a_text() -> None:
    error = ValueError("told")
    error.__context__ = Stop()
    assert written(error) == "ValueError: told"
    for module in (5, None, type("S", (str,), {})("m")):
        kind: Any = type("Odd", (Exception,), {"__module__": module})
        assert written(kind("told")) == "Odd: told"


def test_a_run_that_is_stopped_has_no_message(monkeypatch: pytest.MonkeyPatch) -> None:
    def render(error: Any) -> str:
        raise error

    monkeypatch.setattr(tracebacks, "render", render)
    assert message_of(ValueError()) == UNPRINTABLE
    assert message_of(KeyboardInterrupt()) == UNPRINTABLE
    with pytest.raises(Stop):
        message_of(Stop())


# --- Frames -----------------------------------------------------------------------------------


def deep(calls: str, filename: str = "guest") -> BaseException:
    """Return an error with a frame for each of *calls*, the names of functions on lines 1 and 2."""
    space: dict[str, Any] = {"rest": [*calls]}
    text = "".join(f"def {name}(): globals()[rest.pop(0)]() if rest else 1 / 0\n" for name in "ab")
    exec(compile(text, filename, "exec"), space)
    try:
        space[space["rest"].pop(0)]()
    except ZeroDivisionError as error:
        return error
    raise AssertionError


def lines(error: BaseException, **how: Any) -> list[str]:
    """Return in short what is written of frames."""
    return [
        line.rpartition(" ")[2] if "File" in line else line.strip()
        for line in written(error, **how).split("\n")[1:-1]
    ]


def test_frames_that_repeat_are_counted() -> None:
    assert lines(deep("aaab")) == ["a", "a", "a", "b"]
    assert lines(deep("aaaab")) == ["a", "a", "a", "[Previous line repeated 1 more time]", "b"]
    assert lines(deep("a" * 9)) == ["a", "a", "a", "[Previous line repeated 6 more times]"]


def test_a_long_rest_is_cut() -> None:
    fits = deep("ab" * (FRAMES // 2 - 1) + "a")
    assert len(lines(fits)) == FRAMES - 1
    assert lines(deep("ab" * (FRAMES // 2)))[-1] == "[more frames]"
    found = lines(deep("ab" * FRAMES))
    assert len(found) == FRAMES + 1
    assert found[-1] == "[more frames]"
    assert len(lines(deep("aab" * FRAMES))) == FRAMES + 1


@pytest.mark.parametrize(
    ("limit", "found"),
    [
        (None, "aabb"), (0, ""), (1, "a"), (3, "aab"), (9, "aabb"),
        (-1, "b"), (-3, "abb"), (-9, "aabb"),
    ],
)  # fmt: skip
def test_so_many_are_shown(limit: int | None, found: str) -> None:
    assert lines(deep("aabb"), limit=limit) == [*found]


def test_each_that_is_shown_is_paid_for() -> None:
    paid: list[int] = []
    lines(deep("a" * 9 + "b"), pay=paid.append)
    assert len(paid) == 4
    assert min(paid) >= 400


def test_many_are_paid_for_by_thousands(run: Run) -> None:
    for count, thousands in ((998, 0), (2500, 2)):
        frames = tracebacks._paid(iter([None] * count))  # type: ignore[list-item]
        before = run.budget.steps
        assert len([*frames]) == count
        assert run.budget.steps - before == thousands * tracebacks.THOUSAND_FRAMES


def test_lines_are_paid_for(monkeypatch: pytest.MonkeyPatch) -> None:
    paid: list[int] = []
    monkeypatch.setattr(tracebacks, "reserve", paid.append)
    written(ValueError("a" * 900))
    assert paid == []
    written(ValueError("a" * 5_000))
    assert len(paid) == 1
    assert paid[0] > 2 * 5_000
    paid.clear()
    written(ValueError("a\n" * 3_000))
    assert paid[0] > 2 * 6_000 + 3_000 * LINE_BYTES
    paid.clear()
    written(ExceptionGroup("g", [ValueError("a")]))
    assert len(paid) == 3
    assert min(paid) >= LINE_BYTES
    assert paid.count(2 * LINE_BYTES) == 1


def test_the_line_that_is_calling() -> None:
    space: dict[str, Any] = {"find": calling_line}
    exec(compile("def f(g):\n\n    return g()\n", "calling", "exec"), space)
    found: Callable[..., Any] = space["f"]
    assert found(lambda: calling_line("calling")) == 3
    assert found(lambda: [calling_line("calling")][0]) == 3
    assert calling_line("calling") is None


# --- What a guest holds -----------------------------------------------------------------------


def test_a_guest_holds_its_own_frames_only(run: Run) -> None:
    error = deep("ab")
    found = trace_of(error)
    assert type(found) is Trace
    assert found.tb_lineno == 1
    following = found.tb_next
    assert type(following) is Trace
    assert (following.tb_lineno, following.tb_next) == (2, None)
    assert trace_of(deep("ab", "host")) is None
    assert trace_of(ValueError()) is None
    assert [frame.name for frame in traces.frames(found)] == ["a", "b"]
    assert [*traces.frames(None)] == []
    for wrong in (1, error, Trace):
        with pytest.raises(TypeError, match="object is no traceback"):
            [*traces.frames(wrong)]


def test_looks_at_the_same_traceback_are_equal() -> None:
    error = deep("ab")
    one, other = trace_of(error), trace_of(error)
    assert one is not None
    assert one == other
    assert hash(one) == hash(other)
    assert one != one.tb_next
    for unlike in (1, None, error.__traceback__, trace_of(deep("ab"))):
        assert one != unlike


def test_none_is_made() -> None:
    for make in (Trace, lambda: Trace.__new__(Trace), lambda: Trace(1, x=2)):
        with pytest.raises(TypeError, match="tracebacks cannot be made here"):
            make()


def test_frames_are_paid_for(run: Run) -> None:
    before = run.budget.steps
    assert trace_of(deep("a" * 300, "host")) is None
    assert run.budget.steps - before >= 300
    before = run.budget.steps
    assert len([*traces.frames(trace_of(deep("a" * 300)))]) == 300
    assert run.budget.steps - before >= 300
