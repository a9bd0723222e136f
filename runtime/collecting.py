"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host. What it
closes may be a suspended generator of any guest, whose `finally` suite runs there and then. Its
ticks are those of its own run, but shims would take the current one for it: its loop with its
tasks, its state, its budget. So the current run is put to sleep: whatever asks it for anything
is stopped, and a shim ends such a suite as if its run had been stopped.

The context itself is left alone. CPython 3.11 collects in the middle of `ContextVar.set`, of any
variable of the host's, and a second `set` in there would free what the first one reads.

While it sleeps, what is young is counted (`census.py`).

There is a function of ours in `gc.callbacks` for each run that is in flight, and none otherwise: a
signal that comes during a collection is handled in such a function, and what its handler raises
is lost, as CPython has nobody to give it to.
"""

from __future__ import annotations

import gc
from contextvars import ContextVar
from typing import Any, ClassVar, Final

from .census import look

#: Whether somebody has counted in the collection under way; there is one at a time.
_counted: Final[list[bool]] = []


class Watch:
    """Lets one run sleep during collections, in whatever thread they happen.

    Parameters:
        run: whether it is current is asked when its turn comes.
        around: the watch of the same run that this one is inside of.
    """

    #: Where the current run is found, its class, with a `budget`, and its class while it sleeps, of
    #: the same layout: `run.py` says so.
    current: ClassVar[ContextVar[Any]]
    awake: ClassVar[type]
    asleep: ClassVar[type]

    __slots__ = ("_budget", "_run", "_sleeps", "around")

    def __init__(self, run: Any, around: Watch | None) -> None:
        self._run = run
        self._budget = run.budget
        self._sleeps = False
        self.around = around
        gc.callbacks.append(self)

    def end(self) -> None:
        gc.callbacks.remove(self)

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        # A collection ends in the thread and context where it began.
        if phase != "start":
            _counted.clear()
            if self._sleeps:
                self._sleeps = False
                self._run.__class__ = self.awake
            return
        run = self.current.get(None)
        if run is self._run:
            if type(run) is self.awake:
                run.__class__ = self.asleep
                self._sleeps = True
                look(self._budget)
        elif type(run) is not self.awake and not _counted:
            _counted.append(True)
            look(None)
