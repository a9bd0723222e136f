"""What a fresh process pays: to import cloche, and for a first run of a program kept on disk.

    python benchmarks/startup.py [--json]

Processor time of a process of its own, less that of `python -c pass`; medians over rounds in which
they take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile

GUEST = "total = 0\nfor i in range(9): total += i\ntotal"
RUN = f"import cloche; cloche.Sandbox(cache={{path!r}}).run({GUEST!r})"
ROWS = {
    "import cloche": "import cloche",
    "import and first run, kept on disk": RUN,
    "import and first run, cold": RUN.replace("cache={path!r}", ""),
}


def seconds(program: str) -> float:
    """Return the processor time of a process that runs *program*."""
    # As a process has it that keeps what it has compiled, whatever the shell says.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", program], check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(rounds: int = 7) -> dict[str, float]:
    """Return seconds over `python -c pass`, by row."""
    with tempfile.TemporaryDirectory() as path:
        programs = {name: program.format(path=path) for name, program in ROWS.items()}
        seconds(programs["import and first run, kept on disk"])
        taken: dict[str, list[float]] = {name: [] for name in ROWS}
        for _ in range(rounds):
            bare = seconds("pass")
            for name, program in programs.items():
                taken[name].append(seconds(program) - bare)
    return {name: statistics.median(each) for name, each in taken.items()}


def main() -> None:
    """Measure and print every row."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, in seconds")
    as_json = parser.parse_args().json
    found = measure()
    if as_json:
        print(json.dumps(found))
        return
    for name, each in found.items():
        print(f"{name:<40} {each * 1e3:8.1f} ms")


if __name__ == "__main__":
    main()
