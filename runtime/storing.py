"""Attributes of a guest's classes, stored and deleted.

CPython drops what a class had under a name first, and then makes what it remembers of the class
invalid (`type_setattro` before 3.13, `type_set_annotations` in all versions). Code that runs as the
old value dies, in a suspended generator or for a weak reference, would find it in there, and hold
memory that is freed. So the old value lives until the class has the new one.

A class that is changed, and each below it, gets another number from CPython, of which a process
has 2**32. Where none is left, CPython before 3.11.8 and 3.12.2 takes what it has learned of one
class for true of others (gh-89811), which reads and writes memory. So programs may use half.

A class below takes its number when it is next asked for an attribute, so a store costs as many as
there was time for, and never more than the run has classes.
"""

from __future__ import annotations

import sys
from time import monotonic_ns as _now
from typing import Any, Final

from .guards.lineage import heirs
from .run import running
from .standins import namespace

#: So many numbers are there for what programs do to their classes, of all runs of a process.
MOST_NUMBERS: Final = 2**31
#: A class that is made counts for so many: it is changed while it is.
_NEW: Final = 16
_FEW: Final = sys.version_info < (3, 11, 8) or (3, 12) <= sys.version_info < (3, 12, 2)
#: Nanoseconds that a class takes at least to be given a number: C takes 30 to 35.
_FASTEST: Final = 50
#: Key in `Run.state`: how many classes below others may be without, since when, and of how many.
_WITHOUT: Final = "classes without numbers"
#: How many are used. Two threads at once may count one change for both.
_used: Final = [0]


def made() -> None:
    """Account for the numbers of a class that is being made."""
    if _FEW:
        _used[0] += _NEW
        if run := running(None):
            _without(run)[2] += 1


def check_numbers() -> None:
    """Refuse to make or change a class where no number is left for it.

    Raises:
        RuntimeError: the programs of this process have used up theirs.
    """
    if _FEW and _used[0] > MOST_NUMBERS:
        version = ".".join(map(str, sys.version_info[:3]))
        raise RuntimeError(
            f"programs have changed classes so often that CPython {version} may run out of numbers "
            "for them: a later one can do without, or a new process"
        )


def _renumbered(cls: type) -> None:
    """Account for the numbers that *cls* and the classes below it are about to lose."""
    if not _FEW:
        return
    _used[0] += 1
    below = heirs(cls) - 1
    run = running(None) if below else None
    if run:
        without, since, there = state = _without(run)
        state[1] = _now()
        numbered = min(without, (state[1] - since) // _FASTEST)
        _used[0] += numbered
        state[0] = min(without - numbered + below, there)
    check_numbers()


def _without(run: Any) -> list[int]:
    found: list[int] | None = run.state.get(_WITHOUT)
    if found is None:
        found = run.state[_WITHOUT] = [0, _now(), 0]
    return found


def store(cls: Any, name: str, value: Any) -> None:
    """Do `cls.name = value`, as the metaclass does it."""
    _renumbered(cls)
    _old = namespace(cls).get(name)
    setattr(cls, name, value)


def delete(cls: Any, name: str) -> None:
    """Do `del cls.name`, as the metaclass does it."""
    _renumbered(cls)
    _old = namespace(cls).get(name)
    delattr(cls, name)


def store_natively(cls: Any, name: str, value: Any) -> None:
    """Do `type.__setattr__(cls, name, value)`."""
    _renumbered(cls)
    _old = namespace(cls).get(name)
    type.__setattr__(cls, name, value)


def delete_natively(cls: Any, name: str) -> None:
    """Do `type.__delattr__(cls, name)`."""
    _renumbered(cls)
    _old = namespace(cls).get(name)
    type.__delattr__(cls, name)
