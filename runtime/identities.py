"""Identities that are the same whenever the same program runs: numbers in the order of asking.

Real ones are addresses, which differ from process to process. A run that may be repeated in
another process has these instead.
"""

from __future__ import annotations

from typing import Final

#: Key in `Run.state`; runs without it show veiled addresses.
IDENTITIES: Final = "identities"
_FIRST, _APART = 2**46, 16


class Identities:
    """The numbers of one run.

    Whoever was asked about is kept alive, so that its number is never another's; an address
    would be given again.
    """

    __slots__ = ("_kept", "_numbers")

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._kept: list[object] = []

    def of(self, value: object) -> int:
        """Return the number of *value*."""
        address = id(value)
        number = self._numbers.get(address)
        if number is None:
            self._kept.append(value)
            number = self._numbers[address] = _FIRST + _APART * len(self._kept)
        return number
