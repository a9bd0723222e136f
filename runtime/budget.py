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

from . import errors, memory
from .limits import Limits
from .under_way import missed, under_way

CHUNK = 4096
#: Read by every chunk of every run, written by none, seen by no guest.
_CELL = [True] * CHUNK
_ONE = [True]
UNLIMITED = 2**62
#: A run that took fewer steps has not got to the end of a stack that was as good as empty.
_DEEP: Final = 500
#: A look at memory that was so many seconds ago is due, as those of `monitor.INTERVAL` are.
_LOOK: Final = 0.005
#: Allocations from this size on look at the real growth of the process first.
LARGE = 2**20
#: One step pays for this many bytes copied or compared (about 50 ns of work).
BYTES_PER_STEP = 256


class Reason:
    """Why a run was stopped.

    Parameters:
        kind: `steps`, `seconds`, `memory`, `output`, `tool_calls`, `recursion`, `nesting`
            (`census.py`), `abort` (the host), or `ended`.
        limit: the configured bound, if there is one.
        used: how much had been used.
        cause: for `abort`, the exception the host is to see.
    """

    __slots__ = ("cause", "kind", "limit", "used")

    def __init__(
        self,
        kind: str,
        limit: float | None = None,
        used: float | None = None,
        cause: BaseException | None = None,
    ) -> None:
        self.kind = kind
        self.limit = limit
        self.used = used
        self.cause = cause


class Stop(GeneratorExit):
    """Unwinds a stopped run; never a guest's to keep, since every later tick raises it again.

    A GeneratorExit, so that a suspended generator which meets it while being closed or
    collected ends in silence and `except Exception` does not see it. It carries nothing: the
    reason is the budget's, out of the guest's sight.
    """


def _over() -> Iterator[None]:
    yield


_closed: Any = _over()
_closed.close()
#: Raises Stop, all in C (a generator that is over raises what it is thrown): so the collector
#: closes thousands of generators without giving way to threads that go on making them.
_refuse: Final[Callable[[], NoReturn]] = partial(_closed.throw, Stop)
_Openers = tuple[Callable[[], NoReturn], Callable[[], NoReturn]]
_REFUSED: Final[_Openers] = (_refuse, _refuse)
#: A gate that is poison for every run.
_SHUT: Final = map(_closed.throw, repeat(Stop))
ENDED = Reason("ended")
#: Its stack stands still for as long as the host likes; it will go on.
PARKED = Reason("parked")
#: CPython collects garbage in its time.
ASLEEP = Reason("asleep")


def part(error: BaseException, around: BaseException | None) -> None:
    """Take *around*, what a guest was handling, out of the contexts of *error*, the host's."""
    if around is None:
        return
    seen: set[int] = set()
    while (context := error.__context__) is not None and id(error) not in seen:
        if context is around:
            error.__context__ = None
            return
        seen.add(id(error))
        error = context


_openers: Final = attrgetter("_openers")
#: What tells each gate, and is the same for all.
_which: Final = map(truth, repeat(under_way))


class Budget:
    """The allowance of one run. Stopped until `arm` is called, and again after `end`."""

    #: Whether the run of a budget is current and awake; what wakes one; what makes up for
    #: collections that were missed. `collecting.py` says so.
    has_floor: ClassVar[Callable[[Budget], bool]]
    rouse: ClassVar[Callable[[], None]]
    catch_up: ClassVar[Callable[[], None]]

    __slots__ = (
        "_armed", "_back", "_chunk", "_granted", "_grown", "_left", "_looked_at", "_memory_base",
        "_openers", "_paused_at", "_source", "_spare", "_started", "_stray_at", "_stray_pause",
        "_stray_steps", "_tool_seconds", "_track", "_untaken", "_unused", "calls_left", "limits",
        "live", "reason", "round_trip", "thread", "ticks", "watched",
    )  # fmt: skip

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.reason: Reason | None = ENDED
        #: Where its run has the floor: contexts are handed on to threads, the floor is not.
        self.thread = 0
        #: Between `arm` and `end`, stopped or not.
        self.live = False
        #: The monitor knows of it; None: it never did.
        self.watched: bool | None = None
        self._chunk: Any = iter([])
        # The gate, a chunk, the gate again: `_open` turns the source back to the chunk. `chain`
        # drops a source that raises, and a guest near the recursion limit makes any call raise,
        # so the source is a bare list iterator, which calls nothing. Only the gate calls
        # Python code, and what `chain` is in the middle of it keeps, whatever that raises.
        #: What the gate calls, and what it calls while garbage is collected; while it is armed.
        self._openers = _REFUSED
        self._armed: _Openers = (self._open, self._open)
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
        self._memory_base: int | None = None
        self._grown = 0
        #: When memory was last looked at.
        self._looked_at = 0.0
        #: Calls of tools that may still be made.
        self.calls_left = 0
        self._paused_at: float | None = None
        #: At the last look in a pause: when the pause began, steps by then, the time.
        self._stray_pause = self._stray_at = 0.0
        self._stray_steps = 0
        #: For the monitor to say why it stops the run: it makes no objects.
        self._spare: Reason | None = None
        self._started = self._tool_seconds = 0.0
        #: Seconds of each call of the host's, if it takes as long, that are not the host's own: it
        #: takes them to get there and back.
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
        elif self.reason is ASLEEP:
            Budget.rouse()  # what a handler of a signal raised came first
        else:
            Budget.catch_up()
        self._reclaim()
        if self.reason is None and self._left <= 0:
            self._stop_for_steps()
        if self.reason is not None:
            raise Stop
        size = min(CHUNK, self._left)
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
        self._openers = _REFUSED
        if self.reason is None:
            self.reason = ENDED

    def retire(self) -> None:
        """Stop for good: it has ended, and is armed no more.

        What is left of the guest's code still dies at its first tick, of a gate that holds nothing:
        so a budget that nobody holds is freed at once, and is no cycle for the collector to find.
        """
        self._track[0] = self._track[2] = _SHUT
        self._armed = _REFUSED

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
        if self.reason is not None:
            raise Stop

    # --- Spending ----------------------------------------------------------------------

    @property
    def steps(self) -> int:
        """Steps taken since `arm`, priced work included."""
        left_of_chunk: int = self._chunk.__length_hint__()
        return self._granted - left_of_chunk - self._back - self._untaken

    @property
    def calls(self) -> int:
        """Calls of tools made since `arm`."""
        most = self.limits.tool_calls
        return (UNLIMITED if most is None else most) - max(self.calls_left, 0)

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
        self._openers = _REFUSED
        if not self._untaken:
            self._untaken = unused

    def heed(self, _: int) -> None:
        """Raise Stop if the run has been stopped; for what looks now and then (see `Copier`)."""
        self.checkpoint()

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

    # --- Clock and memory, looked at by the monitor --------------------------------------

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
        if self.reason is not None:
            raise Stop
        if still:
            now = monotonic()  # as `pause`, which would cost each call of a tool a call
            if self._memory_base is None or now - self._looked_at > _LOOK:
                self.look_at_memory(0)
                if self.reason is not None:
                    raise Stop
            self._paused_at = now

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

    def park(self) -> None:
        """A tool, in which the clock stands still, may take days: the host goes on meanwhile.

        Nobody looks at the run, and guest code that is come upon (the collector closes what was
        dropped) dies at its first tick.
        """
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

    def sleep(self) -> None:
        """CPython collects garbage: guest code that is come upon dies at its first tick.

        It might change what a guard has weighed, and C is about to go through.
        """
        if self.reason is None:
            self._unused = self._chunk.__length_hint__()
            self.reason = ASLEEP
            self._openers = (self._armed[0], _refuse)
            self._chunk.__setstate__(CHUNK)

    def wake(self) -> None:
        """The collection is over: the chunk is where it was, or used up if somebody has ticked."""
        if self.reason is ASLEEP:
            self.reason = None
            self._openers = self._armed
        chunk, unused = self._chunk, self._unused
        chunk.__setstate__(CHUNK - unused)
        if chunk.__length_hint__() != unused:
            self._left += unused
            self._granted -= unused
        self._unused = 0
        if self.reason is not None:
            self._reclaim()

    def look(self) -> None:
        """Check deadline and memory; called from the monitor's thread every few milliseconds.

        It makes no object that the collector knows: see `monitor`.
        """
        if self.reason is not None:
            self._chunk.__setstate__(CHUNK)
            return
        paused_at = self._paused_at
        if paused_at is not None:
            self._count_strays(paused_at)
        # In a pause too: a run that gives way at every turn may be seen in nothing else.
        limit, spent = self.limits.seconds, self.seconds
        if limit is not None and spent > limit:
            self.stop("seconds", limit, spent, self._spare)
        elif paused_at is None:
            self.look_at_memory(0, self._spare)

    def _count_strays(self, paused_at: float) -> None:
        """Count the time of a pause in which steps are taken.

        That is code of the guest's which the collector came upon while the host had the floor: a
        `finally` of a generator that was dropped. It would keep the host's tool for good.
        """
        now, taken = monotonic(), self.steps
        if self._stray_pause == paused_at and taken != self._stray_steps:
            self._tool_seconds -= now - self._stray_at
        self._stray_pause = paused_at
        self._stray_steps = taken
        self._stray_at = now

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
