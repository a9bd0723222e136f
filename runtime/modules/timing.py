"""Calls of C whose work depends on more than the size of what they get: paid for by their time."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter, thread_time
from typing import Any, Final, TypeVar

from ..run import charge

T = TypeVar("T")

#: A call that takes longer than this pays for its time.
_SLOW: Final = 0.002
STEPS_A_SECOND: Final = 20_000_000


def timed(call: Callable[..., T], *args: Any, **named: Any) -> T:
    """Return what *call* returns, with its time paid for if it was long."""
    began = perf_counter()
    result = call(*args, **named)
    _pay(perf_counter() - began)
    return result


def worked(call: Callable[..., T], *args: Any) -> T:
    """Do what `timed` does by the time of the processor, whose clock is slower to read."""
    began = thread_time()
    result = call(*args)
    _pay(thread_time() - began)
    return result


def _pay(took: float) -> None:
    charge(int(took * STEPS_A_SECOND) if took > _SLOW else 1)
