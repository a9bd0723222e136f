"""What is the host's ends while the host has the floor.

Whoever holds it last ends it, and with it come finalizers: `__del__`, callbacks of weak references,
the `finally` of a suspended generator, what CPython says of a coroutine that nobody awaited. They
are the host's, however long they take and whatever they do: the tripwire, which asks the stack,
must not find a guest responsible for them. Here it finds this folder.
"""

from __future__ import annotations

from sys import exception
from typing import Any

from ..budget import Budget
from ..handling import apart


def let_go(budget: Budget, held: list[Any]) -> None:
    """Empty *held*, a list of what is the host's, while the guest's clock stands still.

    Parameters:
        budget: of the run in whose time this is, if it is in one's: what is collected is let go
            wherever CPython likes.
    """
    if not held or not budget.has_floor():
        held.clear()
        return
    if budget.paused:
        empty(held)
        return
    budget.pause()
    try:
        empty(held)
    finally:
        budget.resume()


def empty(held: list[Any]) -> None:
    """Empty *held*; finalizers do not find what the guest handles meanwhile."""
    if exception() is None:
        held.clear()
    else:
        apart(held.clear)
