"""What stands for a container that contains itself: what is weighed, and who compares."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from cloche.runtime.guards import operands
from cloche.runtime.guards.operands import Compared, Endless, _before_endless, _beside_endless
from cloche.runtime.guards.survey import arm
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run

Told = list[tuple[Any, ...]]


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> Told:
    rows: Told = []

    def compare(name: str, one: Any, other: Any) -> bool:
        rows.append((name, one, other))
        return True

    monkeypatch.setattr(operands, "walk_both", lambda *both: rows.append(("walk", *both)))
    monkeypatch.setattr(operands, "compare", compare)
    return rows


@pytest.fixture(autouse=True)
def _run() -> Iterator[None]:
    run = Run(Limits())
    token = run.enter()
    yield
    run.leave(token)


@pytest.mark.parametrize("other", [[2], Compared([2]), Endless([2])])
def test_both_sides_are_weighed(other: Any, told: Told) -> None:
    assert _beside_endless("__lt__")(Endless([1]), other) is True
    assert told == [("walk", [1], [2])]


@pytest.mark.parametrize("other", [[2], Compared([2]), Endless([2])])
def test_where_a_guest_has_methods_they_are_asked_in_python(other: Any, told: Told) -> None:
    arm(["__lt__"])
    assert _beside_endless("__lt__")(Endless([1]), other) is True
    assert told == [("__lt__", [1], [2])]


@pytest.mark.parametrize("other", [2, Compared(2), (2, "a")])
def test_what_nobody_can_change_is_compared_by_c(other: Any, told: Told) -> None:
    arm(["__eq__"])
    assert _beside_endless("__eq__")(Endless([1]), other) is False
    assert told == [("walk", [1], getattr(other, "x", other))]


def test_so_they_are_the_other_way_round(told: Told) -> None:
    assert _before_endless("__lt__")(Endless([2]), [1]) is True
    assert told == [("walk", [1], [2])]
