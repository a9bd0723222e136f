"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host, in
another thread. What it closes may be a suspended generator of any guest, whose `finally` suite
runs there and then. Shims would take the current run for its own: its loop with its tasks, its
state, its budget. And one of the current run might change what a guard of it has just weighed, and
C is about to go through.
So the run that is current where it collects is put to sleep: whatever asks it for anything is
stopped, and such a suite ends as if its run had been stopped, at its first tick if it is the run's
own, else in a shim. Every other run in flight hands its chunk of steps back, and is granted them
one by one meanwhile, where it is the current one and nowhere else (`Budget._open`): so
it goes on in its own thread, and a suite of it ends here at its first tick.

The context itself is left alone. CPython 3.11 collects in the middle of `ContextVar.set`, of any
variable of the host's, and a second `set` in there would free what the first one reads. Runs that
wait on an event loop, and that the host has dropped, end there in a copy of it (`run.outside`).

While it sleeps, what is young is counted (`census.py`).

At the end of the stack a run may be put to sleep that nobody can be called to wake. It is woken at
its next step, where it is asked for anything, or before the next collection begins, in whatever
thread: else it would be taken for one that is collected.

What stands in `gc.callbacks` is in C, and stays there. CPython goes through that list by index, and
other threads run meanwhile: if one of them took something out, others would be skipped. And a
signal that comes during a collection is handled in a function in Python, if one is called then, and
what its handler raises is lost, as CPython has nobody to give it to: so ours are called only
while a run has the floor, and what handlers raise then is kept for the end of that run.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import partial, reduce
from threading import get_ident
from types import FrameType
from typing import Any, ClassVar, Final

from . import signals
from .budget import CHUNK, Budget
from .census import LOST, census, look
from .chains import count_young
from .stops import ASLEEP, refuse
from .under_way import NOTHING, Marks, counted, ended, missed, uncounted, under_way

#: A program that frees something old for each thing it makes has no collection begin. So many that
#: are young are looked at all the same, when it next asks for steps.
STARVED: Final = 10_000


class Runs:
    """What `run.py` says of runs: where the current one is found, and the classes, of one layout,
    that it has while it is Runs.awake and asleep.
    """

    current: ClassVar[ContextVar[Any]]
    awake: ClassVar[type]
    asleep: ClassVar[type]


class _Sleeper:
    """A run that is put to sleep where a collection begins, and sleeps on where none can wake it.

    (Without `__init__`: it is made where there may be no room to call that.)
    """

    #: It was current.
    run: Any
    budget: Budget
    awake = True
    #: How many collections had ended when it was put to sleep, if there was room to ask.
    ended: int | None = None
    #: Of a run that left the handlers of signals as they are: they stand behind ours meanwhile.
    level: signals.Level | None = None
    #: Where it was, one of `interrupted`.
    frame: FrameType | None = None

    def rouse(self) -> None:
        """The collection is over. Where there is no room for this, it is called again."""
        if not self.awake:
            self.budget.wake()
            self.run.__class__ = Runs.awake
            self.awake = True

    def forget(self) -> None:
        """Undo what else was done for it; likewise."""
        if self.frame in interrupted:
            interrupted.remove(self.frame)
        self.frame = None
        if self.level is not None:
            signals.release(self.level)


class _Sleepers(list[_Sleeper]):
    """There is one collection at a time: who sleeps when the next begins has overslept.

    Called in C, as `_Floors`; before it is known that one is under way, when whoever has a step to
    take would die.
    """

    start: Any
    stop: Any = property(None, NOTHING)


def _late(info: Any, _: _Sleeper) -> None:
    """Called for the first sleeper with *info*, which sees to all; for the others with None."""
    if info is not None:
        for sleeper in tuple(sleeping):
            if sleeper.budget.thread != get_ident():
                sleeper.rouse()


_Sleepers.start = property(None, partial(reduce, _late))
sleeping: Final = _Sleepers()
#: What is called above these frames is called by the collector.
interrupted: Final[list[FrameType]] = []
#: All that was to be looked at in the collection that there is has been.
_looked = False
#: Collections that were not counted, and that have been made up for.
_uncounted = 0
#: Functions in C cannot be called at the end of the stack either.
_IN_C_TOO: Final = sys.version_info < (3, 12)


def _begin(info: Any, _: Budget) -> None:
    """Called for the first run with *info*, which sees to all; for each of the others with None.

    Where this can be called a generator can be closed. So the run falls asleep before a function in
    Python is called; whatever there is no room for after that is made up for (`missed`).
    """
    global _looked
    if info is None:
        return
    _looked = False
    run: Any = Runs.current.get(None)
    own = sleeper = None
    if type(run) is Runs.awake or type(run) is Runs.asleep:
        own = object.__getattribute__(run, "budget")
    if own is not None and own.thread != get_ident():
        own = None  # it has given this thread its context, and goes on in its own
    try:
        if own is not None:
            for sleeper in sleeping:
                if sleeper.run is run:
                    break
            else:
                sleeper = _Sleeper()
                sleeper.run, sleeper.budget = run, own
                sleeping.append(sleeper)
            if own.reason is None:  # as `Budget.wake` undoes
                unused = own._chunk.__length_hint__()
                own._chunk.__setstate__(CHUNK)
                own._unused = unused
                if own.reason is None:  # no other thread has stopped it meanwhile
                    own.reason, own._openers = ASLEEP, (own._armed[0], refuse)
            sleeper.awake, sleeper.ended = False, None
        _see_to(own, sleeper)
    except RecursionError:
        pass


def _see_to(own: Budget | None, sleeper: _Sleeper | None) -> None:
    """Do what else there is to be done as a collection begins.

    Parameters:
        own: of the run in whose time it does, if it is in one's.
        sleeper: that run.
    """
    global _looked
    if sleeper is not None:
        sleeper.run.__class__ = Runs.asleep
        sleeper.ended = ended()
    for each in tuple(floors):
        if each is not own:
            each.hand_back()
    if missed:
        _suspect()
    try:
        if sleeper is not None and sleeper.level is None and not signals.levels:
            sleeper.level = signals.hold(sleeper.budget)
    finally:
        look(own)
    _looked = not census.behind
    if sleeper is not None and sleeper.frame is None:
        with suppress(ValueError):
            sleeper.frame = sys._getframe(2)
            interrupted.append(sleeper.frame)


def wake(*_: object) -> None:
    """Let the run that slept in this thread go on: the collection is over.

    Where `_begin` was called so is this: what that has done without calling anything is undone in
    the same way (as `Budget.wake`), and no run stays asleep by halves.
    """
    global _looked
    if _looked:
        _looked = False
        missed.clear()
    for sleeper in tuple(sleeping):
        budget = sleeper.budget
        if budget.thread != get_ident():
            continue
        if budget.reason is ASLEEP:
            chunk, unused = budget._chunk, budget._unused
            chunk.__setstate__(CHUNK - unused)
            if chunk.__length_hint__() == unused:
                unused = 0
            budget.reason, budget._openers = None, budget._armed
            budget._left += unused
            budget._granted -= unused
            budget._unused = 0
        sleeper.rouse()
        sleeper.forget()
        sleeping.remove(sleeper)


def overslept(run: Any) -> bool:
    """Tell whether the collection is over in which *run* was put to sleep."""
    now = ended()
    return any(each.run is run and each.ended not in (None, now) for each in sleeping)


class _Floors(list[Budget]):
    """The budgets of runs that have the floor, each as often as its run has entered.

    What CPython calls, `partial(setattr, floors)`, is in C: `floors.start = info` is
    `reduce(_begin, floors, info)`, which calls nothing if there is none.
    """

    start: Any = property(None, partial(reduce, _begin))
    stop: Any = property(None, partial(reduce, wake))


floors: Final = _Floors()
#: In this order: who has overslept is woken first; a chunk that is granted once others are handed
#: back must be of one step; and what is marked when `_begin` is called was missed.
_CALLBACKS: Final[list[Callable[[str, Any], None]]] = [
    partial(setattr, sleeping),
    partial(setattr, under_way),
    partial(setattr, floors),
    partial(setattr, counted),
    partial(setattr, Marks(floors)),
]


def attend() -> None:
    """Be called when CPython collects, from now on."""
    global _uncounted
    if not gc.callbacks or gc.callbacks[0] is not _CALLBACKS[0]:
        # Whoever took ours out had collections that nobody could look at.
        if counted:
            census.lose()
        gc.callbacks[:] = [*_CALLBACKS, *(x for x in gc.callbacks if x not in _CALLBACKS)]
        _uncounted = uncounted()
    elif _IN_C_TOO and (there := uncounted()) != _uncounted:
        # What begins now has no part in what was missed before.
        census.lose()
        _uncounted = there


def _suspect() -> None:
    """Have those in whose time a collection was missed answer for what nobody has seen."""
    census.behind = True
    for each in tuple(missed):
        if type(each) is Budget:
            each.seen[LOST] = -1


def catch_up() -> None:
    """Have everything looked at, if there was a collection that nobody could look at.

    And what is young, if one is overdue.
    """
    global _uncounted
    if not (missed or (_IN_C_TOO and uncounted() != _uncounted)):
        if count_young() > STARVED and gc.isenabled():
            gc.collect(0)
        return
    if missed:
        _suspect()
    else:
        census.lose()
    gc.collect(0)
    if sleeping:
        wake()  # what a handler of a signal raised came first
    if not census.behind:
        _uncounted = uncounted()


def has_floor(budget: Budget) -> bool:
    """Tell whether the run of *budget* is the current one of this thread, and awake."""
    run: Any = Runs.current.get(None)
    is_awake = type(run) is Runs.awake
    return is_awake and run.budget is budget and budget.thread == get_ident()


def _forget_threads() -> None:
    """In a forked child one thread goes on, with the runs it is in."""
    floors[:] = [each for each in floors if each.thread == get_ident()]
    sleeping[:] = [each for each in sleeping if each.budget.thread == get_ident()]
    under_way.clear()


Budget.has_floor, Budget.rouse, Budget.catch_up = has_floor, wake, catch_up
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_threads)
