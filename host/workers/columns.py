"""Long lists column by column: what all items have in common is said once, not with each.

A list of scalars of one class becomes bytes which C makes and reads at once. A list of rows (dicts
with the same keys, lists or tuples of one length) becomes the lists of what is in its columns.

The bytes stand behind the JSON, in the order in which it mentions them. Whatever they are, they
become values of one plain class; and how many they become is known, and counted, before.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
from itertools import repeat
from operator import eq, itemgetter
from typing import Any, Final

from .measuring import decoded
from .meter import ENTRY, NARROW, NUMBER, PLACE, ROW, SHARED, TEXT, Malformed, Meter
from .shapes import items, text, whole

#: Lists from this length on are looked at.
LONG: Final = 32
#: Mean length of texts up to which they are joined: of long ones no copies are made beside JSON's.
SHORT: Final = 64
_GAP: Final = "\0"


# --- To bytes ---------------------------------------------------------------------------


def _numbers(code: str) -> Callable[[list[Any]], bytes | None]:
    def pack(values: list[Any]) -> bytes | None:
        try:
            return array(code, values).tobytes()
        except OverflowError:
            return None

    return pack


def _texts(values: list[str]) -> bytes | None:
    if sum(map(len, values)) > SHORT * len(values):
        return None
    joined = _GAP.join(values)
    if joined.count(_GAP) >= len(values):
        return None
    return joined.encode("utf-8", "surrogatepass")


_PACKS: Final[dict[type, tuple[str, Callable[[list[Any]], bytes | None]]]] = {
    int: ("q", _numbers("q")),
    float: ("d", _numbers("d")),
    bool: ("b", bytes),
    type(None): ("n", lambda _: b""),
    str: ("u", _texts),
}


def pack_list(
    values: list[Any], pack: Callable[[list[Any]], Any], blobs: list[bytes]
) -> tuple[str, list[Any]] | None:
    """Return tag and content of a long list; None if its items have too little in common.

    Parameters:
        values: plain data.
        pack: packs the columns of rows.
        blobs: takes the bytes.
    """
    kinds = set(map(type, values))
    if len(kinds) != 1:
        return None
    (kind,) = kinds
    if kind in _PACKS:
        code, make = _PACKS[kind]
        blob = make(values)
        if blob is None:
            return None
        blobs.append(blob)
        return "x", [code, len(values), len(blob)]
    if kind is not dict and kind is not list and kind is not tuple:
        return None
    width = len(values[0])
    if not 0 < width <= len(values) or set(map(len, values)) != {width}:
        return None
    names = tuple(values[0]) if kind is dict else None
    if names is not None and not _have_names(values, names):
        return None
    columns = [pack([*map(itemgetter(key), values)]) for key in names or range(width)]
    return "X", [kind.__name__, names, columns]


def _have_names(rows: list[Any], names: tuple[Any, ...]) -> bool:
    """Tell whether all rows have these keys, in this order, and all are text."""
    if set(map(type, names)) != {str}:
        return False
    return all(map(eq, map(tuple, rows), repeat(names)))


# --- From bytes -------------------------------------------------------------------------


def _read_numbers(code: str) -> Callable[[memoryview, int, Meter], list[Any]]:
    def read(blob: memoryview, *_: object) -> list[Any]:
        found = array(code)
        found.frombytes(blob)
        return found.tolist()

    return read


def _read_texts(blob: memoryview, count: int, meter: Meter) -> list[str]:
    joined = decoded(blob, meter)
    # Before it is split: there may be as many gaps as bytes.
    if joined.count(_GAP) != count - 1:
        raise Malformed("a column has more or fewer items than it says")
    return joined.split(_GAP)


_READS: Final[dict[str, Callable[[memoryview, int, Meter], list[Any]]]] = {
    "q": _read_numbers("q"),
    "d": _read_numbers("d"),
    "b": lambda blob, *_: [*map(bool, blob)],
    "n": lambda _blob, count, _meter: [None] * count,
    "u": _read_texts,
}


#: What an item of each takes.
_PRICES: Final = {"q": NUMBER, "d": NUMBER, "b": SHARED, "n": SHARED, "u": TEXT}


class Columns:
    """Reads the lists of one payload.

    Parameters:
        blobs: the bytes behind the JSON.
        most: items that all of them may have together, rows included.
        meter: is told how much they are.
    """

    __slots__ = ("_at", "_blobs", "_left", "_meter")

    def __init__(self, blobs: memoryview, most: int, meter: Meter) -> None:
        self._blobs = blobs
        self._meter = meter
        self._left = most
        self._at = 0

    def _count(self, number: int, price: int) -> None:
        """Count so many items, before they are made."""
        self._left -= number
        if number < 1 or self._left < 0:
            raise Malformed("the payload has too many items")
        self._meter.items += number
        self._meter.pay(number * price)

    def column(self, content: Any) -> list[Any]:
        """Return the list whose bytes are the next."""
        code, count, size = items(content, 3)
        self._count(whole(count), _PRICES[text(code)])
        blob = self._blobs[self._at : self._at + whole(size)]
        if size < 0 or len(blob) != size:
            raise Malformed("a column ends before its end")
        self._at += size
        found = _READS[code](blob, count, self._meter)
        if len(found) != count:
            raise Malformed("a column has more or fewer items than it says")
        return found

    def table(self, content: Any) -> list[Any]:
        """Return the rows of columns."""
        kind, names, columns = items(content, 3)
        columns = [*map(items, items(columns))]
        self._count(len(columns[0]), _row(len(columns)))
        if len(set(map(len, columns))) != 1:
            raise Malformed("the columns of a table are not equally long")
        match kind:
            case "dict":
                return _dicts([*map(text, items(names, len(columns)))], columns)
            case "tuple":
                return [*zip(*columns, strict=True)]
            case "list":
                return [*map(list, zip(*columns, strict=True))]
        raise Malformed("a table of rows of an unknown kind")

    def end(self) -> None:
        """All is read."""
        if self._at != len(self._blobs):
            raise Malformed("more columns than were mentioned")


def _row(width: int) -> int:
    """Return what a row takes: of the kinds there are, a dict takes the most."""
    return ROW + (PLACE if width <= NARROW else ENTRY) * width


def _dicts(names: list[str], columns: list[list[Any]]) -> list[Any]:
    if len(set(names)) != len(names):
        raise Malformed("a dict has a key twice")
    rows: Iterable[Any] = zip(*columns, strict=True)
    # A display takes half of what `dict(zip(…))` does.
    match names:
        case [a]:
            return [{a: p} for (p,) in rows]
        case [a, b]:
            return [{a: p, b: q} for p, q in rows]
        case [a, b, c]:
            return [{a: p, b: q, c: r} for p, q, r in rows]
        case [a, b, c, d]:
            return [{a: p, b: q, c: r, d: s} for p, q, r, s in rows]
        case [a, b, c, d, e]:
            return [{a: p, b: q, c: r, d: s, e: t} for p, q, r, s, t in rows]
        case [a, b, c, d, e, f]:
            return [{a: p, b: q, c: r, d: s, e: t, f: u} for p, q, r, s, t, u in rows]
    return [dict(zip(names, row, strict=True)) for row in rows]
