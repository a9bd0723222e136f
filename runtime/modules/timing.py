"""Calls of C whose work depends on more than the size of what they get: paid for by their time."""

from __future__ import annotations

from collections.abc import Callable
from time import thread_time
from typing import Any, Final, TypeVar

from ..run import charge

T = TypeVar("T")

#: A call that takes longer than this pays for its time.
_SLOW: Final = 0.002
STEPS_A_SECOND: Final = 20_000_000


def timed(call: Callable[..., T], *args: Any, **named: Any) -> T:
    """Return what *call* returns, with its time paid for if it was long.

    It is the processor's: steps do not depend on what else the machine does.
    """
    began = thread_time()
    result = call(*args, **named)
    took = thread_time() - began
    charge(int(took * STEPS_A_SECOND) if took > _SLOW else 1)
    return result
