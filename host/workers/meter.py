"""What the values of one frame take in the host, counted before they are made, or as they are.

A price is what CPython allocates for a thing at the worst, on every version that is served: what
it keeps, and what it needs meanwhile. What it is counted by is seen in the bytes: each item but the
first has a comma before it, each entry of a dict a colon, each text two quotes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: A dict of up to five entries, and a list of up to four items.
DICT, LIST = 208, 112
#: A place in a list that has grown, and a number.
ITEM: Final = 48
#: A place in a dict that has grown, and one in what the scanner knows keys by.
ENTRY: Final = 112
#: Half of what a text takes besides its characters.
QUOTE: Final = 24
#: A place in a set or dict that has grown, and what it takes to look at hashes before that.
MEMBER: Final = 320
#: An item of a column: of numbers, of texts, and of what is nobody's own.
NUMBER, TEXT, SHARED = 56, 96, 16
#: A row of a table, and each place in it.
ROW, PLACE = DICT, 10
#: A row is a dict of so many entries at the price of one.
NARROW: Final = 5
#: The clock is looked at after so many values with tags.
LOOK: Final = 256


class Malformed(Exception):
    """Bytes that no honest worker sends."""


class Meter:
    """Counts one frame.

    Parameters:
        room: bytes that the text of it may take; None: any number.
        values: bytes that its values may take; None: any number.
        look: called now and then while it is read; what it raises ends the reading.
    """

    __slots__ = ("_left", "_look", "_until", "depth", "items", "long", "room")

    def __init__(
        self,
        room: int | None = None,
        values: int | None = None,
        look: Callable[[], object] | None = None,
    ) -> None:
        self.room = room
        self._left = values
        self._look = look
        self._until = LOOK
        #: Items and levels there are at most.
        self.items = 0
        self.depth = 0
        #: There may be numbers that C takes long over.
        self.long = False

    def affords(self, price: int) -> bool:
        """Tell whether there is room for values of this price."""
        return self._left is None or price <= self._left

    def pay(self, price: int) -> None:
        """Count values of this price.

        Raises:
            Malformed: their sender has had no room for them.
        """
        if self._left is not None:
            self._left -= price
            if self._left < 0:
                raise Malformed("the payload holds more than its sender has room for")

    def count(self) -> None:
        """One more value with a tag is read."""
        self._until -= 1
        if self._until < 0:
            self._until = LOOK
            self.look()

    def look(self) -> None:
        """Look at the clock."""
        if self._look is not None:
            self._look()
