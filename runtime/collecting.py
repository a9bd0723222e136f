"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host. What it
closes may be a suspended generator of any guest, whose `finally` suite runs there and then. Its
ticks are those of its own run, but shims would take the current one for it: its loop with its
tasks, its state, its budget. So the current run is put to sleep: whatever asks it for anything
is stopped, and a shim ends such a suite as if its run had been stopped.

The context itself is left alone. CPython 3.11 collects in the middle of `ContextVar.set`, of any
variable of the host's, and a second `set` in there would free what the first one reads.

Once it sleeps, what is young is counted (`census.py`).
"""

from __future__ import annotations

import gc
from contextvars import ContextVar
from typing import Any, Final

from .census import look

#: The run that sleeps, or None, for the collection under way; there is one at a time.
_under_way: Final[list[Any]] = []


def watch(current: ContextVar[Any], awake: type, asleep: type) -> None:
    """Let what *current* holds sleep during collections, in whatever thread they happen.

    Parameters:
        awake: its class, with a `budget`.
        asleep: its class meanwhile, of the same layout.
    """

    budget_of = vars(awake)["budget"].__get__

    def collecting(phase: str, info: dict[str, int]) -> None:
        # A collection ends in the thread and context where it began.
        if phase == "start":
            run = current.get(None)
            if type(run) is awake:
                run.__class__ = asleep
            else:
                run = None
            _under_way.append(run)
            look(None if run is None else budget_of(run))
        elif _under_way:
            run = _under_way.pop()
            if run is not None:
                run.__class__ = awake

    gc.callbacks.append(collecting)
