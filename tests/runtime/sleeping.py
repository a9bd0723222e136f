"""Budgets whose runs are asleep, as while garbage is collected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import get_ident

from cloche.runtime import collecting
from cloche.runtime.budget import Budget
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run


@contextmanager
def asleep(budget: Budget) -> Iterator[None]:
    """Let a run with *budget* sleep; for the current one, too."""
    if collecting.has_floor(budget):
        collecting._begin({}, budget)
    else:
        run = Run(Limits())
        run.budget, budget.thread = budget, get_ident()
        context = copy_context()
        context.run(collecting.Runs.current.set, run)
        context.run(collecting._begin, {}, budget)
    yield
    collecting.wake()
