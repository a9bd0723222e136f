"""Neither the time zone nor the locale of the host's process is told, by whatever asks for them."""

from __future__ import annotations

import datetime
import json
import os
import string
import subprocess
import sys
import time
from typing import Any

import pytest

import cloche
from cloche.runtime.modules import datetime_formats

#: What a program may ask of its clock and its zone. `d` has none, `z` has UTC, `p` is in Paris.
ASKED = r"""
datetime.today()
datetime.now()
datetime.utcnow()
datetime.now(timezone.utc)
date.today()
D.today()
D.now()
d.today()
d.now()
type(d).today()
DD.today()
Own.today()
datetime.fromtimestamp(0)
D.fromtimestamp(0)
datetime.utcfromtimestamp(0)
date.fromtimestamp(0)
DD.fromtimestamp(0)
datetime.fromtimestamp(0, timezone.utc)
d.timestamp()
z.timestamp()
p.timestamp()
d.astimezone()
z.astimezone()
p.astimezone()
d.astimezone(None).tzname()
d.astimezone(timezone.utc)
D(2020, 7, 1).astimezone()
d.timetuple()
z.utctimetuple()
p.timetuple().tm_isdst
time.localtime(0)
time.localtime()
time.localtime().tm_zone
time.gmtime(0).tm_zone
time.mktime((2020, 7, 1, 0, 0, 0, 0, 0, -1))
time.mktime((2020, 7, 1, 0, 0, 0, 0, 0, 1))
time.mktime(d.timetuple())
time.ctime(0)
time.ctime()
time.asctime()
time.asctime(time.localtime(0))
time.tzname, time.timezone, time.altzone, time.daylight
time.strftime("%s %z %Z %c")
time.strftime("%s %z %Z %c %#Z %EZ", (2020, 1, 1, 0, 0, 0, 0, 0, 0))
time.strftime("%s", (2020, 1, 1, 0, 0, 0, 0, 0, 1))
time.strftime("%s", time.struct_time((2020, 1, 1, 0, 0, 0, 0, 0, -1)))
time.strftime("%s", p.timetuple())
d.strftime("%s %%s %-s %15s %015s %Es %Os %^s %Z %-Z %#Z %z")
z.strftime("%s %Z %-Z %#Z %10Z %EZ %OZ %^Z %z")
p.strftime("%s %Z %-Z %#Z %10Z %EZ %OZ %^Z %z")
d.date().strftime("%s %Z %-Z %z")
d.time().strftime("%s %Z %-Z %z")
D(2020, 7, 1).strftime("%s %-Z")
D(2020, 7, 1, tzinfo=Zone()).strftime("%s %Z %-Z")
f"{d:%s}", f"{p:%s %-Z}", f"{d.date():%s}", f"{d.time():%s}"
"{:%s}".format(d), format(d, "%s"), d.__format__("%s"), d.date().__format__("%s %-Z")
datetime.__format__(d, "%s"), date.__format__(d.date(), "%s"), date.strftime(d, "%s")
string.Formatter().format("{0:%s}", d)
"{0:{1}}".format(d, "%s"), f"{d:{'%s'}}"
super(D, D(2020, 7, 1)).strftime("%s"), super(D, D(2020, 7, 1)).__format__("%s")
datetime.strptime("JST", "%Z")
datetime.strptime("CST", "%Z")
datetime.strptime("utc", "%Z")
datetime.strptime("GMT", "%Z")
datetime.strptime("2020 +0900 JST", "%Y %z %Z")
datetime.strptime("2020 +0900 UTC", "%Y %z %Z")
time.strptime("JST", "%Z").tm_zone
time.strptime("UTC", "%Z").tm_zone, time.strptime("UTC", "%Z").tm_isdst
D.strptime("2020", "%Y")
datetime.strptime("Wed Jul  1 12:00:00 2020", "%c"), datetime.strptime("07/01/20", "%x")
datetime.strptime("1 PM Wednesday July", "%I %p %A %B")
logging.Formatter("%(asctime)s").format(record)
logging.Formatter("%(asctime)s", "%s %Z").format(record)
"localtime" in zoneinfo.available_timezones()
zoneinfo.ZoneInfo("localtime")
calendar.timegm((2020, 7, 1, 0, 0, 0))
[*calendar.month_name], [*calendar.day_abbr], calendar.month(2020, 7)
"""
HEAD = """
from datetime import *
import calendar, logging, string, time, zoneinfo
class D(datetime): pass
class DD(date): pass
class Own(datetime):
    @classmethod
    def fromtimestamp(cls, *args): return "own", args
class Zone(tzinfo):
    def utcoffset(self, _): return timedelta(hours=2)
    def dst(self, _): return timedelta(0)
    def tzname(self, _): return "ZZ"
d = datetime(2020, 7, 1, 12)
z = d.replace(tzinfo=timezone.utc)
p = d.replace(tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
record = logging.LogRecord("", 0, "", 0, "", (), None)
"""
PROGRAM = """
import json, sys
import cloche
head, asked = json.loads(sys.argv[1])
box = cloche.Sandbox(clock=1_700_000_000)
found = []
for each in asked:
    try:
        found.append(box.run(head + "repr((" + each + "))"))
    except cloche.GuestError as error:
        found.append(f"{error.type_name}: {error.message}")
print(json.dumps(found))
"""


def _told(zone: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps([HEAD, ASKED.strip().splitlines()])],
        capture_output=True, text=True, env={**os.environ, "TZ": zone},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    found: list[str] = json.loads(done.stdout)
    return found


def test_everything_says_utc() -> None:
    expected = _told("UTC")
    for zone in ("Asia/Tokyo", "SECRET-3CST,M3.2.0,M11.1.0"):
        for text, here, there in zip(
            ASKED.strip().splitlines(), expected, _told(zone), strict=True
        ):
            assert here == there, text


MOMENTS: Any = [
    datetime.datetime(2020, 7, 1, 13, 4, 5),
    datetime.datetime(999, 12, 31, 0, 0, 59, tzinfo=datetime.UTC),
    datetime.date(2019, 2, 28),
    datetime.time(12, 30),
    time.struct_time((2021, 0, 0, 11, 59, 61, 7, 0, 1, "UTC", 0)),
    time.struct_time((2021, 12, 31, 23, 59, 61, -1, 366, 0, "UTC", 0)),
]


@pytest.fixture
def _in_utc(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_in_utc")
@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_what_is_written_out_is_what_c_writes(moment: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def write(pattern: str) -> str:
        if isinstance(moment, time.struct_time):
            return time.strftime(pattern, moment)
        return str(moment.strftime(pattern))

    forms = [
        f"%{flag}{width}{letter}"
        for letter in "aAbBhcxXpPrs"
        for flag in ("", "^", "#", "_", "0", "-")
        for width in ("", "30")
        # (C passes the flag on from a whole to its parts, by version.)
        if not (letter in "cxXr" and flag and width)
    ]
    pattern = "|".join([*forms, "%%a", "%d %Y %j"])
    expected = write(pattern)
    run = cloche.runtime.run.Run(cloche.Limits())
    seen: list[str] = []

    def ask() -> None:
        seen.append(datetime_formats.neutral(pattern, moment))

    monkeypatch.setattr(datetime_formats._locale, "nl_langinfo", lambda item: "Pazartesi")
    cloche.execution.perform(run, ask)
    assert write(seen[0]) == expected
    left = {each[4] for each in datetime_formats._DIRECTIVE.finditer(seen[0])}
    assert left.isdisjoint(string.ascii_letters) or left <= set("%dYj")


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("d.strftime('%99999s')", "ValueError: a width in this format is too large here"),
        (
            "type('E', (datetime,), {'timetuple': lambda self: 1})(2020, 1, 1).strftime('%s')",
            "ValueError: a format does not name the zone of what has its own timetuple",
        ),
    ],
)
def test_what_is_refused(source: str, message: str) -> None:
    with pytest.raises(cloche.GuestError) as caught:
        cloche.run(f"from datetime import *\nd = datetime(2020, 1, 1)\n{source}")
    assert f"{caught.value.type_name}: {caught.value.message}" == message


def test_what_is_written_out_is_paid_for() -> None:
    source = "from datetime import *\nlen(datetime(2020, 1, 1).strftime('%4000s' * (1 << 16)))"
    with pytest.raises(cloche.MemoryLimitExceeded):
        cloche.run(source, limits=cloche.Limits(memory=64 << 20))
