"""`time`, told by the clock of the run. Local time is UTC.

`strftime` is CPython's, called from here, with what C would take from its process written out.
"""

from __future__ import annotations

import time as real
from operator import index
from typing import Any, Final

from ..standins import standin_of
from .clock import SECOND, clock
from .datetime import format_time, parsed
from .datetime_formats import seconds_of
from .stand_in import module, shim, ticked
from .strptime import strptime_time

VETTED = ""
#: What CPython has where the local time is UTC.
_ZONE: Final[dict[str, Any]] = {
    "timezone": 0, "altzone": 0, "daylight": 0, "tzname": ("UTC", "UTC"),
}  # fmt: skip
_FIELDS: Final = 9


# --- Clocks ------------------------------------------------------------------------------


@shim(real.time)
def time() -> float:
    return clock().now() / SECOND


@shim(real.time_ns)
def time_ns() -> int:
    return clock().now()


def _elapsed(seconds: Any, nanoseconds: Any) -> list[Any]:
    """Return the pair of functions that tell how long the run has been going on."""

    @shim(seconds)
    def elapsed() -> float:
        return clock().elapsed() / SECOND

    @shim(nanoseconds)
    def elapsed_ns() -> int:
        return clock().elapsed()

    return [elapsed, elapsed_ns]


def _used(seconds: Any, nanoseconds: Any) -> list[Any]:
    """The same for the processor time it has used."""

    @shim(seconds)
    def used() -> float:
        return clock().used() / SECOND

    @shim(nanoseconds)
    def used_ns() -> int:
        return clock().used()

    return [used, used_ns]


@shim(real.sleep)
def sleep(seconds: Any, /) -> None:
    if isinstance(seconds, float):
        seconds = float.__pos__(seconds)
    elif hasattr(type(seconds), "__index__"):
        seconds = index(seconds)
    if type(seconds) not in (int, float) or not 0 <= seconds <= _LONGEST_SLEEP:
        # No time that C accepts: it raises its own error. (A class without `__index__`, which
        # only the class can have, is none.)
        real.sleep(seconds)
    clock().sleep(seconds)


#: What the C function accepts, in seconds.
_LONGEST_SLEEP: Final = (2**63 - 1) // SECOND


# --- Calendar time -------------------------------------------------------------------------


def _moment(seconds: Any) -> Any:
    return clock().now() // SECOND if seconds is None else seconds


@shim(real.gmtime)
def gmtime(seconds: Any = None, /) -> Any:
    return real.gmtime(_moment(seconds))


@shim(real.localtime)
def localtime(seconds: Any = None, /) -> Any:
    return real.struct_time((*real.gmtime(_moment(seconds)), "UTC", 0))


@shim(real.ctime)
def ctime(seconds: Any = None, /) -> str:
    return real.asctime(real.gmtime(_moment(seconds)))


#: The C library copies it to its stack: a name of two million characters would end the process.
_LONGEST_ZONE: Final = 255


def _broken_down(t: Any, caller: str) -> Any:
    """Return *t*, a tuple of nine numbers or a `struct_time`, as one that names its zone."""
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    fields = tuple(ticked(tuple.__iter__(t)))
    if len(fields) != _FIELDS:
        raise TypeError(f"{caller}(): illegal time tuple argument")
    zone = (t.tm_zone, t.tm_gmtoff) if type(t) is real.struct_time else (None, None)
    if type(zone[0]) is str and len(zone[0]) > _LONGEST_ZONE:
        raise ValueError("the name of this time zone is too long here")
    return real.struct_time((*fields, zone[0] or "UTC", zone[1] or 0))


@shim(real.asctime)
def asctime(t: Any = None, /) -> str:
    return real.asctime(localtime() if t is None else _broken_down(t, "asctime"))


@shim(real.strftime)
def strftime(format: Any, t: Any = None, /) -> str:
    moment = localtime() if t is None else _broken_down(t, "strftime")
    real.strftime("", moment)  # raises what C has against its fields
    return format_time(real.strftime, format, moment)


@shim(real.strptime)
def strptime(data_string: Any, format: Any = "%a %b %d %H:%M:%S %Y", /) -> Any:
    return parsed(strptime_time, data_string, format)


@shim(real.mktime)
def mktime(t: Any, /) -> float:
    if not isinstance(t, tuple):
        raise TypeError("Tuple or struct_time argument required")
    fields = [index(each) for each in ticked(tuple.__iter__(t))]
    if len(fields) != _FIELDS:
        raise TypeError("mktime(): illegal time tuple argument")
    if max(each.bit_length() for each in fields) > _INT_BITS:
        raise OverflowError("Python int too large to convert to C long")
    return float(seconds_of(tuple(fields), fields[-1] > 0))


_INT_BITS: Final = 31


MODULE = module(
    real, VETTED, time, time_ns, sleep, gmtime, localtime, ctime, asctime, strftime, strptime,
    mktime,
    *_elapsed(real.monotonic, real.monotonic_ns),
    *_elapsed(real.perf_counter, real.perf_counter_ns),
    *_used(real.process_time, real.process_time_ns),
    *_used(real.thread_time, real.thread_time_ns),
    struct_time=standin_of(real.struct_time),
    **_ZONE,
)  # fmt: skip
