"""Values that cross between host and program, in either direction, as copies."""

from __future__ import annotations

from .calls import Crossing, arguments_in, check_tool, wrap_tool
from .inward import into_guest
from .limits import CrossingLimits
from .outward import out_of_guest
from .record import Record

__all__ = [
    "Crossing",
    "CrossingLimits",
    "Record",
    "arguments_in",
    "check_tool",
    "into_guest",
    "out_of_guest",
    "wrap_tool",
]
