"""Processes take long to start, and know little of the Python they run: each has half of these."""

from __future__ import annotations

from pathlib import Path

import pytest

from sampling import share

HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out every second test of each file, on another Python the others.

    Those that are named, or asked for by `-k`, are all run.
    """
    if any("::" in argument for argument in config.args) or config.option.keyword:
        return
    ours = [item for item in items if HERE in item.path.parents]
    kept = set(share(ours))
    left = [item for item in ours if item not in kept]
    config.hook.pytest_deselected(items=left)
    gone = set(left)
    items[:] = [item for item in items if item not in gone]
