"""What a pause takes: wall time, the least of several rounds of medians.

    python benchmarks/pausing.py

The last rows are what the choice of a thread rests on; they need `pip install greenlet`.
"""

from __future__ import annotations

import platform
import statistics
import sys
import threading
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from queue import SimpleQueue
from time import perf_counter
from typing import Any

import cloche

ROUNDS = 5


def least(action: Callable[[], object], number: int) -> float:
    """Return the least median of seconds a call of *action*."""
    medians = []
    for _ in range(ROUNDS):
        took = []
        for _ in range(number):
            start = perf_counter()
            action()
            took.append(perf_counter() - start)
        medians.append(statistics.median(took))
    return min(medians)


def of_steps(isolation: str) -> Iterator[tuple[str, float]]:
    """Yield what a box of this isolation takes."""
    tools = {"ask": cloche.pausing(abs), "get": abs}
    with cloche.Sandbox(tools, isolation=isolation, workers=4) as box:
        loop = "for i in range(100): get(i)"
        waits: Any = box.start("ask(1)")
        data = waits.dump()
        go: Any = box
        yield "start and resume", least(lambda: go.start("ask(1)").resume(1), 100)
        yield "dump", least(waits.dump, 1000)
        yield "load and resume", least(lambda: go.load(data).resume(1), 100)
        yield "a tool call in a started run", least(lambda: box.start(loop), 20) / 100
        yield "a tool call in another", least(lambda: box.run(loop), 20) / 100


def of_threads() -> Iterator[tuple[str, float]]:
    """Yield what a thread that is handed the floor takes."""
    there: SimpleQueue[int] = SimpleQueue()
    back: SimpleQueue[int] = SimpleQueue()

    def echo() -> None:
        while there.get():
            back.put(1)

    def begin() -> None:
        thread = threading.Thread(target=int)
        thread.start()
        thread.join()

    threading.Thread(target=echo, daemon=True).start()
    yield "a thread: there and back", least(lambda: (there.put(1), back.get()), 2000)
    there.put(0)
    yield "a thread: begin and end", least(begin, 200)


def of_greenlets() -> Iterator[tuple[str, float]]:
    """Yield what a greenlet that is switched to takes."""
    if find_spec("greenlet") is None:
        return
    import greenlet

    def echo() -> None:
        while True:
            greenlet.getcurrent().parent.switch()

    kept = greenlet.greenlet(echo)
    yield "a greenlet: there and back", least(kept.switch, 2000)
    yield "a greenlet: begin and end", least(lambda: greenlet.greenlet(int).switch(), 200)


def main() -> None:
    """Print every row."""
    print(f"CPython {platform.python_version()}, {sys.platform}")
    for isolation in ("inline", "process"):
        for what, seconds in of_steps(isolation):
            print(f"{isolation + ': ' + what:42} {seconds * 1e6:10.1f} µs")
    for rows in (of_threads(), of_greenlets()):
        for what, seconds in rows:
            print(f"{what:42} {seconds * 1e6:10.1f} µs")


if __name__ == "__main__":
    main()
