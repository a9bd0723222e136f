"""Run straight, paused at every call, dumped and loaded at every call: the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cloche
from cloche import Paused

NAMES = ("a", "b", "c")
names = st.sampled_from(NAMES)
CONSTANTS = ("'t'", "None", "[1]", "(2, 'x')", "{'k': 1}")
atoms = st.one_of(names, st.integers(-3, 30).map(str), st.sampled_from(CONSTANTS))

#: Calls of tools, from wherever a guest may call them.
CALLS = (
    "add({0}, 2)", "listed({0}, k={1})", "refuse(str({0}))", "ask({0}, {1})",
    "[ask(i, {0}) for i in range(2)]", "sorted([3, 1, 2], key=lambda x: add(x, 1) % 2)",
    "list(map(lambda x: listed(x), [{0}, {1}]))", "sum(gen({0}))", "Thing({0}).got",
    "max((ask(i), i) for i in range(2))", "str(Thing({1}))", "eval('add(1, 2)')",
    "asyncio.run(later({0}))", "str(uuid.uuid4())", "random.random()", "time.time()",
)  # fmt: skip
expressions = st.one_of(
    atoms, st.builds(str.format, st.sampled_from(CALLS), atoms, atoms),
    st.builds("{} + {}".format, atoms, atoms), st.builds("[{}, {}]".format, atoms, atoms),
)  # fmt: skip

PRELUDE = """
import asyncio, random, time, uuid
a, b, c = 1, "t", []
def gen(x):
    try:
        for i in range(3):
            yield len(ask(i))
    finally:
        add(1)
class Thing:
    def __init__(self, x):
        self.got = listed(x)
    def __str__(self):
        return f"thing {ask()}"
async def later(x):
    await asyncio.sleep(0)
    return ask(x)
"""


def indented(block: list[str]) -> str:
    return "".join(f"    {line}\n" for part in block for line in part.splitlines())


def compound(inner: st.SearchStrategy[list[str]]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("for {} in range(3):\n{}".format, names, inner.map(indented)),
        st.builds("if {}:\n{}".format, expressions, inner.map(indented)),
        st.builds("try:\n{}except ValueError as e:\n    {} = str(e)\nfinally:\n{}".format,
                  inner.map(indented), names, inner.map(indented)),
        st.builds("def f():\n    global a, b, c\n{}f()\n".format, inner.map(indented)),
    )  # fmt: skip


simple = st.one_of(
    st.builds("{} = {}".format, names, expressions), st.builds("print({})".format, expressions)
)
blocks = st.recursive(
    st.lists(simple, min_size=1, max_size=3),
    lambda inner: st.lists(st.one_of(simple, compound(inner)), min_size=1, max_size=3),
    max_leaves=6,
)
programs = blocks.map(lambda block: PRELUDE + "\n".join(block) + "\n[a, b, c]\n")

FROZEN = {"clock": 1_700_000_000, "seed": 5}
#: Programs that loop over calls have many pauses, each of them dumped and loaded.
MOST = 12


def outcome(action: Any) -> Any:
    """Return what came of a step or run: comparable, steps included."""
    try:
        step = action()
    except cloche.GuestError as error:
        return "error", error.type_name, error.message, error.line, error.stdout
    if isinstance(step, Paused):
        return step
    return "done", step.value, step.stdout, step.stderr, step.steps


def through(box: cloche.Sandbox, source: str, dumped: bool) -> Any:
    """Return the outcome of *source*, paused at every call."""
    step = outcome(lambda: box.start(source, pause="all"))
    pauses = 0
    while isinstance(step, Paused):
        here = step
        if dumped and pauses < MOST:
            here = box.load(step.dump(b"key"), b"key")
            assert (here.tool, here.args, here.kwargs, here.line, here.stdout) == (
                step.tool, step.args, step.kwargs, step.line, step.stdout,
            )  # fmt: skip
        pauses += 1
        step = outcome(here.call)
    return step


@pytest.fixture(scope="module")
def frozen() -> Any:
    from .conftest import made

    with made("process", **FROZEN) as process:
        yield {"inline": made("inline", **FROZEN), "process": process}


def check(box: cloche.Sandbox, source: str) -> None:
    straight = outcome(lambda: box.execute(source))
    assert outcome(lambda: box.start("0\n" + source)) is not None
    assert through(box, source, dumped=False) == straight
    assert through(box, source, dumped=True) == straight


SETTINGS: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [*HealthCheck],
}


@given(source=programs)
@settings(max_examples=40, **SETTINGS)
def test_inline(frozen: dict[str, cloche.Sandbox], source: str) -> None:
    check(frozen["inline"], source)


@given(source=programs)
@settings(max_examples=8, **SETTINGS)
def test_in_workers(frozen: dict[str, cloche.Sandbox], source: str) -> None:
    check(frozen["process"], source)


@given(source=programs)
@settings(max_examples=8, **SETTINGS)
def test_from_one_isolation_to_the_other(frozen: dict[str, cloche.Sandbox], source: str) -> None:
    """The program asks its way through both in turn."""
    boxes = [frozen["inline"], frozen["process"]]
    straight = outcome(lambda: boxes[0].execute(source))
    step = outcome(lambda: boxes[0].start(source))
    while isinstance(step, Paused):
        boxes.reverse()
        data = step.dump()
        try:
            step = boxes[0].load(data)
        except cloche.DumpRefused:  # it may see the order of hashes
            assert "eval" in source
        step = outcome(step.call)
    assert step == straight
