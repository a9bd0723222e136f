"""Cells of lists that may be the same (see `contents.py`); a union-find."""

from __future__ import annotations

from typing import Final

from .kinds import ANY, NOTHING, UNBOUNDED, Kind, join, of

#: Stands for a place that is not known: any item.
EACH: Final = -1
_PATIENCE: Final = 4


class Cell:
    """Lists and tuples that may be one another.

    `kind` is the join of the kinds of their items, `within` the cell of those items that are lists
    themselves, once somebody asks. An open cell may hold anything, and so may `within`. A *shared*
    one is in other hands, too, which is no matter for tuples: nobody puts anything in. So it is
    open only if it is *mutable*, which says that a list may be among them. A *long* one may have
    tuples that are no displays as they were written: of any length, cut, joined. `places` are the
    kinds of what is at each place of its displays.
    """

    __slots__ = (
        "grown", "is_long", "is_mutable", "is_open", "is_shared", "kind", "places", "same",
        "within",
    )  # fmt: skip

    def __init__(self, is_mutable: bool = False, is_long: bool = False) -> None:
        self.kind: Kind = NOTHING
        self.places: dict[int, Kind] = {}
        self.is_open = False
        self.is_shared = False
        self.is_mutable = is_mutable
        self.is_long = is_long
        self.within: Cell | None = None
        self.same: Cell | None = None
        #: How often the size of its integers has grown.
        self.grown = 0

    def at(self, place: int) -> Kind:
        """Return the kind of the item at *place*, or of any if it is `EACH`."""
        if place == EACH or self.is_open or self.is_mutable or self.is_long:
            return self.kind
        return self.places.get(place, NOTHING)

    def take(self, kind: Kind, place: int, is_fixed: bool = False) -> bool:
        """Note that an item may be of *kind*; tell whether that is new.

        Parameters:
            is_fixed: it is of this kind whatever comes, so that it grows no more.
        """
        before, after = self.kind, join(self.kind, kind)
        if after[1] > before[1] and not is_fixed:
            self.grown += 1
        is_patient = is_fixed or self.grown <= _PATIENCE
        is_new = self._note(EACH, before, after, is_patient)
        if place != EACH:
            before = self.places.get(place, NOTHING)
            is_new |= self._note(place, before, join(before, kind), is_patient)
        return is_new

    def _note(self, place: int, before: Kind, after: Kind, is_patient: bool) -> bool:
        if after == before:
            return False
        if after[1] > before[1] and not is_patient:
            after = of(after[0], UNBOUNDED)
        if place == EACH:
            self.kind = after
        else:
            self.places[place] = after
        return True

    def end(self) -> Cell:
        """Return the cell that this one has become part of."""
        here = self
        while here.same is not None:
            if here.same.same is not None:
                here.same = here.same.same
            here = here.same
        return here


def inner(cell: Cell) -> Cell:
    """Return the cell of the items of *cell*."""
    cell = cell.end()
    if cell.within is None:
        cell.within = Cell()
        cell.within.is_shared = cell.is_shared
        if cell.is_open:
            open_up(cell.within)
    return cell.within


def open_up(cell: Cell) -> None:
    """Give up all that is known of what is in *cell*, and in that again."""
    here: Cell | None = cell
    while here is not None:
        here = here.end()
        if here.is_open:
            return
        here.is_open = True
        here.kind = ANY
        here = here.within


def share(cell: Cell) -> None:
    """Note that others have what is in *cell*, and what is in that."""
    here: Cell | None = cell
    while here is not None:
        here = here.end()
        if here.is_open or here.is_shared:
            return
        here.is_shared = True
        if here.is_mutable:
            open_up(here)
            return
        here = here.within


def lengthen(cell: Cell) -> None:
    """Note that a tuple of *cell* may have any length."""
    cell.end().is_long = True


def unify(one: Cell, other: Cell) -> None:
    """Make two cells one."""
    todo = [(one, other)]
    while todo:
        a, b = todo.pop()
        a, b = a.end(), b.end()
        if a is b:
            continue
        if a.is_open or b.is_open:
            open_up(a)
            open_up(b)
            continue
        b.same = a
        a.kind = join(a.kind, b.kind)
        for place, kind in b.places.items():
            a.places[place] = join(a.places.get(place, NOTHING), kind)
        a.grown = max(a.grown, b.grown)
        a.is_mutable |= b.is_mutable
        a.is_long |= b.is_long
        is_shared = a.is_shared or b.is_shared
        if a.within is None:
            a.within = b.within
        elif b.within is not None:
            todo.append((a.within, b.within))
        a.is_shared = False
        if is_shared:
            share(a)
