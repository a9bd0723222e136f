"""`%Z`: the name of a zone, which may be as long as a program likes, once or many times."""

from __future__ import annotations

import datetime as real
import re
from typing import Any, Final

from ..prices import reserve
from ..run import current
from .datetime_formats import refuse_own_fields

#: What C reads of a pattern at a time.
_PIECE: Final = re.compile("%(.)", re.DOTALL)
_SEVERAL: Final = 2
#: Bytes that the C library takes for a character of the name.
_WORKING: Final = 20
_OF_TIME: Final = ("hour", "minute", "second", "microsecond")
_OF_DATE: Final = ("year", "month", "day")


def with_zone(moment: Any, pattern: str) -> tuple[Any, str]:
    """Return *moment* and *pattern* as C may be given them to format, `%Z` paid for.

    The name of a zone of the library's is written out. One of the program's is asked by C, when its
    turn has come, and what it says is paid for then.

    Raises:
        ValueError: C would ask code of the program's that is beside the zone.
    """
    if "%Z" not in pattern or not isinstance(moment, (real.datetime, real.time)):
        return moment, pattern
    times = _PIECE.findall(pattern).count("Z")
    kind: Any = real.datetime if isinstance(moment, real.datetime) else real.time
    zone = kind.tzinfo.__get__(moment)
    if type(zone) in current().own:
        return (_told(kind, moment, _Zone(zone, moment, times)) if times else moment), pattern
    name = kind.tzname(moment)
    name = "" if name is None else str.__str__(name)
    _pay(name, times)
    if times >= _SEVERAL:
        text = name.replace("%", "%%")
        pattern = _PIECE.sub(lambda each: text if each[1] == "Z" else each[0], pattern)
    return moment, pattern


def _pay(name: str, times: int) -> None:
    size = str.__len__(name) * times
    reserve(size, _WORKING * size)


class _Zone(real.tzinfo):
    """Stands for a zone of the program's in a moment that nobody gets hold of."""

    def __init__(self, zone: Any, moment: Any, times: int) -> None:
        self._zone = zone
        self._moment = moment
        self._times = times

    def _given(self, moment: Any) -> Any:
        return None if moment is None else self._moment  # None for a time of day

    def tzname(self, moment: Any) -> Any:
        name = self._zone.tzname(self._given(moment))
        if isinstance(name, str):
            _pay(name, self._times)
        return name

    def utcoffset(self, moment: Any) -> Any:
        return self._zone.utcoffset(self._given(moment))

    def dst(self, moment: Any) -> Any:
        return self._zone.dst(self._given(moment))


def _told(kind: Any, moment: Any, zone: _Zone) -> Any:
    """Return the same moment in *zone*."""
    refuse_own_fields(moment)
    names = _OF_TIME if kind is real.time else _OF_DATE + _OF_TIME
    fields = [getattr(kind, name).__get__(moment) for name in names]
    return kind(*fields, tzinfo=zone, fold=kind.fold.__get__(moment))
