"""cloche: run Python nobody has reviewed, in your own process, as sandboxed closures.

box = Sandbox(tools={"get_price": get_price}, limits=Limits(seconds=2.0))
value = box.run(source, inputs={"x": 1})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .functions import SandboxedFunction
from .pausing.steps import Done, Paused
from .program import Program, Result
from .runtime.boundary.exposed import Exposed, expose
from .runtime.boundary.pausing import pausing
from .runtime.boundary.record import Record
from .runtime.errors import (
    BoundaryError,
    ClocheError,
    DumpRefused,
    EscapeDetected,
    GuestError,
    LimitExceeded,
    MemoryLimitExceeded,
    NestingLimitExceeded,
    OutputLimitExceeded,
    RecursionLimitExceeded,
    Rejected,
    ReplayDiverged,
    StepLimitExceeded,
    TimeLimitExceeded,
    ToolCallLimitExceeded,
    WorkerCrashed,
)
from .runtime.limits import Limits
from .sandbox import Sandbox
from .session import Session
from .transpiler import Diagnostic, SourceLimits

__all__ = [
    "BoundaryError",
    "ClocheError",
    "Diagnostic",
    "Done",
    "DumpRefused",
    "EscapeDetected",
    "Exposed",
    "GuestError",
    "LimitExceeded",
    "Limits",
    "MemoryLimitExceeded",
    "NestingLimitExceeded",
    "OutputLimitExceeded",
    "Paused",
    "Program",
    "Record",
    "RecursionLimitExceeded",
    "Rejected",
    "ReplayDiverged",
    "Result",
    "Sandbox",
    "SandboxedFunction",
    "Session",
    "SourceLimits",
    "StepLimitExceeded",
    "TimeLimitExceeded",
    "ToolCallLimitExceeded",
    "WorkerCrashed",
    "expose",
    "lint",
    "pausing",
    "rewrite",
    "run",
]

__version__ = "0.1.0"


def run(
    source: str | bytes,
    inputs: Mapping[str, object] | None = None,
    tools: Mapping[str, Callable[..., Any]] | None = None,
    limits: Limits | None = None,
) -> Any:
    """Run *source* once and return the value of its last expression (see `Sandbox.run`)."""
    return Sandbox(tools=tools, limits=limits).run(source, inputs)


def lint(source: str | bytes) -> list[Diagnostic]:
    """Return what would be refused in *source*; an empty list means it is accepted."""
    return Sandbox().lint(source)


def rewrite(source: str | bytes, *, optimize: bool = True) -> str:
    """Return the guarded source: exactly what would run.

    Raises:
        Rejected: *source* is refused.
    """
    return Sandbox(optimize=optimize).compile(source).guarded
