"""Removes guards, checks and rules one at a time, and says which removals nobody notices.

    make sabotage ARGS="verify"            the verifier
    make sabotage ARGS="check guards"      rules of the subset, guards of the runtime
    make sabotage ARGS="guards --only walking --sample 50 --seed 1"

Each removal happens in a forked child, which is given `PATIENCE` seconds of its processor for each
judge: what it does not survive is noticed too. What `survivors.py`
explains is not shown.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import pkgutil
import random
import resource
import select
import signal
import sys
from contextlib import redirect_stderr, redirect_stdout

from . import judges
from .mutants import Mutant, mutants
from .survivors import EXPLAINED

PATIENCE = 60
#: Seconds of waiting for a child that uses none.
WALL = 3_600
_RUNTIME = "cloche.runtime"
#: Area -> packages, and the judges, the fast ones first.
AREAS: dict[str, tuple[tuple[str, ...], tuple[judges.Judge, ...]]] = {
    "verify": (("cloche.transpiler.verify",), (
        judges.verifier,
        judges.tests(*judges.TABLES),
    )),
    "check": (("cloche.transpiler.check",), (
        judges.subset,
        judges.tests("tests/transpiler/test_refusals.py", "tests/transpiler/test_check.py",
                     "tests/modules/test_names.py", "tests/constructs/test_newer.py"),
    )),
    "guards": (
        (f"{_RUNTIME}.guards",),
        (
            judges.tests(*(f"tests/runtime/test_{name}.py" for name in (
                "attributes", "classes", "draining", "operators", "rendering", "walking",
                "standins", "builtins"))),
            judges.tests("tests/constructs"),
            judges.attacks,
        ),
    ),
    "universe": (
        (f"{_RUNTIME}.universe",),
        (
            judges.tests("tests/runtime/test_universe.py", "tests/runtime/test_builtins.py",
                         "tests/runtime/test_rendering.py", "tests/runtime/test_draining.py"),
            judges.tests("tests/constructs"),
            judges.attacks,
        ),
    ),
    "boundary": (
        (f"{_RUNTIME}.boundary",),
        (
            judges.tests(*(f"tests/runtime/test_boundary_{name}.py" for name in (
                "calls", "exposed", "plain", "records", "refused"))),
            judges.attacks,
        ),
    ),
}  # fmt: skip


def main() -> int:
    """Try every removal that is asked for; the exit status tells whether one went unnoticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("areas", nargs="*", default=list(AREAS), choices=[*AREAS, []])
    parser.add_argument("--only", default="", help="part of a removal's name")
    parser.add_argument("--sample", type=int, help="how many, at random")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="say who noticed what")
    given = parser.parse_args()
    survivors = tried = 0
    for area in given.areas:
        packages, jury = AREAS[area]
        judges.warm(area)
        found = [each for each in removals(packages) if given.only in each.name]
        if given.sample is not None and given.sample < len(found):
            found = random.Random(given.seed).sample(found, given.sample)
        for mutant in found:
            tried += 1
            why = EXPLAINED.get(mutant.name) or noticed(mutant, jury)
            if not why:
                survivors += 1
                print(f"SURVIVES {mutant.name}", flush=True)
            elif given.verbose:
                print(f"{mutant.name}: {why}", flush=True)
        print(f"{area}: {len(found)} removals, {survivors} survivors so far", flush=True)
    return 1 if survivors else 0


def removals(packages: tuple[str, ...]) -> list[Mutant]:
    """Return all removals there are in the modules of *packages*."""
    found = []
    for package in packages:
        home = importlib.import_module(package)
        for each in (home, *_modules(home, package)):
            found += mutants(each)
    return found


def _modules(home: object, package: str) -> list[object]:
    names = [each.name for each in pkgutil.iter_modules(home.__path__)]  # type: ignore[attr-defined]
    return [importlib.import_module(f"{package}.{name}") for name in names]


def noticed(mutant: Mutant, jury: tuple[judges.Judge, ...]) -> str:
    """Return what a child, sabotaged by *mutant*, noticed; nothing if it survives."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _judge(mutant, jury, writing)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], WALL)
        text = os.read(reading, 4096).decode(errors="replace") if ready else "no end"
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    # The pipe of a child that has died is at its end.
    return "" if text == "survived" else text or "it died"


def _judge(mutant: Mutant, jury: tuple[judges.Judge, ...], writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE * len(jury), PATIENCE * len(jury) + 5))
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        try:
            mutant.apply()
            found = next(filter(None, (judge() for judge in jury)), "survived")
        except BaseException as error:
            found = repr(error)
    os.write(writing, found.encode(errors="replace")[:4000])
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
