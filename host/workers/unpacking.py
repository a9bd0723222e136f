"""JSON, with or without tags, to plain data; each shape is looked at before a value is made."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from ..runtime.boundary.clashes import MOST, clashes
from ..runtime.boundary.leaves import complete
from ..runtime.boundary.record import Record
from ..runtime.boundary.truth import is_dunder
from .columns import Columns
from .measuring import SLOW
from .meter import MEMBER, Malformed, Meter
from .shapes import TAG
from .shapes import items as _list
from .shapes import text as _text
from .shapes import whole as _int

_TEXT: Final = frozenset({str})
_scan: Final[Callable[[str, int], tuple[Any, int]]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]


def _whole(meter: Meter) -> Callable[[str], int] | None:
    """Return what reads the integers of a payload; None where C may do it by itself."""
    if not meter.long:
        return None

    def whole(digits: str) -> int:
        if len(digits) > SLOW:
            meter.look()
        return int(digits)

    return whole


def read_plain(text: str, meter: Meter) -> Any:
    """Return the value of a payload without tags."""
    whole = _whole(meter)
    scan = _scan if whole is None else json.JSONDecoder(parse_int=whole).scan_once  # type: ignore[attr-defined]
    # As `decode`, which looks for blanks at both ends, by regular expressions.
    found, end = scan(text, 0)
    if end != len(text):
        raise Malformed("the payload goes on after its end")
    return found


class Reader:
    """Reads one payload with tags; what its keys may cost is one sum for all of it."""

    __slots__ = ("_clashes", "_columns", "_listed", "_meter", "_wary")

    def __init__(self, wary: bool, columns: Columns, meter: Meter) -> None:
        complete()  # `clashes` is to know of numbers of the library
        self._wary = wary
        self._clashes = MOST
        self._columns = columns
        self._meter = meter
        self._listed = {"x": columns.column, "X": columns.table}

    def read(self, text: str) -> Any:
        whole = _whole(self._meter)
        found = json.JSONDecoder(object_hook=self._untag, parse_int=whole).decode(text)
        self._columns.end()
        return found

    def _untag(self, found: dict[str, Any]) -> Any:
        if len(found) != 1 or TAG not in found:
            return found
        tag, content = _list(found[TAG], 2)
        unpack = _UNPACKS.get(_text(tag)) or self._listed.get(tag)
        if unpack is None:
            raise Malformed("the payload has an unknown tag")
        self._meter.count()
        if tag == "r" and self._meter.room is not None:
            raise Malformed("a range, which leaves no guest: it is as long as it likes")
        keys = _KEYS.get(tag)
        if self._wary and keys is not None:
            members = keys(content)
            self._meter.pay(MEMBER * len(members))
            # Before they meet: the hash of a number is known to whoever chose the number.
            self._clashes -= clashes(members)
            if self._clashes < 0:
                raise Malformed("too many keys have the same hash")
        return unpack(content)


_HEX: Final = re.compile(r"-?0x[0-9a-f]+")


def _hex(value: Any) -> int:
    if not _HEX.fullmatch(_text(value)):
        raise Malformed("a hexadecimal number expected")
    return int(value, 16)


def _pairs(content: Any) -> dict[Any, Any]:
    pairs = [_list(pair, 2) for pair in _list(content)]
    made = dict(pairs)
    if len(made) != len(pairs):
        raise Malformed("a dict has a key twice")
    return made


def _bytes(content: Any) -> bytes:
    return b64decode(_text(content), validate=True)


def _complex(content: Any) -> complex:
    real, imaginary = _list(content, 2)
    if not type(real) is type(imaginary) is float:
        raise Malformed("two floats expected")
    return complex(real, imaginary)


def _range(content: Any) -> range:
    return range(*map(_int, _list(content, 3)))


def _unpack_record(content: Any) -> Record:
    name, attributes = _list(content, 2)
    if type(attributes) is not dict or not _TEXT.issuperset(map(type, attributes)):
        raise Malformed("attributes expected")
    if any(map(is_dunder, attributes)):
        raise Malformed("an attribute has a name of Python's own")
    return Record(_text(name), attributes)


def _unpack_delta(content: Any) -> timedelta:
    return timedelta(*map(_int, _list(content, 3)))


def _unpack_zone(content: Any) -> timezone:
    offset, *name = _list(content, 1, 2)
    return timezone(_unpack_delta(offset), *map(_text, name))


def _unpack_moment(kind: Any) -> Callable[[Any], Any]:
    def unpack(content: Any) -> Any:
        text, fold, zone = _list(content, 3)
        moment = kind.fromisoformat(_text(text))
        zone = None if zone is None else _unpack_zone(zone)
        return moment.replace(fold=_int(fold), tzinfo=zone)

    return unpack


def _fraction(content: Any) -> Fraction:
    numerator, denominator = map(_hex, _list(content, 2))
    if denominator < 1:
        raise Malformed("a denominator is not positive")
    # As it was: to reduce it again would take long for large parts.
    made = object.__new__(Fraction)
    made._numerator, made._denominator = numerator, denominator  # type: ignore[attr-defined]
    return made


#: What is hashed of a content that is.
_KEYS: Final[dict[str, Callable[[Any], list[Any]]]] = {
    "d": lambda content: [_list(pair, 2)[0] for pair in _list(content)],
    "s": _list,
    "f": _list,
}
_UNPACKS: Final[dict[str, Callable[[Any], Any]]] = {
    "t": lambda content: tuple(_list(content)),
    "s": lambda content: set(_list(content)),
    "f": lambda content: frozenset(_list(content)),
    "d": _pairs,
    "i": _hex,
    "b": _bytes,
    "a": lambda content: bytearray(_bytes(content)),
    "c": _complex,
    "r": _range,
    "R": _unpack_record,
    "D": lambda content: date.fromisoformat(_text(content)),
    "T": _unpack_moment(time),
    "M": _unpack_moment(datetime),
    "U": _unpack_delta,
    "Z": _unpack_zone,
    "N": lambda content: Decimal(_text(content)),
    "F": _fraction,
    "I": lambda content: UUID(hex=_text(content)),
}
