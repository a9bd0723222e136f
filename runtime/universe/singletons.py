"""Types with one value, or with none a guest could make."""

from __future__ import annotations

from types import GenericAlias, UnionType

from .registry import Family, entry, register

SINGLETONS = register(
    Family(
        "singletons",
        (
            entry(type(None)),
            entry(type(...)),
            entry(type(NotImplemented)),
            entry(object),
            # `mro` would give the real bases of a stand-in.
            entry(type),
            entry(GenericAlias),
            entry(UnionType),
        ),
    )
)
