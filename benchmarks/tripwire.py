"""What the tripwire costs: the same operations in processes with the audit hook and without.

    python benchmarks/tripwire.py

Hooks cannot be taken away, so each measurement is a process of its own, in CPU time. Pairs of
processes alternate, and each figure is the median of the ratios within pairs.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from time import process_time

import cloche

PAIRS = 7


def best(action: Callable[[], object], number: int, rounds: int = 7) -> float:
    """Return the least CPU seconds per call of *action* over *rounds*."""
    found = []
    for _ in range(rounds):
        start = process_time()
        for _ in range(number):
            action()
        found.append((process_time() - start) / number)
    return min(found)


def measure(tripwire: bool) -> dict[str, float]:
    """Return CPU seconds per operation in this process."""
    box = cloche.Sandbox(tripwire=tripwire)
    program = box.compile("1 + 1")
    function = box.compile("def f(a, b):\n    return a + b\n").function("f")

    def opened() -> None:
        with open(__file__, "rb"):
            pass

    return {
        "a run of `1 + 1`": best(program.run, 2_000),
        "a call of a sandboxed function": best(lambda: function(1, 2), 10_000),
        "the host: open and close a file": best(opened, 2_000),
        "the host: id(x)": best(lambda: id(program), 50_000),
    }


def main() -> None:
    """Measure pairs of processes and print every row."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--child", choices=["on", "off"])
    child = parser.parse_args().child
    if child:
        print(json.dumps(measure(child == "on")))
        return

    def process(mode: str) -> dict[str, float]:
        command = [sys.executable, __file__, "--child", mode]
        found: dict[str, float] = json.loads(subprocess.check_output(command, text=True))
        return found

    pairs = [(process("on"), process("off")) for _ in range(PAIRS)]
    print(f"Python {platform.python_version()}")
    for name in pairs[0][0]:
        ratios = [on[name] / off[name] for on, off in pairs]
        bare = statistics.median(off[name] for _, off in pairs)
        more = statistics.median(on[name] - off[name] for on, off in pairs)
        print(
            f"{name:<34} {statistics.median(ratios):5.2f}x ({min(ratios):.2f} to {max(ratios):.2f})"
            f"  {more * 1e6:+7.3f} µs over {bare * 1e6:.2f} µs"
        )


if __name__ == "__main__":
    main()
