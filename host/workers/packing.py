"""Plain data to what `json` writes without loss, and what may be written."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring
from typing import Any, Final
from uuid import UUID

from ..runtime.boundary.record import Record
from .columns import LONG, pack_list
from .shapes import TAG

_SIMPLE: Final = frozenset({str, int, float, bool, type(None)})
_TEXT: Final = frozenset({str})
#: No sharing of the encoder's marker dictionary: what is packed is a tree.
dumps: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


class Unsendable(Exception):
    """A value that is not plain data, or too much of it.

    Parameters:
        value: the part that is not plain; the whole if it is too large.
    """

    def __init__(self, value: object, reason: str = "") -> None:
        super().__init__(reason)
        self.value = value
        self.reason = reason


class TooLarge(Unsendable):
    """More than was left in a `Purse`."""


class Purse:
    """What may still be written, in bytes, of values that a guest makes in this process.

    Paid before anything is made: for text as it is written, and for what stands for a value until
    then.

    Parameters:
        left: so many bytes.
    """

    __slots__ = ("_most", "left")

    def __init__(self, left: int) -> None:
        self.left = self._most = left

    def pay(self, value: object, size: int) -> None:
        """Pay for *size* bytes of *value*.

        Raises:
            TooLarge: so many are not left.
        """
        self.left -= size
        if self.left < 0:
            raise TooLarge(value, f"takes more than {self._most:,} bytes")


class Packer:
    """Turns plain data into what `json` writes without loss."""

    __slots__ = ("_canonical", "_careful", "_purse", "blobs", "tagged")

    def __init__(self, canonical: bool, careful: bool, purse: Purse | None) -> None:
        self._canonical = canonical
        self._purse = purse
        #: Long integers are looked for.
        self._careful = careful
        #: A tag was used.
        self.tagged = False
        #: What stands behind the JSON.
        self.blobs: list[bytes] = []

    def pack(self, value: Any) -> Any:
        kind = type(value)
        if self._purse is not None:
            size = _SIZES.get(kind)
            self._purse.pay(value, _VALUE if kind in _SIMPLE else _TAGGED_VALUE)
            if size is not None:
                self._purse.pay(value, size(value))
        if kind is list:
            if len(value) >= LONG and not self._canonical:
                found = pack_list(value, self.pack, self.blobs)
                if found is not None:
                    return self._tag(*found)
            if not self._careful and _SIMPLE.issuperset(map(type, value)):
                return value
            return [*map(self.pack, value)]
        if kind is dict:
            return self._dict(value)
        if kind in _SIMPLE:
            if self._careful and kind is int and not -(2**63) < value < 2**63:
                return self._tag("i", hex(value))
            return value
        pack = _PACKS.get(kind)
        if pack is None:
            raise Unsendable(value)
        tag, content = pack(self, value)
        return self._tag(tag, content)

    def items(self, values: Iterable[Any]) -> list[Any]:
        return [*map(self.pack, values)]

    def members(self, values: Iterable[Any]) -> list[Any]:
        """Pack the members of a set, whose order says nothing."""
        packed = self.items(values)
        return sorted(packed, key=self._as_text) if self._canonical else packed

    def _as_text(self, packed: Any) -> str:
        """Return what *packed* is sorted by; around sets in sets it is written again and again."""
        text = dumps(packed)
        if self._purse is not None:
            self._purse.pay(packed, _WIDEST * len(text))
        return text

    def _dict(self, value: dict[Any, Any]) -> Any:
        if not _TEXT.issuperset(map(type, value)) or (len(value) == 1 and TAG in value):
            return self._tag("d", [self.items(pair) for pair in value.items()])
        if not self._careful and _SIMPLE.issuperset(map(type, value.values())):
            return value
        pack = self.pack
        if self._canonical:
            return {pack(key): pack(item) for key, item in value.items()}
        return {key: pack(item) for key, item in value.items()}

    def _tag(self, tag: str, content: object) -> dict[str, object]:
        self.tagged = True
        return {TAG: [tag, content]}


def _size_of_text(value: str) -> int:
    """Return how many bytes *value* takes as JSON, which writes six for some characters."""
    return sum(
        len(encode_basestring(value[at : at + _PIECE]).encode("utf-8", "surrogatepass"))
        for at in range(0, len(value), _PIECE)
    )


#: Characters that are looked at in one go.
_PIECE: Final = 2**16


def _size_of_zone(value: Any) -> int:
    """Return how many bytes the name of a zone takes, which stands in what has one."""
    zone = value if type(value) is timezone else value.tzinfo
    if type(zone) is not timezone:
        return 0
    _, *name = zone.__getinitargs__()  # type: ignore[attr-defined]
    return _TAGGED_VALUE + sum(map(_size_of_text, name))


#: What stands for a value while it is packed and written, in bytes: for a scalar, and for what gets
#: a tag, a list and a dictionary around it.
_VALUE: Final = 16
_TAGGED_VALUE: Final = 512
#: Bytes of a character of text in memory.
_WIDEST: Final = 4
#: What is written of values that may be long; of bytes a copy more is made on the way.
_SIZES: Final[dict[type, Callable[[Any], int]]] = {
    str: _size_of_text,
    int: lambda value: value.bit_length() // 4,
    bytes: lambda value: len(value) * 8 // 3,
    bytearray: lambda value: len(value) * 8 // 3,
    timezone: _size_of_zone,
    time: _size_of_zone,
    datetime: _size_of_zone,
    Decimal: lambda value: 3 * value.__sizeof__(),  # 19 digits are 8 bytes
    Record: lambda value: _size_of_text(value.__type_name__),
    Fraction: lambda value: (value.numerator.bit_length() + value.denominator.bit_length()) // 4,
}


def _delta(value: timedelta) -> list[int]:
    return [value.days, value.seconds, value.microseconds]


def _zone(value: timezone | None) -> list[Any] | None:
    if value is None:
        return None
    offset, *name = value.__getinitargs__()  # type: ignore[attr-defined]
    return [_delta(offset), *name]


def _moment(value: Any) -> list[Any]:
    """A time or datetime: text, fold and zone. Its zone is a plain `timezone`, or it is refused."""
    if value.tzinfo is not None and type(value.tzinfo) is not timezone:
        raise Unsendable(value)
    return [value.replace(tzinfo=None).isoformat(), value.fold, _zone(value.tzinfo)]


def _record(packer: Packer, value: Record) -> tuple[str, Any]:
    return "R", [value.__type_name__, packer.pack(vars(value))]


_PACKS: Final[dict[type, Callable[[Packer, Any], tuple[str, Any]]]] = {
    tuple: lambda packer, value: ("t", packer.items(value)),
    set: lambda packer, value: ("s", packer.members(value)),
    frozenset: lambda packer, value: ("f", packer.members(value)),
    bytes: lambda packer, value: ("b", b64encode(value).decode()),
    bytearray: lambda packer, value: ("a", b64encode(value).decode()),
    complex: lambda packer, value: ("c", [value.real, value.imag]),
    range: lambda packer, value: ("r", packer.items((value.start, value.stop, value.step))),
    Record: _record,
    date: lambda packer, value: ("D", value.isoformat()),
    time: lambda packer, value: ("T", _moment(value)),
    datetime: lambda packer, value: ("M", _moment(value)),
    timedelta: lambda packer, value: ("U", _delta(value)),
    timezone: lambda packer, value: ("Z", _zone(value)),
    Decimal: lambda packer, value: ("N", str(value)),
    Fraction: lambda packer, value: (
        "F", [hex(value.numerator), hex(value.denominator)]
    ),
    UUID: lambda packer, value: ("I", value.hex),
}  # fmt: skip
