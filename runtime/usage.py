"""What a run uses besides steps: wall time, memory and calls of tools."""

from __future__ import annotations

from time import monotonic
from typing import Final

from . import errors, memory
from .limits import Limits
from .stops import Reason, Stop

#: A look at memory that was so many seconds ago is due, as those of `monitor.INTERVAL` are.
_LOOK: Final = 0.005
#: No limit, where there must be a number.
UNLIMITED: Final = 2**62


class Usage:
    """The part of a budget that is no steps; `Budget` sets what is here, and stops the run."""

    __slots__ = (
        "_grown", "_looked_at", "_memory_base", "_paused_at", "_started", "_stray_at",
        "_stray_pause", "_stray_steps", "_tool_seconds", "calls_left", "limits", "live", "reason",
        "round_trip",
    )  # fmt: skip

    limits: Limits
    reason: Reason | None
    #: Between `arm` and `end`, stopped or not.
    live: bool
    #: Calls of tools that may still be made.
    calls_left: int
    #: Seconds of each call of the host's, if it takes as long, that are not the host's own: it
    #: takes them to get there and back.
    round_trip: float
    _started: float
    _tool_seconds: float
    _paused_at: float | None
    _memory_base: int | None
    _grown: int
    #: When memory was last looked at.
    _looked_at: float
    #: At the last look in a pause: when the pause began, steps by then, the time.
    _stray_pause: float
    _stray_steps: int
    _stray_at: float

    def stop(
        self, kind: str, limit: float | None, used: float | None, spare: Reason | None = None
    ) -> None:
        """Mark the run as stopped, as `Budget.stop` says."""
        raise NotImplementedError

    def is_stopped(self) -> bool:
        """Tell whether it is, as `Budget.is_stopped` says."""
        raise NotImplementedError

    # --- Clock ---------------------------------------------------------------------------

    @property
    def granted(self) -> float:
        """The time of the last `arm`: an object of its own for each."""
        return self._started

    @property
    def seconds(self) -> float:
        """Wall time since `arm` outside tools."""
        now = self._paused_at if self._paused_at is not None else monotonic()
        return now - self._started - self._tool_seconds

    @property
    def remaining(self) -> float | None:
        """Wall time left, if it is bounded: what a C call that cannot tick may take."""
        seconds = self.limits.seconds
        return None if seconds is None else seconds - self.seconds

    @property
    def paused(self) -> bool:
        """Whether the guest's clock stands still."""
        return self._paused_at is not None

    def pause(self) -> None:
        """A tool begins: the guest's clock stands still.

        Nobody looks at memory meanwhile, and a guest that calls one again and again might be found
        in a tool at every look: so there is one here, if the last was long ago.
        """
        now = monotonic()
        if self._memory_base is None or now - self._looked_at > _LOOK:
            self.look_at_memory(0)
        self._paused_at = now

    def resume(self, own: float = 0.0) -> None:
        """The tool has ended, or calls back into the guest.

        Parameters:
            own: so many seconds of the pause, if it took as long, are the guest's.
        """
        if self._paused_at is not None:
            if (spent := monotonic() - self._paused_at - own - self.round_trip) > 0.0:
                self._tool_seconds += spent
            self._paused_at = None

    def spend(self, seconds: float) -> None:
        """Count *seconds* of a pause, in which this package did what a guest asks for."""
        if self._paused_at is None:
            return  # they are counted
        self._tool_seconds -= seconds
        limit, spent = self.limits.seconds, self.seconds
        if limit is not None and spent > limit and self.reason is None:
            self.stop("seconds", limit, spent)

    def _count_strays(self, paused_at: float, taken: int) -> None:
        """Count the time of a pause in which steps are taken; so many by now.

        That is code of the guest's which the collector came upon while the host had the floor: a
        `finally` of a generator that was dropped. It would keep the host's tool for good.
        """
        now = monotonic()
        if self._stray_pause == paused_at and taken != self._stray_steps:
            self._tool_seconds -= now - self._stray_at
        self._stray_pause = paused_at
        self._stray_steps = taken
        self._stray_at = now

    # --- Calls of tools ------------------------------------------------------------------

    @property
    def calls(self) -> int:
        """Calls of tools made since `arm`."""
        most = self.limits.tool_calls
        return (UNLIMITED if most is None else most) - max(self.calls_left, 0)

    def call(self, still: bool = False) -> None:
        """Count the call of a tool.

        Parameters:
            still: it begins now: the guest's clock stands still (see `pause`).

        Raises:
            Stop: it is one too many, or the run has been stopped.
        """
        self.calls_left = left = self.calls_left - 1
        limit = self.limits.tool_calls
        if left < 0 and limit is not None:
            self.stop("tool_calls", limit, limit - left)
        if self.reason is not None and self.is_stopped():
            raise Stop
        if still:
            now = monotonic()  # as `pause`, which would cost each call of a tool a call
            if self._memory_base is None or now - self._looked_at > _LOOK:
                self.look_at_memory(0)
                if self.reason is not None:
                    raise Stop
            self._paused_at = now

    # --- Memory --------------------------------------------------------------------------

    def look_at_memory(self, wanted: int, spare: Reason | None = None) -> None:
        """Stop the run if the process has grown, or would with *wanted* bytes, past the limit."""
        limit = self.limits.memory
        if limit is None:
            return
        self._looked_at = monotonic()
        growth = self._growth() + wanted
        if growth > limit:
            self.stop("memory", limit, growth, spare)

    def _growth(self) -> int:
        """Return the bytes by which the process has grown since this was first asked."""
        resident = memory.resident()
        if self._memory_base is None:
            self._memory_base = resident
        return resident - self._memory_base

    def overdue(self, _: int) -> None:
        """Hold against the limits what is done after the end: a result that is copied.

        The program is stopped already, and stays so: nothing ticks meanwhile.

        Raises:
            TimeLimitExceeded, MemoryLimitExceeded: there is no more of it.
        """
        if not self.live:
            self.resume()
        limits, spent = self.limits, self.seconds
        if limits.seconds is not None and spent > limits.seconds:
            raise errors.TimeLimitExceeded(limits.seconds, spent)
        if limits.memory is not None:
            growth = self._growth()
            if growth > limits.memory:
                raise errors.MemoryLimitExceeded(limits.memory, growth)
