"""The tables of other tests, inline and in a worker: the same values, text and errors."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cloche
from harness import Outcome, shape

CONSTRUCTS = Path(__file__).parents[1] / "constructs"
TESTS = Path(__file__).parents[1]
NAMES = sorted(path.stem for path in CONSTRUCTS.glob("test_*.py"))
LIMITS = cloche.Limits(steps=2_000_000, seconds=60.0)


def programs(name: str) -> list[str]:
    """Return the programs that a file of `tests/constructs` compares with CPython."""
    module = importlib.import_module(f"constructs.{name}")
    return [
        row[0]
        for test in vars(module).values()
        for mark in getattr(test, "pytestmark", [])
        if mark.name == "parametrize" and mark.args[0] == "row"
        for row in mark.args[1]
        if len(row) == 1
    ]


@pytest.fixture(scope="module", autouse=True)
def on_path() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.syspath_prepend(str(TESTS))
        yield


@pytest.fixture(scope="module")
def boxes() -> Iterator[list[cloche.Sandbox]]:
    with cloche.Sandbox(limits=LIMITS, isolation="process", workers=1) as worker:
        yield [cloche.Sandbox(limits=LIMITS), worker]


def outcome(box: cloche.Sandbox, source: str) -> tuple[Any, ...]:
    try:
        result = box.execute(source)
    except cloche.GuestError as error:
        text = f"{error.type_name}: {error.message}"
        return Outcome("", error.stdout, text), error.traceback, error.stderr
    return Outcome(shape(result.value), result.stdout, ""), result.steps, result.stderr


def told(found: tuple[Any, ...]) -> str:
    """Return an outcome as text, without addresses."""
    return re.sub(r"0x[0-9a-f]+", "0x", repr(found))


@pytest.mark.parametrize("name", NAMES)
def test_a_program_does_the_same_in_a_worker(boxes: list[cloche.Sandbox], name: str) -> None:
    inline, worker = boxes
    for source in programs(name):
        found, expected = outcome(worker, source), outcome(inline, source)
        if "RecursionError" in source:  # how deep that is depends on the host's own depth
            found, expected = found[:1], expected[:1]
        assert told(found) == told(expected), source


#: Every how many rows of the tables of modules; all of them were compared once.
EVERY = 30
MODULES = sorted(path.stem for path in (TESTS / "modules").glob("test_*.py"))
#: Its errors name types in the order of a set, which is that of their addresses.
MODULES.remove("test_statistics")


def test_a_module_does_the_same_in_a_worker(boxes: list[cloche.Sandbox]) -> None:
    inline, worker = boxes
    sources = [source for name in MODULES for source in rows_of(name)][::EVERY]
    assert len(sources) > 40
    for source in sources:
        assert told(outcome(worker, source)[:1]) == told(outcome(inline, source)[:1]), source


def rows_of(name: str) -> list[str]:
    """Return the programs that a file of `tests/modules` compares with CPython."""
    there = vars(importlib.import_module(f"modules.{name}"))
    tests = (each for key, each in there.items() if key.startswith("test_"))
    return [source for test in tests for source in getattr(test, "programs", ())]


def test_there_are_programs() -> None:
    assert sum(len(programs(name)) for name in NAMES) > 300


def test_every_module_can_be_imported_by_a_worker(boxes: list[cloche.Sandbox]) -> None:
    """All was loaded before the walls were built: nothing is read from disk any more."""
    from cloche.runtime.modules.names import MODULE_NAMES

    source = "".join(f"import {name}\n" for name in MODULE_NAMES)
    assert boxes[1].run(f"{source}'all'") == "all"
    codecs = "ascii latin-1 cp1252 cp437 cp850 iso8859-15 utf-8-sig utf-16 utf-32-le unicode_escape"
    assert boxes[1].run(f"{{'ab'.encode(c).decode(c) for c in {codecs!r}.split()}}") == {"ab"}
    assert boxes[1].run("import re\nre.sub('(a+)b', r'<\\1>', 'aab')") == "<aa>"
    assert boxes[1].run("from decimal import Decimal\nf'{Decimal(-0.0):z.1f}'") == "0.0"
    html = "from html.parser import HTMLParser\np = HTMLParser()\np.feed('<a><b>x')\np.close()\n1"
    assert boxes[1].run(html) == 1
    assert boxes[1].run("from datetime import datetime\nf'{datetime(2024, 1, 2):%A %d}'")
