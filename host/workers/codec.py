"""Plain data to bytes and back, for bytes that come from a process a guest may have taken over.

The bytes are JSON, since CPython's own scanner takes it at C speed and has no way to make anything
but plain values. What JSON lacks is an object with the one key `!` and the value `[tag, content]`;
a dict that looks like one is sent as pairs. Payloads that need no tag say so in their first byte,
and are then read without looking at each object.

Before the scanner sees a payload its size, its number of items, its depth, its longest number and
what its values take are known to be bounded (`measuring.py`): the scanner recurses in C, and long
numbers take quadratic time. After it, keys are looked at before they meet in a dict
(`boundary/clashes.py`).
"""

from __future__ import annotations

import json
import marshal
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from json.encoder import encode_basestring
from typing import Any, Final
from uuid import UUID

from ..runtime.boundary.clashes import MOST, clashes
from ..runtime.boundary.leaves import complete
from ..runtime.boundary.limits import INWARD, CrossingLimits
from ..runtime.boundary.record import Record
from ..runtime.boundary.truth import is_dunder
from .columns import LONG, Columns, pack_list
from .measuring import DIGITS, SLOW, SPARE, decoded, measure
from .meter import MEMBER, Meter
from .meter import Malformed as Malformed
from .shapes import items as _list
from .shapes import text as _text
from .shapes import whole as _int

#: Bytes of one payload, in either direction.
LARGEST: Final = 256 * 2**20

_TAG: Final = "!"
_PLAIN, _TAGGED = b"j", b"t"
#: JSON with tags, whose length is in front of it, and behind it what `columns.py` makes of lists.
_COLUMNS: Final = b"c"
_SIZE: Final = 4
#: `marshal`, for which a reader must trust the writer: nothing that a host reads.
_BARE: Final = b"m"
_SIMPLE: Final = frozenset({str, int, float, bool, type(None)})
_TEXT: Final = frozenset({str})


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


# --- To bytes ---------------------------------------------------------------------------


def encode(
    value: Any,
    *,
    canonical: bool = False,
    largest: int | None = None,
    purse: Purse | None = None,
) -> bytes:
    """Return the bytes of *value*, plain data of exactly the builtin classes.

    Parameters:
        canonical: whether equal values give equal bytes in every process.
        largest: how many they may be; None: `LARGEST`.
        purse: pays for them, and for what is made on the way.

    Raises:
        Unsendable: it is something else, or too large.
        RecursionError: it is nested too deeply, or contains itself.
    """
    # A limit of the host's beyond ours would let `dumps` write what no reader takes.
    careful = canonical or not 0 < sys.get_int_max_str_digits() <= DIGITS
    try:
        return _within(_encoded(value, canonical, careful, purse), value, largest)
    except ValueError:
        return _within(_encoded(value, canonical, True, purse), value, largest)


def _encoded(value: Any, canonical: bool, careful: bool, purse: Purse | None) -> bytes:
    packer = _Packer(canonical, careful or purse is not None, purse)
    text = _dumps(packer.pack(value))
    # No more than two copies of a long text at a time: a worker has little room beside the guest.
    if packer.blobs:
        head = text.encode("utf-8", "surrogatepass")
        return b"".join([_COLUMNS, len(head).to_bytes(_SIZE), head, *packer.blobs])
    text = (_TAGGED if packer.tagged else _PLAIN).decode() + text
    return text.encode("utf-8", "surrogatepass")


def _within(data: bytes, value: Any, largest: int | None = None) -> bytes:
    most = LARGEST if largest is None else largest
    if len(data) > most:
        raise Unsendable(value, f"takes more than {most:,} bytes on its way between processes")
    return data


# --- From the host to the worker, which trusts it ----------------------------------------


def encode_bare(value: Any) -> bytes:
    """Return the bytes of *value*, which `is_bare`, for a worker.

    Raises:
        Unsendable: it is too large.
    """
    # Version 2 keeps no sharing: what arrives is a tree, as what the boundary makes is.
    return _within(_BARE + marshal.dumps(value, 2), value)


def decode_of_host(data: bytes | bytearray) -> Any:
    """In the worker: return the value that the host has sent."""
    return (
        marshal.loads(memoryview(data)[1:])
        if comes_bare(data)
        else decode(data, INWARD, wary=False)
    )


def comes_bare(data: bytes | bytearray) -> bool:
    """Tell whether `encode_bare` has made *data*."""
    return data[:1] == _BARE


#: No sharing of the encoder's marker dictionary: what is packed is a tree.
_dumps: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":")
).encode


class _Packer:
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
        text = _dumps(packed)
        if self._purse is not None:
            self._purse.pay(packed, _WIDEST * len(text))
        return text

    def _dict(self, value: dict[Any, Any]) -> Any:
        if not _TEXT.issuperset(map(type, value)) or (len(value) == 1 and _TAG in value):
            return self._tag("d", [self.items(pair) for pair in value.items()])
        if not self._careful and _SIMPLE.issuperset(map(type, value.values())):
            return value
        pack = self.pack
        if self._canonical:
            return {pack(key): pack(item) for key, item in value.items()}
        return {key: pack(item) for key, item in value.items()}

    def _tag(self, tag: str, content: object) -> dict[str, object]:
        self.tagged = True
        return {_TAG: [tag, content]}


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


def _record(packer: _Packer, value: Record) -> tuple[str, Any]:
    return "R", [value.__type_name__, packer.pack(vars(value))]


_PACKS: Final[dict[type, Callable[[_Packer, Any], tuple[str, Any]]]] = {
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


# --- From bytes -------------------------------------------------------------------------


def decode_row(
    data: bytes | bytearray, limits: CrossingLimits, meter: Meter | None = None
) -> list[Any]:
    """Return the list that *data* holds: what is matched by its parts is nothing else.

    Parameters:
        limits, meter: see `decode`.

    Raises:
        Malformed: it holds something else, a `range` say, whose length may be beyond C's.
    """
    content = decode(data, limits, meter=meter)
    if type(content) is not list:
        raise Malformed("not a row")
    return content


def decode(
    data: bytes | bytearray,
    limits: CrossingLimits,
    *,
    wary: bool = True,
    meter: Meter | None = None,
) -> Any:
    """Return the value that *data* stands for.

    Parameters:
        limits: items and depth of what a sender may put into one payload.
        wary: whether keys may have been chosen to have one hash.
        meter: what its text and its values may take here, and is told how much they are.

    Raises:
        Malformed: nothing plain, or more than that.
    """
    meter = Meter() if meter is None else meter
    # No copy is made of a body that may be large: it is measured with its form in front.
    form, start, end = data[:1], 1, len(data)
    if form == _COLUMNS:
        start = 1 + _SIZE
        end = start + int.from_bytes(data[1:start])
        if end > len(data):
            raise Malformed("the payload ends before its end")
        data, blobs = data[start:end], memoryview(data)[end:]
        start = 0
    elif form not in (_PLAIN, _TAGGED):
        raise Malformed("the payload has no known form")
    else:
        blobs = memoryview(b"")
    measure(data, limits, meter)
    try:
        text = decoded(memoryview(data)[start:], meter)
        if form == _PLAIN:
            return _read_plain(text, meter)
        return _Reader(wary, Columns(blobs, limits.items + SPARE, meter), meter).read(text)
    except StopIteration:
        raise Malformed("the payload is no JSON") from None
    except (ValueError, TypeError, ArithmeticError, RecursionError, LookupError) as error:
        raise Malformed(f"{type(error).__name__}: {error}"[:200]) from None


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


def _read_plain(text: str, meter: Meter) -> Any:
    whole = _whole(meter)
    scan = _scan if whole is None else json.JSONDecoder(parse_int=whole).scan_once  # type: ignore[attr-defined]
    # As `decode`, which looks for blanks at both ends, by regular expressions.
    found, end = scan(text, 0)
    if end != len(text):
        raise Malformed("the payload goes on after its end")
    return found


class _Reader:
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
        if len(found) != 1 or _TAG not in found:
            return found
        tag, content = _list(found[_TAG], 2)
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
