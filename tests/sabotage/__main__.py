"""Removes guards, checks and rules one at a time, and says which removals nobody notices.

    make sabotage ARGS="verify"            the verifier
    make sabotage ARGS="guards run"        guards, and the rest of the runtime
    make sabotage ARGS="guards --only walking --sample 50 --seed 1 --verbose"

It needs CPython 3.12. What `survivors.py` explains is not tried. Each removal happens in a forked
child; one that dies, or uses up its time, has noticed too.
"""

from __future__ import annotations

import argparse
import glob
import importlib
import itertools
import pkgutil
import random
import signal
import sys
import time
from types import ModuleType
from typing import Any

import pytest

from . import verdicts
from .areas import AREAS, Area
from .children import in_child
from .mutants import KINDS, Mutant, living, mutants
from .recording import Index, record
from .rows import Row, of_items
from .survivors import EXPLAINED

#: Seconds of the processor for a row that takes none when nothing is removed.
PATIENCE = 3
#: Seconds of waiting for a child that uses no processor.
WALL = 600
#: Bytes that a child may take: without a guard it takes what a bomb takes.
ROOM = 2 * 2**30


def main() -> int:
    """Try every removal that is asked for; the exit status tells whether one went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*", default=list(AREAS), choices=[*AREAS, []])
    parser.add_argument("--only", action="append", help="part of a removal's name; once or more")
    parser.add_argument(
        "--kind", type=_kinds, default=[*KINDS],
        help=f"what is removed, of {','.join(KINDS)}: calls that stand alone, parts of conditions",
    )  # fmt: skip
    parser.add_argument("--tests", action="append", help="files of tests instead of the area's")
    parser.add_argument("--part", default="1/1", help="2/3: the second third")
    parser.add_argument("--sample", type=int, help="how many, at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--seconds", type=float, default=2.0,
        help="of the processor for the tests of a removal; those that are left are not run",
    )  # fmt: skip
    parser.add_argument(
        "--first", action="append", default=[],
        help="part of the names of tests to begin with; once or more",
    )  # fmt: skip
    parser.add_argument(
        "--blind",
        default="",
        help="part of the names of tests for what nobody sees executed",
    )
    parser.add_argument("--verbose", action="store_true", help="say who noticed what")
    given = parser.parse_args()
    if sys.version_info < (3, 12):
        parser.error("it needs CPython 3.12")
    return max(_area(name, given) for name in given.areas)


def _kinds(text: str) -> list[str]:
    found = text.split(",")
    if not KINDS.keys() >= {*found}:
        raise argparse.ArgumentTypeError(f"kinds are {', '.join(KINDS)}")
    return found


def _area(name: str, given: argparse.Namespace) -> int:
    area = AREAS[name]
    there = [each for module in area.modules for each in modules(module)]
    plugin = _Plugin(name, area, there, given)
    patterns = given.tests or area.tests
    files = [path for each in patterns for path in sorted(glob.glob(each))]
    # Tests that pytest has collected can be run only as long as its session lasts.
    code = pytest.main(["-q", "--whole", "-p", "no:cacheprovider", "-s", *files], plugins=[plugin])
    return max(int(code), plugin.survivors > 0)


def modules(name: str) -> list[ModuleType]:
    """Return the module *name* and, if it is a package, those directly in it."""
    home = importlib.import_module(name)
    names = [each.name for each in pkgutil.iter_modules(getattr(home, "__path__", ()))]
    return [home, *(importlib.import_module(f"{name}.{each}") for each in names)]


class _Plugin:
    """Has pytest collect the tests, and tries removals in their place."""

    def __init__(
        self, name: str, area: Area, there: list[ModuleType], given: argparse.Namespace
    ) -> None:
        self.name, self.area, self.modules, self.given = name, area, there, given
        self.survivors = 0

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        paths = [module.__file__ or "" for module in self.modules]
        there = living(paths)
        rows = of_items(session.items) + self.area.more()
        seen = record(rows, there, paths, self.area)
        index = Index(rows, seen)
        wrong = sum(bool(each.wrong) for each in seen)
        print(f"{self.name}: {len(rows)} rows, {wrong} of no use", flush=True)
        known = [each for module in self.modules for each in mutants(module, there)]
        kinds = self.given.kind
        found = [each for each in known if each.kind in kinds and self._is_asked(each.name)]
        for gone in self._gone({each.name for each in known}):
            print(f"no such removal any more: {gone}", flush=True)
        part, parts = map(int, self.given.part.split("/"))
        found = found[part - 1 :: parts]
        if self.given.sample is not None and self.given.sample < len(found):
            found = random.Random(self.given.seed).sample(found, self.given.sample)
        self._try(found, index)
        return True

    def _is_asked(self, name: str) -> bool:
        return any(part in name for part in self.given.only or ("",))

    def _gone(self, known: set[str]) -> list[str]:
        """Return what is explained of what is asked for, and is none of the *known* removals."""
        explained = [name for name in EXPLAINED if self._is_ours(name) and self._is_asked(name)]
        return [name for name in explained if name not in known]

    def _is_ours(self, name: str) -> bool:
        shorts = {each.removeprefix("cloche.").replace(".", "/") for each in self.area.modules}
        return any(name.startswith((f"{short}/", f"{short} ")) for short in shorts)

    def _try(self, found: list[Mutant], index: Index) -> None:
        began, explained, noticed_before = time.monotonic(), 0, verdicts.known()
        for mutant in found:
            if mutant.name in EXPLAINED:
                explained += 1
                continue
            if verdicts.identity(mutant) in noticed_before:
                continue
            concerned = index.concerned(mutant.path, mutant.lines)
            # In an audit hook, CPython tells nobody of lines.
            if self.given.blind:
                concerned = concerned or index.named(self.given.blind)
            if self.given.first:
                concerned.sort(key=lambda each: not self._is_first(each[0].name))
            rows = within(concerned, self.given.seconds)
            why = noticed(mutant, rows, self.area)
            if not why:
                self.survivors += 1
                shown = f"{len(rows)} of {len(concerned)} tests"
                print(f"SURVIVES {mutant.name} ({shown})", flush=True)
                continue
            verdicts.keep(mutant, why)
            if self.given.verbose:
                print(f"{mutant.name}: {why}", flush=True)
        print(
            f"{self.name}: {len(found)} removals, {explained} explained, {self.survivors} survive;"
            f" {time.monotonic() - began:.0f} s",
            flush=True,
        )

    def _is_first(self, name: str) -> bool:
        return any(part in name for part in self.given.first)


def within(rows: list[tuple[Row, float]], seconds: float) -> list[tuple[Row, float]]:
    """Return as many of *rows* as take so many *seconds*, and at least one."""
    spent = itertools.accumulate(seconds for _, seconds in rows)
    return rows[: sum(each <= seconds for each in spent) or 1]


def noticed(mutant: Mutant, rows: list[tuple[Row, float]], area: Area) -> str:
    """Return what *rows* notice of *mutant*; nothing if it survives.

    If the *area* is not pure, it happens in a child.
    """
    if not rows:
        return ""
    if area.pure:
        return _judged(mutant, rows, area, _too_long)
    return in_child(lambda: _judged(mutant, rows, area, signal.SIG_DFL), WALL, ROOM)


def _judged(mutant: Mutant, rows: list[tuple[Row, float]], area: Area, when_late: Any) -> str:
    before = signal.signal(signal.SIGVTALRM, when_late)
    try:
        with mutant.in_place():
            for row, seconds in rows:
                signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE + 10 * seconds)
                area.forget()
                wrong = row.run()
                if wrong:
                    return f"{row.name:.90}: {wrong}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
    return ""


def _too_long(signum: int, frame: Any) -> None:
    raise TimeoutError


if __name__ == "__main__":
    sys.exit(main())
