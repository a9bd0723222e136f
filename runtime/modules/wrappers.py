"""`CacheInfo`, as `lru_cache` functions report it."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from ..standins import opaque, trust
from .stand_in import ticked


class CacheInfo(NamedTuple):
    """How often a cache was hit and missed."""

    hits: int
    misses: int
    maxsize: int | None
    currsize: int


def _make(cls: Any, iterable: Any, /) -> CacheInfo:
    return CacheInfo(*ticked(iterable))


CacheInfo._make = classmethod(_make)  # type: ignore[method-assign,assignment]
CacheInfo.__module__ = functools.__name__
opaque(CacheInfo)
trust(CacheInfo)
