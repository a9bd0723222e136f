"""Writes `docs/limits.md` from the limits and the price list: `make docs`."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

from cloche.runtime import census, collecting, lasting, prices, storing
from cloche.runtime.budget import CHUNK
from cloche.runtime.errors import (
    BoundaryError,
    ClocheError,
    MemoryLimitExceeded,
    OutputLimitExceeded,
    RecursionLimitExceeded,
    StepLimitExceeded,
    TimeLimitExceeded,
    ToolCallLimitExceeded,
)
from cloche.runtime.limits import Limits
from cloche.runtime.monitor import INTERVAL
from cloche.runtime.price_list import MEASURED, OVERSHOOT, PRICES, STEPS, Price

PAGE = Path(__file__).parent / "limits.md"
ERRORS: dict[str, type[ClocheError]] = {
    "steps": StepLimitExceeded,
    "seconds": TimeLimitExceeded,
    "memory": MemoryLimitExceeded,
    "output": OutputLimitExceeded,
    "result": BoundaryError,
    "result_depth": BoundaryError,
    "tool_calls": ToolCallLimitExceeded,
    "recursion": RecursionLimitExceeded,
}
_HEAD = """\
# Limits and prices

Made by `docs/limits_page.py` from `runtime/limits.py`, `runtime/prices.py` and
`runtime/price_list.py`: change those, then `make docs`.

```python
box = cloche.Sandbox(limits=cloche.Limits(steps=1_000_000, seconds=2.0, memory=None))
```

Every run, and every call of a sandboxed function, has the limits anew. Past one, the run ends with
its error, which has the line that was running. No program can catch, delay or hide that: from then
on each step of the run raises again, whatever `except`, `finally`, `with`, a generator or a task
makes of it.
"""
_CHAINS = """\
## What may be suspended

CPython frees a generator that another one holds, and what that holds, in C, one inside the other: a
long chain overflows the C stack, or from 3.12 on the counter that stands for it. So
`NestingLimitExceeded` ends a run that has about

* {most:,} suspended generators and coroutines at once;
* {chained:,} of them below chains of {depth} that hold one another (`yield from`, `await`,
  variables);
* {variables:,} variables and places on the stack of all suspended frames of a run together, or
  {links:,} cells, methods, iterators and the like below them;
* {links:,} slices, methods, properties, iterators and `super` objects in the process, if more than
  {others:,} are of the run;
* {others:,} exceptions or `super` objects in chains, or twice as many exceptions with attributes of
  their own (`NameError`, `OSError`) at once, or iterators that keep what they draw (`accumulate`);
* {joined:,} of all these together, if a ninth of that are such exceptions and iterators: they can
  make one chain of them later.

These are fixed, in both isolations, and looked at whenever CPython's collector begins: a program
gets past them by what may be made in between (700 objects, 2,000 from 3.13 on), and by {few:,}
frames that are in no chain ({many:,} in a process of many objects). Where a program frees something
old for each thing it makes, none begins: then it is looked at where it asks for its next {chunk:,}
steps, if {starved:,} objects are young. A host that has turned the
collector off, or set its first threshold much higher, has turned this off too; one whose threads
have a C stack of less than 8 MiB should run guests in workers.

## How often classes may be changed

CPython before 3.11.8 and 3.12.2 only: it gives a class that is changed, and each below it, another
number, and must not run out of numbers (`docs/architecture.md`). So all programs of a process
together may use {numbers:,} of them: half an hour of nothing but `C.n += 1`, two minutes
of stores to a class with thousands below it whose attributes are read in between. From then on a
program of that process that makes or changes a class gets a `RuntimeError`.
"""
_NAMES = """\
## Names that stay

CPython 3.12 and later keeps each name that it has read in a source text until the process ends. So
what a run evaluates, types it writes as strings, and dataclasses and named tuples that it makes may
bring {allowance:,} bytes of names that are not among those of the run so far, on every CPython:
each counts its characters and {each} bytes more (a field of a dataclass three times; a character
that is not ASCII four bytes; a private name for each class of the text). A run that would bring
more ends with `MemoryLimitExceeded`, whose `limit` is this one, or `memory` if that is less;
`memory=None` lifts it. Within the steps that a run has unless told, all names that it evaluates
come to about half of that. The source of a program or a step of a session does not count, but
leaves its names there too.
"""
_STEPS = """\
## What is a step

A step is a round trip of the program: about 15 to 50 ns. One step each:
"""
_PRICES = """\
## What work costs

What C does in one call and in proportion to a size cannot take steps meanwhile, so it is charged
*before* it begins. Work of more than {long:,} steps is held against the clock as well, at
{nanoseconds:g} ns a step: it does not begin if it could not end in time. Below {bits:,} bits, or
{size:,} bytes, an operation costs nothing beyond the step that led to it.

| work | price | for example |
|---|---|---|
"""
_OVERSHOOT = """\
## How far a run can overshoot

The monitor looks at clock and memory every {interval:g} ms; the run ends at its next step after
that.

| limit | by |
|---|---|
"""


def _about() -> dict[str, str]:
    """Return what the documentation of `Limits` says of each."""
    text = inspect.getdoc(Limits) or ""
    block = text.partition("Parameters:\n")[2].partition("\n\n")[0]
    found = re.findall(r"^    (\w+): (.*(?:\n        .*)*)", block, re.MULTILINE)
    return {name: " ".join(each.split()) for name, each in found}


def _bounds() -> Iterator[str]:
    about = _about()
    yield "| limit | bounds | unless told | error |"
    yield "|---|---|---|---|"
    for each in fields(Limits):
        default = "none" if each.default is None else f"{each.default:,}"
        yield f"| `{each.name}` | {about[each.name]} | {default} | `{ERRORS[each.name].__name__}` |"
    yield "\n`None` lifts any of them.\n"
    yield USED


USED = """\
What a run has taken of `steps`, `seconds` and `tool_calls` is in its `Result`, and in its error;
of `output` the text itself is. How deep its calls went is not: CPython keeps no maximum, and a
count of ours would be one more for each call of every program. An error of that limit says how
deep the run was. Nor is `memory`, which is looked at every few milliseconds.
"""


def _rows(rows: Iterable[Price]) -> Iterator[str]:
    for row in rows:
        samples = "; ".join(f"{what}: {steps:,} steps" for what, steps in row.samples)
        yield f"| {row.work} | {row.price} | {samples} |"


def page() -> str:
    """Return the page."""
    chains = _CHAINS.format(
        most=census.MOST, chained=census.CHAINED, depth=census.DEPTH, others=census.OTHERS,
        variables=census.VARIABLES, links=census.LINKS, joined=census.JOINED, few=census.FEW,
        chunk=CHUNK, starved=collecting.STARVED,
        many=census.MANY, numbers=storing.MOST_NUMBERS,
    )  # fmt: skip
    names = _NAMES.format(allowance=lasting.ALLOWANCE, each=lasting.EACH)
    parts = [_HEAD, *_bounds(), chains, names, _STEPS]
    parts += [textwrap.fill(f"* {each};", 100, subsequent_indent="  ") for each in STEPS]
    parts[-1] = parts[-1].removesuffix(";") + ".\n"
    head = _PRICES.format(
        long=prices.LONG, nanoseconds=prices.STEP_SECONDS * 1e9, bits=prices.SMALL_BITS,
        size=prices.SMALL_BYTES,
    )  # fmt: skip
    parts += [head.rstrip("\n"), *_rows(PRICES)]
    parts += ["", _OVERSHOOT.format(interval=INTERVAL * 1000).rstrip("\n")]
    parts += [f"| {name} | {text} |" for name, text in OVERSHOOT]
    parts += ["", textwrap.fill(MEASURED, 100)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
