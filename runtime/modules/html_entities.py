"""`html.entities`: tables, copied for each run, for they are dictionaries."""

from __future__ import annotations

from html import entities as real
from typing import Final

from ..run import charge
from .stand_in import Module, frozen

NAME: Final = "html.entities"
_TABLES: Final = ("html5", "name2codepoint", "codepoint2name", "entitydefs")


def for_run() -> Module:
    """Return the module for the current run."""
    tables = {name: dict(getattr(real, name)) for name in _TABLES}
    charge(sum(map(len, tables.values())) // 8)
    return frozen(NAME, real.__doc__, tables)
