"""The thread that looks at runs has better things to do than to run their code."""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

import cloche
from cloche.runtime import monitor

#: Each lasts for many looks, and is stopped at one of them.
STOPPED = {
    "seconds": "while True: pass",
    "memory": "x = []\nwhile True: x.append('a' * 10_000 + str(len(x)))",
    "in a tool": "def f():\n    try: yield\n    finally:\n        while True: pass\n"
    "g = f(); next(g); g = [g]; g.append(g); g = 0\nwait()\nwhile True: pass",
}


@contextmanager
def collections() -> Iterator[set[int]]:
    """Collect at every chance meanwhile; yields the threads in which it was done."""
    threads: set[int] = set()

    def collecting(phase: str, _: dict[str, int]) -> None:
        threads.add(threading.get_ident())

    before = gc.get_threshold()
    gc.callbacks.append(collecting)
    gc.set_threshold(1)
    try:
        yield threads
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(collecting)


@pytest.mark.parametrize("source", STOPPED.values(), ids=STOPPED)
def test_the_monitor_collects_no_garbage(source: str) -> None:
    """A suspended generator whose `finally` suite does not end would end all deadlines."""
    limits = cloche.Limits(steps=None, seconds=0.2, memory=32 * 2**20)
    box = cloche.Sandbox({"wait": lambda: None}, limits)
    box.run("1")  # the thread is there from now on
    with collections() as threads, pytest.raises(cloche.LimitExceeded):
        box.run(source)
    assert monitor._thread is not None
    assert threads
    assert monitor._thread.ident not in threads


def test_the_collector_is_the_hosts_to_turn_on_and_off() -> None:
    """It stays off if it is turned off while a run is looked at."""
    turned = threading.Event()

    def look(self: monitor.Budget) -> None:
        gc.disable()
        turned.set()

    box = cloche.Sandbox({"wait": lambda: turned.wait(60)}, cloche.Limits(seconds=60.0))
    real = monitor.Budget.look
    monitor.Budget.look = look  # type: ignore[method-assign]
    try:
        assert box.run("wait()") is True
        assert not gc.isenabled()
    finally:
        monitor.Budget.look = real  # type: ignore[method-assign]
        gc.enable()
