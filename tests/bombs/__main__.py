"""Runs all bombs, known ones that go off too, and tells what does not end as it should.

    make bombs ARGS="--isolation process [--optimize off] [--steps] [NAME …]"

The limits are those of the promise: two seconds, 64 MiB. It takes about ten minutes. What the
clock says is true on an idle machine only; what is said of the processor, on a busy one too.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from . import chains, endless, huge, known_open, lines, looks, many, rows, shapes, squad, tables

LIMITS = {"steps": None, "seconds": 2.0, "memory": 64 * 2**20, "output": 64 * 2**10}
#: Half a second, and twice the memory; what is worse is told of.
LATE, GREEDY = 2.5, 128 * 2**20
#: A value: there was nothing to it. A crash is not told of as the host's if it is a worker's.
ENDINGS = {"limit", "value", "GuestError", "Rejected", "BoundaryError", "WorkerCrashed"}
#: With `--steps`.
STEPS = 1_000_000


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(prog="bombs", description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", help="bombs to run; all if none is named")
    parser.add_argument("--isolation", default="process", choices=["inline", "process"])
    parser.add_argument("--optimize", default="on", choices=["on", "off"])
    parser.add_argument("--steps", action="store_true", help="nothing ends them but their steps")
    parser.add_argument("--keep", type=Path, help="a file for the outcomes, as JSON")
    options = parser.parse_args()
    found: dict[str, squad.Outcome] = {}
    for title, bombs in (
        ("bombs", [*endless.BOMBS, *huge.BOMBS, *many.BOMBS, *rows.BOMBS, *shapes.BOMBS]),
        ("tables", tables.BOMBS),
        ("looks", looks.BOMBS),
        ("lines", [*lines.BOMBS, *lines.FIELDS, *lines.NAMED, *lines.READ, *lines.ERRORS]),
        ("chains", chains.BOMBS),
        ("known to be open", known_open.UNPRICED),
    ):
        wanted = [bomb for bomb in bombs if not options.names or bomb.name in options.names]
        limits = lines.LIMITS if title.startswith("lines") else LIMITS
        if options.steps:
            limits = {**limits, "steps": STEPS, "seconds": None}
        outcomes = squad.defuse(wanted, options.optimize == "on", limits, options.isolation)
        print(f"\n{title}: {len(outcomes)}")
        tell(outcomes, lines.MOST if title.startswith("lines") else GREEDY)
        found |= outcomes
    if options.keep:
        options.keep.write_text(json.dumps(found, indent=1))


def tell(outcomes: dict[str, squad.Outcome], most: int) -> None:
    """Print what is worst, and what is worse than it may be."""
    if not outcomes:
        return
    print(dict(Counter(each["ending"] for each in outcomes.values()).most_common()))
    for key, unit, size in (
        ("seconds", "s", 1.0),
        ("processor", "s", 1.0),
        ("bytes", "MiB", 2.0**20),
        ("host", "MiB", 2.0**20),
    ):
        name = max(outcomes, key=lambda name: outcomes[name].get(key, 0.0))
        print(f"most {key}: {outcomes[name].get(key, 0.0) / size:.2f} {unit} ({name})")
    for name, each in outcomes.items():
        late = each.get("seconds", 0.0) > LATE
        greedy = each.get("bytes", 0) > most
        if each["ending"] not in ENDINGS or late or greedy:
            seconds, used = each.get("seconds", 0.0), each.get("processor", 0.0)
            took = f"{seconds:.2f} s ({used:.2f} of the processor)"
            size = each.get("bytes", 0) / 2**20
            print(f"  {name}: {each['ending']}, {took}, {size:.0f} MiB: {each['text']}")


if __name__ == "__main__":
    main()
