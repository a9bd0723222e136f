"""Whose time it is that goes into what a tool's declared types are made of.

Tools take no time of a run's. But what they declare is made by this package, of as many values as a
guest likes: that is the guest's time, and it pays for what is to be converted (`DECLARED`).
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

if TYPE_CHECKING:
    from ..run import Run

F = TypeVar("F", bound=Callable[..., Any])

#: Steps for each item of the arguments of such a tool.
DECLARED: Final = 10
_MARK: Final = "__cloche_declared__"


class Clock(Protocol):
    """Of a run, which stands still; `Budget` is one."""

    def spend(self, seconds: float, /) -> object:
        """Count *seconds* of the pause all the same."""


#: Of the run in whose name a tool with declared types is being called.
clock: Final[ContextVar[Clock | None]] = ContextVar("cloche_converting", default=None)


def mark(tool: F) -> F:
    """Return *tool*, as one that makes what it declares of what it is called with."""
    setattr(tool, _MARK, True)
    return tool


def is_marked(tool: object) -> bool:
    """Tell whether *tool*, or what it wraps, is such."""
    return getattr(tool, _MARK, False) is True


def like(tool: object, other: F) -> F:
    """Return *other*, which stands for *tool*, marked as it is."""
    return mark(other) if is_marked(tool) else other


def spend(seconds: float) -> None:
    """Count *seconds* as time of the run, if anybody does."""
    found = clock.get()
    if found is not None:
        found.spend(seconds)


def enter(run: Run) -> None:
    """Such a tool of *run* is about to be called: its clock stands still, but for `spend`."""
    run.budget.call(still=True)
    clock.set(run.budget)


def leave(run: Run) -> None:
    """It has ended."""
    run.budget.resume()
    clock.set(None)
