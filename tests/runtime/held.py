"""Programs that a guard stops: rows `(program, what stops it)`, for removals that nobody noticed.

A row says `TypeError: part of its message`, or `limit`, where CPython itself would take minutes,
gigabytes or its own death; nothing, if it may be either.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import cloche
from sampling import share

_LIMITS = cloche.Limits(steps=200_000, seconds=600.0, memory=128 * 2**20)
BOXES = {
    way: cloche.Sandbox(limits=_LIMITS, optimize=way == "elided") for way in ("elided", "whole")
}


def stopped(source: str, way: str, **inputs: Any) -> str:
    """Return what stops *source*; nothing if it comes to its end."""
    try:
        BOXES[way].run(source, inputs=inputs)
    except cloche.LimitExceeded:
        return "limit"
    except cloche.GuestError as error:
        return f"{error.type_name}: {error.message}"
    return ""


def held(rows: list[tuple[str, str]]) -> Callable[..., None]:
    """Make the test that each program of *rows* is stopped as it says, with and without elision."""

    def test(source: str, reason: str, way: str) -> None:
        kind, _, part = reason.partition(": ")
        found = stopped(source, way)
        assert found, "nothing stops it"
        assert found.startswith(kind), found
        assert part in found

    marked = pytest.mark.parametrize(("source", "reason"), rows)(test)
    return pytest.mark.parametrize("way", share([*BOXES]))(marked)


def paid(rows: list[tuple[str, int]]) -> Callable[..., None]:
    """Make the test that each program of *rows* takes at least so many steps."""

    def test(source: str, steps: int, way: str) -> None:
        assert BOXES[way].execute(source).steps >= steps

    marked = pytest.mark.parametrize(("source", "steps"), rows)(test)
    return pytest.mark.parametrize("way", share([*BOXES]))(marked)
