"""Flags of the host's that tools declare: what a guest's numbers may make members of.

CPython makes a member of each combination of flags that it is asked for, and keeps it in the class
for as long as the process lives. So guests have no more combinations than may stay. Which these
are depends on the class alone, not on what other guests have asked for before.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from math import comb
from typing import Any, Final

#: Combinations of one class that guests may have made: all of 14 flags.
MOST: Final = 2**14


class NotForGuests(TypeError):
    """What a tool declares is none that guests may give: the host would not stay as it was."""


def maker(kind: type[enum.Flag]) -> Callable[[Any], enum.Flag]:
    """Return what makes the flags that the bits of a number stand for."""
    known = _known(kind)
    many = known.bit_count()
    most = _at_once(many)
    made = kind._value2member_map_

    def flags(value: Any) -> enum.Flag:
        if type(value) is not int or value < 0 or value & ~known:
            given = "None" if value is None else type(value).__name__
            raise ValueError(f"{given} is no {kind.__name__}")
        if value.bit_count() > most and value not in made:
            raise ValueError(f"more than {most} of the {many} flags of {kind.__name__} at once")
        return kind(value)

    return flags


def _known(kind: type[enum.Flag]) -> int:
    known = 0
    for member in kind.__members__.values():
        known |= member.value
    return known


def _at_once(many: int) -> int:
    """Return how many of *many* flags may come together for no more than `MOST` combinations."""
    total = 1
    for count in range(1, many + 1):
        total += comb(many, count)
        if total > MOST:
            return count - 1
    return many


def check(parts: Iterable[Any]) -> None:
    """Refuse classes of flags that pydantic, which asks for any number, would have grow.

    Parameters:
        parts: of a schema of pydantic's core.

    Raises:
        NotForGuests: there is one of more combinations than may be made, or of any bits.
    """
    for kind in parts:
        if not isinstance(kind, type) or not issubclass(kind, enum.Flag):
            continue
        name, many = kind.__name__, _known(kind).bit_count()
        if kind._boundary_ is enum.KEEP:  # type: ignore[attr-defined]
            raise NotForGuests(
                f"{name} in a pydantic model keeps every number that a program sends: declare it "
                f"with boundary=enum.STRICT, or the field as an int"
            )
        if _at_once(many) < many:
            raise NotForGuests(
                f"{name} in a pydantic model keeps every combination of its {many} flags that a "
                f"program sends: declare the field as an int, or as a list of an Enum"
            )
