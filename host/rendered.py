"""Plain data of a guest's as text, for errors and logs: of bounded length, and never an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, Final

from .runtime.boundary.leaves import weight
from .runtime.boundary.record import Record

#: Levels that are shown.
DEEPEST: Final = 20
#: Bytes of a number that is shown: fewer than any limit of the interpreter's on digits is about.
LONGEST: Final = 256

_SIGNS: Final[dict[type, tuple[str, str]]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
}


def rendered(value: object, most: int) -> str:
    """Return what `repr(value)` begins with, and `…` for what is more than *most* characters.

    Parameters:
        value: plain data. What else is in it is the host's own, and rendered by its `__repr__`.
    """
    text = ""
    for piece in _pieces(value, most, 0):
        text += piece
        if len(text) > most:
            return text[:most] + "…"
    return text


def _pieces(value: Any, most: int, depth: int) -> Iterator[str]:
    kind = type(value)
    if kind is Record:
        yield from _record(value, most, depth)
    elif kind in _SIGNS:
        yield from _container(value, most, depth)
    elif kind is str or kind is bytes or kind is bytearray:
        yield repr(value[: most + 1])
    elif weight(value) > LONGEST:
        yield f"<{kind.__name__} of {weight(value):,} bytes>"
    else:
        yield repr(value)


def _container(value: Any, most: int, depth: int) -> Iterator[str]:
    kind = type(value)
    if not value:
        yield repr(value)
        return
    opening, closing = _SIGNS[kind]
    yield opening
    if kind is dict:
        yield from _items(value.items(), ": ", most, depth)
    else:
        yield from _items(value, "", most, depth)
    yield ",)" if kind is tuple and len(value) == 1 else closing


def _record(value: Record, most: int, depth: int) -> Iterator[str]:
    yield f"{value.__type_name__[:most]}("
    yield from _items(vars(value).items(), "=", most, depth)
    yield ")"


def _items(items: Iterable[Any], between: str, most: int, depth: int) -> Iterator[str]:
    """Render items, or pairs with *between* in their middle; names are shown as they are."""
    if depth >= DEEPEST:
        yield "…"
        return
    for number, item in enumerate(islice(items, most + 1)):
        if number:
            yield ", "
        if not between:
            yield from _pieces(item, most, depth + 1)
            continue
        key, content = item
        if between == "=":
            yield key[: most + 1]
        else:
            yield from _pieces(key, most, depth + 1)
        yield between
        yield from _pieces(content, most, depth + 1)
