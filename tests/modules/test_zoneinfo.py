# ruff: noqa: E501  A row of a table stays on one line.
"""`zoneinfo`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
"""

test_same = same(
    HEADER,
    """
    z = ZoneInfo("Europe/Paris")
    repr(z), str(z), z.key, z is ZoneInfo("Europe/Paris"), z == ZoneInfo("UTC"), isinstance(z, tzinfo), isinstance(z, ZoneInfo), {z: 1}[z]

    d = datetime(2024, 7, 1, 12, tzinfo=ZoneInfo("America/New_York"))
    d.isoformat(), d.tzname(), d.utcoffset(), d.dst(), d.astimezone(UTC), d.timestamp(), repr(d)

    d = datetime(2024, 3, 31, 0, 30, tzinfo=UTC)
    [(d + timedelta(hours=h)).astimezone(ZoneInfo("Europe/Berlin")).isoformat() for h in range(3)]

    d = datetime(2024, 10, 27, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    d.utcoffset(), d.replace(fold=1).utcoffset(), (d.replace(fold=1) - d), d.replace(fold=1).astimezone(UTC) - d.astimezone(UTC)

    class D(datetime):
        def replace(self, **named):
            asked.append(named)
            return super().replace(**named)
    class E(datetime):
        def __add__(self, other): return datetime(2000, 1, 1) + other
    asked, z = [], ZoneInfo("Europe/Berlin")
    made = [kind(2024, 10, 27, hour, 30, tzinfo=z, fold=fold) for kind in (D, E) for hour in (0, 1) for fold in (0, 1)]
    found = [z.fromutc(each) for each in made] + [D.fromtimestamp(1729989000, z), E.fromtimestamp(1729992600, z)]
    [(repr(each), each.fold, type(each).__name__) for each in found], asked, [each.astimezone(z).fold for each in (D(2024, 10, 27, 1, 30, tzinfo=UTC), E(2024, 10, 27, 1, 30, tzinfo=UTC))]

    ZoneInfo("Europe/Berlin").fromutc(5)

    f"{datetime(2024, 1, 1, tzinfo=ZoneInfo('Asia/Kolkata')):%Y-%m-%d %H:%M %Z %z}"

    datetime.fromtimestamp(1700000000, ZoneInfo("Australia/Sydney")).isoformat(), datetime(2024, 1, 1).astimezone(ZoneInfo("Asia/Tokyo")).hour

    time(12, tzinfo=ZoneInfo("Europe/Paris")).utcoffset(), time(12, tzinfo=ZoneInfo("UTC")).tzname()

    ZoneInfo("UTC").utcoffset(None), ZoneInfo("Asia/Tokyo").tzname(datetime(2024, 1, 1)), ZoneInfo("Asia/Tokyo").fromutc(datetime(2024, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo")))

    ZoneInfo("Nope/Zone")

    try:
        ZoneInfo("europe/paris")
    except KeyError as error:
        found = type(error) is ZoneInfoNotFoundError, error.args
    found

    ZoneInfo("../etc/passwd")

    ZoneInfo("/etc/passwd")

    ZoneInfo("Europe/../../etc/passwd")

    ZoneInfo("")

    ZoneInfo("Europe//Paris")

    ZoneInfo(5)

    ZoneInfo(None)

    sorted(available_timezones())[:3], "Europe/Paris" in available_timezones(), type(available_timezones())

    meetings = {"Tokyo": "Asia/Tokyo", "London": "Europe/London"}
    start = datetime(2024, 6, 3, 9, tzinfo=ZoneInfo("America/Los_Angeles"))
    {city: start.astimezone(ZoneInfo(zone)).strftime("%a %H:%M") for city, zone in meetings.items()}
    """,
)

test_gives = gives(
    HEADER,
    {
        "ZoneInfo.no_cache": "AttributeError",
        "ZoneInfo('UTC').from_file": "AttributeError",
        "ZoneInfo.clear_cache()": "AttributeError",
        "class Z(ZoneInfo): pass": "TypeError: type 'zoneinfo.ZoneInfo' is not an acceptable base type",
        "type(ZoneInfo('UTC')) is ZoneInfo": "True",
        "import zoneinfo\nzoneinfo.TZPATH": "AttributeError: module 'zoneinfo' has no attribute 'TZPATH' here",
        "import zoneinfo\nzoneinfo.reset_tzpath": "AttributeError",
        "class S(str):\n    def __hash__(self): return hash('UTC')\n    def __eq__(self, other): return True\nZoneInfo(S('/etc/passwd'))": "ValueError: ZoneInfo keys may not be absolute",
    },
)


@pytest.mark.parametrize("source", ["moment", "[moment][0]", "moment.replace(microsecond=0)"])
def test_zones_cross_the_boundary(source):
    moment = datetime(2024, 7, 1, tzinfo=ZoneInfo("Europe/Paris"))
    found = cloche.run(source, {"moment": moment})
    assert (found, found.tzinfo) == (moment, ZoneInfo("Europe/Paris"))


def test_an_unknown_zone_does_not_enter():
    name = "Europe/Paris"
    folder = next(Path(each) for each in TZPATH if Path(each, name).is_file())
    with Path(folder, name).open("rb") as file:
        zone = ZoneInfo.from_file(file, key="Mine/Own")
    with pytest.raises(cloche.BoundaryError):
        cloche.run("moment", {"moment": datetime(2024, 7, 1, tzinfo=zone)})


test_stopped = stopped(
    HEADER,
    """
    while True: available_timezones()

    ZoneInfo("x/" * 10**8)

    while True: datetime.now(ZoneInfo("Asia/Tokyo"))
    """,
)
