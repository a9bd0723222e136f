"""Running something twice, natively and guarded, and comparing what a guest could see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from cloche.runtime.limits import Limits
from cloche.runtime.run import Run


@contextmanager
def running(**limits: Any) -> Iterator[Run]:
    """Be the current run, under small limits unless others are given.

    Time is ample: a run may last for all the examples of a test, on a busy machine.
    """
    given = {"steps": 1_000_000, "seconds": 600.0, "memory": 64 * 2**20} | limits
    run = Run(Limits(**given))
    token = run.enter()
    try:
        yield run
    finally:
        run.leave(token)


def outcome(call: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """Return the value of a call with its exact type, or the error's type and message."""
    try:
        value = call(*args, **kwargs)
    except Exception as error:
        return type(error), str(error)
    return type(value), described(value)


def described(value: Any) -> Any:
    """Return *value* as something that compares by content."""
    kind = type(value)
    if kind in (list, tuple):
        return kind, [described(each) for each in value]
    if kind is float or kind is complex:
        return repr(value)  # tells -0.0 from 0.0, and nan equals itself
    if hasattr(kind, "__next__"):
        return [described(each) for each in value]
    return kind, value
