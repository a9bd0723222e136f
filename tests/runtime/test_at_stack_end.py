"""What a guest does at the end of its stack no other run notices, nor the host."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from at_stack_end import OPERATIONS

import cloche
from cloche.runtime import own_stack
from cloche.runtime.modules.re_cost import Cost
from cloche.runtime.modules.re_quiet import parse


@pytest.fixture(scope="module")
def results() -> dict[str, dict[str, Any]]:
    script = Path(__file__).with_name("at_stack_end.py")
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return dict(map(json.loads, done.stdout.splitlines()))


@pytest.mark.parametrize("name", OPERATIONS)
def test_another_run_sees_nothing_of_it(results: dict[str, dict[str, Any]], name: str) -> None:
    (*alone, imported), written = results[name]["alone"]
    assert [imported, written] == [[], ""]
    assert results[name]["after"] == [alone, ""]


def test_nothing_is_begun_where_no_thread_can_be() -> None:
    begun: list[int] = []

    def deep(calls: int) -> None:
        if calls:
            deep(calls - 1)
        else:
            own_stack.on_own_stack(lambda: begun.append(1))

    whole = 0
    for calls in range(sys.getrecursionlimit(), 0, -1):
        try:
            deep(calls)
        except RecursionError:
            assert begun == []
        else:
            whole += 1
            break
    assert [whole, begun] == [1, [1]]


@pytest.mark.parametrize(("levels", "judged"), [(90, True), (110, False)])
def test_patterns_are_judged_by_how_deep_they_nest(levels: int, judged: bool) -> None:
    tree = parse("(" * levels + "a" + ")" * levels, 0)
    assert (Cost(tree, False)._bound("match", 8) < float("inf")) is judged


LATER = """
import asyncio
async def wait():
    return await later(1)
def deep(n):
    return deep(n - 1) if n else asyncio.run(wait())
caught = done = 0
for n in range(1000, 700, -1):
    try:
        done += deep(n)
    except RecursionError:
        caught += 1
caught > 0, caught + done
"""


def test_an_asynchronous_tool_is_called_whole_or_not_at_all() -> None:
    begun = ended = 0

    async def later(number: int) -> int:
        nonlocal begun, ended
        begun += 1
        await asyncio.sleep(0)
        ended += 1
        return number

    box = cloche.Sandbox(tools={"later": later})
    assert box.run(LATER) == (True, 300)
    assert begun == ended > 0
