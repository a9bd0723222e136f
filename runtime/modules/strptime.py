"""CPython's `_strptime`, a copy of its own: where local time is UTC and the locale is C.

The module itself reads the zone and the locale of the process, sets its zone anew (`tzset`), and
keeps formats in tables of the process. The copy finds other modules by the same names.
"""

from __future__ import annotations

# C imports it to say what is wrong with a call, which must not be in a guest's time.
import _strptime  # type: ignore[import-not-found]  # noqa: F401
import re as real_re
import time
from collections.abc import Callable
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any, Final

from ..run import current
from .copied import copied
from .datetime_formats import DAYS, MONTHS, name_of
from .re_error import own_errors
from .re_quiet import compiled

#: Key in `Run.state` of the formats a run has used.
_STATE: Final = "strptime"


class _OfRun:
    """The table of formats, by format: each run has its own."""

    __slots__ = ()

    def _table(self) -> dict[str, Any]:
        found: Any = current().state.setdefault(_STATE, {})
        return found  # type: ignore[no-any-return]

    def __len__(self) -> int:
        return len(self._table())

    def get(self, format: str) -> Any:
        return self._table().get(format)

    def __setitem__(self, format: str, pattern: Any) -> None:
        self._table()[format] = pattern

    def clear(self) -> None:
        self._table().clear()


def _strftime(format: str, moment: Any) -> str:
    # Asked while the tables are made, for the names and orders of the locale.
    if len(format) == 2 and format[1] in "cxXpr":
        return name_of(format[1], moment[:7])
    return time.strftime(format, moment)


_time: Final = SimpleNamespace(**vars(time))
vars(_time).update(tzname=("UTC", "UTC"), daylight=0, timezone=0, strftime=_strftime)
del _time.tzset
_STOOD_FOR: Final[dict[str, Any]] = {
    "time": _time,
    "locale": SimpleNamespace(LC_TIME=0, getlocale=lambda category: (None, None)),
    "calendar": SimpleNamespace(
        day_name=DAYS,
        day_abbr=[each[:3] for each in DAYS],
        month_name=["", *MONTHS],
        month_abbr=["", *(each[:3] for each in MONTHS)],
        isleap=lambda year: year % 4 == 0 and (year % 100 != 0 or year % 400 == 0),
    ),
    # Without the table of patterns.
    "re": SimpleNamespace(**{**vars(real_re), "compile": own_errors()(compiled)}),
    # Not to the host: of a day without a year.
    "warnings": SimpleNamespace(warn=lambda *args, **named: None),
}


_HERE: Final = copied("_strptime", _STOOD_FOR)
_HERE.update(_regex_cache=_OfRun(), _cache_lock=nullcontext())
strptime_datetime: Final[Callable[[Any, str, str], Any]] = (
    _HERE["_strptime_datetime"]
    if "_strptime_datetime" in _HERE
    else _HERE["_strptime_datetime_datetime"]
)
strptime_time: Final[Callable[[str, str], Any]] = _HERE["_strptime_time"]
