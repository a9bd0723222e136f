"""The one source of time of a run: the system's, frozen, or a function of the host's.

Whatever tells a guest the time takes it from here, in integer nanoseconds. Local time is UTC:
the zone of the host is none of the guest's business. Nothing in this file is a guest value.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from math import floor, isfinite
from typing import Any, Final

from ..run import charge, current

SECOND: Final = 10**9
#: Key in `Run.state` of a tool that tells seconds, for timers; runs without it have the system's.
TIMER: Final = "timer"
#: A sleeping run looks so often whether it has been stopped, in seconds.
_NAP: Final = 0.01
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


class Clock(ABC):
    """What one run reads the time from."""

    @abstractmethod
    def now(self) -> int:
        """Return nanoseconds since 1970 UTC."""

    @abstractmethod
    def elapsed(self) -> int:
        """Return nanoseconds since the run first asked; never less than before."""

    def used(self) -> int:
        """Return the same in processor time."""
        return self.elapsed()

    def sleep(self, seconds: float) -> None:
        """Let *seconds* (not negative) pass; they count against the limit of the run.

        Raises:
            Stop: the deadline comes first, or the run was stopped meanwhile.
        """
        budget = current().budget
        charge(1)
        left = budget.remaining
        if left is not None and seconds > left:
            # It cannot end well: a thread of the host need not wait for that.
            budget.stop("seconds", budget.limits.seconds, budget.seconds + seconds)
        budget.checkpoint()
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, _NAP))
            budget.checkpoint()


class _System(Clock):
    __slots__ = ("_began", "_used")

    def __init__(self) -> None:
        self._began = time.monotonic_ns()
        self._used = time.process_time_ns()

    def now(self) -> int:
        return time.time_ns()

    def elapsed(self) -> int:
        return time.monotonic_ns() - self._began

    def used(self) -> int:
        return time.process_time_ns() - self._used


class _Frozen(Clock):
    """Stands still but for sleeping."""

    __slots__ = ("_at", "_slept")

    def __init__(self, at: int) -> None:
        self._at = at
        self._slept = 0

    def now(self) -> int:
        return self._at + self._slept

    def elapsed(self) -> int:
        return self._slept

    def sleep(self, seconds: float) -> None:
        charge(1)
        self._slept += round(seconds * SECOND)


class _Hosts(Clock):
    """Asks a function of the host's, a tool of this run."""

    __slots__ = ("_ask", "_began", "_latest")

    def __init__(self, ask: Callable[[], Any]) -> None:
        self._ask = ask
        self._began = self._latest = self.now()

    def now(self) -> int:
        try:
            return nanoseconds(self._ask())
        except (TypeError, ValueError) as error:
            failure = error
        # Not in a handler: what the guest handles is to be found, and taken out of its contexts.
        try:
            current().abort(failure)
        finally:
            del failure

    def elapsed(self) -> int:
        self._latest = max(self._latest, self.now())
        return self._latest - self._began


def clock() -> Clock:
    """Return the clock of the current run."""
    run = current()
    found = run.state.get("clock")
    if found is None:
        policy = run.clock
        if policy is None:
            found = _System()
        else:
            found = _Frozen(policy) if isinstance(policy, int) else _Hosts(policy)
        run.state["clock"] = found
    assert isinstance(found, Clock)
    return found


def nanoseconds(moment: object) -> int:
    """Return *moment*, a datetime (naive: UTC) or seconds since 1970, in nanoseconds.

    Raises:
        TypeError: it is neither.
        ValueError: it is infinite or not a number.
    """
    if isinstance(moment, datetime):
        since = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - _EPOCH
        return ((since.days * 86400 + since.seconds) * 10**6 + since.microseconds) * 1000
    if type(moment) is int:
        return moment * SECOND
    if type(moment) is not float:
        raise TypeError(f"a clock tells seconds or a datetime, not {type(moment).__name__}")
    if not isfinite(moment):
        raise ValueError(f"{moment} is no time of a clock")
    # The fraction of a double is exact, its product with so large a number is not.
    whole = floor(moment)
    return whole * SECOND + round((moment - whole) * SECOND)
