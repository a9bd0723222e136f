"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host. What it
closes may be a suspended generator of any guest, whose `finally` suite runs there and then. Shims
would take the current run for its own: its loop with its tasks, its state, its budget. And one of
the current run might change what a guard of it has just weighed, and C is about to go through.
So the current run is put to sleep: whatever asks it for anything is stopped, and such a suite
ends as if its run had been stopped, at its first tick if it is the run's own, else in a shim.

The context itself is left alone. CPython 3.11 collects in the middle of `ContextVar.set`, of any
variable of the host's, and a second `set` in there would free what the first one reads.

While it sleeps, what is young is counted (`census.py`).

There is a function of ours in `gc.callbacks` for each run that has the floor, and none otherwise: a
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

    It is the run's, and does not hold it. In flight more than once, it is called as often; only the
    first call finds the run awake.
    """

    #: Where the current run is found, its class, with a `budget`, and its class while it sleeps, of
    #: the same layout: `run.py` says so.
    current: ClassVar[ContextVar[Any]]
    awake: ClassVar[type]
    asleep: ClassVar[type]

    __slots__ = ("_budget", "_run", "_sleeps")

    def __init__(self, run: Any) -> None:
        self._run = id(run)
        self._budget = run.budget
        #: The run, during a collection in its time.
        self._sleeps: Any = None

    def begin(self) -> None:
        gc.callbacks.append(self)

    def end(self) -> None:
        try:
            gc.callbacks.remove(self)
        except ValueError:
            return  # It never began, or the run stands still.

    def __call__(self, phase: str, info: dict[str, int]) -> None:
        # A collection ends in the thread and context where it began.
        if phase != "start":
            _counted.clear()
            if self._sleeps is not None:
                self._budget.wake()
                self._sleeps.__class__ = self.awake
                self._sleeps = None
            return
        run = self.current.get(None)
        if id(run) == self._run:
            if type(run) is self.awake:
                self._sleeps = run
                run.__class__ = self.asleep
                look(self._budget)
                self._budget.sleep()
        elif type(run) is not self.awake and not _counted:
            _counted.append(True)
            look(None)
