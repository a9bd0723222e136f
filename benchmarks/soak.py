"""Many mixed runs, and what they leave behind: memory, descriptors, threads and processes.

    python benchmarks/soak.py [--runs 20000] [--isolation inline|process]

Some runs are refused, some fail, some hit a limit, some print, call tools, map a function or go on
with a session. A line is printed every tenth of the way; then comes what has grown since the first.
"""

from __future__ import annotations

import argparse
import gc
import os
import threading
from collections import Counter
from pathlib import Path
from time import monotonic

import cloche

PAGE = os.sysconf("SC_PAGE_SIZE")
LIMITS = cloche.Limits(steps=50_000, seconds=30.0, memory=64 * 2**20, output=10_000)

PROGRAMS = (
    "n + 1",
    "sum(i * i for i in range(n % 100))",
    "[{'k': (i, str(i))} for i in range(50)]",
    "import json\njson.loads(json.dumps(rows))",
    "class P:\n    def __init__(self, x): self.x = x\n[P(i) for i in range(20)]",
    "print('line', n)\ntool(n)",
    "def fib(k): return k if k < 2 else fib(k - 1) + fib(k - 2)\nfib(12)",
    "x = []\nx.append(x)\nlen(x)",
    "1 / 0",
    "while True: pass",
    "print('x' * 20_000)",
    "y = 'a' * 2**28",
    "import gc",
    "try:\n    fails()\nexcept ValueError as error:\n    str(error)\nn",
)


def fails() -> None:
    """A tool that raises."""
    raise ValueError("no")


def used(box: cloche.Sandbox) -> dict[str, int]:
    """Return what this process, and its workers together, use."""
    workers = box.workers.pool.workers if box.workers is not None else []
    return {
        "host KiB": resident("self"),
        "workers KiB": sum(resident(str(worker.pid)) for worker in workers),
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": threading.active_count(),
        "processes": len(children()),
    }


def resident(process: str) -> int:
    """Return the resident memory of a process in KiB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * PAGE // 1024


def children() -> list[str]:
    """Return the processes this one has started and not reaped, zombies included."""
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--isolation", default="process")
    options = parser.parse_args()
    outcomes: Counter[str] = Counter()
    tools = {"tool": lambda n: {"n": n}, "fails": fails}
    rows = [{"id": i, "name": f"row {i}", "tags": ["a", "b"]} for i in range(20)]
    began = monotonic()
    with cloche.Sandbox(isolation=options.isolation, limits=LIMITS, tools=tools) as box:
        session = box.session({"total": 0})
        double = box.compile("def double(n): return 2 * n").function("double")
        first: dict[str, int] = {}
        for n in range(options.runs):
            try:
                if n % 20 == 7:
                    assert double.map([n, n + 1]) == [2 * n, 2 * n + 2]
                elif n % 20 == 11:
                    session.run("total += n", {"n": 1})
                else:
                    box.run(PROGRAMS[n % len(PROGRAMS)], {"n": n, "rows": rows})
                outcomes["value"] += 1
            except cloche.ClocheError as error:
                outcomes[type(error).__name__] += 1
            if n % max(1, options.runs // 10) == options.runs // 10 - 1:
                gc.collect()
                now = used(box)
                first = first or now
                print(f"{n + 1:>7} runs, {monotonic() - began:6.1f} s: {now}", flush=True)
        last = used(box)
    print("grown since the first line:", {name: last[name] - first[name] for name in last})
    print("outcomes:", dict(outcomes.most_common()))
    print("processes after close:", len(children()))


if __name__ == "__main__":
    main()
