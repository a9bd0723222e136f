"""The thread that looks at runs has better to do than to run their code."""

from __future__ import annotations

import gc
import threading

import cloche
from cloche.runtime import monitor


def test_the_monitor_collects_no_garbage() -> None:
    """A suspended generator whose `finally` suite does not end would end all deadlines."""
    threads: set[int] = set()
    looked = threading.Event()
    looks = iter(range(20))

    def collecting(phase: str, _: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    def look(self: monitor.Budget) -> None:
        _ = [[], [], []]
        if next(looks, None) is None:
            looked.set()

    box = cloche.Sandbox({"wait": lambda: looked.wait(60)}, cloche.Limits(seconds=60.0))
    box.run("1")  # the thread is there from now on
    before, real = gc.get_threshold(), monitor.Budget.look
    gc.callbacks.append(collecting)
    monitor.Budget.look = look  # type: ignore[method-assign]
    try:
        gc.set_threshold(1)
        assert box.run("wait()") is True
    finally:
        gc.set_threshold(*before)
        monitor.Budget.look = real  # type: ignore[method-assign]
        gc.callbacks.remove(collecting)
    assert gc.isenabled()
    assert monitor._thread is not None
    assert threads
    assert monitor._thread.ident not in threads
