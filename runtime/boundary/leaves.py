"""Plain values that hold no others, besides the scalars of the copier's inner loop.

All tables are by identity of the class: a lookup by class would ask a guest's metaclass for hash
and equality. They are complete once `library.py` is loaded, which takes longer than most programs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..own_stack import imported


def same(value: Any) -> Any:
    """Return an immutable value itself."""
    return value


#: How each is copied.
LEAVES: Final[dict[int, Callable[[Any], Any]]] = {
    id(complex): same, id(bytes): same, id(bytearray): bytearray.copy,
}  # fmt: skip
#: The same for those that a guest can hold.
ENTERING: Final = dict(LEAVES)
#: What enters in an object of the guest's own: how that is made.
NUMBERS: Final[dict[int, Callable[[Any], Any]]] = {}
#: What weighs anything besides text, bytes and integers.
WEIGHTS: Final[dict[int, Callable[[Any], int]]] = {}
_complete = False


def complete() -> bool:
    """Load what is plain data of the standard library; tell whether there is more than before.

    Called where a value is met that is in no table; and before runs whose tools may hand one over,
    so that it is not their time.
    """
    global _complete
    if _complete:
        return False
    imported("cloche.runtime.boundary.library")  # which fills the tables
    _complete = True
    return True


def weight(value: Any) -> int:
    """Return what a leaf or scalar counts for in `CrossingLimits.bytes`."""
    kind = type(value)
    if kind is str or kind is bytes or kind is bytearray:
        return len(value)
    if kind is int:
        return int.bit_length(value) >> 3
    weighed = WEIGHTS.get(id(kind))
    return 0 if weighed is None else weighed(value)
