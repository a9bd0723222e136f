"""`graphlib`, adopted."""

from __future__ import annotations

from types import GenericAlias

from .adopted import adopt, offer

MODULE = offer(
    "graphlib",
    "CycleError TopologicalSorter",
    here=adopt("graphlib", {"types": {"GenericAlias": GenericAlias}}),
)
