"""What a sandbox, a program, a session and a run keep, in bytes each.

    python benchmarks/memory.py [--json]

Growth of what Python has allocated over many of each, all alive at the end but for the runs.
"""

from __future__ import annotations

import argparse
import gc
import json
import tracemalloc
from collections.abc import Callable

import cloche

SOURCE = "def f{i}(x):\n    return [k * {i} for k in x]\nlen(f{i}([1, 2, 3]))"


def growth(make: Callable[[int], object], count: int) -> float:
    """Return the bytes that each of *count* objects of *make* adds."""
    kept = [make(count)]
    gc.collect()
    tracemalloc.start()
    try:
        kept += [make(i) for i in range(count)]
        gc.collect()
        return tracemalloc.get_traced_memory()[0] / count
    finally:
        tracemalloc.stop()


def measure() -> dict[str, float]:
    """Return bytes by what takes them."""
    box = cloche.Sandbox()
    program = box.compile(SOURCE.format(i=0))

    def run(_: int) -> None:
        program.run()

    return {
        "sandbox": growth(lambda i: cloche.Sandbox(), 300),
        "program, compiled, of 3 lines": growth(lambda i: box.compile(SOURCE.format(i=i)), 100),
        "session with one value": growth(lambda i: _session(box), 100),
        "finished run": growth(run, 300),
    }


def _session(box: cloche.Sandbox) -> cloche.Session:
    session = box.session()
    session.run("x = 1")
    return session


def main() -> None:
    """Measure and print every row."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, bytes")
    as_json = parser.parse_args().json
    found = measure()
    if as_json:
        print(json.dumps(found))
        return
    for name, size in found.items():
        print(f"{name:<32} {size / 1024:8.1f} KiB")


if __name__ == "__main__":
    main()
