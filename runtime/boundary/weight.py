"""What values count for in `CrossingLimits.bytes`."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import chain
from typing import Any

from .leaves import denominator_of, numerator_of
from .record import Record, content_of


def weight(value: Any) -> int:
    """Return the weight of a leaf or scalar of exactly a plain class; in bytes, roughly."""
    kind = type(value)
    if kind is str or kind is bytes or kind is bytearray:
        return len(value)
    if kind is int:
        return int.bit_length(value) >> 3
    if kind is Decimal:
        return Decimal.__sizeof__(value)
    if kind is Fraction:
        return weight(numerator_of(value)) + weight(denominator_of(value))
    return 0


def text_weight(copy: Any) -> int:
    """Return the weight of every str and int inside a copy.

    Parameters:
        copy: a tree of plain data and records, made by the copier: its classes can be trusted.
    """
    total = 0
    level = [copy]
    # Breadth first: a pass over a whole level costs a third of a look at each item in the loop.
    while level:
        kinds = set(map(type, level))
        if str in kinds:
            total += sum([len(item) for item in level if type(item) is str])
        if int in kinds:
            total += sum([item.bit_length() >> 3 for item in level if type(item) is int])
        if Record in kinds:
            level += [content_of(item) for item in level if type(item) is Record]
            kinds.add(dict)
        below = []
        if not _SEQUENCES.isdisjoint(kinds):
            below += chain.from_iterable([item for item in level if type(item) in _SEQUENCES])
        if dict in kinds:
            dicts = [item for item in level if type(item) is dict]
            below += chain.from_iterable(dicts)
            below += chain.from_iterable(map(dict.values, dicts))
        level = below
    return total


_SEQUENCES = frozenset({list, tuple, set, frozenset})
