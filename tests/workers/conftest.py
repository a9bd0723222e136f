"""Processes take long to start, and know little of the Python they run: each has half of these."""

from __future__ import annotations

import pytest

from sampling import halved


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark each test of this folder."""
    item.add_marker(halved)
