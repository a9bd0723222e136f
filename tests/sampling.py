"""Which rows of a long table are run: each Python here has others, `pytest --full` has all."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Final, TypeVar
from zlib import crc32

import pytest

T = TypeVar("T")

#: Set by `--full` (conftest.py), before any table is read.
FULL = "CLOCHE_FULL"
#: Of the two Pythons that the gate runs at once.
_NEWER = sys.version_info >= (3, 12)


def is_full() -> bool:
    """Tell whether everything is to be run."""
    return FULL in os.environ


#: Marks a test with a long table: each Python has half of the rows, as their names fall
#: (conftest.py). What another Python does not have must not be in one.
halved: Final = pytest.mark.halved


def is_here(item: pytest.Item) -> bool:
    """Tell whether what is `halved` is one of this Python's."""
    return crc32(item.nodeid.encode()) % 2 == _NEWER


def share(rows: Sequence[T], every: int = 2) -> Sequence[T]:
    """Return each *every*-th of *rows*, on a newer Python others; with `--full` all of them."""
    return rows if is_full() else rows[every // 2 if _NEWER else 0 :: every]
