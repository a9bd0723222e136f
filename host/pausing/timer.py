"""The time of event loops in runs that can be repeated."""

from __future__ import annotations

from time import monotonic

from ..runtime.errors import DumpRefused


class Timer:
    """Seconds since a run began, pauses left out: they have no length that could be repeated."""

    __slots__ = ("_at", "_since")

    def __init__(self) -> None:
        self._at = 0.0
        self._since = monotonic()

    def now(self) -> float:
        """Return the time; it runs."""
        return self._at + monotonic() - self._since

    def set(self, at: object) -> None:
        """Run on from *at*, which a dump says."""
        if type(at) is not float:
            raise DumpRefused("its timer tells no time")
        self._at, self._since = at, monotonic()

    def stop(self) -> None:
        """Stand still."""
        self._at = self.now()

    def start(self) -> None:
        """Run on."""
        self._since = monotonic()
