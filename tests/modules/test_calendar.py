# ruff: noqa: E501  A row of a table stays on one line.
"""`calendar`."""

from __future__ import annotations

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = "import calendar\nfrom calendar import Calendar, TextCalendar"

test_same = same(
    HEADER,
    """
    calendar.isleap(2024), calendar.isleap(1900), calendar.leapdays(2000, 2025), calendar.isleap(-4)

    calendar.weekday(2024, 2, 29), calendar.monthrange(2024, 2), calendar.monthrange(2023, 2)[1], calendar.MONDAY, calendar.SUNDAY

    f"{calendar.weekday(2024, 2, 29)}", str(calendar.FRIDAY), calendar.SATURDAY + 1, calendar.day_name[calendar.weekday(2024, 2, 29)]

    calendar.weekday(2024, 2, 30)

    calendar.weekday(12024, 1, 1), calendar.weekday(-5, 1, 1)

    calendar.monthrange(2024, 13)

    try:
        calendar.monthrange(2024, 0)
    except calendar.IllegalMonthError as error:
        found = error.month, str(error), isinstance(error, ValueError)
    found

    calendar.monthcalendar(2024, 2), calendar.monthcalendar(1, 1)

    print(calendar.month(2024, 2)) if False else calendar.month(2024, 2)

    calendar.month(2024, 2, 3, 2), calendar.calendar(2024), calendar.calendar(2024, 3, 2, 4, 2), calendar.weekheader(3), calendar.week([(0, 0), (1, 1)], 3)

    list(calendar.month_name), list(calendar.day_abbr), calendar.month_abbr[-1], calendar.day_name[1:3], len(calendar.month_name), "March" in calendar.month_name

    calendar.month_name[13]

    {name: i for i, name in enumerate(calendar.month_abbr) if name}["Feb"]

    calendar.timegm((1970, 1, 2, 0, 0, 0)), calendar.timegm((2024, 2, 29, 12, 30, 15, 0, 0, 0))

    import time
    calendar.timegm(time.gmtime(1700000000)), calendar.timegm((2024, 1, 1, 1.5, 0, 0))

    calendar.timegm((2024, 13, 1, 0, 0, 0))

    class Page(calendar.HTMLCalendar):
        cssclass_month = "mine"
        def formatday(self, day, weekday): return f"<td>{day}:{weekday}</td>"
    calendar.HTMLCalendar(6).formatyear(2024, 4), Page().formatmonth(2024, 2), Page().formatyearpage(2023, css=None), issubclass(Page, Calendar)

    calendar.setfirstweekday(calendar.SUNDAY)
    found = calendar.firstweekday(), calendar.monthcalendar(2024, 2)[0], calendar.weekheader(2)
    calendar.setfirstweekday(0)
    found

    calendar.setfirstweekday(7)

    c = Calendar(6)
    list(c.iterweekdays()), list(c.itermonthdays(2024, 2))[:5], list(c.itermonthdays2(2024, 2))[-3:], next(c.itermonthdates(2024, 2)), c.firstweekday

    c = Calendar()
    list(c.itermonthdays3(2024, 2))[:3], list(c.itermonthdays4(2024, 12))[-2:], c.monthdatescalendar(2024, 2)[0][0], c.monthdayscalendar(2024, 2)[-1], c.monthdays2calendar(2024, 2)[0]

    len(Calendar().yeardatescalendar(2024)), Calendar().yeardayscalendar(2024, 6)[1][0][0], Calendar().yeardays2calendar(2024)[0][0][0][0]

    Calendar().yeardayscalendar(2024, 0)

    [*Calendar().itermonthdates(9999, 12)]

    t = TextCalendar(calendar.SUNDAY)
    t.formatmonth(2024, 2), t.formatyear(2024, m=4), t.formatweekheader(5), t.formatday(3, 0, 4), t.formatmonthname(2024, 2, 30), t.formatmonthname(2024, 2, 0, False)

    TextCalendar().formatmonth("2024", 2)

    TextCalendar().formatmonth(2024, 2.5)

    class Work(Calendar):
        def days(self, year, month):
            return [d for d in self.itermonthdays2(year, month) if d[0] and d[1] < 5]
    len(Work().days(2024, 2)), isinstance(Work(), Calendar)

    class Stars(TextCalendar):
        def formatday(self, day, weekday, width): return "*" if day else ""
        def iterweekdays(self): return iter([0, 1, 2])
    Stars().formatmonth(2024, 2), Stars(6).formatyear(2024, m=2)

    class First(Calendar):
        def __init__(self): super().__init__(firstweekday=6)
    First().monthdayscalendar(2024, 2)[0]

    from datetime import date, timedelta
    def third_friday(year, month):
        c = Calendar(firstweekday=calendar.SATURDAY)
        return c.monthdatescalendar(year, month)[2][-1] if date(year, month, 1).weekday() != 5 else date(year, month, 21)
    [third_friday(2024, m).isoformat() for m in range(1, 13)]

    def add_months(day, months):
        year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
        return day.replace(year=year, month=month + 1, day=min(day.day, calendar.monthrange(year, month + 1)[1]))
    from datetime import date
    str(add_months(date(2024, 1, 31), 1)), str(add_months(date(2024, 3, 31), -13))
    """,
)


@pytest.mark.parametrize(
    "call",
    ["calendar.prmonth(2024, 2)", "calendar.prcal(2024)", "calendar.TextCalendar(6).pryear(2024)", "calendar.prweek([(1, 0)], 3)"],
)  # fmt: skip
def test_what_prints(call, capsys):
    import calendar  # noqa: F401  The call names it.

    eval(call)
    assert cloche.Sandbox().execute(f"import calendar\n{call}").stdout == capsys.readouterr().out


def test_the_first_day_of_the_week_is_the_runs():
    box = cloche.Sandbox()
    box.run("import calendar\ncalendar.setfirstweekday(6)")
    assert box.run("import calendar\ncalendar.firstweekday()") == 0


test_gives = gives(
    HEADER,
    {
        "Calendar.x = 1": "TypeError",
        "calendar.IllegalMonthError.x = 1": "TypeError",
        "calendar.month.__self__": "AttributeError",
        "type(calendar.month_name)([])": "TypeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    calendar.month(2024, 1, 10**9)

    calendar.calendar(2024, m=10**10)

    calendar.calendar(2024, l=10**9)

    calendar.calendar(2024, 2, 1, 10**9)

    TextCalendar().formatday(1, 1, 10**10)

    class Worse(Calendar):
        def __init__(self): self._firstweekday = "%999999999d"
    while True:
        try: Worse().firstweekday
        except TypeError: pass

    TextCalendar().formatmonthname(2024, 1, 10**10)

    while True: calendar.calendar(2024, 99, 99, 99, 12)

    while True: Calendar().yeardatescalendar(2024)

    for _ in range(10**7): calendar.month(2024, 1, 99, 99)

    x = 1 << 10**8
    while True: calendar.isleap(x)
    """,
)
