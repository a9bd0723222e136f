"""Plain values of the standard library: dates, numbers, UUIDs. Loaded when one may come.

Every function here takes an instance of exactly the class it is listed under, and returns it
when it is immutable, else a copy. What the class's own constructor lets through (an offset
that is an instance of a guest's subclass of `timedelta`) is looked at again.
"""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from uuid import UUID

from .clashes import CONVERTING, PARTS
from .leaves import ENTERING, LEAVES, NUMBERS, WEIGHTS, same, weight
from .refusal import Refused

ZONE_HINT: Final = "use datetime.timezone or zoneinfo, or convert with .isoformat()"

_numerator: Callable[[Fraction], Any] = Fraction.__dict__["_numerator"].__get__
_denominator: Callable[[Fraction], Any] = Fraction.__dict__["_denominator"].__get__
_set_numerator = Fraction.__dict__["_numerator"].__set__
_set_denominator = Fraction.__dict__["_denominator"].__set__
_uuid_int: Callable[[UUID], Any] = UUID.__dict__["int"].__get__


def is_plain_zone(zone: Any) -> bool:
    """Return whether `zone` is a `timezone` of plain parts."""
    return (
        type(zone) is datetime.timezone
        and type(zone.utcoffset(None)) is datetime.timedelta
        and type(zone.tzname(None)) is str
    )


def _is_zone_info(zone: Any) -> bool:
    # Not imported here: who uses none pays for none.
    real = sys.modules.get("zoneinfo")
    return real is not None and type(zone) is real.ZoneInfo and type(zone.key) is str


def timezone(value: datetime.timezone) -> datetime.timezone:
    """Return the zone if its offset and name are plain."""
    if is_plain_zone(value):
        return value
    raise Refused(value, "has an offset or a name of a class of its own", ZONE_HINT)


def existing(value: Any) -> Any:
    """Return a copy of a date, a time or a datetime, if there is such.

    CPython makes others of the bytes of a pickle (`date(b"\\0\\0\\1\\0")`), of which it looks at
    the month alone. `ctime` of such a day reads memory before a table.
    """
    try:
        return value.replace()
    except ValueError:
        raise Refused(value, "is a date or time that does not exist") from None


def zoned(value: Any) -> Any:
    """Return a copy of a time or datetime whose zone, if it has one, is of the standard library.

    A `ZoneInfo` becomes the one of that name that guests have.
    """
    if value.tzinfo is None or is_plain_zone(value.tzinfo):
        return existing(value)
    if _is_zone_info(value.tzinfo):
        _arrive("zoneinfo")
        from ..modules.zoneinfo import ZONES

        known = ZONES.get(value.tzinfo.key)
        if known is not None:
            return existing(value).replace(tzinfo=known)
    raise Refused(value, "has a time zone of a class of its own", ZONE_HINT)


def fraction(value: Fraction) -> Fraction:
    """Return a copy; the parts are not reduced again, which takes long for large ones."""
    numerator, denominator = _numerator(value), _denominator(value)
    if type(numerator) is not int or type(denominator) is not int or denominator < 1:
        raise Refused(value, "is not made of two plain integers")
    copy = object.__new__(Fraction)
    _set_numerator(copy, numerator)
    _set_denominator(copy, denominator)
    return copy


def uuid(value: UUID) -> UUID:
    """Return a copy. `is_safe`, which says how it was made on its machine, stays behind."""
    return UUID(int=number_of_uuid(value, _uuid_int))


def number_of_uuid(value: Any, read: Callable[[Any], Any]) -> int:
    """Return the number that *read* finds in a UUID."""
    number = read(value)
    if type(number) is not int or not 0 <= number < 1 << 128:
        raise Refused(value, "is not made of a plain integer")
    return number


#: The plain classes that hold no others, besides those of `leaves.py`, and that guests have, too.
PLAIN: Final[dict[type, Callable[[Any], Any]]] = {
    datetime.date: existing,
    datetime.time: zoned,
    datetime.datetime: zoned,
    datetime.timedelta: same,
    datetime.timezone: timezone,
}


def _arrive(module: str) -> None:
    # Its import takes long, and few programs need it.
    from ..modules.loading import arrive

    arrive(module)


def _guarding(copy: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what copies the first date that enters: from then on dates are guarded."""

    def enter(value: Any) -> Any:
        _arrive("datetime")
        ENTERING.update(_BY_CLASS)
        return copy(value)

    return enter


def _decimal_inside(value: Decimal) -> Any:
    _arrive("decimal")
    from ..modules.decimal_number import made

    return made(value)


def _fraction_inside(value: Fraction) -> Any:
    _arrive("fractions")
    from ..modules.fraction_number import made

    return made(fraction(value))


def _uuid_inside(value: UUID) -> Any:
    _arrive("uuid")
    from ..modules.uuid import made

    return made(number_of_uuid(value, _uuid_int))


_BY_CLASS: Final = {id(kind): copy for kind, copy in PLAIN.items()}
LEAVES.update(_BY_CLASS)
LEAVES.update({id(Decimal): same, id(Fraction): fraction, id(UUID): uuid})
ENTERING.update((id(kind), _guarding(copy)) for kind, copy in PLAIN.items())
CONVERTING.add(Decimal)
PARTS[Fraction] = lambda value: (_numerator(value), _denominator(value))
NUMBERS.update(
    {id(Decimal): _decimal_inside, id(Fraction): _fraction_inside, id(UUID): _uuid_inside}
)
WEIGHTS.update(
    {
        id(Decimal): Decimal.__sizeof__,
        id(Fraction): lambda value: weight(_numerator(value)) + weight(_denominator(value)),
    }
)
