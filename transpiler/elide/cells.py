"""Cells of lists that may be the same (see `contents.py`); a union-find."""

from __future__ import annotations

from .kinds import ANY, NOTHING, Kind, join


class Cell:
    """Lists that may be one another.

    `kind` is the join of the kinds of their items, `within` the cell of those items that are lists
    themselves, once somebody asks. An open cell may hold anything, and so may `within`.
    """

    __slots__ = ("grown", "is_open", "kind", "same", "within")

    def __init__(self) -> None:
        self.kind: Kind = NOTHING
        self.is_open = False
        self.within: Cell | None = None
        self.same: Cell | None = None
        #: How often the size of its integers has grown.
        self.grown = 0

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
        a.grown = max(a.grown, b.grown)
        if a.within is None:
            a.within = b.within
        elif b.within is not None:
            todo.append((a.within, b.within))
