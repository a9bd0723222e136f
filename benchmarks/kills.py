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
from pathlib import Path
from time import monotonic

import cloche

SIGNALS = (signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV, signal.SIGTERM)
SOURCE = "total = 0\nfor i in range(k):\n    total += i\ntell(n)\nprint(n)\n(n, total)"


def main() -> None:
    """Run and report; an outcome that is somebody else's is an AssertionError."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--every", type=int, default=10, help="kill in one of so many runs")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    lot = random.Random(options.seed)
    outcomes: Counter[str] = Counter()
    numbers = iter(range(options.runs))
    lock = threading.Lock()
    limits = cloche.Limits(seconds=3.0, steps=None)
    told: set[int] = set()
    began = monotonic()
    with cloche.Sandbox(
        isolation="process", limits=limits, tools={"tell": told.add}, workers=2
    ) as box:
        assert box.workers is not None

        def one(n: int) -> None:
            timer = None
            if n % options.every == 0:
                victims = [worker.pid for worker in box.workers.pool.workers if worker.layers]
                if victims:
                    what = lot.choice(victims), lot.choice(SIGNALS)
                    timer = threading.Timer(lot.uniform(0, 0.02), kill, what)
                    timer.start()
            try:
                result = box.execute(SOURCE, {"k": 100_000, "n": n})
                assert result.value == (n, 4999950000), (n, result.value)
                assert result.stdout == f"{n}\n"
                assert n in told
                outcomes["value"] += 1
            except (cloche.WorkerCrashed, cloche.TimeLimitExceeded) as error:
                outcomes[type(error).__name__] += 1
            if timer is not None:
                timer.join()

        def many() -> None:
            while True:
                with lock:
                    n = next(numbers, None)
                if n is None:
                    return
                one(n)

        threads = [threading.Thread(target=many) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert box.run("1 + 1") == 2
    left = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    assert sum(outcomes.values()) == options.runs
    print(f"{options.runs} runs in {monotonic() - began:.1f} s: {dict(outcomes)}, left: {left}")


def kill(pid: int, number: int) -> None:
    """Send a signal to a process that may be gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    main()
