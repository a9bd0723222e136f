"""What a run may still spend, and the iterator that spends it.

`Budget.ticks` is one C iterator that yields `True` once a step. Underneath, chunks of
steps are granted from what is left, each behind a *gate*. When a limit is hit the gate is poison:
it raises on every `next` and never ends. `itertools.chain` keeps an active
iterator that raises anything but StopIteration, so from then on every tick of
the run raises, whatever the guest has caught.

A chunk is an iterator over one shared list of `True`s. A list iterator can be moved to its
end from any thread (`__setstate__`), which is how the monitor, a priced operation and
the end of a run take back a grant: the guest's very next tick asks for another.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, repeat
from operator import attrgetter, call, getitem, truth
from time import monotonic
from typing import Any, ClassVar, Final, NoReturn

from . import memory
from .limits import Limits
from .stops import ASLEEP, ENDED, PARKED, REFUSED, SHUT, Openers, Reason, Stop, part
from .under_way import missed, under_way
from .usage import UNLIMITED, Usage

CHUNK = 4096
#: Read by every chunk of every run, written by none, seen by no guest.
_CELL = [True] * CHUNK
_ONE = [True]
#: Steps that are granted at once as long as a collection is to be made up for.
_FEW: Final = 64
#: A run that took fewer steps has not got to the end of a stack that was as good as empty.
_DEEP: Final = 500
#: Allocations from this size on look at the real growth of the process first.
LARGE = 2**20
#: One step pays for this many bytes copied or compared (about 50 ns of work).
BYTES_PER_STEP = 256
_openers: Final = attrgetter("_openers")
#: What tells each gate, and is the same for all.
_which: Final = map(truth, repeat(under_way))


class Budget(Usage):
    """The allowance of one run. Stopped until `arm` is called, and again after `end`."""

    #: Whether the run of a budget is current and awake; what wakes one; what makes up for
    #: collections that were missed. `collecting.py` says so.
    has_floor: ClassVar[Callable[[Budget], bool]]
    rouse: ClassVar[Callable[[], None]]
    catch_up: ClassVar[Callable[[], None]]

    __slots__ = (
        "_armed", "_back", "_chunk", "_granted", "_left", "_openers", "_source", "_spare",
        "_track", "_untaken", "_unused", "seen", "thread", "ticks", "watched",
    )  # fmt: skip

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.reason = ENDED
        #: Where its run has the floor: contexts are handed on to threads, the floor is not.
        self.thread = 0
        self.live = False
        #: What the census has seen by then (`census.py`): frames (0) and others (1) made, and for
        #: each of its limits how many were nobody's.
        self.seen: dict[int, int] = {0: 0, 1: 0, 2: 0}
        #: The monitor knows of it; None: it never did.
        self.watched: bool | None = None
        self._chunk: Any = iter([])
        # The gate, a chunk, the gate again: `_open` turns the source back to the chunk. `chain`
        # drops a source that raises, and a guest near the recursion limit makes any call raise,
        # so the source is a bare list iterator, which calls nothing. Only the gate calls
        # Python code, and what `chain` is in the middle of it keeps, whatever that raises.
        #: What the gate calls, and what it calls while garbage is collected; while it is armed.
        self._openers = REFUSED
        self._armed: Openers = (self._open, self._open)
        gate = map(call, map(getitem, map(_openers, repeat(self)), _which))
        self._track: list[Any] = [gate, None, gate]
        self._source: Any = iter(self._track)
        #: The step iterator.
        self.ticks: Iterator[bool] = chain.from_iterable(self._source)
        self._left = self._granted = 0
        #: Of the chunk, during a collection.
        self._unused = 0
        #: Of chunks handed back, not counted among what is left yet.
        self._back = 0
        #: Of the chunk, when the run was stopped.
        self._untaken = 0
        self._memory_base = self._paused_at = None
        self._looked_at = self._stray_pause = self._stray_at = 0.0
        self._grown = self._stray_steps = self.calls_left = 0
        #: For the monitor to say why it stops the run: it makes no objects.
        self._spare: Reason | None = None
        self._started = self._tool_seconds = 0.0
        self.round_trip = 0.0

    def _open(self) -> NoReturn:
        """Put a fresh chunk behind the gate and end the gate, by StopIteration; or raise.

        A gate that raises anything else stays where it is and raises again: poison. What a
        chunk put there by a failed attempt still holds is taken back first.
        """
        if under_way:
            # A suite of a generator that is collected in another thread asks too.
            if not self.has_floor():
                raise Stop
        else:
            if self.reason is ASLEEP:
                Budget.rouse()  # nobody could, or what a handler of a signal raised came first
            Budget.catch_up()
        self._reclaim()
        if self.reason is None and self._left <= 0:
            self._stop_for_steps()
        if self.reason is not None:
            raise Stop
        # (Where a collection could not be made up for there is no room; soon there may be.)
        size = min(_FEW if missed else CHUNK, self._left)
        chunk: Any = iter(_CELL)
        if size < CHUNK:
            chunk.__setstate__(CHUNK - size)
        one = iter(_ONE)
        self._source.__setstate__(1)
        # Nothing is called from here on, so nothing raises half way, and no other thread comes in:
        # C takes the one step next.
        if under_way:
            chunk, size = one, 1
        self._left -= size
        self._granted += size
        self._chunk = self._track[1] = chunk
        raise StopIteration

    # --- Life of a run -----------------------------------------------------------------

    def arm(self) -> None:
        """Grant the full limits anew; the clock starts."""
        limits = self.limits
        if (left := limits.steps) is None:
            left = UNLIMITED
        taken = self._granted
        # The chunk that the last run was in the middle of serves again. One that was used up
        # stays empty, whatever it is told, and the gate then grants another.
        chunk = self._chunk
        chunk.__setstate__(CHUNK - left if left < CHUNK else 0)
        self._granted = granted = chunk.__length_hint__()
        self._left = left - granted
        self._untaken = 0
        self._memory_base = self._paused_at = None
        self._tool_seconds = 0.0
        if (calls := limits.tool_calls) is None:
            calls = UNLIMITED
        self.calls_left = calls
        self._openers = self._armed
        if (spare := self._spare) is None or spare.kind:
            self._spare = Reason("")
        self._started = monotonic()
        self.reason = None
        self.live = True
        self._back = 0
        if under_way:
            self._reclaim()
        elif missed or taken > _DEEP:
            Budget.catch_up()

    def end(self) -> None:
        """Stop until armed again: whatever guest code is left dies at its first tick."""
        chunk = self._chunk  # as `_reclaim`, which would cost each call of a closure a call
        unused = chunk.__length_hint__() + self._back
        chunk.__setstate__(CHUNK)
        self._back = 0
        self._left += unused
        self._granted -= unused
        self.live = False
        self._openers = REFUSED
        if self.reason is None or self.reason is ASLEEP:
            self.reason = ENDED

    def retire(self) -> None:
        """Stop for good: it has ended, and is armed no more.

        What is left of the guest's code still dies at its first tick, of a gate that holds nothing:
        so a budget that nobody holds is freed at once, and is no cycle for the collector to find.
        """
        self._track[0] = self._track[2] = SHUT
        self._armed = REFUSED

    def stop(
        self, kind: str, limit: float | None, used: float | None, spare: Reason | None = None
    ) -> None:
        """Mark the run as stopped; its next tick raises. The first reason stands.

        Parameters:
            spare: what is to say so, if none may be made here.
        """
        reason = self.reason
        if reason is None or reason is ASLEEP or (reason is PARKED and kind == "abort"):
            if spare is None:
                self.reason = Reason(kind, limit, used)
            else:
                spare.kind = kind
                spare.limit = limit
                spare.used = used
                self.reason = spare
        self._exhaust()

    def abort(self, cause: BaseException) -> NoReturn:
        """Stop the run so that the host sees *cause*; the guest cannot catch it."""
        part(cause, sys.exc_info()[1])
        if self.reason in (None, ASLEEP, PARKED):
            self.reason = Reason("abort", cause=cause)
        self._exhaust()
        raise Stop

    def interrupt(self, cause: BaseException) -> None:
        """Do what `abort` does, whatever else stops it, and raise nothing: the next tick does."""
        if self.live:
            self.reason = Reason("abort", cause=cause)
            self._exhaust()

    def checkpoint(self) -> None:
        """Raise Stop if the run has been stopped."""
        if self.reason is not None and self.is_stopped():
            raise Stop

    def is_stopped(self) -> bool:
        """Tell whether the run has been stopped, or sleeps; who has overslept is woken."""
        if self.reason is ASLEEP and not under_way:
            Budget.rouse()
        return self.reason is not None

    # --- Spending ----------------------------------------------------------------------

    @property
    def steps(self) -> int:
        """Steps taken since `arm`, priced work included."""
        left_of_chunk: int = self._chunk.__length_hint__()
        return self._granted - left_of_chunk - self._back - self._untaken

    def charge(self, steps: int) -> None:
        """Take *steps* steps at once.

        Raises:
            Stop: fewer are left, or the run has been stopped.
        """
        if steps < 0:
            steps = 0  # nothing is earned by a price that comes out below
        left = self._left - steps
        if left < 0:
            self._reclaim()
            left = self._left - steps
            if left < 0:
                self._granted += self._left
                self._left = 0
                self._stop_for_steps()
        self.checkpoint()
        self._left = left
        self._granted += steps

    def _stop_for_steps(self) -> None:
        limits = self.limits
        if limits.steps is None and limits.seconds is not None:
            # Work of more steps than can be counted: nobody could wait for its end.
            self.stop("seconds", limits.seconds, self.seconds)
        else:
            self.stop("steps", UNLIMITED if limits.steps is None else limits.steps, self.steps)

    def allocate(self, size: int) -> None:
        """Pay for *size* bytes about to be allocated, in steps and against the memory limit.

        Raises:
            Stop: they exceed what is left of either.
        """
        if size > LARGE:
            self.look_at_memory(size)
        self.charge(size // BYTES_PER_STEP)

    def hand_back(self) -> None:
        """Let the next tick ask for another chunk; what is left of this one is not spent.

        From any thread: what the guest's own counts is left alone. The two calls are one for
        other threads, `map` and these being in C.
        """
        chunk = self._chunk
        unused, _ = tuple(map(call, (chunk.__length_hint__, partial(chunk.__setstate__, CHUNK))))
        self._back += unused

    def _reclaim(self) -> None:
        chunk = self._chunk
        unused = chunk.__length_hint__() + self._back
        chunk.__setstate__(CHUNK)
        self._back = 0
        self._left += unused
        self._granted -= unused

    def _exhaust(self) -> None:
        """Let the next tick ask for another chunk, for good: what is left of this one is not spent.

        From any thread: what the guest's own counts is left alone.
        """
        chunk = self._chunk
        unused = chunk.__length_hint__()
        chunk.__setstate__(CHUNK)
        self._openers = REFUSED
        if not self._untaken:
            self._untaken = unused

    def heed(self, _: int) -> None:
        """Raise Stop if the run has been stopped; for what looks now and then (see `Copier`)."""
        self.checkpoint()

    # --- Standing still, and what the monitor looks at -----------------------------------

    def park(self) -> None:
        """A tool, in which the clock stands still, may take days: the host goes on meanwhile.

        Nobody looks at the run, and guest code that is come upon (the collector closes what was
        dropped) dies at its first tick.
        """
        self.is_stopped()
        self._grown = self._growth()
        limit = self.limits.memory
        if limit is not None and self._grown > limit:
            self.stop("memory", limit, self._grown)
        self._reclaim()
        # A guest near the recursion limit makes any call raise: none is made from here on.
        self.live = False
        if self.reason is None:
            self.reason = PARKED

    def unpark(self) -> bool:
        """Go on; what the process has grown by meanwhile is not the guest's.

        Returns:
            whether it must be watched anew.
        """
        if self.reason is PARKED:
            self.reason = None
            self._openers = self._armed
        self.live = True
        if self._memory_base is not None:
            self._memory_base = memory.resident() - self._grown
        return not self.watched

    def wake(self) -> None:
        """The collection is over: the chunk is where it was, or used up if somebody has ticked.

        (`collecting._begin` has put the run to sleep.) At the end of the stack nothing is done yet.
        A run that has ended meanwhile has taken its steps, and stays closed.
        """
        unused = self._unused
        if self.reason is ASLEEP:
            chunk = self._chunk
            chunk.__setstate__(CHUNK - unused)
            if chunk.__length_hint__() == unused:
                unused = 0
            self.reason = None
            self._openers = self._armed
        self._left += unused
        self._granted -= unused
        self._unused = 0

    def look(self) -> None:
        """Check deadline and memory; called from the monitor's thread every few milliseconds.

        It makes no object that the collector knows: see `monitor`. While garbage is collected it
        looks as well: that may be all the run has CPython do.
        """
        if self.reason is not None and self.reason is not ASLEEP:
            self._chunk.__setstate__(CHUNK)
            return
        paused_at = self._paused_at
        if paused_at is not None:
            self._count_strays(paused_at, self.steps)
        # In a pause too: a run that gives way at every turn may be seen in nothing else.
        limit, spent = self.limits.seconds, self.seconds
        if limit is not None and spent > limit:
            self.stop("seconds", limit, spent, self._spare)
        elif paused_at is None:
            self.look_at_memory(0, self._spare)
