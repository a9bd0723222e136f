"""Work done on a stack of its own, since a guest may be at the end of this one."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def on_own_stack(work: Callable[[], T]) -> T:
    """Call *work* in another thread, where no run is current, and wait for it."""
    made: list[T] = []
    failed: list[BaseException] = []

    def caught() -> None:
        try:
            made.append(work())
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=caught, name="cloche-work", daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed.pop().with_traceback(None)
    return made.pop()
