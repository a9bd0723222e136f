"""What is the host's ends while the guest's clock stands still, and finds nothing it handles."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from cloche.runtime.boundary.letting_go import empty, let_go


class Budget:
    def __init__(self, floor: bool, paused: bool) -> None:
        self.floor, self.paused, self.told = floor, paused, ""

    def has_floor(self) -> bool:
        return self.floor

    def pause(self) -> None:
        self.paused = True
        self.told += "p"

    def resume(self) -> None:
        self.paused = False
        self.told += "r"


class Ends:
    """Tells, as it ends, whether the clock stands still and what is being handled."""

    def __init__(self, budget: Budget, told: list[Any]) -> None:
        self.budget, self.told = budget, told

    def __del__(self) -> None:
        self.told.append((self.budget.paused, sys.exc_info()[1]))


@pytest.mark.parametrize(
    ("floor", "paused", "told"),
    [(True, False, "pr"), (True, True, ""), (False, False, ""), (False, True, "")],
)
def test_the_clock_stands_still_where_it_is_the_runs_time(
    floor: bool, paused: bool, told: str
) -> None:
    budget, seen = Budget(floor, paused), []  # type: ignore[var-annotated]
    held: list[Any] = [Ends(budget, seen), Ends(budget, seen)]
    let_go(budget, held)  # type: ignore[arg-type]
    assert held == []
    assert seen == [(floor or paused, None)] * 2
    assert (budget.told, budget.paused) == (told, paused)


@pytest.mark.parametrize("floor", [True, False])
def test_nothing_stands_still_for_nothing(floor: bool) -> None:
    budget = Budget(floor, paused=False)
    let_go(budget, [])  # type: ignore[arg-type]
    assert budget.told == ""


@pytest.mark.parametrize("paused", [True, False])
def test_what_a_guest_handles_is_not_found(paused: bool) -> None:
    budget, seen = Budget(floor=True, paused=paused), []  # type: ignore[var-annotated]
    guests = ValueError("of the guest")
    held: list[Any] = [Ends(budget, seen)]
    try:
        raise guests
    except ValueError:
        let_go(budget, held)  # type: ignore[arg-type]
    found = seen[0][1]
    assert found is not guests
    assert found.__context__ is None
    assert held == []


def test_where_nothing_is_handled_nothing_is_found() -> None:
    budget, seen = Budget(floor=True, paused=True), []  # type: ignore[var-annotated]
    empty([Ends(budget, seen)])
    assert seen == [(True, None)]
