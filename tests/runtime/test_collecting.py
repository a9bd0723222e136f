"""Garbage is collected wherever CPython likes, in the middle of changing the current run too."""

from __future__ import annotations

import asyncio
import gc
import os
import subprocess
import sys
from collections.abc import Iterator
from contextvars import ContextVar, copy_context

import pytest

import cloche
from cloche.runtime import collecting
from cloche.runtime.budget import Stop
from cloche.runtime.limits import Limits
from cloche.runtime.run import Run

#: Before 3.12 `ContextVar.set` collects, and what it reads was freed by a `set` in the meantime.
PROGRAM = """
import contextvars, gc
import cloche
f = cloche.Sandbox().compile("def f(n):\\n    return [n for n in [n]]").function("f")
others = []
for n in range(100):
    others.append(contextvars.ContextVar(str(n)))
    others[-1].set(n)
    for threshold in (1, 2, 3, 7):
        gc.set_threshold(threshold)
        try:
            assert f(n) == [n]
        finally:
            gc.set_threshold(700)
print("fine")
"""


def test_collections_in_the_middle_of_entering_and_leaving_runs() -> None:
    # Freed memory is overwritten at once.
    environment = {**os.environ, "PYTHONMALLOC": "debug"}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, env=environment
    )
    assert (done.stdout, done.stderr) == ("fine\n", "")


TASKS = """
import asyncio
async def g():
    for i in range(5): await asyncio.sleep(0)
    return i
sum(await asyncio.gather(g(), g()))
"""


@pytest.fixture
def _always() -> Iterator[None]:
    """Collect at nearly every allocation."""
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(2)
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.mark.usefixtures("_always")
def test_contexts_survive_tasks() -> None:
    """A context of many variables: with few, no memory is taken in a node of another."""
    box = cloche.Sandbox()
    tasks = box.compile(TASKS)

    def filled() -> None:
        variables = [ContextVar(f"variable {number}", default=0) for number in range(60)]
        for number, variable in enumerate(variables):
            variable.set(number)
        asyncio.run(awaited())
        assert [variable.get() for variable in variables] == [*range(60)]

    async def awaited() -> None:
        for _ in range(60):
            assert await tasks.run_async() == 8

    copy_context().run(filled)


#: Everything is at hand in the suite, and nothing in it is guarded.
STRAYS = """
def main(xs):
    Named.__getattr__ = xs.append
    def stray(box):
        try:
            yield
        {suite}
    for i in range(3_000):
        box = []
        g = stray(box)
        box.append(g)
        next(g)
        del box, g
        junk = [[] for _ in range(7)]
    return xs
class Named: pass
class Manager:
    def __init__(self, xs): self.xs = xs
    def __enter__(self): return self
    def __exit__(self, *args):
        self.xs[0] = 1
        return True
main([0])
"""
SUITES = {
    "finally": "finally: xs[0] = 1",
    "handler": "except GeneratorExit: xs[0] = 1",
    "bare": "except: xs[0] = 1",
    "tuple": "except (ValueError, GeneratorExit): xs[0] = 1",
    "after": "except BaseException: pass\n        xs[0] = 1",
    "within": "finally:\n            try: pass\n            finally: xs[0] = 1",
    "with": "finally:\n            with Manager(xs): pass",
    "call": "finally: (lambda: xs.append(1))()",
    "type": "except xs.append(1) or KeyError: pass",
    "types": "except (ValueError, xs.append(1) or KeyError): pass",
    "attribute": "except Named().found or KeyError: pass",
    "group": "except* xs.append(1) or KeyError: pass",
    "second": "except ValueError: pass\n        except (xs.append(1), KeyError)[1]: pass",
}


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("suite", SUITES)
def test_what_is_collected_changes_nothing_in_the_time_of_its_run(
    suite: str, optimize: bool
) -> None:
    """A guard may have weighed it, for C to go through."""
    source = STRAYS.replace("{suite}", SUITES[suite])
    natively: dict[str, object] = {}
    exec(source.removesuffix("main([0])\n") + "found = main([0])", natively)
    assert natively["found"] != [0]
    assert cloche.Sandbox(optimize=optimize).run(source) == [0]


def test_steps_are_those_of_the_program_however_often_it_is_collected() -> None:
    program = cloche.Sandbox().compile(STRAYS.replace("{suite}", SUITES["finally"]))
    before = gc.get_threshold()
    counts = set()
    try:
        for threshold in (5, 50, 700, 10**6):
            gc.set_threshold(threshold)
            counts.add(program.execute().steps)
    finally:
        gc.set_threshold(*before)
    assert len(counts) == 1


# --- Who sleeps, and who counts ---------------------------------------------------------------


class Counted:
    """What is told of looks at what is young."""

    def __init__(self) -> None:
        self.looks: list[object] = []


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    made = Counted()
    monkeypatch.setattr(collecting, "look", made.looks.append)
    gc.disable()
    yield made
    gc.enable()
    collecting._counted.clear()


def _is_awake(run: Run) -> bool:
    try:
        run.budget  # noqa: B018
    except Stop:
        return False
    return True


def test_the_current_run_sleeps_and_counts_once(counted: Counted) -> None:
    run = Run(Limits())
    token = run.enter()
    watch, budget = run._watch, run.budget
    watch("start", {})
    assert not _is_awake(run)
    assert counted.looks == [budget]
    with pytest.raises(Stop):
        next(budget.ticks)
    watch("start", {})  # in flight twice, it is called as often
    assert counted.looks == [budget]
    watch("stop", {})
    assert _is_awake(run)
    assert next(budget.ticks)
    watch("stop", {})
    assert _is_awake(run)
    run.leave(token)


def test_another_run_sleeps_by_its_own_watch(counted: Counted) -> None:
    run, other = Run(Limits()), Run(Limits())
    token = run.enter()
    other._watch("start", {})
    assert _is_awake(run)
    assert counted.looks == []
    other._watch("stop", {})
    assert _is_awake(run)
    run.leave(token)


def test_where_nobody_runs_it_is_counted_once(counted: Counted) -> None:
    run, other = Run(Limits()), Run(Limits())
    for times in (1, 2):
        for each in (run, other):
            each._watch("start", {})
        assert counted.looks == [None] * times
        for each in (run, other):
            each._watch("stop", {})


def test_a_watch_is_there_as_long_as_its_run_has_the_floor() -> None:
    run = Run(Limits())
    before = [*gc.callbacks]
    run._watch.end()
    run._watch.begin()
    assert gc.callbacks == [*before, run._watch]
    run._watch.end()
    assert gc.callbacks == before
