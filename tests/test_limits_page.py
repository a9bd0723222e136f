"""`docs/limits.md` says what limits and prices are, and no price is left out of it."""

from __future__ import annotations

import inspect
from dataclasses import fields
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from cloche.runtime import prices
from cloche.runtime.limits import Limits
from cloche.runtime.price_list import OVERSHOOT, PRICES

DOCS = Path(__file__).parents[1] / "docs"


def _maker() -> Any:
    spec = spec_from_file_location("limits_page", DOCS / "limits_page.py")
    assert spec
    assert spec.loader
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_page_is_up_to_date() -> None:
    maker = _maker()
    assert maker.PAGE.read_text(encoding="utf-8") == maker.page(), "make docs"


def test_every_price_has_a_row() -> None:
    functions = {
        name
        for name, value in vars(prices).items()
        if inspect.isfunction(value)
        and value.__module__ == prices.__name__
        and not name.startswith("_")
    }
    assert functions == {pay.__name__ for row in PRICES for pay in row.pays}


def test_every_limit_has_an_overshoot() -> None:
    told = {name for names, _ in OVERSHOOT for name in names.split(", ")}
    assert told == {each.name for each in fields(Limits)}
