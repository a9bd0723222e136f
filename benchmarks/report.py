"""Runs the benchmarks and writes docs/performance.md, with plots, from what they measured.

    python benchmarks/report.py [--rounds N] [--page]

The figures of each Python are kept in docs/performance/, so that the page shows all that have been
measured; `--page` writes it anew from these alone.
"""

from __future__ import annotations

import argparse
import json
import platform
from pathlib import Path
from typing import Any

import kernels
import latency
import memory
import plots
import scaling
import startup

DOCS = Path(__file__).parent.parent / "docs"
KEPT = DOCS / "performance"
#: Row of latency.py → what is told of it (0: the ratio, 1: the difference), target, unit, scale.
TARGETS: dict[str, tuple[int, float, str, float]] = {
    "cold compile, 35 lines, over libcst.parse_module": (0, 2.0, "×", 1),
    "cold compile, 200 lines, over libcst.parse_module": (0, 2.0, "×", 1),
    "seen snippet `1 + 1`, over exec of its code": (1, 10, "µs more", 1e6),
    "tool call with a scalar, over the bare call": (1, 2, "µs more", 1e6),
    "sandboxed function call, over the bare function": (1, 1.5, "µs more", 1e6),
    "100,000 small dictionaries in": (1, 60, "ms", 1e3),
    "100,000 small dictionaries out": (1, 60, "ms", 1e3),
    "`1 + 1` in a warm worker, over Monty's": (0, 1.0, "×", 1),
}
#: In the plot: those that walk the tree would leave no room for the rest.
SHOWN = ("cloche", "process", "monty", "RestrictedPython")
HEAD = """# Performance

Written by `make bench` (`benchmarks/report.py`); do not edit by hand. All comparisons are medians
of ratios taken side by side in one process, engines taking turns, so that a machine that is busy
slows down both sides; absolute times are of the machine that measured and say little. *Every
guard* is `optimize=False`, *process* is `isolation="process"`, a warm worker and the way there by
the clock on the wall. A dash is an engine that cannot run the kernel in 12 seconds, or gives
another result than CPython. What takes more than 20 times as long is run once. *asteval* and
*smolagents* (`LocalPythonExecutor`, its limits on operations raised) walk the tree.

What bounds the rest, and what was tried:

* A type that is not known costs a test (about 9 ns for one type, 15 ns for a group), a product of
  integers of unknown size a call (60 ns). Types are inferred through local names, globals and
  functions whose calls are all known, and items of lists, tuples and sets
  and values of dictionaries that nobody else has; not through attributes of instances, keys of
  dictionaries, and methods, which may be called from anywhere. That is
  most of what is left in `raytrace`, `constraints`, `event_loop`, `records`.
* Of what attributes of instances would save if their types were known, by hand, on 3.11: that
  `self` is the guest's own, where it is stored to, 4 % of `event_loop`, `raytrace`, `tokenizer` and
  `constraints`; that every object stored to is, 14 % of `event_loop`; that `self.at` is a number,
  15 % of `tokenizer`. Not done: a method's `self` is anything at all once a class is a value, and a
  class becomes one by its name, an annotation, a decorator, `type`, `__exit__`, `__set_name__`,
  `__get__`, class methods and much of the library. That would take all of it to be listed, twice.
* CPython finds a guard among the builtins by a number of their keys, of which a process has
  65,535. Each run took some; after that `fannkuch` took 2.1 times as long as CPython, not 1.5, and
  `tokenizer` 2.6, not 1.9. Now runs share one. On 3.13 globals take such numbers too, and nothing
  of ours can share those: a host that has run a hundred thousand programs pays for searches.
* CPython 3.11 specialises code at its eighth call, or when it has jumped back eight times at the
  end of a `for` or a `while True`; the test at the end of another `while` does not count, and with
  ticks all were such. `fannkuch`, one call of one function, took 2.4 times as long as CPython in
  its first seven runs and 1.5 from then on, `sieve` 1.4 and 0.8: what was measured was how many
  rounds were made. Loops are compiled as `while True` now, and take the latter from the start.
* Beside what may be a number one test serves a sum, also where the right side is a product or a
  short call (`a.x * b.x + a.y * b.y`, `raytrace`; `paths(x, 1) + paths(1, y)`, `closures`). What
  `*args` of a function around hold is gone through with ticks in the body (`closures`), and a look
  at one scalar key or at a tuple of scalars that is compared takes one call of Python and not four
  (`group_by`, `records`): 3 to 15 % of each.
* `-`, `|`, `&`, `^` of what may be sets are asked about as well, since sets take as long as they
  are large: 15 ns each beside a scalar, 25 where a few members that are written down are put to a
  set, a call otherwise. `raytrace` and `nqueens` show 0.1 more for it.
* `__type__(n) is __whole__` takes 7 to 9 ns, `in __numbers__` 15. So a test asks for one type where
  the program's text lets guess which: all of one name in it are taken for one thing. Nothing rests
  on that; a wrong guess costs a call. `raytrace` and `lru_cache` take 2 to 6 % less.
* What a test looks at is held by a name, which at module level is a global: 20 ns. `total += f(i)`
  is told by what `total` is, which CPython has just read: a few percent of `exceptions`.
* A `while` that ticks takes a call each time around, 12 ns. In a function it is compiled as a loop
  through the ticks (`for __t0__ in __ticks__:`), which takes 5: `sorting`, `tokenizer`,
  `constraints` take 4 to 10 % less. For the step of a function a `for` that breaks takes longer
  than the call, at module level so does the name that a loop binds.
* A product or remainder of integers of unknown size would have to be told small, too: 26 to 36 ns
  beside 60 for the call, at two places in all kernels.
* `binary_trees` showed anything from 0.7 to 3.6: a full collection went through all that the
  process had, and fell to the engine that happened to make it come. What is there before is frozen
  now (`gc.freeze`), and it shows 1.7 to 1.9 each time. Others that make many objects show a little
  more than before, since CPython's share of those collections is gone from both sides.
* `set()`, `dict()` and their like, without arguments, took 0.4 µs to pass through their stand-ins;
  an `__init__` of a dataclass, a second call where it does nothing but store its parameters.
* A loop costs 70-90 ns to begin and 6-8 ns an item; one that seems short ticks in its body, 12 ns
  an item. A call of a function costs 11 ns. Ticking by `True in ticks` or by a `for` that breaks
  was measured and is slower.
* What has been paid for once is paid for again at its next use as a key: a tuple may hold a list
  of the guest's with a hash, which has grown meanwhile.
* `heapq.heappop` compares in Python (5-7 times C's time), unless all that the program ever puts
  into the heap is known to be brief: two items that look small may take forever to compare, and C
  cannot be stopped meanwhile. A check of all items before each call would cost more.
* A cold compile of 35 lines, in units of `libcst.parse_module`: LibCST's parser 1.0; verifier 0.37
  (CPython's parser 0.15, names and their blocks 0.11, the walk 0.11); CPython's compiler and the
  look at the code 0.18; the gate, with CPython's parser, 0.15; elision 0.16; rendering 0.11;
  listing 0.09; plan 0.05, check 0.04. 0.4 of it is CPython's parser and compiler, in C: what is
  written and what runs are both parsed. On 3.11 the collector takes 0.15 more: it comes after 700
  new objects, of which LibCST's tree alone has as many, and on 3.13 after 2,000. It is the host's,
  so it is neither turned off nor told to wait. A stage alone, in a loop, takes half to two thirds
  of what it takes in turn with the others: it is the caches that are cold. `isinstance` for
  LibCST's abstract classes took 0.1, a table of steps for rendering 0.06. Of 200 lines the gate
  went through every token, for 0.09: brackets are counted by the line now, where these are few.
* Since 3.12 CPython builds comprehensions of module level into the module, and looks for each name
  that they read in three dictionaries, 30 ns every time. They are declared once more, in a clause
  that is never evaluated; not where a comprehension stands in the iterable of another.
* What is short is handed to C as it is: `sorted`, `join`, `sort`, `copy`, `replace` and the like of
  a few numbers or short texts take 0.3 to 0.6 µs, of which a call of Python and the look at each
  item are the larger part; `map(str, …)` 0.2 an item.
* A seen snippet: 4 µs for its environment (a copy of 300 builtins and guards 0.5, a budget 1.1,
  `print` 0.5), 0.7 to enter and leave the run, 0.5 to find and begin the program, 2 to free it all.
  A `Result`, which only `execute` gives, took 2. It is called and not executed: `exec` is an audit
  event, and the tripwire took 5 µs to ask who is responsible.
* A call of a closure: 0.6 µs to grant the limits and take them back, 0.2 to look at arguments and
  result, 0.1 for the lock; the rest are calls in between.
* `1 + 1` in a warm worker: a third of it is two processors that wake one another (65 µs, without a
  sandbox; 6 on one processor, but to pin workers would be to choose for the host), the rest is
  what Python does at both ends, with cold caches: 60 to 80 µs in the host, as much in the worker.
  Monty's, in Rust, are 30 and 17, so a machine that is busy with other work shows more of a
  difference than an idle one. Its round trip is `checkout` and `feed_run`, since a session that
  goes on keeps names.
* 100,000 small dictionaries, on 3.11 and 3.13: to put each over a dictionary with the same keys
  takes 10 and 12 ms, to look at the keys before 7 and 10, at the values, a loop for each column
  that asks for one type, 9 and 10, at the rows 3. A copy takes C 6 and 7 ms, but then its keys have
  to be looked at again. `marshal` copies as fast, and takes code and buffers.
* A first run in a fresh process: half of it is reading the code of 150 modules, 60 of them of the
  standard library (`typing`, `ast`, `re`); the universe's tables take a tenth. `dataclasses` and
  `inspect` took a fifth: what is loaded at the start has records in their place. `decimal`, which
  3.13 needs to divide long integers, took 2 ms: it comes when C asks for it.
"""


def measured(rounds: int) -> dict[str, Any]:
    """Run everything; a report of one interpreter."""
    engines, absent = kernels.present(kernels.ENGINES)
    table = {}
    for name, source in kernels.sources([]).items():
        table[name] = kernels.measure(source, engines, rounds)
        print(name, {engine: ratio and round(ratio, 2) for engine, ratio in table[name].items()})
    return {
        "python": platform.python_version(),
        "machine": f"{platform.system()} {platform.machine()}",
        "engines": engines[1:],
        "absent": absent,
        "kernels": table,
        "summary": {engine: kernels.summary(table, engine) for engine in engines[1:]},
        "latency": latency.measure(),
        "startup": startup.measure(),
        "scaling": scaling.measure(),
        "memory": memory.measure(),
    }


def page(reports: list[dict[str, Any]]) -> str:
    """Return the page."""
    parts = [HEAD]
    for report in reports:
        version = report["python"]
        name = version.rpartition(".")[0]
        parts += [
            f"## CPython {version}, {report['machine']}\n", _targets(report),
            f"![kernels](performance/kernels-{name}.svg)\n", _kernels(report),
            f"![scaling](performance/scaling-{name}.svg)\n", _scaling(report), _memory(report),
        ]  # fmt: skip
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, ("---",) + ("---:",) * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _targets(report: dict[str, Any]) -> str:
    ours = report["summary"]["cloche"]
    rows = [
        (f"geometric mean of {ours['kernels']} kernels", f"{ours['mean']:.2f} ×", "1.25 ×"),
        (f"worst kernel ({ours['worst kernel']})", f"{ours['worst']:.2f} ×", "2.0 ×"),
    ]
    monty = {name: row for name, row in report["kernels"].items() if row.get("monty")}
    if monty:
        slower = sorted(name for name, row in monty.items() if row["cloche"] > row["monty"])
        said = f"{len(monty) - len(slower)} of {len(monty)}" + (
            f"; not {', '.join(slower)}" if slower else ""
        )
        rows.append(("faster than Monty, of the kernels it runs", said, "every one"))
    for name, (which, target, unit, scale) in TARGETS.items():
        found = report["latency"].get(name)
        if found is None:  # a peer that was not there
            continue
        value = found[which] * scale
        rows.append((name, f"{value:.2f} {unit}", f"{target} {unit}"))
    for name, seconds in report["startup"].items():
        target = "60 ms" if "disk" in name else ""
        rows.append((f"{name}, over `python -c pass`", f"{seconds * 1e3:.0f} ms", target))
    return _table(("", "measured", "target"), rows)


def _kernels(report: dict[str, Any]) -> str:
    engines = report["engines"]
    rows = [
        (name, *(_ratio(row[engine]) for engine in engines))
        for name, row in report["kernels"].items()
    ]
    means = [report["summary"][engine] for engine in engines]
    rows.append(("**geometric mean**", *(f"**{_ratio(each.get('mean'))}**" for each in means)))
    rows.append(("kernels run", *(str(each["kernels"]) for each in means)))
    return _table(("kernel, times over CPython", *engines), rows)


def _ratio(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _scaling(report: dict[str, Any]) -> str:
    rows = []
    for name, row in report["scaling"].items():
        (small, quick), (large, slow) = row["points"][0], row["points"][-1]
        grown = f"{quick * 1e3:.1f} ms for {small}, {slow * 1e3:.1f} ms for {large} {row['unit']}"
        rows.append((name, grown, f"{row['exponent']:.2f}"))
    return _table(("growth", "", "exponent (1 is linear)"), rows)


def _memory(report: dict[str, Any]) -> str:
    rows = [(name, f"{max(size, 0) / 1024:.1f} KiB") for name, size in report["memory"].items()]
    return _table(("memory that each keeps", ""), rows)


def write() -> None:
    """Write the page and the plots from the figures that are kept."""
    reports = [json.loads(file.read_text()) for file in sorted(KEPT.glob("*.json"))]
    for report in reports:
        name = report["python"].rpartition(".")[0]
        shown = [engine for engine in SHOWN if engine in report["engines"]]
        (KEPT / f"kernels-{name}.svg").write_text(plots.bars(report["kernels"], shown))
        points = {name: row["points"] for name, row in report["scaling"].items()}
        (KEPT / f"scaling-{name}.svg").write_text(plots.lines(points))
    (DOCS / "performance.md").write_text(page(reports), encoding="utf-8")


def main() -> None:
    """Measure, keep the figures, and write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--page", action="store_true", help="only write the page")
    options = parser.parse_args()
    if not options.page:
        report = measured(options.rounds)
        KEPT.mkdir(exist_ok=True)
        name = report["python"].rpartition(".")[0]
        (KEPT / f"{name}.json").write_text(json.dumps(report, indent=1) + "\n")
    write()


if __name__ == "__main__":
    main()
