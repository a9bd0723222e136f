"""Workers killed and stopped at random moments: every run has its own result or its own error.

python benchmarks/kills.py [--runs 1000] [--every 10] [--seed 1]
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import cloche

SIGNALS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV, signal.SIGTERM)
SOURCE = "total = 0\nfor i in range(k):\n    total += i\ntell(n)\nprint(n)\n(n, total)"
THREADS = 3


class Runs:
    """Runs that several threads share, some of which meet a signal.

    Parameters:
        count: how many.
        every: a signal is sent in one of so many.
        seed: of what is sent, to whom, and when.
    """

    def __init__(self, count: int, every: int, seed: int) -> None:
        self._numbers = iter(range(count))
        self._lock = threading.Lock()
        self._every = every
        self._lot = random.Random(seed)
        self._told: set[int] = set()
        self.outcomes: Counter[str] = Counter()
        limits = cloche.Limits(seconds=3.0, steps=None)
        tools = {"tell": self._told.add}
        self.box = cloche.Sandbox(isolation="process", limits=limits, tools=tools, workers=2)

    def make(self) -> None:
        """Make runs until all are made; for each thread."""
        while True:
            with self._lock:
                n = next(self._numbers, None)
            if n is None:
                return
            with self._signal() if n % self._every == 0 else _nothing():
                self._one(n)

    def _one(self, n: int) -> None:
        try:
            result = self.box.execute(SOURCE, {"k": 100_000, "n": n})
        except (cloche.WorkerCrashed, cloche.TimeLimitExceeded) as error:
            self.outcomes[type(error).__name__] += 1
            return
        # What is somebody else's is an AssertionError.
        assert result.value == (n, 4999950000), (n, result.value)
        assert result.stdout == f"{n}\n"
        assert n in self._told
        self.outcomes["value"] += 1

    @contextmanager
    def _signal(self) -> Iterator[None]:
        """Send one to a worker, at a moment of the run."""
        assert self.box.workers is not None
        victims = [worker.pid for worker in self.box.workers.pool.workers if worker.layers]
        if not victims:
            yield
            return
        what = self._lot.choice(victims), self._lot.choice(SIGNALS)
        timer = threading.Timer(self._lot.uniform(0, 0.02), kill, what)
        timer.start()
        yield
        timer.join()


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def kill(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--every", type=int, default=10, help="kill in one of so many runs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = monotonic()
    runs = Runs(options.runs, options.every, options.seed)
    with runs.box:
        threads = [threading.Thread(target=runs.make) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert runs.box.run("1 + 1") == 2
    left = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    assert sum(runs.outcomes.values()) == options.runs
    print(
        f"{options.runs} runs in {monotonic() - began:.1f} s: {dict(runs.outcomes)}, left: {left}"
    )


if __name__ == "__main__":
    main()
