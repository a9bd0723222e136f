"""How cost grows: with the loop count, the length of the source, the size of data, and sessions.

    python benchmarks/scaling.py [--json]

Each row doubles one quantity from step to step and tells the time of each step. What grows
linearly takes twice as long at each doubling; the exponent is the slope in the logarithms.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
from collections.abc import Callable
from time import process_time

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import transpile

NO_LIMITS = cloche.Limits(steps=None, seconds=None, memory=None, output=None)
Points = list[tuple[int, float]]
LOOP = "total = 0\nfor i in range({n}):\n    total += i % 7\ntotal"
FUNCTION = "def f{i}(x):\n    y = [k + {i} for k in x if k]\n    return sum(y) / len(y)\n"


def timed(action: Callable[[], object], rounds: int = 5) -> float:
    """Return the median seconds of processor time that *action* takes."""
    action()
    taken = []
    for _ in range(rounds):
        start = process_time()
        action()
        taken.append(process_time() - start)
    return statistics.median(taken)


def loop_count() -> Points:
    """A loop of so many rounds."""
    box = cloche.Sandbox(limits=NO_LIMITS)
    sizes = [20_000 * 2**k for k in range(5)]
    return [(n, timed(box.compile(LOOP.format(n=n)).run)) for n in sizes]


def source_length() -> Points:
    """A cold compile of so many lines."""
    policy = base_policy()
    sources = ["".join(FUNCTION.format(i=i) for i in range(10 * 2**k)) for k in range(6)]
    return [(s.count("\n"), timed(lambda s=s: transpile(s, policy), 3)) for s in sources]  # type: ignore[misc]


def data_size() -> Points:
    """So many small dictionaries in, and out again."""
    program = cloche.Sandbox(limits=NO_LIMITS).compile("rows")
    points = []
    for size in (6_250 * 2**k for k in range(5)):
        rows = [{"id": i, "name": "x", "price": 1.5} for i in range(size)]
        points.append((size, timed(lambda rows=rows: program.run(inputs={"rows": rows}))))  # type: ignore[misc]
    return points


def sessions() -> Points:
    """So many sessions at once, a step in each."""
    box = cloche.Sandbox()

    def steps(count: int) -> None:
        for session in [box.session() for _ in range(count)]:
            session.run("x = 1\nx + 1")

    return [(count, timed(lambda count=count: steps(count), 3)) for count in (8, 16, 32, 64, 128)]  # type: ignore[misc]


ROWS: tuple[tuple[str, str, Callable[[], Points]], ...] = (
    ("loop", "rounds", loop_count),
    ("cold compile", "lines", source_length),
    ("data in and out", "dictionaries", data_size),
    ("sessions", "sessions", sessions),
)


def exponent(points: Points) -> float:
    """Return the slope of the logarithms: 1 if cost is in proportion to size."""
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(seconds) for _, seconds in points]
    return statistics.linear_regression(xs, ys).slope


def measure() -> dict[str, dict[str, object]]:
    """Measure every row."""
    found: dict[str, dict[str, object]] = {}
    for name, unit, row in ROWS:
        points = row()
        found[name] = {"unit": unit, "points": points, "exponent": exponent(points)}
    return found


def main() -> None:
    """Measure and print every row."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, times in seconds")
    rows = measure() if not parser.parse_args().json else print(json.dumps(measure()))
    for name, row in (rows or {}).items():
        points: Points = row["points"]  # type: ignore[assignment]
        told = "  ".join(f"{size}: {seconds * 1e3:.1f} ms" for size, seconds in points)
        print(f"{name:<16} exponent {row['exponent']:.2f}   {told} ({row['unit']})")


if __name__ == "__main__":
    main()
