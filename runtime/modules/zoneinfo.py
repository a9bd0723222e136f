"""`zoneinfo`: the zones of the interpreter's own database, all read when this file is imported.

A guest names a zone and never a file: its key is looked up among those that were found. The
zones are immutable C objects that all runs share, as CPython's own cache shares them.
"""

from __future__ import annotations

import datetime
import os
import posixpath
import zoneinfo as real
from collections.abc import Iterator
from typing import Any, Final

from ..guards.naming import BRIEF
from ..prices import reserve
from ..run import charge
from ..standins import plain, stand_in
from ..universe.exceptions import COMMON, GUARDED
from ..universe.registry import entry
from .datetime_moving import zone_from_utc
from .kinds import declare
from .plain import exact_str
from .stand_in import module, shim

VETTED = "ZoneInfoNotFoundError"
BRIEF.add(real.ZoneInfo)
#: Copies of all zones, files that are none, and the host's own.
_OTHERS: Final = frozenset({"posix", "right", "posixrules", "localtime"})


def _keys(folder: str, prefix: str = "") -> Iterator[str]:
    with os.scandir(folder) as entries:
        for each in entries:
            if each.name in _OTHERS:
                continue
            if each.is_dir():
                yield from _keys(each.path, f"{prefix}{each.name}/")
            else:
                yield prefix + each.name


def _read() -> dict[str, real.ZoneInfo]:
    keys = {key for path in real.TZPATH if os.path.isdir(path) for key in _keys(path)}
    zones = {}
    # Without a database of the system's there may be the package `tzdata`.
    for key in sorted(keys or real.available_timezones() - _OTHERS):
        try:
            zones[key] = real.ZoneInfo(key)
        except (ValueError, real.ZoneInfoNotFoundError):
            continue  # a table of zones, not a zone
    return zones


ZONES: Final = _read()


def _zone(key: Any) -> real.ZoneInfo:
    if not isinstance(key, str):
        kind = type(key).__name__
        raise TypeError(f"expected str, bytes or os.PathLike object, not {kind}")
    text = exact_str(key)
    found = ZONES.get(text)
    if found is not None:
        return found
    reserve(16 * len(text))
    normal = posixpath.normpath(text)
    if text.startswith("/"):
        raise ValueError(f"ZoneInfo keys may not be absolute paths, got: {text}")
    if len(normal) != len(text):
        raise ValueError(f"ZoneInfo keys must be normalized relative paths, got: {text}")
    if normal.startswith(".."):
        raise ValueError(f"ZoneInfo keys must refer to subdirectories of TZPATH, got: {text}")
    raise real.ZoneInfoNotFoundError(f"No time zone found with key {text}")


@shim(real.available_timezones)
def available_timezones() -> set[str]:
    charge(len(ZONES))
    return set(ZONES)


def _of_moment(name: str) -> Any:
    native = getattr(real.ZoneInfo, name)

    def method(self: Any, /, *dt: Any, **named: Any) -> Any:
        # C reads `fold` of whatever it is given, without a look, and chooses a table by it.
        for each in dt:
            if each is not None and not issubclass(type(each), datetime.datetime):
                kind = type(each).__name__
                raise TypeError(
                    f"{name}(dt) argument must be a datetime instance or None, not {kind}"
                )
        return native(self, *dt, **named)

    return method


declare(
    "zoneinfo",
    entry(
        real.ZoneInfo,
        "key",
        {name: _of_moment(name) for name in ("dst", "tzname", "utcoffset")}
        | {"fromutc": zone_from_utc},
    ),
    entry(real.ZoneInfoNotFoundError, COMMON, GUARDED),
)
plain(real.ZoneInfoNotFoundError)
ZoneInfo: Final = stand_in(real.ZoneInfo, _zone, inherit=False)

MODULE = module(real, VETTED, available_timezones, ZoneInfo)
