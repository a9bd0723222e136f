"""Types that come into the universe with a module."""

from __future__ import annotations

from ..guards.attributes import _RULES, ATTR
from ..universe.registry import Entry, Family, register


def declare(name: str, *entries: Entry) -> None:
    """Register the types of a module, at its first import.

    Guards of attributes remember which types have a name; they must look again.
    """
    register(Family(name, entries))
    ATTR.__dict__.clear()
    _RULES.clear()
