"""Objects that CPython would read the memory of, and that here have none to show.

C takes whatever has a buffer where it takes bytes, and no guard sees how much that is. So a guest's
`memoryview` and `array` are objects of this package around the real ones, whose memory C cannot
find: what does not know them raises its own TypeError, and what does takes bytes, paid for.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from .asked_by import is_in_place, is_operator
from .prices import pay_copy, spend
from .run import current

#: Class -> a function of an instance that returns the real object.
_REAL: Final[dict[type, Callable[[Any], Any]]] = {}
#: So many items of a view are copied or compared in a step, one by one, in each dimension.
ITEMS_A_STEP: Final = 4


def hide(kind: type, real: Callable[[Any], Any]) -> None:
    """Declare that instances of *kind* are around what *real* returns of them."""
    _REAL[kind] = real


def _reader(x: Any) -> Callable[[Any], Any] | None:
    """Return what gives the real object of *x*, whose class may be derived from one of ours."""
    real = _REAL.get(type(x))
    if real is None and isinstance(x, tuple(_REAL)):
        return next(_REAL[each] for each in type(x).__mro__ if each in _REAL)
    return real


def buffer_of(x: Any) -> Any:
    """Return what C may read and write in the place of *x*; anything else as it is."""
    real = _reader(x)
    return x if real is None else real(x)


def hidden(x: Any) -> bool:
    """Tell whether *x* is one of these objects."""
    return _reader(x) is not None


def items_of(view: memoryview) -> int:
    """Return how many items *view* shows."""
    return view.nbytes // view.itemsize


def pay_reading(view: memoryview) -> None:
    """Pay for a copy of what *view* shows, made item by item where they do not lie side by side."""
    pay_copy(view.nbytes)
    if not view.contiguous:
        spend(max(view.ndim, 1) * items_of(view) // ITEMS_A_STEP)


def flat(x: Any) -> Any:
    """Return the bytes of *x*, paid for, if it is one of these objects; else *x* itself."""
    real = _reader(x)
    if real is None:
        return x
    view = memoryview(real(x))
    pay_reading(view)
    return view.tobytes()


def swept(x: Any) -> Any:
    """Return the bytes of *x* like `flat`, for what reads them in one sweep.

    Raises:
        BufferError: they do not lie side by side.
    """
    if lies_apart(x):
        raise BufferError("memoryview: underlying buffer is not C-contiguous")
    return flat(x)


def lies_apart(x: Any) -> bool:
    """Tell whether *x* is such an object whose bytes do not lie side by side: C refuses it."""
    return hidden(x) and not memoryview(buffer_of(x)).c_contiguous


#: Key of `Run.state`: the bytes last handed over in the place of an object, and that object.
_HANDED: Final = "octets"


def octets(x: Any) -> Any:
    """Return bytes where those are, to whatever is on the left of `+=`, what the items of *x* are.

    A bytearray takes no other buffer for what it is; an array asks `original` what was meant.
    """
    view = memoryview(buffer_of(x))
    if view.format != "B" or view.ndim != 1 or not view.c_contiguous:
        return x
    found = flat(x)
    current().state[_HANDED] = (found, x)
    return found


def original(x: Any) -> Any:
    """Return the object that `octets` has just handed over as the bytes *x*; else *x* itself."""
    if type(x) is not bytes:
        return x
    pair: Any = current().state.pop(_HANDED, (None, None))
    handed, meant = pair
    return meant if handed is x else x


def added_to(other: Any, x: Any) -> Any:
    """Return `other + x`, or *other* with *x* added to it, as the caller's caller says.

    C does not know that *x* has bytes, and asks its `__radd__`, for `+=` as well. Whoever calls
    that in another way may mean either, and the guard of `+=` hands over bytes where items are.
    """
    kind: Any = bytes if isinstance(other, bytes) else bytearray
    view, frame = memoryview(buffer_of(x)), sys._getframe(2)
    if not isinstance(other, kind) or not view.c_contiguous:
        return NotImplemented
    if kind is bytearray:
        if is_in_place(frame):
            return bytearray.__iadd__(other, flat(x))
        if not is_operator(frame) and view.format != "B":
            return NotImplemented
    pay_copy(kind.__len__(other))
    return kind.__add__(other, flat(x))


def not_a_number(self: Any) -> Any:
    """`__float__` of such an object.

    A slice of a bytearray would take the items of what has no buffer, and not its bytes: unless
    it seems to be a number, which C refuses there.

    Raises:
        TypeError: always.
    """
    raise TypeError(f"must be real number, not {type(self).__name__}")
