"""The work of printing nested containers, known before it is done.

It is the walk of `walking.py`, but for what contains itself, which is printed down each of its
paths.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..prices import NODE, SMALL_BYTES, hold_walk, reserve, spend, spend_walk
from .contents import PLAIN, SCALARS, contents
from .digits import digits_steps
from .naming import names_of
from .toil import lost
from .walking import LIGHT, Weighing, leaf, stepwise, weigh_shallow

#: Text of fewer bytes holds no more than ten integers that take long to print.
_MUCH: Final = 2**14
#: Characters that one takes in a `repr`, beyond ASCII up to ten.
_PRINTED: Final = 4


class _Printing(Weighing):
    """The same walk, for what is printed: none of it is compared."""

    __slots__ = ("sparse",)
    doubling = ()

    def __init__(self) -> None:
        super().__init__()
        #: Whether there are tables to go through that take no text.
        self.sparse = False

    def beside(self, item: Any) -> int:
        if lost(item) > SMALL_BYTES:
            self.sparse = True
        return names_of(item)

    @staticmethod
    def opaque(item: Any) -> int:
        return NODE + names_of(item)


class _Digits(Weighing):
    """The same walk, for the steps that long integers take which are printed."""

    __slots__ = ()
    node = 0
    doubling = ()
    leaf = staticmethod(digits_steps)

    @staticmethod
    def flat(items: Collection[Any], kinds: set[type]) -> int:
        return sum(map(digits_steps, items)) if int in kinds else 0

    def beside(self, item: Any) -> int:
        return 0

    @staticmethod
    def opaque(item: Any) -> int:
        return 0


class _Tables(_Digits):
    """The same walk, for tables that have lost their entries."""

    __slots__ = ()

    @staticmethod
    def leaf(x: Any) -> int:
        return 0

    @staticmethod
    def flat(items: Collection[Any], kinds: set[type]) -> int:
        return 0

    def beside(self, item: Any) -> int:
        return lost(item)


def walk_rendering(x: object) -> int:
    """Pay for printing *x*: as much text, and for what contains itself every path through it.

    Returns what it weighs.
    """
    if type(x) in SCALARS:
        weight = leaf(x)
    else:
        inside = contents(x)
        if inside is None:
            weight = names_of(x)
        else:
            weight = _weigh_rendered(x, inside)
            if weight > _MUCH and (steps := _Digits().weigh(x, inside)):
                spend(steps)
            if type(x) not in PLAIN:
                weight += names_of(x)
    if weight > SMALL_BYTES:
        # What cannot be printed becomes `\\x00`.
        reserve(weight, _PRINTED * weight)
        hold_walk(weight // BYTES_PER_STEP)
    return weight


def _weigh_rendered(x: object, inside: Collection[Any]) -> int:
    shallow = weigh_shallow(inside)
    if shallow is not None:
        return shallow
    weighing = _Printing()
    weight = weighing.weigh(x, inside)
    if weighing.endless:
        return _explore(x, inside)
    if weighing.sparse:
        spend_walk(_Tables().weigh(x, inside))
    return weight


def _explore(root: object, inside: Collection[Any]) -> int:
    """Return the weight of printing a structure that contains itself.

    CPython prints `[...]` only for what it is in the middle of printing; so every path
    without repetition is printed, and there may be very many. They are paid for as they are found.
    """
    path = [(id(root), iter(inside))]
    on_path = {id(root)}
    weight = paid = 0
    while path:
        name, rest = path[-1]
        for item in rest:
            weight += leaf(item)
            if type(item) not in SCALARS:
                weight += names_of(item)
                if (table := lost(item)) > SMALL_BYTES:
                    spend_walk(table)
            if id(item) not in on_path and (found := contents(item)) is not None:
                path.append((id(item), stepwise(found)))
                on_path.add(id(item))
                break
        else:
            path.pop()
            on_path.discard(name)
        if weight - paid > LIGHT:
            spend((weight - paid) // NODE)
            paid = weight
    return weight
