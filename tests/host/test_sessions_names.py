"""Names of sessions count where the steps that were compiled with them are kept."""

from __future__ import annotations

from typing import Any

import pytest

import cloche
from cloche import compiling
from cloche.kept import Kept


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Any:
    made: Any = Kept(compiling.PROGRAMS, 100_000)
    monkeypatch.setattr(compiling, "_cache", made)
    return made


@pytest.mark.parametrize("isolation", ["inline", "process"])
@pytest.mark.parametrize(
    "names", ["globals()['a' * 100_000] = 1", "for i in range(20_000): globals()[f'a{i}'] = i"]
)
def test_too_many_are_not_kept(names: str, isolation: Any, kept: Any) -> None:
    """They were the host's for good, in the keys of its cache, whoever's session it was."""
    with cloche.Sandbox(isolation=isolation) as box:
        session = box.session()
        session.run(names)
        for step in range(3):
            assert session.run(f"{step} + 1") == step + 1
    assert max(sum(map(len, key[2])) for key in kept._found) < 10_000


def test_each_takes_its_share(kept: Any) -> None:
    session = cloche.Sandbox().session()
    session.run("1")
    left = kept._left
    session.run("for i in range(1000): globals()[f'name{i:04}'] = i")
    first = left - kept._left
    session.run("1 + 1")
    assert left - first - kept._left > 1000 * len("name0000")
    session.run("2 + 2")
    assert len(kept._found) == 4
