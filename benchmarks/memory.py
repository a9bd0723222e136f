"""What a sandbox, a program, a session and a run keep, in bytes of resident memory each.

    python benchmarks/memory.py [--json]

Growth of the process over many of each, which are all alive at the end but for the runs.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable

import cloche
from cloche.runtime.memory import resident

SOURCE = "def f{i}(x):\n    return [k * {i} for k in x]\nlen(f{i}([1, 2, 3]))"


def growth(make: Callable[[int], object], count: int) -> float:
    """Return the bytes that each of *count* objects of *make* adds."""
    kept = [make(count)]
    gc.collect()
    before = resident()
    kept += [make(i) for i in range(count)]
    gc.collect()
    return (resident() - before) / count


def measure() -> dict[str, float]:
    """Return bytes by what takes them."""
    box = cloche.Sandbox()
    program = box.compile(SOURCE.format(i=0))

    def run(_: int) -> None:
        program.run()

    return {
        "sandbox": growth(lambda i: cloche.Sandbox(), 2_000),
        "program, compiled, of 3 lines": growth(lambda i: box.compile(SOURCE.format(i=i)), 500),
        "session with one value": growth(lambda i: _session(box), 500),
        "finished run": growth(run, 2_000),
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
