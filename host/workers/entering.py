"""What may enter a worker, as its host sees it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..inputs import check_name
from ..runtime.boundary.bare import is_bare
from ..runtime.boundary.inward import into_guest


def checked(inputs: Mapping[str, object] | None) -> dict[str, Any]:
    """Return *inputs*; raises as the inline boundary does.

    What that boundary makes of them is for the worker: here it only says what may enter.
    """
    return looked_at(inputs)[0]


def looked_at(inputs: Mapping[str, object] | None) -> tuple[dict[str, Any], bool]:
    """Do what `checked` does, and tell whether all are bare (see `is_bare`)."""
    found, bare = dict(inputs or {}), True
    for name, value in found.items():
        check_name(name)
        if not is_bare(value):
            bare = False
            into_guest(value, name)
    return found, bare
