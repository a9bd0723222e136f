"""`datetime`: the real C types, which are immutable. The clock is behind one function.

Some of their methods import modules of the standard library from C, through the `__import__`
of whoever calls: natively, from guest code, they would find none. Shims call them from here.
"""

from __future__ import annotations

import builtins
import datetime as real
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from ..binding import example
from ..builtins.reflection import read
from ..guards.draining import mapping
from ..guards.naming import BRIEF, PRINTED, names_of
from ..guards.refused import refusable
from ..guards.rendering import EXPANDED
from ..nesting import LAZY, nested
from ..prices import reserve
from ..standins import opaque, plain, stand_in, unbound
from ..universe.registry import entry
from .clock import clock
from .datetime_formats import neutral
from .datetime_moving import astimezone, from_utc, localized, made, utctimetuple
from .datetime_zones import with_zone
from .kinds import declare
from .plain import exact_str
from .stand_in import module, ticked
from .strptime import strptime_datetime

VETTED = "MINYEAR MAXYEAR UTC date datetime time timedelta timezone tzinfo"

DATE: Final = """
day fromisocalendar fromordinal isocalendar isoformat isoweekday max min month
resolution toordinal weekday year
"""
TIME: Final = """
dst fold hour isoformat max microsecond min minute resolution second
tzinfo tzname utcoffset
"""
DATETIME: Final = "combine date time timetz"
DELTA: Final = "days max microseconds min resolution seconds total_seconds"
ZONE: Final = "dst tzname utcoffset"
STRUCT_TIME: Final = """
count index n_fields n_sequence_fields n_unnamed_fields tm_gmtoff tm_hour tm_isdst tm_mday tm_min
tm_mon tm_sec tm_wday tm_yday tm_year tm_zone
"""


def now() -> float:
    """Return the time of day of the run, in seconds since 1970."""
    return clock().now() // 1000 / 10**6


def _today(cls: Any, /) -> Any:
    return read(cls, "fromtimestamp")(now())


def _now(cls: Any, /, tz: Any = None) -> Any:
    return _from_timestamp(cls, now(), tz)


def _utcnow(cls: Any, /) -> Any:
    return _from_timestamp(cls, now())


def _from_timestamp(cls: Any, /, timestamp: Any, tz: Any = None) -> Any:
    if tz is not None and (cls is real.datetime or not issubclass(type(tz), real.tzinfo)):
        return real.datetime.fromtimestamp(timestamp, tz)
    there = made(cls, real.datetime.fromtimestamp(timestamp, real.UTC), tz)
    return there if tz is None else localized(tz, there)


def _utc_from_timestamp(cls: Any, /, timestamp: Any) -> Any:
    return _from_timestamp(cls, timestamp)


def _date_from_timestamp(cls: Any, /, timestamp: Any) -> Any:
    there = real.datetime.fromtimestamp(timestamp, real.UTC)
    return cls(there.year, there.month, there.day)


def _timestamp(self: Any, /) -> float:
    if self.tzinfo is None:
        day, time = real.datetime.date(self), real.datetime.time(self)
        self = real.datetime.combine(day, time, real.UTC)
    return real.datetime.timestamp(self)


def parsed(parse: Callable[[str, str], Any], text: Any, format: Any) -> Any:
    """Return `parse(text, format)`, a `strptime`, paid for."""
    if not isinstance(text, str) or not isinstance(format, str):
        return parse(text, format)  # raises
    text, format = exact_str(text), exact_str(format)
    # A format becomes a regular expression, but one without nested repeats.
    reserve(64 * (len(text) + len(format)))
    if len(format) > _LONGEST_FORMAT or len(text) > _LONGEST_FORMAT:
        raise ValueError("time data or format is too long here")
    return parse(text, format)


def _strptime_shim(cls: Any, /, date_string: Any, format: Any) -> Any:
    if not isinstance(date_string, str) or not isinstance(format, str):
        return real.datetime.strptime(date_string, format)  # raises
    return parsed(partial(strptime_datetime, cls), date_string, format)


def _from_iso(kind: Any) -> Callable[..., Any]:
    native = kind.__dict__["fromisoformat"]

    def fromisoformat(cls: Any, /, text: Any) -> Any:
        refusable(text)
        return native.__get__(None, cls)(text)

    return fromisoformat


_LONGEST_FORMAT: Final = 256


def _expanded(x: Any, spec: str) -> tuple[Any, str]:
    # A class of the guest's with a `strftime` of its own is given what was written.
    own = next(each for each in type(x).__mro__ if "strftime" in vars(each))
    if own not in (real.date, real.time):
        return x, spec
    found = neutral(spec, x)
    # What is left of no format is no text, where an empty one would be the usual.
    return with_zone(x, found) if found or not spec else ("", "")


EXPANDED.update({real.date: _expanded, real.time: _expanded})


def format_time(write: Callable[[str, Any], str], format: Any, moment: Any) -> str:
    """Return `write(format, moment)`, a `strftime`, paid for.

    Raises:
        TypeError: the format is no text.
    """
    if not isinstance(format, str):
        raise TypeError(f"strftime() argument 1 must be str, not {type(format).__name__}")
    moment, pattern = with_zone(moment, neutral(exact_str(format), moment))
    # The C library tries again with more room, up to 256 times the format's length.
    reserve(256 * len(pattern))
    return write(pattern, moment)


def _strftime(kind: Any) -> Callable[..., str]:
    def strftime(self: Any, /, format: Any) -> str:
        return format_time(lambda pattern, moment: kind.strftime(moment, pattern), format, self)

    return strftime


def _calling(kind: Any, name: str) -> Callable[..., Any]:
    native = getattr(kind, name)
    return lambda self, /: native(self)


def _ctime(kind: Any) -> Callable[[Any], str]:
    """Return the guard of `kind.ctime`, which reads the names of days before the first.

    A date of the year 0 is made of the bytes of a pickle, of which C looks at the month alone.
    """
    native, year = kind.ctime, real.date.__dict__["year"].__get__

    def ctime(self: Any, /) -> str:
        if isinstance(self, real.date) and year(self) < real.MINYEAR:
            raise ValueError(f"year {year(self)} is out of range")
        return native(self)  # type: ignore[no-any-return]

    return ctime


_OF_DATE: Final[dict[str, Any]] = {
    "replace": unbound(real.date.replace),
    "ctime": _ctime(real.date),
    "strftime": _strftime(real.date),
    "timetuple": _calling(real.date, "timetuple"),
}
_OF_DATETIME: Final[dict[str, Any]] = {
    "replace": unbound(real.datetime.replace),
    "astimezone": astimezone,
    "ctime": _ctime(real.datetime),
    "timestamp": _timestamp,
    "strftime": _strftime(real.datetime),
    "timetuple": _calling(real.datetime, "timetuple"),
    "utctimetuple": utctimetuple,
}
_OF_TIME: Final[dict[str, Any]] = {
    "replace": unbound(real.time.replace),
    "strftime": _strftime(real.time),
}
_CLOCKS: Final[dict[str, Any]] = {
    "today": _today, "fromtimestamp": _date_from_timestamp, "fromisoformat": _from_iso(real.date),
}  # fmt: skip
_DATETIME_CLOCKS: Final[dict[str, Any]] = {
    "today": _today, "fromtimestamp": _from_timestamp, "now": _now, "utcnow": _utcnow,
    "utcfromtimestamp": _utc_from_timestamp, "strptime": _strptime_shim,
    "fromisoformat": _from_iso(real.datetime),
}  # fmt: skip


def _struct_time(sequence: Any, dict: Any = {}) -> Any:  # noqa: B006 (CPython's own default)
    make: Any = time.struct_time
    given = mapping(dict) if isinstance(dict, builtins.dict) else dict
    return nested(make(ticked(sequence), given))  # C frees one in another, and they take any object


declare(
    "datetime",
    entry(real.date, DATE, _OF_DATE, _CLOCKS),
    entry(real.datetime, DATE + TIME + DATETIME, _OF_DATETIME, _DATETIME_CLOCKS),
    entry(real.time, TIME, _OF_TIME, {"fromisoformat": _from_iso(real.time)}),
    entry(real.timedelta, DELTA),
    entry(real.timezone, ZONE + " fromutc utc max min"),
    entry(real.tzinfo, ZONE, {"fromutc": from_utc}),
    entry(type(real.date.min.isocalendar()), "year week weekday count index"),
    entry(time.struct_time, STRUCT_TIME),
)
example(real.date.min, real.datetime.min, real.time.min, real.timedelta(), real.UTC)
plain(real.date, real.datetime, real.time, real.timedelta, real.tzinfo)
plain(real.timezone, derivable=False)
opaque(type(real.date.min.isocalendar()))
_COUNTS: Final = ("n_fields", "n_sequence_fields", "n_unnamed_fields")
stand_in(
    time.struct_time,
    _struct_time,
    inherit=False,
    members={name: getattr(time.struct_time, name) for name in _COUNTS},
)


def _zone_of(x: Any) -> int:
    # The getter in C: a guest's class may have an attribute of this name.
    zone = _TZINFO[isinstance(x, real.datetime)](x)
    return 0 if zone is None else names_of(zone)


_TZINFO: Final = [kind.__dict__["tzinfo"].__get__ for kind in (real.time, real.datetime)]
PRINTED.update({
    real.datetime: _zone_of,
    real.time: _zone_of,
    # Printed with its name.
    real.timezone: lambda x: len(real.timezone.tzname(x, None)),
})  # fmt: skip
LAZY.add(time.struct_time)
BRIEF.update({real.date, real.timedelta, type(real.date.min.isocalendar()), time.struct_time})

MODULE = module(real, VETTED)
