"""What acts on runs from outside, and the environments they begin in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from .runtime import tripwire
from .runtime.boundary.calls import check_tool, is_asynchronous, tool_for
from .runtime.identities import IDENTITIES, Identities
from .runtime.limits import Limits
from .runtime.run import Run, current
from .transpiler.records import dataclass

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What acts on runs from outside, or tells them what is outside.

    Parameters:
        tools: functions of the host by name.
        listener: called with text as it is printed.
        clock: nanoseconds at which time stands still, a function, or None for the system's.
        seed: of all randomness; None for the system's.
        timer: tells seconds for the timers of event loops; None for the system's.
    """

    tools: Mapping[str, Callable[..., Any]]
    listener: Callable[[str], object] | None
    clock: int | Callable[..., Any] | None
    seed: int | None
    timer: Callable[..., Any] | None = None


#: What a call of the host's takes before it is there and after it, in seconds; in a started run
#: every question goes to another thread or process and back.
_CALL: Final = 1e-5
_ROUND_TRIP: Final = 1e-4


def checked_clock(
    clock: datetime | float | Callable[[], float] | None,
) -> int | Callable[..., Any] | None:
    """Return the clock that `Sandbox` was given as `Surroundings` have it.

    Raises:
        TypeError, ValueError: it is none.
    """
    if clock is None:
        return None
    if callable(clock):
        check_tool("clock", clock)
        if is_asynchronous(clock):
            raise TypeError("a clock must not be an asynchronous function")
        return clock
    from .runtime.modules.clock import nanoseconds

    return nanoseconds(clock)


def checked_seed(seed: int | None) -> int | None:
    """Return *seed*; raises TypeError if it is none."""
    if seed is not None and type(seed) is not int:
        raise TypeError(f"seed must be an int or None, not {type(seed).__name__}")
    return seed


def environment(around: Surroundings, limits: Limits, wired: bool, repeatable: bool) -> Run:
    """Return an environment with builtins and tools, and nothing else.

    Parameters:
        wired: whether the tripwire watches it.
        repeatable: whether what differs from process to process comes from *around* alone.
    """
    clock = around.clock
    # What the collector closes is closed in any thread, and at any time.
    finds = current if repeatable else None
    run = Run(limits, around.listener, None, around.seed)
    if wired:
        tripwire.install()
        run.wired = True
    run.budget.round_trip = _CALL
    run.clock = tool_for("clock", clock, run, finds) if callable(clock) else clock
    if repeatable:
        run.state[IDENTITIES] = Identities()
    if around.timer is not None:
        from .runtime.modules.clock import TIMER

        run.budget.round_trip = _ROUND_TRIP
        run.state[TIMER] = tool_for("timer", around.timer, run, finds)
    run.catches = False  # until a program comes that may
    run.hands_over = bool(around.tools) or callable(clock)
    names = run.globals
    names["__name__"], names["__doc__"] = "__main__", None
    tools = around.tools
    if tools:
        tools = {name: tool_for(name, tool, run, finds) for name, tool in tools.items()}
    names["__builtins__"] = _namespace_of()(run, tools)
    return run


@cache
def _namespace_of() -> Callable[[Run, Mapping[str, object]], dict[str, Any]]:
    """Return `namespace`: imported when it is first needed, and asked for by every run."""
    from .runtime.namespace import namespace

    return namespace
