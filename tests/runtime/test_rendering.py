"""Text costs what it takes to write, widths included."""

from __future__ import annotations

from fractions import Fraction

import pytest
from differential import outcome, running
from hypothesis import given
from hypothesis import strategies as st

from cloche.runtime.guards.rendering import formatted, render, render_repr, shown, spec
from cloche.runtime.prices import format_width
from cloche.runtime.stops import Stop


@pytest.fixture(autouse=True)
def _run():
    with running():
        yield


class Loud(str):
    def __str__(self):
        return "loud"

    __repr__ = __str__

    def __format__(self, spec):
        return f"<{spec}>"


VALUES = [
    1, 1.5, True, None, "ab", b"ab", [1, [2]], (1,), {"a": {1}}, 3j, Loud("x"), ValueError("e"),
    int,
    object, "é" * 5000, list(range(3000)), Fraction(3, 2),
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=lambda x: type(x).__name__)
def test_as_cpython(value):
    assert shown(value) is value
    assert outcome(render, value) == outcome(str, value)
    assert outcome(render_repr, value) == outcome(repr, value)
    for form in ("", ">10", "08.3f", "x", "s", "d", "%", "99999999999999999999", "z" * 3, 5, None):
        assert outcome(formatted, value, form) == outcome(format, value, form)


@given(st.integers(-20, 20), st.integers(0, 9), st.floats() | st.integers())
def test_computed_specifications(width, precision, value):
    ours = outcome(lambda: f"{value:{spec(width)}.{spec(precision)}f}")
    assert ours == outcome(lambda: f"{value:{width}.{precision}f}")
    assert spec(">", width) == f">{width}"
    assert spec(Loud("x"), None, 1.5) == "<>None1.5"


@given(st.text("0123456789.,<>=^+- #fxdes%_", max_size=12), st.integers() | st.floats() | st.text())
def test_any_specification(form, value):
    with running(memory=2**20):
        try:
            ours = outcome(formatted, value, form)
        except Stop:
            assert format_width(form) > 2**10
        else:
            assert ours == outcome(format, value, form)


def shared(levels):
    x = []
    for _ in range(levels):
        x = [x, x]
    return x


BOMBS = {
    "width": lambda: spec(10**9),
    "split width": lambda: spec(1, 0, 0, 0, 0, 0, 0, 0, 0),
    "text": lambda: spec("999999999"),
    "precision": lambda: spec(".999999999f"),
    "other digits": lambda: spec("٩٩٩٩٩٩٩٩٩"),
    "format": lambda: formatted(1, ">999999999"),
    "value of a piece": lambda: spec(shared(40)),
    "value": lambda: shown(shared(40)),
    "str": lambda: render(shared(40)),
    "repr": lambda: render_repr((shared(40),)),
    "error": lambda: render(ValueError(shared(40))),
    "long text": lambda: shown("x" * 10**8),
}


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_stop(name):
    with pytest.raises(Stop):
        BOMBS[name]()


def test_numbers_no_text_can_have_are_left_to_cpython():
    with pytest.raises(ValueError, match="Too many decimal digits"):
        f"{1:{spec(10**30)}}"
