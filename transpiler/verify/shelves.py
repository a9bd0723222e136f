"""Shelves: lists and tuples that may be the same one, and what is known of their items.

Two expressions that may give the same list have one shelf; shelves are joined, never split. A shelf
is *given up* once a list of it may be where somebody else puts something in: `item` is
None from then on, which says that nothing is known.
"""

from __future__ import annotations

from .values import LIMITLESS, NEVER, Value, either

_PATIENCE = 4


class Shelf:
    """Lists that may be one another: `item` is what any item of them may be."""

    def __init__(self) -> None:
        self.item: Value | None = NEVER
        self._joined: Shelf | None = None
        self._below: Shelf | None = None
        self._growths = 0

    def self(self) -> Shelf:
        """Return the shelf that this one has been joined to."""
        found = self
        while found._joined is not None:
            found = found._joined
        return found

    @property
    def known(self) -> Value | None:
        return self.self().item

    @property
    def is_given_up(self) -> bool:
        return self.self().item is None

    def below(self) -> Shelf:
        """Return the shelf of those items that are lists themselves."""
        shelf = self.self()
        if shelf._below is None:
            shelf._below = Shelf()
            if shelf.item is None:
                shelf._below.give_up()
        return shelf._below

    def give_up(self) -> None:
        shelf: Shelf | None = self.self()
        while shelf is not None and shelf.item is not None:
            shelf.item = None
            shelf = None if shelf._below is None else shelf._below.self()

    def lay(self, value: Value | None) -> bool:
        """Note that an item may be *value*; tell whether that is new."""
        shelf = self.self()
        if shelf.item is None:
            return False
        if value is None:
            shelf.give_up()
            return True
        after = either(shelf.item, value)
        if after == shelf.item or after is None:
            return False
        if after.bits > shelf.item.bits:
            shelf._growths += 1
            if shelf._growths > _PATIENCE:
                after = Value(after.types, LIMITLESS)
        shelf.item = after
        return True

    def join(self, other: Shelf) -> None:
        """Make one shelf of two."""
        pairs = [(self, other)]
        while pairs:
            one, two = (shelf.self() for shelf in pairs.pop())
            if one is two:
                continue
            if one.item is None or two.item is None:
                one.give_up()
                two.give_up()
                continue
            two._joined = one
            one.item = either(one.item, two.item)
            one._growths = max(one._growths, two._growths)
            if one._below is not None and two._below is not None:
                pairs.append((one._below, two._below))
            one._below = one._below or two._below
