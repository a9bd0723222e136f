"""Programs made of escape primitives have no effect: a sample of what `fuzz.loop` runs."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given, seed, settings
from hypothesis import strategies as st

import cloche
from attacks.arena import attack, prepare

from .grammar import program, seeded


@pytest.fixture(scope="module", autouse=True)
def _prepared() -> None:
    prepare()


@seed(int(sys.version_info >= (3, 12)))  # each Python has others
@given(st.data())
@settings(max_examples=20)
def test_no_effect(data: st.DataObject) -> None:
    source = program(lambda below: data.draw(st.integers(0, below - 1)))
    assert attack(source, optimize=True, tripwire=False).violations == []


def test_most_programs_are_accepted() -> None:
    """What is refused tries nothing."""
    box = cloche.Sandbox(tools=dict.fromkeys(("probe", "win", "stash", "lookup"), print))
    refused = [seed for seed in range(30) if box.lint(seeded(seed))]
    assert len(refused) < 5, [box.lint(seeded(seed)) for seed in refused[:3]]
