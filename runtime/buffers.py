"""Objects that CPython would read the memory of, and that here have none to show.

C takes whatever has a buffer where it takes bytes, and no guard sees how much that is. So a guest's
`memoryview` and `array` are objects of this package around the real ones, whose memory C cannot
find: what does not know them raises its own TypeError, and what does takes bytes, paid for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .prices import pay_copy

#: Exact class -> a function of an instance that returns the real object.
_REAL: Final[dict[type, Callable[[Any], Any]]] = {}


def hide(kind: type, real: Callable[[Any], Any]) -> None:
    """Declare that instances of *kind* are around what *real* returns of them."""
    _REAL[kind] = real


def buffer_of(x: Any) -> Any:
    """Return what C may read and write in the place of *x*; anything else as it is."""
    real = _REAL.get(type(x))
    return x if real is None else real(x)


def hidden(x: Any) -> bool:
    """Tell whether *x* is one of these objects."""
    return type(x) in _REAL


def flat(x: Any) -> Any:
    """Return the bytes of *x*, paid for, if it is one of these objects; else *x* itself."""
    real = _REAL.get(type(x))
    if real is None:
        return x
    view = memoryview(real(x))
    pay_copy(view.nbytes)
    return view.tobytes()
