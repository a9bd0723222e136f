"""What it takes to write integers down: CPython takes the square of their length."""

from __future__ import annotations

import sys
from typing import Any, Final

#: Integers of fewer bits are written down within a step or two.
_LONG_BITS: Final = 1024
#: A little more than there are.
_BITS_A_DIGIT: Final = 3.4
#: An integer of 14,000 bits takes 0.2 ms.
_SQUARE: Final = 10_000


def digits_steps(x: Any) -> int:
    """Return the steps to write *x* down in base ten: none for what is no long integer.

    >>> digits_steps(12), digits_steps("12"), digits_steps(1 << 14_000), digits_steps(1 << 10**6)
    (0, 0, 19602, 0)
    """
    if type(x) is not int or (bits := x.bit_length()) < _LONG_BITS:
        return 0
    most = sys.get_int_max_str_digits()
    # CPython refuses longer ones at once.
    return 0 if most and bits > _BITS_A_DIGIT * most else bits * bits // _SQUARE
