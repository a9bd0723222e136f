"""`graphlib`, adopted."""

from __future__ import annotations

from ..guards.aliases import alias
from .adopted import adopt, offer

MODULE = offer(
    "graphlib",
    "CycleError TopologicalSorter",
    here=adopt("graphlib", {"types": {"GenericAlias": alias}}),
)
