# ruff: noqa: E741  The parameter is called l there, and guests name it.
"""`calendar`: the real calculations, which take a month or a year; widths are priced.

The first day of the week that `setfirstweekday` sets is the run's. Names of months and days
are those of the host's locale, read once.
"""

from __future__ import annotations

import calendar as real
import sys
from operator import index
from types import MethodType
from typing import Any, Final

from ..guards.contents import SCALARS
from ..guards.rendering import shown
from ..prices import pay_copy, reserve
from ..rehomed import adopt, rehomed
from ..run import charge, current
from ..standins import opaque, plain, trust
from ..universe.exceptions import COMMON, GUARDED
from ..universe.registry import entry
from ..universe.special import OVERRIDES
from .html_calendar import html_calendar
from .kinds import declare
from .stand_in import Module, frozen, shim
from .streams import stream

#: More of these than any program needs: a year's table costs less than a step for each.
_STEPS: Final = 50
_DAYS: Final = "MONDAY TUESDAY WEDNESDAY THURSDAY FRIDAY SATURDAY SUNDAY"
_MONTHS: Final = """
JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER
"""


class Names:
    """The names of the months, or of the days of the week."""

    __slots__ = ("__names__",)

    def __init__(self, names: Any) -> None:
        self.__names__ = tuple(names)

    def __getitem__(self, i: Any) -> Any:
        charge(1)
        return [*self.__names__][i]

    def __len__(self) -> int:
        return len(self.__names__)


class Day(int):
    """A day of the week, or a month: an integer that shows its name from Python 3.12 on."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return _DAYS.split()[self]

    @property
    def value(self) -> int:
        return int(self)

    def __repr__(self) -> str:
        return f"calendar.{self.name}"

    __str__ = int.__repr__


class Month(Day):
    """A month: 1 is January."""

    __slots__ = ()

    @property
    def name(self) -> str:
        return _MONTHS.split()[self - 1]


_NEWER: Final = sys.version_info >= (3, 12)


def _day(number: int) -> int:
    return Day(number) if _NEWER else int(number)


# --- Functions -----------------------------------------------------------------------------


@shim(real.isleap)
def isleap(year: Any) -> bool:
    _pay(year)
    return real.isleap(year)


@shim(real.leapdays)
def leapdays(y1: Any, y2: Any) -> int:
    _pay(y1, y2)
    return real.leapdays(y1, y2)


def _pay(*numbers: Any) -> None:
    for number in numbers:
        if isinstance(number, int):
            pay_copy(int.bit_length(number))


@shim(real.weekday)
def weekday(year: Any, month: Any, day: Any) -> int:
    _pay(year)
    return _day(real.weekday(year, month, day))


@shim(real.monthrange)
def monthrange(year: Any, month: Any) -> tuple[int, int]:
    _pay(year)
    first, days = real.monthrange(year, month)
    return _day(first), days


@shim(real.timegm)
def timegm(tuple: Any) -> Any:
    fields: Any = [each if type(each) is float else index(each) for each in tuple[:6]]
    _pay(*fields)
    return real.timegm(fields)


# --- Calendars -----------------------------------------------------------------------------


class Calendar(real.Calendar):
    """Base calendar class."""

    def __init__(self, firstweekday: Any = 0) -> None:
        real.Calendar.__init__(self, index(firstweekday))

    # A number, whatever a derived class has put there: `%` means another thing to text.
    def getfirstweekday(self) -> int:
        return int(index(self._firstweekday) % 7)

    def setfirstweekday(self, firstweekday: Any) -> None:
        self._firstweekday = index(firstweekday)

    firstweekday = property(getfirstweekday, setfirstweekday)

    def yeardatescalendar(self, year: Any, width: Any = 3) -> Any:
        charge(_STEPS)
        return real.Calendar.yeardatescalendar(self, year, width)

    def yeardays2calendar(self, year: Any, width: Any = 3) -> Any:
        charge(_STEPS)
        return real.Calendar.yeardays2calendar(self, year, width)

    def yeardayscalendar(self, year: Any, width: Any = 3) -> Any:
        charge(_STEPS)
        return real.Calendar.yeardayscalendar(self, year, width)


class TextCalendar(real.TextCalendar, Calendar):
    """Subclass of Calendar that outputs a calendar as a simple plain text calendar."""

    def formatday(self, day: Any, weekday: Any, width: Any) -> str:
        return real.TextCalendar.formatday(self, index(day), weekday, _width(width))

    def formatweek(self, theweek: Any, width: Any) -> str:
        week = list(theweek) if type(theweek) in (list, tuple) else []
        charge(len(week))
        width = _width(width)
        reserve(len(week) * (width + 8))
        return real.TextCalendar.formatweek(self, week, width)

    def formatweekday(self, day: Any, width: Any) -> str:
        return real.TextCalendar.formatweekday(self, day, _width(width))

    def formatweekheader(self, width: Any) -> str:
        return real.TextCalendar.formatweekheader(self, _width(width))

    def formatmonthname(self, theyear: Any, themonth: Any, width: Any, withyear: Any = True) -> str:
        year = _year(theyear)
        return real.TextCalendar.formatmonthname(self, year, themonth, _width(width), withyear)

    def formatmonth(self, theyear: Any, themonth: Any, w: Any = 0, l: Any = 0) -> str:
        w, l = _width(w), _width(l)
        return real.TextCalendar.formatmonth(self, _year(theyear), themonth, w, l)

    def formatyear(
        self,
        theyear: Any,
        w: Any = 2,
        l: Any = 1,
        c: Any = 6,
        m: Any = 3,
    ) -> str:
        w, l, c, m = _width(w), _width(l), _width(c), index(m)
        charge(_STEPS)
        column = 8 * abs(w) + abs(c) + 16
        # The year is centred above *m* columns, of which there are twelve at most below.
        reserve(100 * column + column * abs(m) + 100 * abs(l))
        return real.TextCalendar.formatyear(self, _year(theyear), w, l, c, m)

    def prweek(self, theweek: Any, width: Any) -> None:
        _print(self.formatweek(theweek, width))

    def prmonth(self, theyear: Any, themonth: Any, w: Any = 0, l: Any = 0) -> None:
        _print(self.formatmonth(theyear, themonth, w, l))

    def pryear(
        self,
        theyear: Any,
        w: Any = 0,
        l: Any = 0,
        c: Any = 6,
        m: Any = 3,
    ) -> None:
        _print(self.formatyear(theyear, w, l, c, m))


def _width(width: Any) -> int:
    """Return *width*, paid for as often as a month has columns and lines."""
    width = index(width)
    if abs(width) > 99:
        reserve(100 * abs(width))
    return int(width)


def _year(year: Any) -> Any:
    """Return *year*, an exact scalar: the real functions raise their own errors for some."""
    return shown(year) if type(year) in SCALARS else index(year)


def _print(text: str) -> None:
    stream(current(), "stdout").write(text)


for _kind in (Calendar, TextCalendar, Names, Day, Month):
    _kind.__module__ = "calendar"
_ERRORS: Final = (real.IllegalMonthError, real.IllegalWeekdayError)
declare("calendar", *(entry(kind, f"{COMMON} month weekday", GUARDED) for kind in _ERRORS))
plain(*_ERRORS, Calendar)
for _error in _ERRORS:
    OVERRIDES[_error, "__init__"] = rehomed(_error.__dict__["__init__"])
plain(TextCalendar, derivable=False)
for _kind in (Day, Month, Names):
    opaque(_kind)
trust(Calendar, TextCalendar, Names, Day, Month)
adopt(Calendar)
adopt(TextCalendar)
HTMLCalendar: Final = html_calendar(Calendar, Names)


_MONTH_DAYS: Final = rehomed(real.Calendar.monthdayscalendar)


def _of_run() -> dict[str, Any]:
    """Return the functions around the calendar that `setfirstweekday` changes."""
    one = TextCalendar()

    @shim(real.setfirstweekday)
    def setfirstweekday(firstweekday: Any) -> None:
        first = index(firstweekday)
        if not 0 <= first <= 6:
            raise real.IllegalWeekdayError(first)
        one.firstweekday = first

    @shim(real.firstweekday)
    def firstweekday() -> int:
        return int(one.getfirstweekday())

    functions = {
        "monthcalendar": MethodType(_MONTH_DAYS, one), "prweek": one.prweek, "week": one.formatweek,
        "weekheader": one.formatweekheader, "prmonth": one.prmonth, "month": one.formatmonth,
        "calendar": one.formatyear, "prcal": one.pryear,
    }  # fmt: skip
    return functions | {"setfirstweekday": setfirstweekday, "firstweekday": firstweekday}


def for_run() -> Module:
    """Make the module for one run."""
    days = {name: _day(i) for i, name in enumerate(_DAYS.split())}
    months = {name: Month(i) for i, name in enumerate(_MONTHS.split(), 1)} if _NEWER else {}
    shims = (
        isleap, leapdays, weekday, monthrange, timegm, Calendar, TextCalendar, HTMLCalendar,
        *_ERRORS,
    )  # fmt: skip
    names = {
        name: Names(getattr(real, name))
        for name in ("month_name", "month_abbr", "day_name", "day_abbr")
    }
    return frozen(
        "calendar",
        real.__doc__,
        {each.__name__: each for each in shims}
        | days | months | names | _of_run() | {"EPOCH": 1970, "error": ValueError},
        frozenset(name for name in dir(real) if name[0] != "_"),
    )  # fmt: skip
