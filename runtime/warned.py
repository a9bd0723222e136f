"""Warnings of what a guest does are nobody's.

C gives them as a guest's code runs (of `~True`, of an `__int__` that returns an instance of another
class), and with names that it chose. The host's filters would write them to its stderr, tell its
hooks of them, or raise them in the guest as an error that another host has not.
"""

from __future__ import annotations

import sys
from typing import Final

from cloche.transpiler.filters import Standing

from .collecting import Runs
from .responsible import HOST, is_a_hook, responsible

#: Files and folders beyond which code is the host's: its tools, its listener, its handlers.
_OUTWARD: Final = ("boundary/", "output.py", "handling.py", "signals.py", "finalizing.py")


class _GuestsDo:
    """Stands where a warning filter has its module pattern: matches what a guest, or this package
    in its name, is warned of.
    """

    def match(self, _module: str) -> bool:
        run = Runs.current.get(None)
        if run is None or object.__getattribute__(run, "budget").paused:
            return False  # in a tool, which may be one of C's
        place, others = responsible(sys._getframe(1))
        if place == HOST or is_a_hook(others):
            return False
        return not (others and place.startswith(_OUTWARD))


WARNED: Final = Standing(lambda: ("ignore", None, Warning, _GuestsDo(), 0))
