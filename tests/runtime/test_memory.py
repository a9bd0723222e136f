"""The size of this process: read from one open file, which a child opens again."""

from __future__ import annotations

import mmap
import os
import sys

import pytest

from cloche.runtime import memory
from cloche.runtime.memory import PAGE, resident

#: File descriptors of this process.
OPEN = "/proc/self/fd"


def test_it_is_told_in_bytes() -> None:
    found = resident()
    assert found % PAGE == 0
    assert 2**20 < found < 2**40
    with mmap.mmap(-1, 2**25) as block:  # (The heap may have room left.)
        block.write(bytes(2**25 - 1) + b"x")
        assert resident() - found > 2**24


@pytest.mark.parametrize("is_open", [True, False])
def test_a_child_opens_its_own(is_open: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    before = len(os.listdir(OPEN))
    monkeypatch.setattr(memory, "_statm", -1)
    if is_open:
        resident()
        assert len(os.listdir(OPEN)) == before + 1
    memory._reopen_in_child()
    assert memory._statm == -1
    assert len(os.listdir(OPEN)) == before


def test_elsewhere_it_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "another")
    assert resident() == 0
