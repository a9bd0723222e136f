"""Run straight, paused at every call, dumped and loaded at every call: the same."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cloche
from cloche import Paused

from .conftest import made

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
    "asyncio.run(later({0}))",
)  # fmt: skip
CHANCE = ("str(uuid.uuid4())", "random.random()", "time.time()")
Texts = st.SearchStrategy[str]

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


def compound(expressions: Texts, inner: st.SearchStrategy[list[str]]) -> Texts:
    return st.one_of(
        st.builds("for {} in range(3):\n{}".format, names, inner.map(indented)),
        st.builds("if {}:\n{}".format, expressions, inner.map(indented)),
        st.builds("try:\n{}except ValueError as e:\n    {} = str(e)\nfinally:\n{}".format,
                  inner.map(indented), names, inner.map(indented)),
        st.builds("def f():\n    global a, b, c\n{}f()\n".format, inner.map(indented)),
    )  # fmt: skip


def programs(calls: tuple[str, ...]) -> Texts:
    """Return whole programs that use these *calls*."""
    expressions = st.one_of(
        atoms, st.builds(str.format, st.sampled_from(calls), atoms, atoms),
        st.builds("{} + {}".format, atoms, atoms), st.builds("[{}, {}]".format, atoms, atoms),
    )  # fmt: skip
    simple = st.one_of(
        st.builds("{} = {}".format, names, expressions),
        st.builds("print({})".format, expressions),
    )
    blocks = st.recursive(
        st.lists(simple, min_size=1, max_size=3),
        lambda inner: st.lists(
            st.one_of(simple, compound(expressions, inner)), min_size=1, max_size=3
        ),
        max_leaves=6,
    )
    return blocks.map(lambda block: PRELUDE + "\n".join(block) + "\n[a, b, c]\n")


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


def check(box: cloche.Sandbox, source: str) -> None:
    straight = outcome(lambda: box.execute(source))
    assert through(box, source, dumped=False) == straight
    assert through(box, source, dumped=True) == straight


SETTINGS: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": [*HealthCheck],
}


#: As if the process had nothing that differs from others.
BOX = made("inline", clock=1_700_000_000, seed=5)


@given(source=programs((*CALLS, *CHANCE)))
@settings(max_examples=40, **SETTINGS)
def test_inline(source: str) -> None:
    check(BOX, source)


@given(source=programs(CALLS))
@settings(max_examples=8, **SETTINGS)
def test_in_workers(boxes: dict[str, cloche.Sandbox], source: str) -> None:
    check(boxes["process"], source)


@given(source=programs(CALLS))
@settings(max_examples=10, **SETTINGS)
def test_from_one_isolation_to_the_other(boxes: dict[str, cloche.Sandbox], source: str) -> None:
    """The program asks its way through both in turn."""
    order = [*boxes.values()]
    straight = outcome(lambda: order[0].execute(source))
    step = outcome(lambda: order[0].start(source, pause="all"))
    while isinstance(step, Paused):
        order.reverse()
        data = step.dump()
        try:
            step = order[0].load(data)
        except cloche.DumpRefused:  # it may see the order of hashes
            assert "eval" in source
        step = outcome(step.call)
    assert step == straight
