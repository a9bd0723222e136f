"""`calendar`, adopted, but for what belongs to the host's locale.

The first day of the week that `setfirstweekday` sets is the run's. Names of months and days
are English.
"""

from __future__ import annotations

import ast
import calendar as real
import sys
from operator import index
from types import SimpleNamespace
from typing import Any, Final

from ..run import charge
from ..standins import opaque, trust
from .adopted import adopt, offer
from .datetime import MODULE as DATETIME
from .datetime_formats import DAYS, MONTHS
from .itertools import MODULE as ITERTOOLS
from .stand_in import Module, shim

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


# --- What is adopted -----------------------------------------------------------------------

_CLASSES: Final = "IllegalMonthError IllegalWeekdayError Calendar TextCalendar HTMLCalendar"
_FUNCTIONS: Final = "isleap leapdays weekday monthrange timegm"
_INSIDE: Final = "mdays _monthlen _prevmonth _nextmonth formatstring _colwidth _spacing _EPOCH_ORD"
_WANTED: Final = frozenset(f"{_CLASSES} {_FUNCTIONS} {_INSIDE} EPOCH".split())
_SHOWN: Final[dict[str, Any]] = {
    "month_name": Names(["", *MONTHS]),
    "month_abbr": Names(["", *(each[:3] for each in MONTHS)]),
    "day_name": Names(DAYS),
    "day_abbr": Names(each[:3] for each in DAYS),
}


def _wanted(text: str) -> str:
    """Return *text* without what the host's locale, enumerations and a shared calendar need."""
    return "\n".join(
        ast.unparse(node) for node in ast.parse(text).body if not _names(node).isdisjoint(_WANTED)
    )


def _names(node: ast.stmt) -> set[str]:
    if isinstance(node, ast.Assign):
        return {each.id for each in node.targets if isinstance(each, ast.Name)}
    return {node.name} if isinstance(node, (ast.ClassDef, ast.FunctionDef)) else set()


_HERE: Final = adopt(
    "calendar",
    names={
        "datetime": DATETIME, "repeat": ITERTOOLS.repeat, "Day": Day,
        "sys": SimpleNamespace(getdefaultencoding=sys.getdefaultencoding),
        "Month": tuple(map(Month, range(1, 13))),
        "January": 1, "JANUARY": 1, "February": 2, "FEBRUARY": 2, **_SHOWN,
    },
    edit=_wanted,
    writable="Calendar TextCalendar HTMLCalendar",
)  # fmt: skip
for _kind in (Names, Day, Month):
    _kind.__module__ = "calendar"
    opaque(_kind)
trust(Names, Day, Month)


def _of_run() -> dict[str, Any]:
    """Return the functions around the calendar that `setfirstweekday` changes."""
    one = _HERE.TextCalendar()

    @shim(real.setfirstweekday)
    def setfirstweekday(firstweekday: Any) -> None:
        first = index(firstweekday)
        if not 0 <= first <= 6:
            raise _HERE.IllegalWeekdayError(first)
        one.firstweekday = first

    @shim(real.firstweekday)
    def firstweekday() -> int:
        return int(one.getfirstweekday())

    return {
        "setfirstweekday": setfirstweekday, "firstweekday": firstweekday,
        "monthcalendar": one.monthdayscalendar, "prweek": one.prweek, "week": one.formatweek,
        "weekheader": one.formatweekheader, "prmonth": one.prmonth, "month": one.formatmonth,
        "calendar": one.formatyear, "prcal": one.pryear,
    }  # fmt: skip


_MEMBERS: Final = {
    **{name: _day(i) for i, name in enumerate(_DAYS.split())},
    **({name: Month(i) for i, name in enumerate(_MONTHS.split(), 1)} if _NEWER else {}),
    **_SHOWN,
    "error": ValueError,
}


def for_run() -> Module:
    """Make the module for one run."""
    offered = f"{_CLASSES} {_FUNCTIONS} EPOCH"
    return offer("calendar", offered, here=_HERE, **_MEMBERS, **_of_run())
