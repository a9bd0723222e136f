"""What is paid: written down in place of being taken off a budget."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from itertools import groupby
from typing import Any

import pytest

from cloche.runtime.limits import Limits
from cloche.runtime.run import Run


class Bill:
    """Writes down what is paid: `r` for bytes, `s` for steps of one C call, `c` for other steps."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.rows: list[str] = []
        for module in [*sys.modules]:
            if module.startswith("cloche.runtime."):
                self._write_in(sys.modules[module], monkeypatch)

    def _write_in(self, place: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("reserve", "spend", "charge"):
            if name in vars(place) and place.__name__ != "cloche.runtime.run":
                monkeypatch.setattr(place, name, self._writer(name[0]))

    def _writer(self, letter: str) -> Any:
        def write(amount: int, most: int = 0) -> None:
            if amount or most:
                self.rows.append(f"{letter}{amount}" + (f"+{most}" if most else ""))

        return write


def billed(call: str, names: Mapping[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """Return what *call* pays, `t` for what it takes of the budget itself, and what it raises."""
    run = Run(Limits())
    token = run.enter()
    bill, error = Bill(monkeypatch), ""
    try:
        eval(call, dict(names))
    except Exception as caught:
        error = type(caught).__name__
    finally:
        run.leave(token)
    rows = [(row, len([*same])) for row, same in groupby(bill.rows)]
    told = [row if count == 1 else f"{count}*{row}" for row, count in rows]
    taken = [f"t{run.budget.steps}"] * (run.budget.steps > 0)
    return " ".join([*told, *taken, *[error] * bool(error)])


def check_bill(found: str, wanted: str) -> None:
    """Fail unless both have the same entries, whose amounts may differ by a fifth."""
    (shape, amounts), (wanted_shape, numbers) = _numbers(found), _numbers(wanted)
    assert shape == wanted_shape
    assert all(abs(one - other) <= other // 5 for one, other in zip(amounts, numbers, strict=True))


def _numbers(bill: str) -> tuple[str, list[int]]:
    return re.sub(r"\d+", "#", bill), [*map(int, re.findall(r"\d+", bill))]
