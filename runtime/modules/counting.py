"""What `count` does of anything but small numbers: each sum is paid for."""

from __future__ import annotations

from typing import Any

from ..guards.operators import NUMBERS, addend
from ..guards.rendering import render_repr
from ..links import LAZY
from ..prices import IMPOSSIBLE, SMALL_BITS, reserve
from .plain import exact_int


class Sums:
    """An iterator that no guest holds by itself: C would show nobody what it adds to what."""

    __slots__ = ("__following__", "__step__")

    def __init__(self, start: Any, step: Any) -> None:
        self.__following__ = start
        self.__step__ = step

    def __iter__(self) -> Sums:
        return self

    def __next__(self) -> Any:
        number = self.__following__
        self.__following__ = _summed(number, self.__step__)
        return number

    def __repr__(self) -> str:
        number, step = self.__following__, self.__step__
        by_ones = issubclass(type(step), int) and exact_int(step) == 1
        shown = [number] if by_ones else [number, step]
        return f"count({', '.join(map(render_repr, shown))})"


def _summed(number: Any, step: Any) -> Any:
    if type(number) is int and type(step) is int:
        reserve(max(number.bit_length(), step.bit_length()) // 8)
        return number + step
    return addend(number) + addend(step)


def adds_at_once(start: Any, step: Any) -> bool:
    """Tell whether C may count from *start* by *step*: both are numbers, and stay small."""
    kinds = {type(start), type(step)}
    if NUMBERS.issuperset(kinds):
        return all(
            type(each) is not int or each.bit_length() <= SMALL_BITS for each in (start, step)
        )
    # By ones it counts in a register, whatever the class of the integer.
    whole = all(issubclass(kind, int) for kind in kinds)
    return whole and exact_int(step) == 1 and abs(exact_int(start)) < IMPOSSIBLE


LAZY.add(Sums)
