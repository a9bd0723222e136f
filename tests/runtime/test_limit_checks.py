"""A bound is a positive number, or there is none."""

from __future__ import annotations

from math import inf, nan
from typing import Any

import pytest

from cloche.runtime.limits import Limits

NAMES = Limits.__slots__


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("bound", [0, -1, -0.5, nan, -inf])
def test_what_is_no_bound(name: str, bound: Any) -> None:
    with pytest.raises(ValueError, match=f"limits: {name} must be a positive number or None, not"):
        Limits(**{name: bound})


@pytest.mark.parametrize("name", NAMES)
def test_what_is_none(name: str) -> None:
    for bound, kept in ((None, None), (inf, None), (1, 1), (0.5, 0.5), (10**30, 10**30)):
        assert getattr(Limits(**{name: bound}), name) == kept
