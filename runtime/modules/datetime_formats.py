"""What C's `strftime` takes from its process, written out before C is asked.

Local time is UTC here, and names are those of the locale C, whatever the host has set. C's own `%s`
is in the zone of the process, as is a `%Z` that has a flag: that one does not get as far as
CPython, which writes the names of zones itself.
"""

from __future__ import annotations

import _locale
import datetime as real
import re
import time
from typing import Any, Final

from ..prices import reserve, spend
from ..run import current

#: Flags, width, modifier and letter of what C reads at a time.
_DIRECTIVE: Final = re.compile("%([-_0^#]*)([0-9]*)([EO]?)(.)", re.DOTALL)
DAYS: Final = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS: Final = (
    "January February March April May June July August September October November December"
).split()
#: What the locale decides.
_NAMES: Final = frozenset("aAbBhcxXpPr")
#: What tells the locale C from all others.
_OF_LOCALE: Final = {
    _locale.D_T_FMT: "%a %b %e %H:%M:%S %Y",
    _locale.D_FMT: "%m/%d/%y",
    _locale.T_FMT: "%H:%M:%S",
    _locale.DAY_2: "Monday",
    _locale.AM_STR: "AM",
}
#: More is written of no directive but one that has a width.
_USUAL: Final = 24
_WIDEST: Final = 4096
_EPOCH_DAY: Final = real.date(1970, 1, 1).toordinal()
_CYCLE: Final = 400
_CYCLE_DAYS: Final = 146097
#: What C asks an instance of a derived class for.
_ASKED: Final = frozenset({"timetuple", "year", "microsecond"})
#: Year, month, day, hour, minute, second, day of the week.
Fields = tuple[int, ...]


def refuse_own_fields(moment: Any) -> None:
    """Refuse what C would ask for its fields while it formats: they may be others then.

    Raises:
        ValueError: *moment* is of a class of the program's that answers for them.
    """
    own = current().own
    for each in type(moment).__mro__:
        if each in own and not _ASKED.isdisjoint(vars(each)):
            raise ValueError("a format does not name the zone of what has its own timetuple")


def seconds_of(fields: Fields, summer: bool) -> int:
    """Return the seconds from 1970 to a moment in UTC; *summer* as in C's `mktime`."""
    year, month, day, hour, minute, second = fields[:6]
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    # Any year of the calendar's cycle of 400 that `date` can tell.
    cycles, year = divmod(year - _CYCLE, _CYCLE)
    days = real.date(year + _CYCLE, month, 1).toordinal() + cycles * _CYCLE_DAYS - _EPOCH_DAY
    return (((days + day - 1) * 24 + hour) * 60 + minute) * 60 + second - 3600 * summer


def neutral(pattern: str, moment: Any) -> str:
    """Return *pattern* without what C would take from its process for *moment*.

    Parameters:
        moment: a date, a time, a datetime, or a `struct_time` that C accepts.

    Raises:
        ValueError: the width of a directive is too large, or `refuse_own_fields`.
    """
    letters = set("s") if isinstance(moment, tuple) else set("sZ")
    if any(_locale.nl_langinfo(each) != text for each, text in _OF_LOCALE.items()):
        letters |= _NAMES
    if letters.isdisjoint(pattern):
        return pattern
    spend(pattern.count("%"))
    found = [each for each in _DIRECTIVE.finditer(pattern) if _is_asked(each, letters)]
    if not found:
        return pattern
    refuse_own_fields(moment)
    widths = [int(each[2][:9] or 0) for each in found]
    if max(widths) > _WIDEST:
        raise ValueError("a width in this format is too large here")
    reserve(sum(widths) + _USUAL * len(widths))
    fields = _fields(moment)
    asked = {each.start() for each in found}
    return _DIRECTIVE.sub(
        lambda each: _written(each, fields, moment) if each.start() in asked else each[0], pattern
    )


def _is_asked(each: re.Match[str], letters: set[str]) -> bool:
    # CPython writes a plain `%Z`, which `with_zone` pays for.
    return each[4] in letters and each[0] != "%Z"


def _fields(moment: Any) -> Fields:
    """Return the fields that C has, by CPython's own getters."""
    if isinstance(moment, time.struct_time):
        year, month, day, *rest = moment[:6]
        return (year, max(month, 1), max(day, 1), *rest, moment[6] % 7)
    if isinstance(moment, real.time):
        return (1900, 1, 1, *_read(real.time, moment, "hour minute second"), 0)
    weekday = real.date.weekday(moment)
    date = _read(real.date, moment, "year month day")
    if isinstance(moment, real.datetime):
        return (*date, *_read(real.datetime, moment, "hour minute second"), weekday)
    return (*date, 0, 0, 0, weekday)


def _read(kind: type, moment: Any, names: str) -> tuple[int, ...]:
    return tuple(getattr(kind, name).__get__(moment) for name in names.split())


def _saving(moment: Any) -> Any:
    """Return 1 or 0 as it is summer time in the zone of *moment* or not, None if none says."""
    if isinstance(moment, time.struct_time):
        return None if moment.tm_isdst < 0 else int(moment.tm_isdst > 0)
    if not isinstance(moment, real.datetime):
        return None
    saving = real.datetime.dst(moment)
    return None if saving is None else int(bool(saving))


def _written(each: re.Match[str], fields: Fields, moment: Any) -> str:
    flags, width, _, letter = each.groups()
    if letter == "s":
        text = str(seconds_of(fields, _saving(moment) == 1))
    elif letter == "Z":
        text = "" if _saving(moment) is None else "UTC"
    else:
        text = name_of(letter, fields)
    if "#" in flags and letter in "aAbBhpZ":
        text = text.lower() if letter in "pZ" else text.upper()
    elif "^" in flags and letter != "P":
        text = text.upper()
    pad = flags.replace("^", "").replace("#", "")[-1:]
    return text.rjust(int(width or 0), "0" if pad == "0" else " ")


def name_of(letter: str, fields: Fields) -> str:
    """Return what C writes for `%` and *letter*, one that the locale decides, in the locale C."""
    year, month, day, hour, minute, second, weekday = fields
    name, of_month = DAYS[weekday], MONTHS[month - 1]
    clock = f"{hour:02}:{minute:02}:{second:02}"
    half = "PM" if hour >= 12 else "AM"
    match letter:
        case "a":
            return name[:3]
        case "A":
            return name
        case "b" | "h":
            return of_month[:3]
        case "B":
            return of_month
        case "c":
            return f"{name[:3]} {of_month[:3]} {day:2} {clock} {year}"
        case "x":
            return f"{month:02}/{day:02}/{year % 100:02}"
        case "X":
            return clock
        case "r":
            return f"{(hour - 1) % 12 + 1:02}{clock[2:]} {half}"
        case "p":
            return half
    return half.lower()  # "P"
