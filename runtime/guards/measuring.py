"""How long things say they are: C makes room for as many items before it draws the first.

A `__len__` of a program's says what it likes, and whoever in C makes a tuple of its object believes
it (`SyntaxError("a", x)`). No guard sees who asks. So a class holds a function of this package as
`__len__` and `__length_hint__`, and there must be room for what that answers.
"""

from __future__ import annotations

import sys
from operator import index
from typing import Any, Final

from ..prices import reserve
from .standing import StandIn

#: Pointers to so many items take no memory to speak of.
_MANY: Final = 2**17
_POINTER: Final = 8


def room_for(length: Any) -> Any:
    """Return *length*; there must be room for so many items.

    Raises:
        Stop: there is none.
    """
    if isinstance(length, int) and _MANY < length <= sys.maxsize:
        reserve(0, _POINTER * int(length))
    return length


def _measuring(method: Any) -> Any:
    """Return what C may call as `__len__` in the place of *method*."""

    def __len__(self: Any) -> Any:
        length = method(self)
        if type(length) is int and length <= _MANY:
            return length
        return room_for(index(length))  # (C would ask for it afterwards)

    return __len__


def _hinting(method: Any) -> Any:
    """Return what C may call as `__length_hint__` in the place of *method*."""

    def __length_hint__(self: Any) -> Any:
        return room_for(method(self))

    return __length_hint__


LEN: Final = StandIn("__len__", _measuring)
HINT: Final = StandIn("__length_hint__", _hinting)
