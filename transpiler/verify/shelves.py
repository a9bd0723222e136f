"""Shelves: lists and tuples that may be the same one, and what is known of their items.

Two expressions that may give the same list have one shelf; shelves are joined, never split. A shelf
is *given up* once a list of it may be where somebody else puts something in: `item` is
None from then on, which says that nothing is known. Into a tuple nobody puts anything: a shelf that
has no lists may be *known outside*, and so may be what lies on it.
"""

from __future__ import annotations

from .values import LIMITLESS, NEVER, Value, either

_PATIENCE = 9
#: The place of any item.
ANYWHERE = -1


class Shelf:
    """Lists that may be one another: `item` is what any item of them may be.

    Parameters:
        has_lists: whether a list may be among them.
        has_length: whether a tuple may be that is no short display.
    """

    def __init__(self, has_lists: bool = False, has_length: bool = False) -> None:
        self.item: Value | None = NEVER
        self._places: dict[int, Value | None] = {}
        self._has_lists = has_lists
        self._has_length = has_length
        self._is_outside = False
        self._is_bottomless = False
        #: Whether nothing is known of an item at one of the places.
        self._is_mixed = False
        self._joined: Shelf | None = None
        self._below: Shelf | None = None
        self._growths = 0

    def self(self) -> Shelf:
        """Return the shelf that this one has been joined to."""
        found = self
        while found._joined is not None:
            if found._joined._joined is not None:
                found._joined = found._joined._joined
            found = found._joined
        return found

    @property
    def known(self) -> Value | None:
        shelf = self.self()
        return None if shelf._is_mixed else shelf.item

    @property
    def is_given_up(self) -> bool:
        return self.self().item is None

    @classmethod
    def bottomless(cls) -> Shelf:
        """Return a shelf of which nothing is known, however deep."""
        made = cls(has_lists=True)
        made.give_up()
        made._is_bottomless = True
        return made

    def below(self) -> Shelf:
        """Return the shelf of those items that are lists themselves."""
        shelf = self.self()
        if shelf._is_bottomless:
            return shelf
        if shelf._below is None:
            shelf._below = Shelf()
            shelf._below._is_outside = shelf._is_outside
            if shelf.item is None:
                shelf._below.give_up()
        return shelf._below

    @property
    def is_brief(self) -> bool:
        """Tell whether this shelf has tuples only, as they were written, and few items in each."""
        shelf = self.self()
        return not shelf._has_lists and not shelf._has_length

    def grow(self) -> None:
        """Note that a tuple may be on it that is no display: one that was added to, or cut."""
        self.self()._has_length = True

    def hand_out(self) -> None:
        """Note that somebody else has what is on this shelf, and what is in that."""
        shelf: Shelf | None = self.self()
        while shelf is not None and shelf.item is not None and not shelf._is_outside:
            shelf._is_outside = True
            if shelf._has_lists:
                shelf.give_up()
            shelf = None if shelf._below is None else shelf._below.self()

    def give_up(self) -> None:
        shelf: Shelf | None = self.self()
        while shelf is not None and shelf.item is not None:
            shelf.item = None
            shelf = None if shelf._below is None else shelf._below.self()

    def at(self, place: int) -> Value | None:
        """Return what an item at *place* may be, any item if it is `ANYWHERE`."""
        shelf = self.self()
        if place == ANYWHERE or shelf.item is None or not shelf.is_brief:
            return shelf.known
        return shelf._places.get(place, NEVER)

    def lay(self, value: Value | None, place: int = -1, is_written: bool = False) -> bool:
        """Note that an item may be *value*; tell whether that is new.

        Parameters:
            is_written: *value* is that of a literal, which will never be another.
        """
        shelf = self.self()
        if shelf.item is None:
            return False
        if value is None and (place == ANYWHERE or not shelf.is_brief):
            shelf.give_up()
            return True
        if value is None:
            new = shelf._places.get(place, NEVER) is not None
            shelf._places[place], shelf._is_mixed = None, True
            return new
        if value.bits > shelf.item.bits and not is_written:
            shelf._growths += 1
        item = shelf._grown(shelf.item, value, is_written)
        new, shelf.item = item != shelf.item, item
        if place != ANYWHERE:  # (nothing is new to any item that is not to the one at this place)
            old = shelf._places.get(place, NEVER)
            shelf._places[place] = here = shelf._grown(old, value, is_written)
            return here != old
        return new

    def _grown(self, before: Value | None, value: Value, is_written: bool) -> Value | None:
        after = either(before, value)
        if before is None or after is None or after.bits <= before.bits or is_written:
            return after
        return Value(after.types, LIMITLESS) if self._growths > _PATIENCE else after

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
            for place, value in two._places.items():
                one._places[place] = either(one._places.get(place, NEVER), value)
            one._growths = max(one._growths, two._growths)
            one._has_lists = one._has_lists or two._has_lists
            one._has_length = one._has_length or two._has_length
            one._is_mixed = one._is_mixed or two._is_mixed
            outside = one._is_outside or two._is_outside
            if one._below is not None and two._below is not None:
                pairs.append((one._below, two._below))
            one._below = one._below or two._below
            one._is_outside = False
            if outside:
                one.hand_out()
