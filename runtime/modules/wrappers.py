"""Functions around functions: how they look, and what `lru_cache` functions report."""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from cloche.transpiler.vocabulary import is_dunder

from ..guards.dunders import SHOWS, is_own_function
from ..rehomed import NoDefaults, named_tuple
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


named_tuple(CacheInfo)
CacheInfo._field_defaults = NoDefaults()  # type: ignore[assignment]
CacheInfo.__module__ = functools.__name__
opaque(CacheInfo)
trust(CacheInfo)


def resemble(wrapper: Any, wrapped: Any) -> None:
    """Give *wrapper*, a function of this package, the face of *wrapped*, a guest's.

    Not `functools.wraps`: annotations may name the host's types, and `__wrapped__` lead to them.
    """
    wrapper.__annotations__ = {}
    for name in ("__module__", "__name__", "__qualname__", "__doc__"):
        value = getattr(wrapped, name, None)
        if isinstance(value, str):
            setattr(wrapper, name, str.__str__(value))
    if not is_own_function(wrapped):
        return
    wrapper.__annotations__ = wrapped.__annotations__
    for name, value in list(wrapped.__dict__.items()):
        # A subclass of `str` could deny being a dunder.
        if type(name) is str and (not is_dunder(name) or name == "__isabstractmethod__"):
            setattr(wrapper, name, value)
    wrapper.__dict__.update({"__wrapped__": wrapped, SHOWS: True})
