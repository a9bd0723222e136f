"""Whole small programs in each engine, as ratios over CPython measured side by side.

    python benchmarks/kernels.py [--peers] [--rounds N] [--json] [NAME …]

The engines take turns in every round, and each figure is the median over the rounds of ratios
taken within one, so that a machine that slows down slows all of them down. A result that
differs from CPython's ends the benchmark; a peer that cannot run a kernel shows as `-`.
"""

from __future__ import annotations

import argparse
import gc
import json
import platform
import signal
import statistics
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from engines import ENGINES, OURS, Absent, Runner

KERNELS = Path(__file__).parent / "kernels"
#: A round of one engine takes at least so many seconds.
ENOUGH = 0.02
#: Peers that take more than this many times as long as CPython are run once.
SLOW = 20.0
#: Peers that take longer than so many seconds cannot run a kernel.
PATIENCE = 12.0

#: Engines that work in another process, whose time is not ours: by the clock on the wall.
ELSEWHERE = {"process", "monty"}

Ratios = dict[str, float | None]


def sources(names: Sequence[str]) -> dict[str, str]:
    """Return the kernels of these names, or all of them."""
    found = {path.stem: path for path in sorted(KERNELS.glob("*.py"))}
    wanted = names or [*found]
    return {name: found[name].read_text(encoding="utf-8") for name in wanted}


def clock(run: Runner, number: int, now: Callable[[], float] = process_time) -> float:
    """Return seconds per call of *run*: of this process, so that neighbours do not count."""
    start = now()
    for _ in range(number):
        run()
    return (now() - start) / number


def runners(source: str, engines: Iterable[str]) -> dict[str, tuple[Runner, float]]:
    """Return what runs *source* in each engine that can, its result checked against CPython's.

    With each is the processor time of that run, in seconds.
    """
    made: dict[str, tuple[Runner, float]] = {}
    expected: Any = None
    for engine in engines:
        try:
            with _alarm(PATIENCE if engine not in OURS else 0):
                run = ENGINES[engine](source)
                start = process_time()
                value = run()
                took = process_time() - start
        except Exception as error:
            if engine in OURS or isinstance(error, Absent):
                raise
            continue
        if engine == "native":
            expected = value
        elif _plain(value) != _plain(expected):
            if engine in OURS:
                raise AssertionError(f"{engine} gives {value!r}, CPython {expected!r}")
            continue
        made[engine] = run, took
    return made


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so many *seconds* (0: never)."""

    def late(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _plain(value: Any) -> str:
    """Return a text that is equal for equal results; some peers make lists of tuples."""
    return repr(value).translate(str.maketrans("()", "[]")).replace(",]", "]")


def measure(source: str, engines: Sequence[str], rounds: int) -> Ratios:
    """Return for each engine its time over CPython's, None if it cannot run *source*."""
    runs = runners(source, engines)
    bare, _ = runs.pop("native")
    # A full collection goes through all that the process has, and falls to whichever engine makes
    # the last object before it: then it is to find only what the runs themselves have made.
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    number = max(1, round(ENOUGH / clock(bare, 1)))
    base = clock(bare, number)
    ratios = {engine: [first / base] for engine, (_, first) in runs.items()}
    quick = {
        engine: run
        for engine, (run, _) in runs.items()
        if engine in OURS or ratios[engine][0] <= SLOW
    }
    few = max(1, number // 4)
    for engine in quick:
        ratios[engine].clear()
    for _ in range(rounds):
        base = clock(bare, number)
        for engine, run in quick.items():
            if engine in ELSEWHERE:
                ratio = clock(run, few, perf_counter) / clock(bare, few, perf_counter)
            else:
                ratio = clock(run, number) / base
            ratios[engine].append(ratio)
    return {
        engine: statistics.median(ratios[engine]) if engine in ratios else None
        for engine in engines[1:]
    }


def present(engines: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the engines that are installed, and those that are not."""
    there, absent = [], []
    for engine in engines:
        try:
            ENGINES[engine]("1")
            there.append(engine)
        except Absent:
            absent.append(engine)
    return there, absent


def summary(table: dict[str, Ratios], engine: str) -> dict[str, float | str | int]:
    """Return the geometric mean and the worst of one column, over what the engine can run."""
    column = {name: row[engine] for name, row in table.items()}
    found = {name: ratio for name, ratio in column.items() if ratio is not None}
    if not found:
        return {"kernels": 0}
    worst = max(found, key=lambda name: found[name])
    return {
        "kernels": len(found),
        "mean": statistics.geometric_mean(found.values()),
        "worst": found[worst],
        "worst kernel": worst,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="of a kernel; all by default")
    parser.add_argument("--peers", action="store_true", help="other sandboxes too")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", action="store_true", help="one JSON object")
    options = parser.parse_args()
    engines, absent = present(ENGINES if options.peers else OURS)
    table: dict[str, Ratios] = {}
    if not options.json:
        print(f"Python {platform.python_version()}, times over CPython's own")
        print(f"{'':<16}", *(f"{engine:>16}" for engine in engines[1:]))
    for name, source in sources(options.names).items():
        table[name] = measure(source, engines, options.rounds)
        if not options.json:
            print(f"{name:<16}", *(_cell(table[name][engine]) for engine in engines[1:]))
            sys.stdout.flush()
    summaries = {engine: summary(table, engine) for engine in engines[1:]}
    if options.json:
        print(json.dumps({"kernels": table, "summary": summaries, "absent": absent}))
        return
    for label, key in (("geometric mean", "mean"), ("worst", "worst")):
        print(f"{label:<16}", *(_cell(summaries[engine].get(key)) for engine in engines[1:]))
    for engine in absent:
        print(f"{engine} is not installed")


def _cell(ratio: Any) -> str:
    return f"{'-':>16}" if ratio is None else f"{ratio:15.2f}x"


if __name__ == "__main__":
    main()
