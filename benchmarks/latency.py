"""What cloche adds to single operations, as ratios measured side by side in one run.

    python benchmarks/latency.py [--json]

Each figure is the median over rounds of a ratio (or difference) taken within one round, so that
a machine that slows down slows both sides down.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
from collections.abc import Callable
from pathlib import Path
from time import perf_counter, process_time

import libcst
from engines import Absent, monty_pool

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import transpile

SNIPPET = (Path(__file__).parent / "snippet.py").read_text(encoding="utf-8")
SEEN = "1 + 1"
CALLS_TOOL = "for i in range({n}): ping(i)"
BARE = "def f(a, b):\n    return a + b\n"


def clock(
    action: Callable[[], object], number: int, now: Callable[[], float] = process_time
) -> float:
    """Return seconds per call of *action*: of this process, so that neighbours do not count."""
    start = now()
    for _ in range(number):
        action()
    return (now() - start) / number


def compare(
    ours: Callable[[], object],
    theirs: Callable[[], object],
    number: int,
    rounds: int = 15,
    now: Callable[[], float] = process_time,
) -> tuple[float, float, float]:
    """Return the medians of (ours / theirs, ours - theirs, theirs), times in seconds per call."""
    ours(), theirs()
    pairs = [(clock(ours, number, now), clock(theirs, number, now)) for _ in range(rounds)]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a - b for a, b in pairs),
        statistics.median(b for _, b in pairs),
    )


def cold_compile() -> tuple[float, float, float]:
    """A 35-line snippet through every stage, over `libcst.parse_module` of the same text."""
    policy = base_policy()
    return compare(lambda: transpile(SNIPPET, policy), lambda: libcst.parse_module(SNIPPET), 5)


def cold_compile_long() -> tuple[float, float, float]:
    """The same for 200 lines."""
    policy, source = base_policy(), _repeated(SNIPPET, 200)
    return compare(lambda: transpile(source, policy), lambda: libcst.parse_module(source), 1, 7)


def _repeated(source: str, lines: int) -> str:
    return "\n".join((source.splitlines() * (lines // source.count("\n") + 1))[:lines]) + "\n"


def seen_snippet() -> tuple[float, float, float]:
    """`box.run("1 + 1")` once it is cached, over `exec` of its code object."""
    box = cloche.Sandbox()
    code = compile("result = 1 + 1", "<guest>", "exec")
    return compare(lambda: box.run(SEEN), lambda: exec(code, {}), 2_000)


def tool_call(number: int = 20_000) -> tuple[float, float, float]:
    """A guest loop that calls a host function with a scalar, over the same loop unguarded."""

    def ping(value: int) -> int:
        return value

    limits = cloche.Limits(steps=None, seconds=60.0)
    source = CALLS_TOOL.format(n=number)
    program = cloche.Sandbox(tools={"ping": ping}, limits=limits).compile(source)
    code = compile(source, "<native>", "exec")
    ratio, difference, bare = compare(program.run, lambda: exec(code, {"ping": ping}), 1)
    return ratio, difference / number, bare / number


def closure_call() -> tuple[float, float, float]:
    """A sandboxed function of two arguments, over the bare function."""
    sandboxed = cloche.Sandbox().compile(BARE).function("f")
    names: dict[str, Callable[[int, int], int]] = {}
    exec(BARE, names)  # type: ignore[arg-type]
    bare = names["f"]
    return compare(lambda: sandboxed(1, 2), lambda: bare(1, 2), 20_000)


ROWS_IN = [{"id": i, "name": "x", "price": 1.5} for i in range(100_000)]


MAKING = "rows = [{'id': i, 'name': 'x', 'price': 1.5} for i in range(100000)]\n"


def data_in() -> tuple[float, float, float]:
    """100,000 small dictionaries as an input, over a program that has none."""
    program = cloche.Sandbox(limits=cloche.Limits(seconds=60.0)).compile("1")
    return compare(lambda: program.run(inputs={"rows": ROWS_IN}), program.run, 1, 7)


def data_out() -> tuple[float, float, float]:
    """As many as a result, over a program that makes them and keeps them."""
    box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=60.0, memory=None))
    out, kept = box.compile(MAKING + "rows"), box.compile(MAKING + "1")
    return compare(out.run, kept.run, 1, 7)


def through_a_worker(rows: bool) -> tuple[float, float, float]:
    """100,000 small dictionaries through a worker, over the same inline; both processes count.

    Parameters:
        rows: whether they are an input; else they are a result.
    """
    limits = cloche.Limits(steps=None, seconds=60.0, memory=None)
    inputs = {"rows": ROWS_IN} if rows else None
    sources = ("len(rows)", "1") if rows else (MAKING + "rows", MAKING + "1")
    inline = cloche.Sandbox(limits=limits)
    with cloche.Sandbox(limits=limits, isolation="process", workers=1) as remote:
        remote.run("1")

        def took(box: cloche.Sandbox, crosses: bool) -> float:
            before = _processor(box)
            program = box.compile(sources[not crosses])
            program.run(inputs=inputs if crosses else None)
            return _processor(box) - before

        pairs = [
            (took(remote, True) - took(remote, False), took(inline, True) - took(inline, False))
            for _ in range(9)
        ][1:]
    return (
        statistics.median(a / b for a, b in pairs),
        statistics.median(a - b for a, b in pairs),
        statistics.median(b for _, b in pairs),
    )


def _processor(box: cloche.Sandbox) -> float:
    """Return seconds of processor time of this process and the workers of *box* so far."""
    workers = [] if box.workers is None else box.workers.pool.workers
    return process_time() + sum(_ticks(worker.pid) for worker in workers)


def _ticks(pid: int) -> float:
    # Source: proc(5), `/proc/pid/schedstat`: nanoseconds on a processor.
    return int(Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e9


def round_trip() -> tuple[float, float, float] | None:
    """`1 + 1` in a warm worker, over Monty's, each in an environment of its own; wall time.

    None where Monty is not installed.
    """
    try:
        pool = monty_pool()
    except Absent:
        return None

    def theirs() -> None:
        with pool.checkout() as session:
            session.feed_run(SEEN)

    with cloche.Sandbox(isolation="process", workers=1) as box:
        return compare(lambda: box.run(SEEN), theirs, 200, now=perf_counter)


ROWS: tuple[tuple[str, Callable[[], tuple[float, float, float] | None]], ...] = (
    ("cold compile, 35 lines, over libcst.parse_module", cold_compile),
    ("cold compile, 200 lines, over libcst.parse_module", cold_compile_long),
    ("seen snippet `1 + 1`, over exec of its code", seen_snippet),
    ("tool call with a scalar, over the bare call", tool_call),
    ("sandboxed function call, over the bare function", closure_call),
    ("100,000 small dictionaries in", data_in),
    ("100,000 small dictionaries out", data_out),
    ("`1 + 1` in a warm worker, over Monty's", round_trip),
    ("the same in through a worker, over inline", lambda: through_a_worker(rows=True)),
    ("the same out through a worker, over inline", lambda: through_a_worker(rows=False)),
)


def measure() -> dict[str, tuple[float, float, float]]:
    """Return (ratio, difference, bare) of every row, times in seconds per call.

    What is compared with a peer that is not installed is left out.
    """
    rows = ((name, row()) for name, row in ROWS)
    return {name: found for name, found in rows if found is not None}


def main() -> None:
    """Measure and print every row."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true", help="one JSON object, times in seconds")
    as_json = parser.parse_args().json
    measured = measure()
    if as_json:
        fields = ("ratio", "difference", "bare")
        rows = {name: dict(zip(fields, row, strict=True)) for name, row in measured.items()}
        print(json.dumps(rows))
        return
    print(f"Python {platform.python_version()}, LibCST {libcst.LIBCST_VERSION}")
    for name, (ratio, difference, bare) in measured.items():
        print(f"{name:<52} {ratio:7.2f}x  {difference * 1e6:+10.2f} µs over {bare * 1e6:.2f} µs")


if __name__ == "__main__":
    main()
