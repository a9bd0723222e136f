"""Many suspended frames are fine, in the host and in guests; chains of them are not."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest

import cloche

LIMITS = cloche.Limits(steps=None, seconds=60.0, memory=None)
CHAIN = """
def g(p): yield p
p = None
for i in range(5_000): p = g(p)
"""
#: A quarter of what is too much.
QUARTER = """
for i in range(400):
    p = g(p)
    _ = [[] for _ in range(9)]
"""
FINE: dict[str, tuple[str, object]] = {
    "a list of generators": ("len([(i for i in range(i)) for i in range(9_000)])", 9_000),
    "recursion": (
        "def g(n):\n"
        "    yield n\n"
        "    if n: yield from g(n - 1)\n"
        "sum(len(list(g(300))) for i in range(9))",
        2709,
    ),
    "pipelines": (
        "def g(p):\n"
        "    for x in p: yield x\n"
        "l = [g(g(g([i]))) for i in range(3_000)]\n"
        "sum(map(next, l))",
        4_498_500,
    ),
    "tasks": (
        "import asyncio\n"
        "async def f(i):\n"
        "    await asyncio.sleep(0)\n"
        "    return i\n"
        "sum(await asyncio.gather(*[f(i) for i in range(3_000)]))",
        4_498_500,
    ),
    "errors": (
        "l = []\n"
        "for i in range(9_000):\n"
        "    try: nothing\n"
        "    except NameError as e: l.append(e)\n"
        "len(l)",
        9_000,
    ),
}


@pytest.mark.parametrize(("source", "value"), FINE.values(), ids=FINE)
def test_fine(source: str, value: object) -> None:
    assert cloche.run(source, limits=LIMITS) == value


def _suspended(held: Any) -> Iterator[Any]:
    yield held


def test_what_the_host_has_suspended_stops_nobody() -> None:
    held: Any = None

    def hold(n: int) -> None:
        nonlocal held
        for _ in range(n):
            held = _suspended(held)

    try:
        hold(20_000)
        box = cloche.Sandbox(tools={"hold": hold}, limits=LIMITS)
        # It grows meanwhile, in the time of a guest's.
        source = "l = []\nfor i in range(6):\n    hold(1_000)\n    l += [[] for i in range(9_000)]"
        assert box.run(f"{source}\nlen(l)") == 54_000
    finally:
        while held is not None:
            # One by one: it is as deep as those of guests may not be.
            held = next(held)


def test_a_chain_that_grows_from_step_to_step() -> None:
    session = cloche.Sandbox(limits=LIMITS).session()
    session.run("def g(p): yield p\np = None")

    def steps() -> None:
        for _ in range(40):
            session.run(QUARTER)

    with pytest.raises(cloche.NestingLimitExceeded, match="more than 1,000 generators"):
        steps()


def test_a_chain_of_another_thread_stops_that_one_only() -> None:
    outcomes: list[Any] = []
    box = cloche.Sandbox(limits=LIMITS)

    def chain() -> None:
        try:
            outcomes.append(box.run(CHAIN))
        except cloche.LimitExceeded as error:
            outcomes.append(type(error))

    def until() -> None:
        thread.start()
        thread.join()

    thread = Thread(target=chain)
    other = cloche.Sandbox(tools={"until": until}, limits=LIMITS)
    assert other.run("l = [(i for i in [1]) for i in range(500)]\nuntil()\nlen(l)") == 500
    assert outcomes == [cloche.NestingLimitExceeded]


def test_a_chain_beside_one_that_somebody_else_has_left() -> None:
    """At thirty links there are slices only, which are nobody's, and one generator of a session."""
    links = "def g(p):\n    try: yield p\n    finally: p = None\np = None\n"
    session = cloche.Sandbox(limits=LIMITS).session()
    session.run(f"{links}for i in range(40):\n    p = g(p)\n    _ = next(p)")
    with pytest.raises(cloche.NestingLimitExceeded):
        cloche.run(
            f"{links}for i in range(2_000):\n"
            "    q = g(slice(slice(slice(p))))\n    p, _ = q, next(q)",
            limits=LIMITS,
        )
    assert session.run("sum(1 for _ in [p])") == 1


def test_the_error() -> None:
    with pytest.raises(cloche.NestingLimitExceeded) as stopped:
        cloche.run(CHAIN)
    error = stopped.value
    assert (error.limit, error.line) == (1_000, 4)
    assert str(error) == (
        "the program held more than 1,000 generators, coroutines, exceptions or variables of "
        "theirs, at once or in chains (line 4): finish some before you make more, and hold them "
        "in lists, not in one another"
    )
