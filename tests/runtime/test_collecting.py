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
