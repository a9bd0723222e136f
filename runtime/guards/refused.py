"""What C prints in the message of an error: `float(s)`, `[].index(x)` ("… is not in list").

The whole of it is printed, and copied into the message, whatever the message then shows of it.
"""

from __future__ import annotations

from typing import Any, Final

from ..prices import SMALL_BYTES, reserve
from .contents import SCALARS
from .printing import walk_rendering
from .rendered import Rendered, changes

_TEXTS: Final[tuple[Any, ...]] = (str, bytes, bytearray)
#: Four bytes for a character that cannot be printed, twice.
_TIMES: Final = 8
#: Bytes of a character in memory (three for four) -> what one comes to, twice: after a backslash at
#: most; as the longest escape there is for it, among characters as wide.
_WIDTHS: Final = {1: (4, 8), 2: (8, 24), 3: (16, 80)}


def is_brief(x: object) -> bool:
    """Tell whether the text of *x* in a message is short."""
    kind = type(x)
    if kind is str or kind is bytes:
        return len(x) <= SMALL_BYTES  # type: ignore[arg-type]
    return kind in SCALARS


def refused(x: Any) -> Any:
    """Pay for printing *x* in a message of C's, and return what C prints in its place.

    Raises:
        Stop: there is no room for it.
    """
    if is_brief(x):
        return x
    refusable(x)
    if changes(x):
        return Rendered(x)
    _pay_text(x)
    return x


def pay_refused(x: Any) -> None:
    """Pay for printing *x* in a message of C's, which prints it whatever code that may call.

    Raises:
        Stop: there is no room for it.
    """
    if not is_brief(x):
        refusable(x)
        _pay_text(x)


def _pay_text(x: Any) -> None:
    weight = walk_rendering(x)
    if weight > SMALL_BYTES:
        reserve(weight, _TIMES * weight)


def refusable(x: object) -> None:
    """Ask for room for the message in which C prints *x*, if that is a long text.

    Raises:
        Stop: there is none.
    """
    for base in _TEXTS:
        if issubclass(type(x), base):
            size = base.__len__(x)
            if size > SMALL_BYTES:
                reserve(size, size * (_TIMES if base is not str else _times(x, size)))


def _times(text: Any, size: int) -> int:
    """Return what the message comes to for each character, with another text as long in it."""
    width = str.__sizeof__(text) // size
    plain, escaped = _WIDTHS[min(width, 3)]
    return plain if str.isprintable(text) else escaped
