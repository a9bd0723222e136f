"""The environment that a worker makes ahead: for one run, in the surroundings it was made for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cloche.runtime.errors import BoundaryError
from cloche.workers.main import _Box


def _laid() -> tuple[Any, Any]:
    box = _Box()
    box.lay_by()
    assert box.spare is not None
    return box, box.spare[1]


def test_it_serves_one_run() -> None:
    box, laid = _laid()
    first, second = box.environment({"x": 1}), box.environment(None)
    assert first is laid
    assert first.globals["x"] == 1
    assert second is not laid
    assert "x" not in second.globals


def test_it_is_made_once() -> None:
    box, laid = _laid()
    box.lay_by()
    assert box.environment(None) is laid


def test_one_whose_inputs_are_refused_serves_nobody_else() -> None:
    box, laid = _laid()
    with pytest.raises(BoundaryError):
        box.environment({"x": 1, "y": object()})
    assert box.environment(None) is not laid


def test_a_started_run_has_surroundings_of_its_own() -> None:
    box, laid = _laid()
    started = box.repeatable(replace(box.surroundings, seed=3)).environment(None)
    assert started is not laid
    assert started.seed == 3
    assert box.environment(None) is laid
