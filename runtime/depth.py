"""`Limits.recursion`: how deep calls of a run may nest, counted in frames of Python code.

CPython's own limit is the process's, and a guest may catch the RecursionError. This one is the
run's: what stands in the place of `__tick__` looks at the stack, and past the bound stops the run.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .run import Run

#: The module of the program, and the tick itself.
_OWN_FRAMES = 2


def of_stack() -> int:
    """Return how many frames are on the stack of this thread, the caller's included."""
    frame: FrameType | None = sys._getframe(1)
    count = 0
    while frame is not None:
        count += 1
        frame = frame.f_back
    return count


def measuring_tick(run: Run, bound: int) -> Callable[[Iterator[bool]], bool]:
    """Return what takes a step of *run*, and stops it if its calls nest more than *bound* deep."""
    budget = run.budget

    def tick(ticks: Iterator[bool]) -> bool:
        try:
            # One C call: it fails, as it should, where the stack is not as deep as that.
            sys._getframe(run.floor + bound + _OWN_FRAMES)
        except ValueError:
            return next(ticks)
        budget.stop("recursion", bound, bound + 1)
        return next(ticks)

    return tick
