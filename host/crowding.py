"""How many keys a tool's declared types may bring together.

A set or a dictionary that pydantic makes has keys which it has read out of a guest's lists and
texts. A guest chooses integers of one hash as it likes (`runtime/boundary/clashes.py`), and each
of them is compared with each, in the tool's time, for which the guest does not pay.
"""

from __future__ import annotations

import enum
from collections import Counter
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from .open_models import parts_of
from .runtime.boundary.clashes import MOST
from .runtime.boundary.record import Record

#: Values in what becomes a set or a dictionary whose keys may have any hash.
MOST_KEYS: Final = 1_000
#: Characters of it: text may be read as JSON, and have a key in every fourth.
MOST_READ: Final = 20_000
_FOR: Final = " for a tool with declared types that have sets or dictionaries"


class Keys(enum.IntEnum):
    """What is known of the hashes of keys."""

    #: A secret of the process goes into them, or not many values have the same.
    APART = 0
    #: They are those of the numbers that values and texts stand for.
    NUMBERS = 1
    ANY = 2


#: By name of what describes a type (a schema of pydantic's); any other type may have any hash.
_KINDS: Final = {
    **dict.fromkeys(
        ("str", "bytes", "bool", "float", "none", "literal", "enum", "date", "time", "datetime",
         "timedelta"), Keys.APART,
    ),
    **dict.fromkeys(("int", "decimal", "uuid"), Keys.NUMBERS),
}  # fmt: skip
_AS_THEY_ARE: Final = {"type": "any"}
#: What is no more than what it describes under "schema".
_WRAPPERS: Final = frozenset({"nullable", "default"})


def keys_of(schema: Any) -> Keys:
    """Return what is known of all keys in what *schema*, of pydantic's core, describes."""
    if type(schema) is not dict:
        return Keys.ANY  # it has not been built yet
    found, reads = Keys.APART, False
    for part in parts_of(schema):
        if type(part) is not dict:
            continue
        kind = part.get("type")
        reads = reads or kind == "json"
        if kind == "dict":
            found = max(found, _kind_of(part.get("keys_schema", _AS_THEY_ARE), Keys.APART))
        elif kind == "set" or kind == "frozenset":
            found = max(found, _kind_of(part.get("items_schema", _AS_THEY_ARE)))
    return Keys.ANY if found and reads else found


def _kind_of(schema: Any, undescribed: Keys = Keys.ANY) -> Keys:
    """Return what is known of the hashes of what *schema* describes.

    Parameters:
        undescribed: of what may be anything. As keys of a dictionary they have been such before.
    """
    if type(schema) is not dict:
        return Keys.ANY
    kind = schema.get("type")
    if kind == "any":
        return undescribed
    if kind in _WRAPPERS:
        return _kind_of(schema.get("schema"))
    if kind == "union":
        return max(map(_kind_of, schema["choices"]))
    return _KINDS.get(str(kind), Keys.ANY)


def bound(value: Any, keys: Keys) -> None:
    """Refuse *value*, plain data that is to be converted, if its keys may be too many of one hash.

    Raises:
        ValueError: they may.
    """
    if keys is Keys.APART:
        return
    values = within(value)
    if len(values) <= MOST_KEYS and length(values) <= MOST_READ:
        return
    if keys is Keys.ANY:
        raise ValueError(
            f"more than {MOST_KEYS:,} values, or {MOST_READ:,} characters,{_FOR}"
        )  # fmt: skip
    if _pairs(values) > MOST:
        raise ValueError(f"too many numbers of one hash{_FOR}")


#: Two integers of CPython's limit, 4,300 digits, with underscores between. `Fraction` searches what
#: it is given with a regular expression, at 110 bytes a digit.
_LONGEST: Final = 4 * 4_300 + 2


def within(value: Any) -> list[Any]:
    """Return *value*, and all values and keys in it."""
    found, todo = [], [value]
    while todo:
        inside = todo.pop()
        found.append(inside)
        if type(inside) is Record:
            inside = vars(inside)
        kind = type(inside)
        if kind is dict:
            todo += inside
            todo += inside.values()
        elif kind in (list, tuple, set, frozenset):
            todo += inside
    return found


def length(values: list[Any]) -> int:
    """Return the characters and bytes in *values*."""
    return sum(len(value) for value in values if type(value) in (str, bytes, bytearray))


def _pairs(values: list[Any]) -> int:
    """Return how many pairs of different numbers that *values* may become have one hash."""
    whole: list[int] = []
    texts: set[str] = set()
    for value in values:
        kind = type(value)
        if kind is int:
            whole.append(value)
        elif kind is str:
            texts.add(value)
        elif kind is bytes or kind is bytearray:
            texts.add(value.decode("latin-1"))
            whole.append(int.from_bytes(value[:16], "big"))
        elif kind is Decimal or kind is Fraction:
            texts.add(str(value))
    for text in texts:
        with suppress(ValueError):
            whole.append(UUID(text).int)
    # Not through a set: what is looked for here is what a set cannot bear.
    whole.sort()
    hashes = [hash(one) for one, _ in groupby(whole)]
    for text in texts:
        if len(text) > _LONGEST and "/" in text:
            continue  # no fraction: `int` refuses to read so many digits
        with suppress(InvalidOperation, TypeError, ValueError, ZeroDivisionError):
            hashes.append(hash(Fraction(text) if "/" in text else Decimal(text)))
    return sum(count * (count - 1) // 2 for count in Counter(hashes).values())
