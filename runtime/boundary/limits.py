"""How much may cross at once."""

from __future__ import annotations

from typing import Final

from cloche.transpiler.records import dataclass


@dataclass(frozen=True, slots=True)
class CrossingLimits:
    """Bounds on one value that crosses.

    A part that occurs twice counts twice. So a host that prints, compares or serialises what
    came out does no more work than these numbers, however cleverly the value shares its parts.

    Parameters:
        items: items of lists, tuples and sets, entries of dicts and attributes of records.
        depth: containers inside one another.
        bytes: characters of long text, bytes of `bytes` and of large integers; None: any number.
            Text of up to 64 characters and integers of up to 64 bits are covered by `items`.
    """

    items: int = 1_000_000
    depth: int = 200
    bytes: int | None = 64 * 2**20


#: A result or a tool's argument, made by a hostile program.
OUTWARD: Final = CrossingLimits()

#: An input or a tool's result. The host made it: only its shape is in doubt.
INWARD: Final = CrossingLimits(items=20_000_000, bytes=None)
