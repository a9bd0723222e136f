"""Plain data as text: as `repr` has it, cut, and never an error."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

import cloche
from cloche.rendered import rendered
from cloche.runtime.boundary.leaves import complete

VALUES: list[Any] = [
    None, True, 5, -1.5, 1j, "a'\n", b"x", bytearray(b"y"), [],
    [1, "b"], (), (1,), (1, 2), set(), {3},
    frozenset(), frozenset({4}), {}, {"a": [1], 2: (3,)}, [[[{}]]], Decimal("1.5"), Fraction(1, 3),
    datetime(2020, 1, 2, tzinfo=UTC), cloche.Record("R", {"a": 1, "b": ["c"]}),
    [cloche.Record("R", {})],
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_short_is_shown_as_it_is(value: Any) -> None:
    assert rendered(value, 1000) == repr(value)
    assert rendered([value, value], 1000) == repr([value, value])


def _deep(levels: int) -> Any:
    value: Any = "x"
    for _ in range(levels):
        value = [value]
    return value


LARGE: dict[str, tuple[Any, str]] = {
    "a long integer": (10**5000, "<int of 2,076 bytes>"),
    "one in a list": ([-(10**5000)], "[<int of 2,076 bytes>]"),
    "a key": ({10**5000: 1}, "{<int of 2,076 bytes>: 1}"),
    "a long fraction": (Fraction(10**5000, 3), "<Fraction of 2,076 bytes>"),
    "one of a record": (cloche.Record("R", {"a": 10**5000}), "R(a=<int of 2,076 bytes>)"),
    "many levels": (_deep(5000), "[" * 21 + "…" + "]" * 21),
    "a long text": ("x" * 10**6, "'" + "x" * 99 + "…"),
    "a long name": (cloche.Record("R" * 10**6, {}), "R" * 100 + "…"),
    "long bytes": (b"x" * 10**6, "b'" + "x" * 98 + "…"),
    "a long byte array": (bytearray(10**6), "bytearray(b'" + r"\x00" * 22 + "…"),
    "a long name in a record": (cloche.Record("R", {"a" * 10**6: 1}), "R(" + "a" * 98 + "…"),
    "a long list": ([7] * 10**6, "[" + "7, " * 33 + "…"),
}


@pytest.mark.parametrize(("value", "shown"), LARGE.values(), ids=LARGE.keys())
def test_what_is_large_is_cut(value: Any, shown: str) -> None:
    complete()  # as where a value that is no scalar has crossed
    assert rendered(value, 100) == shown
