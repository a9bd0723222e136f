"""Moments that are moved in time: instances of a guest's class are made here, never by C.

CPython's C calls the class and takes what that returns for a moment, without a look: `__new__` of a
guest's, or `__call__` of its metaclass, may return anything. So C is given exact moments, and what
a class returns is looked at before C is given that.
"""

from __future__ import annotations

import datetime as real
from types import BuiltinMethodType
from typing import Any, Final
from zoneinfo import ZoneInfo

from ..builtins.reflection import read

#: What a naive time is in: CPython's local zone where that is UTC.
LOCAL: Final = real.timezone(real.timedelta(0), "UTC")
_DAY: Final = real.timedelta(days=1)
_zone_of: Final = real.datetime.__dict__["tzinfo"].__get__


def _is_moment(x: Any) -> bool:
    return issubclass(type(x), real.datetime)


def _plain(moment: Any) -> real.datetime:
    """Return *moment*, of whatever class, as an exact one without a zone."""
    return real.datetime.combine(real.datetime.date(moment), real.datetime.time(moment))


def made(kind: Any, there: real.datetime, zone: Any) -> Any:
    """Return what *kind* makes of the moment *there* in *zone*, as C calls it."""
    parts = (there.year, there.month, there.day, there.hour, there.minute, there.second)
    return kind(*parts, there.microsecond, zone)


def _checked(kind: Any, there: real.datetime, zone: Any) -> Any:
    """Return the same if it is a moment.

    Raises:
        TypeError: it is none.
    """
    found = made(kind, there, zone)
    if not _is_moment(found):
        raise TypeError(f"{kind.__name__}() must return a datetime, not {type(found).__name__}")
    return found


def astimezone(self: Any, /, tz: Any = None) -> Any:
    kind, target = type(self), LOCAL if tz is None else tz
    if kind is real.datetime and self.tzinfo is None:
        return self.replace(tzinfo=LOCAL).astimezone(target)
    if kind is real.datetime or not (_is_moment(self) and issubclass(type(target), real.tzinfo)):
        return real.datetime.astimezone(self, target)
    if _zone_of(self) is target:
        return self
    offset = real.datetime.utcoffset(self)
    there = _plain(self)
    if offset is not None:
        there = real.datetime.__sub__(there, offset)
    found = _checked(kind, there, target)
    if _zone_of(found) is not target:
        # C puts the zone there; an object that has room for none is made anew, past its class.
        found = made(lambda *parts: real.datetime.__new__(type(found), *parts), found, target)
    return localized(target, found)


def localized(zone: Any, moment: Any) -> Any:
    """Return `zone.fromutc(moment)`, as C asks a zone of any class."""
    found = zone.fromutc
    if (
        type(found) is BuiltinMethodType
        and found.__self__ is zone
        and found.__name__ == "fromutc"
        and type(zone) is not real.timezone
    ):
        return (zone_from_utc if type(zone) is ZoneInfo else from_utc)(zone, moment)
    return found(moment)


def _is_of_derived(zone: Any, moment: Any) -> bool:
    """Tell whether *moment* is in *zone*, and of a class of the guest's."""
    return type(moment) is not real.datetime and _is_moment(moment) and _zone_of(moment) is zone


def from_utc(self: Any, dt: Any, /) -> Any:
    """Do what `tzinfo.fromutc` does."""
    if not _is_of_derived(self, dt):
        return real.tzinfo.fromutc(self, dt)
    offset: Any = real.datetime.utcoffset(dt)
    saving: Any = real.datetime.dst(dt)
    for name, answer in (("utcoffset", offset), ("dst", saving)):
        if answer is None:
            raise ValueError(f"fromutc: non-None {name}() result required")
    kind: Any = type(dt)
    standard = real.timedelta.__sub__(offset, saving)
    found = _checked(kind, real.datetime.__add__(_plain(dt), standard), self)
    saving = _saving(self, found)
    if saving:
        there = real.datetime.__add__(_plain(found), saving)
        found = made(type(found), there, _zone_of(found))
    return found


def _saving(zone: Any, moment: Any) -> real.timedelta:
    """Return `zone.dst(moment)`, looked at as C does, and exact."""
    found = zone.dst(moment)
    if found is None:
        raise ValueError("fromutc: tz.dst() gave inconsistent results; cannot convert")
    if not issubclass(type(found), real.timedelta):
        kind = type(found).__name__
        raise TypeError(f"tzinfo.dst() must return None or timedelta, not '{kind}'")
    exact = real.timedelta.__pos__(found)
    if not -_DAY < exact < _DAY:
        raise ValueError(
            "offset must be a timedelta strictly between -timedelta(hours=24) and "
            "timedelta(hours=24)."
        )
    return exact


def zone_from_utc(self: Any, dt: Any, /) -> Any:
    """Do what `ZoneInfo.fromutc` does.

    C adds by the class's own `__add__`, and writes to what that gives: a moment that all share.
    """
    if not _is_of_derived(self, dt):
        return ZoneInfo.fromutc(self, dt)
    start = _plain(dt)
    there = ZoneInfo.fromutc(self, start.replace(tzinfo=self))
    found = dt + (there.replace(tzinfo=None) - start)
    if there.fold:
        if type(found) is real.datetime:
            return found.replace(fold=1)
        return read(found, "replace")(fold=1)
    return found


def utctimetuple(self: Any, /) -> Any:
    kind = type(self)
    if kind is real.datetime or not _is_moment(self):
        return real.datetime.utctimetuple(self)
    offset, there = real.datetime.utcoffset(self), _plain(self)
    if offset is not None:
        there = _checked(kind, real.datetime.__sub__(there, offset), _zone_of(self))
    return real.datetime.utctimetuple(_plain(there))
