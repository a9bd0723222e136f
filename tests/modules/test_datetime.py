# ruff: noqa: E501  A row of a table stays on one line.
"""`datetime`."""

from __future__ import annotations

import time
from datetime import datetime as datetime_

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

    class D(datetime):
        def __new__(cls, *args, **named):
            made.append((args, named))
            return super().__new__(cls, *args, **named)
    made = []
    D.fromtimestamp(0).isoformat(), D.fromtimestamp(0, UTC).isoformat(), D(2024, 1, 1).timestamp(), made[0]

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
