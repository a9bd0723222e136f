"""Types with one value, or with none a guest could make."""

from __future__ import annotations

from types import GenericAlias, UnionType
from typing import Any

from ..guards.dunders import READERS
from .registry import Family, entry, register


def _mro(cls: Any) -> list[type]:
    """`cls.mro()`, with stand-ins for the real bases: CPython's would give those."""
    return list(READERS["__mro__"](cls))


SINGLETONS = register(
    Family(
        "singletons",
        (
            entry(type(None)),
            entry(type(...)),
            entry(type(NotImplemented)),
            entry(object),
            entry(type, "", {"mro": _mro}),
            entry(GenericAlias),
            entry(UnionType),
        ),
    )
)
