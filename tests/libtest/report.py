"""Runs CPython's own tests in the sandbox and writes what became of them.

    python -m tests.libtest.report [NAME …]

keeps the figures of the running Python in `figures/`, of the named files or of all, and renders
`docs/conformance.md` from the figures of every Python.
"""

from __future__ import annotations

import json
import multiprocessing
import platform
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import cloche

from .different import LEFT_OUT, reason
from .doctests import run_doctests
from .files import FILES, parts
from .reasons import kind_of_need
from .runner import NOT_ELIGIBLE, PASS, Outcome, run_file

FIGURES = Path(__file__).with_name("figures")
PAGE = Path(__file__).parents[2] / "docs" / "conformance.md"
#: Seconds one file may take.
LONGEST = 1800
_HEAD = """\
# Conformance

Made by `make conformance` from CPython's own test package: its test methods, unchanged, run
inside the sandbox over a small `unittest` of the guest's (`tests/libtest/`), and its doctests.

*Eligible* is what passes natively over the same `unittest` and asks for nothing that no guest has
by design: pickling, the garbage collector, frames and code objects, files, processes,
threads, the C interface, the private functions of a module (`tests/libtest/reasons.py`).
Everything else counts, passed or not. What the tests change in their process (`sys.modules`, the
policy of event loops) is passed over; a class whose methods cannot be compiled together is run
method by method. Not run are the files of modules that guests do not have, and `test_timeit`, which
writes to the module it tests, `test_codecs`, `test_inspect` and `test_io`, which are about names
that docs/modules.md leaves out.
"""


def run(name: str) -> list[Outcome]:
    """Return what became of each test of the file *name*."""
    return [outcome for path in parts(name) for outcome in (*run_file(path), *run_doctests(path))]


def summary(outcomes: list[Outcome]) -> dict[str, Any]:
    """Return the figures of one file: how many passed and were not eligible, and the rest."""
    kinds = Counter(outcome.kind for outcome in outcomes)
    rest = {
        outcome.test: f"{outcome.kind}: {outcome.why}"
        for outcome in outcomes
        if outcome.kind not in (PASS, NOT_ELIGIBLE)
    }
    out = Counter(kind_of_need(each.why) for each in outcomes if each.kind == NOT_ELIGIBLE)
    return {
        "pass": kinds[PASS],
        "not eligible": kinds[NOT_ELIGIBLE],
        "out": dict(sorted(out.items())),
        "rest": rest,
    }


def figures() -> dict[str, dict[str, Any]]:
    """Return the kept figures by version of Python (`3.11`)."""
    return {
        path.stem: json.loads(path.read_text(encoding="utf-8"))
        for path in sorted(FIGURES.glob("*.json"), key=lambda path: int(path.stem.split(".")[1]))
    }


def render() -> str:
    """Return the page."""
    kept = figures()
    lines = [_HEAD, "## Figures", "", "Passed of eligible; in brackets what is not eligible.", ""]
    lines += [f"| file | {' | '.join(each['python'] for each in kept.values())} |"]
    lines += ["|---|" + "---|" * len(kept)]
    names = dict.fromkeys(name for each in kept.values() for name in each["files"])
    for name in sorted(names):
        cells = (_cell(each["files"].get(name)) for each in kept.values())
        lines.append(f"| {name} | {' | '.join(cells)} |")
    for title, leave_out in (
        ("**all**", False),
        ("**all but what asks for names left out of a module**", True),
    ):
        totals = (_total(list(each["files"].values()), leave_out) for each in kept.values())
        lines.append(f"| {title} | {' | '.join(totals)} |")
    lines += ["", "## What is not eligible, and why", "", *_needs(kept)]
    lines += ["", "## What does not pass, and why", ""]
    found: dict[str, dict[str, None]] = {}
    for each in kept.values():
        for file in each["files"].values():
            for test, why in file["rest"].items():
                found.setdefault(reason(test, why) or "**not explained**", {})[test] = None
    for why in sorted(found, key=lambda why: (-len(found[why]), why)):
        lines += [f"### {why}", "", *(f"* {line}" for line in _grouped(list(found[why]))), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _needs(kept: dict[str, dict[str, Any]]) -> list[str]:
    """A table of what the tests need that are not eligible: how many of each Python."""
    totals = [Counter[str]() for _ in kept]
    for total, each in zip(totals, kept.values(), strict=True):
        for file in each["files"].values():
            total.update(file.get("out", {}))
    lines = [f"| they need | {' | '.join(each['python'] for each in kept.values())} |"]
    lines += ["|---|" + "---|" * len(kept)]
    everything = sum(totals, Counter[str]())
    for need in sorted(everything, key=lambda need: (-everything[need], need)):
        lines.append(f"| {need} | {' | '.join(str(total[need]) for total in totals)} |")
    return lines


def _cell(file: dict[str, Any] | None) -> str:
    if file is None:
        return "–"
    eligible = file["pass"] + len(file["rest"])
    return f"{file['pass']} / {eligible} ({file['not eligible']})"


def _total(files: list[dict[str, Any]], leave_out: bool) -> str:
    passed = sum(file["pass"] for file in files)
    rest = sum(
        not leave_out or reason(test, why) != LEFT_OUT
        for file in files
        for test, why in file["rest"].items()
    )
    share = 100 * passed / ((passed + rest) or 1)
    return f"**{passed} / {passed + rest} = {share:.1f} %**"


def _grouped(tests: list[str]) -> list[str]:
    """The names of tests, those of one class in one line."""
    classes: dict[str, list[str]] = {}
    for test in tests:
        owner, _, method = test.rpartition(".")
        classes.setdefault(owner, []).append(method)
    return [f"`{owner}`: {', '.join(sorted(names))}" for owner, names in sorted(classes.items())]


def _apart(name: str) -> dict[str, Any] | None:
    """Run the file *name* in a process of its own; None if it ends without figures, or never."""
    forked = multiprocessing.get_context("fork")
    ours, theirs = forked.Pipe(duplex=False)
    process = forked.Process(target=lambda: theirs.send(summary(run(name))))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(LONGEST) else None  # type: ignore[no-any-return]
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()


def main(names: list[str]) -> None:
    """Run the files *names*, each in a process of its own, and write what is kept of them."""
    version = ".".join(platform.python_version_tuple()[:2])
    kept = figures().get(version, {"files": {}})
    kept["python"] = platform.python_version()
    cloche.Sandbox().compile("0")  # imports what each file needs
    for name in names:
        if not parts(name):
            kept["files"].pop(name, None)
            continue
        file = _apart(name)
        if file is None:
            print(name, "did not come to an end", flush=True)
            continue
        print(name, _cell(file), flush=True)
        kept["files"][name] = file
        kept["files"] = dict(sorted(kept["files"].items()))
        FIGURES.mkdir(exist_ok=True)
        text = json.dumps(kept, indent=1, ensure_ascii=True) + "\n"
        (FIGURES / f"{version}.json").write_text(text, encoding="utf-8")
    PAGE.write_text(render(), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or list(FILES))
