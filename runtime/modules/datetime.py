"""`datetime`: the real C types, which are immutable. The clock is behind one function.

Some of their methods import modules of the standard library from C, through the `__import__`
of whoever calls: natively, from guest code, they would find none. Shims call them from here.
"""

from __future__ import annotations

# `strptime` imports it at its first call, which must not be in a guest's time.
import _strptime  # type: ignore[import-not-found]  # noqa: F401
import datetime as real
import time
from collections.abc import Callable
from typing import Any, Final

from ..prices import reserve
from ..standins import opaque, plain, stand_in
from ..universe.registry import entry
from .clock import clock
from .kinds import declare
from .plain import exact_str
from .stand_in import module, ticked

VETTED = "MINYEAR MAXYEAR UTC date datetime time timedelta timezone tzinfo"

DATE: Final = """
ctime day fromisocalendar fromisoformat fromordinal isocalendar isoformat isoweekday max min month
replace resolution toordinal weekday year
"""
TIME: Final = """
dst fold fromisoformat hour isoformat max microsecond min minute replace resolution second
tzinfo tzname utcoffset
"""
DATETIME: Final = "astimezone combine date time timestamp timetz"
DELTA: Final = "days max microseconds min resolution seconds total_seconds"
ZONE: Final = "dst fromutc tzname utcoffset"
STRUCT_TIME: Final = """
count index n_fields n_sequence_fields n_unnamed_fields tm_gmtoff tm_hour tm_isdst tm_mday tm_min
tm_mon tm_sec tm_wday tm_yday tm_year tm_zone
"""


def now() -> float:
    """Return the time of day of the run, in seconds since 1970."""
    return clock().now() // 1000 / 10**6


def _today(cls: Any, /) -> Any:
    return cls.fromtimestamp(now())


def _now(cls: Any, /, tz: Any = None) -> Any:
    return cls.fromtimestamp(now(), tz)


def _utcnow(cls: Any, /) -> Any:
    return cls.fromtimestamp(now(), real.UTC).replace(tzinfo=None)


def _fromtimestamp(cls: Any, /, *args: Any, **named: Any) -> Any:
    owner = real.datetime if issubclass(cls, real.datetime) else real.date
    return owner.__dict__["fromtimestamp"].__get__(None, cls)(*args, **named)


def _utcfromtimestamp(cls: Any, /, timestamp: Any) -> Any:
    return cls.fromtimestamp(timestamp, real.UTC).replace(tzinfo=None)


def _strptime_shim(cls: Any, /, date_string: Any, format: Any) -> Any:
    text, pattern = exact_str(date_string), exact_str(format)
    # A format becomes a regular expression, but one without nested repeats.
    reserve(64 * (len(text) + len(pattern)))
    if len(pattern) > _LONGEST_FORMAT or len(text) > _LONGEST_FORMAT:
        raise ValueError("time data or format is too long here")
    return real.datetime.__dict__["strptime"].__get__(None, cls)(text, pattern)


_LONGEST_FORMAT: Final = 256


def _strftime(kind: Any) -> Callable[..., str]:
    def strftime(self: Any, /, format: Any) -> str:
        pattern = exact_str(format)
        # The C library tries again with more room, up to 256 times the format's length.
        reserve(256 * len(pattern))
        return kind.strftime(self, pattern)  # type: ignore[no-any-return]

    return strftime


def _calling(kind: Any, name: str) -> Callable[..., Any]:
    native = getattr(kind, name)
    return lambda self, /: native(self)


_OF_DATE: Final[dict[str, Any]] = {
    "strftime": _strftime(real.date),
    "timetuple": _calling(real.date, "timetuple"),
}
_OF_DATETIME: Final[dict[str, Any]] = {
    "strftime": _strftime(real.datetime),
    "timetuple": _calling(real.datetime, "timetuple"),
    "utctimetuple": _calling(real.datetime, "utctimetuple"),
}
_CLOCKS: Final[dict[str, Any]] = {"today": _today, "fromtimestamp": _fromtimestamp}
_DATETIME_CLOCKS: Final[dict[str, Any]] = {
    "now": _now, "utcnow": _utcnow, "utcfromtimestamp": _utcfromtimestamp,
    "strptime": _strptime_shim,
}  # fmt: skip


def _struct_time(*source: Any) -> Any:
    make: Any = time.struct_time
    return make(*map(ticked, source))


declare(
    "datetime",
    entry(real.date, DATE, _OF_DATE, _CLOCKS),
    entry(real.datetime, DATE + TIME + DATETIME, _OF_DATETIME, _CLOCKS | _DATETIME_CLOCKS),
    entry(real.time, TIME, {"strftime": _strftime(real.time)}),
    entry(real.timedelta, DELTA),
    entry(real.timezone, ZONE + " utc max min"),
    entry(real.tzinfo, ZONE),
    entry(type(real.date.min.isocalendar()), "year week weekday count index"),
    entry(time.struct_time, STRUCT_TIME),
)
plain(real.date, real.datetime, real.time, real.timedelta, real.tzinfo)
plain(real.timezone, derivable=False)
opaque(type(real.date.min.isocalendar()))
stand_in(time.struct_time, _struct_time, inherit=False)

MODULE = module(real, VETTED)
