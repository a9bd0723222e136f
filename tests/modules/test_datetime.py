# ruff: noqa: E501  A row of a table stays on one line.
"""`datetime`."""

from __future__ import annotations

import time
from datetime import datetime as datetime_

import pytest

import cloche
from cloche.runtime.modules import datetime as module

from .tables import gives, same, stopped

HEADER = "from datetime import date, datetime, time, timedelta, timezone, tzinfo, MINYEAR, UTC"

test_same = same(
    HEADER,
    """
    date(2024, 2, 29) + timedelta(days=366), date.max - date.min, date(2024, 1, 1).weekday()

    date(2023, 2, 29)

    datetime(2024, 1, 2, 3, 4, 5, 6, tzinfo=UTC).isoformat(), datetime.fromisoformat("2024-01-02T03:04"), str(time(1, 2))

    f"{date(2024, 3, 1):%d/%m/%Y} {datetime(2024, 1, 1, 13):%H:%M} {time(4, 5):%M}", format(date(2024, 1, 1), "%j")

    date(2024, 3, 1).strftime("%A %d %B"), datetime(2024, 1, 1).strftime(""), time(1).strftime("%H")

    datetime.strptime("2024-01-02 03", "%Y-%m-%d %H"), type(datetime.strptime("1", "%H"))

    datetime.strptime("x", "%Y")

    datetime.strptime("2024", "%")

    datetime.fromtimestamp(0, timezone.utc), date.fromtimestamp(86400 * 3), datetime.fromtimestamp(0, UTC).timestamp()

    datetime.utcfromtimestamp(0) if False else 1

    date(2024, 3, 1).timetuple(), datetime(2024, 3, 1).utctimetuple().tm_yday, tuple(date(2024, 3, 1).timetuple())[:3]

    date(2024, 3, 1).isocalendar(), date(2024, 3, 1).isocalendar().week, date.fromisocalendar(2024, 1, 1)

    timedelta(hours=5, minutes=3).total_seconds(), timedelta(days=1) / 2, timedelta(days=5) // timedelta(days=2), -timedelta(1)

    timedelta(days=10**10)

    timedelta(1) * 3, 2.5 * timedelta(1), timedelta(7) % timedelta(2), divmod(timedelta(7), timedelta(2))

    timezone(timedelta(hours=2)), timezone(timedelta(hours=2), "X"), str(timezone.utc), repr(UTC)

    datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=2))).astimezone(UTC)

    class Z(tzinfo):
        def utcoffset(self, dt): return timedelta(hours=3)
        def dst(self, dt): return None
        def tzname(self, dt): return "Z3"
    d = datetime(2024, 1, 1, tzinfo=Z())
    d.isoformat(), d.tzname(), d.astimezone(UTC).hour, f"{d:%Z %z}"

    class D(date):
        def double(self): return self.day * 2
    D(2024, 1, 4).double(), D(2024, 1, 4) == date(2024, 1, 4), type(D(2024, 1, 4).replace(day=2)).__name__

    sorted([date(2024, 1, 2), date(2023, 1, 1)]), {date(2024, 1, 1): 1}[date(2024, 1, 1)], isinstance(datetime.min, date)

    datetime(2024, 1, 1) < date(2024, 1, 1)

    match date(2024, 5, 6):
        case date(year=y, month=m): found = (y, m)
    found
    """,
)

test_clock = gives(
    HEADER,
    {
        "type(datetime.now()) is datetime, type(datetime.utcnow()), datetime.now(UTC).tzinfo": "(True, <class 'datetime.datetime'>, datetime.timezone.utc)",
        "datetime.today().date() == date.today() == datetime.now().date()": "True",
        "class D(datetime): pass\ntype(D.now()).__name__": "'D'",
        "now = datetime.now\nisinstance(now(), datetime)": "True",
        "datetime.strptime('1' * 300, '%H')": "ValueError",
        "datetime.now.__self__": "AttributeError",
    },
)

test_naive_is_utc = same(
    HEADER,
    """
    datetime(2024, 1, 1).timestamp(), datetime(2024, 7, 1, fold=1).astimezone(UTC), datetime.fromtimestamp(1.5), date.fromtimestamp(86399)

    datetime(2024, 1, 1).astimezone(), datetime(2024, 1, 1).astimezone(timezone(timedelta(hours=5))), datetime(2024, 1, 1, tzinfo=UTC).astimezone()

    datetime(2024, 1, 1).astimezone("UTC")

    datetime.strptime("2024", "%Y%Y")

    import re, time
    try: time.strptime("2024", "%Y%Y")
    except re.error as e: found = e
    type(found) is re.error, found.msg, found.pos, found.pattern[:9]

    format(datetime(2024, 2, 29), "%-Z"), f"{date(2024, 1, 1):%#Z}", f"{time(1):%10Z}", format(date(2024, 1, 1), ""), format(datetime(2024, 1, 1, tzinfo=UTC), "%Z")

    class D(datetime):
        def __new__(cls, *args, **named):
            made.append((args, named))
            return super().__new__(cls, *args, **named)
    made = []
    D.fromtimestamp(0).isoformat(), D.fromtimestamp(0, UTC).isoformat(), D(2024, 1, 1).timestamp(), made[0]

    class D(datetime):
        def __new__(cls, *args, **named):
            made.append(len(args))
            return super().__new__(cls, *args, **named)
    class Z(tzinfo):
        def __repr__(self): return "Z()"
        def utcoffset(self, moment): return timedelta(hours=2 if moment.month in range(4, 10) else 1)
        def dst(self, moment): return self.utcoffset(moment) - timedelta(hours=1)
    made, z, two = [], Z(), timezone(timedelta(hours=2))
    moments = [D(2024, month, 1, 23, 30, tzinfo=zone, fold=1) for month in (1, 7) for zone in (z, two)]
    shown = [(d.astimezone(zone), type(d.astimezone(zone)).__name__) for d in moments for zone in (UTC, z, two, None)]
    back = [z.fromutc(D(2024, 7, 1, tzinfo=z)), tzinfo.fromutc(z, D(2024, 1, 1, tzinfo=z)), z.fromutc(datetime(2024, 7, 1, tzinfo=z))]
    shown, back, list(map(type, back)), [tuple(d.utctimetuple()) for d in moments], D(2024, 7, 1).utctimetuple().tm_hour, D.now(z).tzinfo is z, D.fromtimestamp(0, z), [D(2024, 7, 1).astimezone(zone) for zone in (None, UTC, two)], made

    class D(datetime):
        def __new__(cls, *args): return super().__new__(cls, *args[:7])
    d = D(2024, 1, 1).astimezone(timezone(timedelta(hours=2)))
    d, type(d)

    class Z(tzinfo):
        def __repr__(self): return "Z()"
        def utcoffset(self, moment): return answers[0]
        def dst(self, moment): return answers[1] if moment.year > 1 else answers[2]
    class D(datetime): pass
    z, said, hour = Z(), [], timedelta(hours=1)
    for answers in [(None, hour, hour), (hour, None, hour), (hour, "x", hour), (5, hour, hour), (hour, hour, None), (hour, hour, "x"), (hour, hour, 24 * hour), (hour, hour, -24 * hour), (-24 * hour, hour, hour), (hour, hour, 0 * hour)]:
        try: said.append(z.fromutc(D(2, 1, 1, 0, 30, tzinfo=z)))
        except Exception as error: said.append((type(error), str(error)))
        answers = (answers[0], 2 * hour if answers[1] is hour else answers[1], answers[2])
        try: said.append(z.fromutc(D(2, 1, 1, 0, 30, tzinfo=z)))
        except Exception as error: said.append((type(error), str(error)))
    said

    class D(datetime): pass
    class Z(tzinfo):
        def fromutc(self, moment): return ("mine", moment.isoformat())
        def utcoffset(self, moment): return timedelta(0)
    z = Z()
    named = Z()
    named.fromutc = lambda moment: "named"
    D(2024, 1, 1, tzinfo=UTC).astimezone(z), D.fromtimestamp(0, z), D(2024, 1, 1).astimezone(named), D.fromtimestamp(0, named), D.now(named)

    z = timezone(timedelta(hours=1))
    class D(datetime): pass
    z.fromutc(D(2024, 1, 1, tzinfo=UTC))

    class Z(tzinfo): pass
    class D(datetime): pass
    D(2024, 1, 1, tzinfo=Z()).astimezone(timezone.utc)

    class D(datetime): pass
    D(1, 1, 1, tzinfo=timezone(timedelta(hours=1))).astimezone(timezone.utc)

    datetime.astimezone(5)

    datetime.utctimetuple(5)

    tzinfo.fromutc(tzinfo(), 5)

    datetime.fromtimestamp("x")

    datetime.fromtimestamp(1e300)

    date.fromtimestamp(None)

    datetime.fromtimestamp(0, "UTC")

    class Stamp:
        def __init__(self): self.timestamp = 5
    Stamp().timestamp, getattr(datetime(1970, 1, 2), "timestamp")(), hasattr(date.today(), "timestamp")

    [f(datetime(1970, 1, 1, 1)) for f in (datetime.timestamp, datetime.isoformat, datetime.date)]
    """,
)


def test_the_zone_of_the_host_does_not_show(monkeypatch):
    source = f"""{HEADER}
import time
noon = datetime(2024, 7, 1, 12)
[noon.timestamp(), str(noon.astimezone()), datetime.fromtimestamp(0).hour, time.localtime(0).tm_hour,
 time.mktime(noon.timetuple()), time.strftime("%H %Z", time.localtime(0)), time.ctime(0),
 datetime.now().hour == datetime.now(UTC).hour]
"""
    expected = cloche.run(source)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert cloche.run(source) == expected
    finally:
        monkeypatch.undo()
        time.tzset()


test_stopped = stopped(
    HEADER,
    """
    date(2024, 1, 1).strftime("%A" * 10**6)

    while True: date(2024, 1, 1).strftime("%A" * 10**4)

    type(date(2024, 1, 1).timetuple())(range(10**10))
    """,
)


def test_one_clock(monkeypatch):
    monkeypatch.setattr(module, "now", lambda: 86400.0)
    assert cloche.run("from datetime import datetime\ndatetime.utcnow()") == datetime_(1970, 1, 2)


@pytest.mark.parametrize("kind", ["date", "datetime", "D", "type('E', (datetime,), {})"])
@pytest.mark.parametrize("call", ["x.ctime()", "getattr(x, 'ctime')()", "type(x).ctime(x)"])
def test_a_year_that_does_not_exist_has_no_names_of_days(kind, call):
    """C looks at nothing but the month of what it takes for a pickle, and ends the process."""
    for state in ("b'\\x00\\x00\\x01\\x01'", "'\\x00\\x00\\x01\\x01'"):
        rest = (
            ""
            if kind in ("date", "D")
            else f" + {state[: 1 + (state[0] == 'b')]}\\x00{state[-1]} * 6"
        )
        source = f"""
from datetime import date, datetime
class D(date):
    def __new__(cls, *parts): return super().__new__(cls, *parts)
x = ({kind})({state}{rest})
{call}
"""
        with pytest.raises(cloche.GuestError, match="year 0 is out of range"):
            cloche.run(source)
