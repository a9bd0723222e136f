"""The price of comparing one value with several others, in a C function that cannot tick."""

from __future__ import annotations

from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..guards.contents import SCALARS
from ..guards.walking import weigh
from ..prices import SMALL_BYTES, spend

_FEW: Final = 8


def pay_search(x: Any, count: int) -> None:
    """Pay for comparing *x* with as many values as a binary search among *count* looks at.

    However heavy the others are: comparing two values ends with the lighter of them.
    """
    kind = type(x)
    if kind in SCALARS:
        return
    if kind is tuple and len(x) <= _FEW:
        inner = [each for each in x if type(each) not in SCALARS]
        if not inner or (len(inner) == 1 and _is_row(inner[0])):
            return
    weight = weigh(x, ordered=True) * count.bit_length()
    if weight > SMALL_BYTES:
        spend(weight // BYTES_PER_STEP)


def _is_row(x: Any) -> bool:
    return type(x) is tuple and len(x) <= _FEW and SCALARS.issuperset(map(type, x))
