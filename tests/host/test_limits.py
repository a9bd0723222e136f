"""Limits: what a program may do about them (nothing), and those on calls and results."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from typing import Any

import pytest

import cloche
from sampling import share

#: Each goes on for ever, or past the limit, if what it does about the limit helps.
STUBBORN = {
    "except": "try: go()\nexcept BaseException: pass\n",
    "except-star": "try: go()\nexcept* BaseException: pass\n",
    "finally": "def f():\n    try: go()\n    finally: return 1\nf()\n",
    "suppress": "from contextlib import suppress\nwith suppress(BaseException): go()\n",
    "exit": "class C:\n    def __enter__(self): pass\n"
    "    def __exit__(self, *a): return True\nwith C(): go()\n",
    "generator": "def g():\n    try: yield go()\n    except BaseException: yield 1\n"
    "x = g(); list(x); x.close()\n",
    "task": "import asyncio\nasync def f(): go()\n"
    "async def main(): await asyncio.gather(asyncio.create_task(f()), return_exceptions=True)\n"
    "asyncio.run(main())\n",
    "task-group": "import asyncio\nasync def f(): go()\nasync def main():\n    try:\n"
    "        async with asyncio.TaskGroup() as group: group.create_task(f())\n"
    "    except* BaseException: pass\nasyncio.run(main())\n",
    "shielded": "import asyncio\nasync def f():\n    try: go()\n"
    "    finally: await asyncio.sleep(0)\nasync def main():\n"
    "    try: await asyncio.wait_for(asyncio.shield(f()), 9)\n"
    "    except BaseException: await asyncio.sleep(0)\nasyncio.run(main())\n",
}
LIMITED = [
    ({"steps": 9_000}, "while True: pass", cloche.StepLimitExceeded),
    ({"output": 10}, "print('x' * 11)", cloche.OutputLimitExceeded),
    ({"memory": 2**24}, "x = 'a' * 2**30", cloche.MemoryLimitExceeded),
    ({"tool_calls": 3}, "for i in range(4): tool()", cloche.ToolCallLimitExceeded),
    ({"recursion": 40}, "f = lambda n: n and f(n - 1); f(50)", cloche.RecursionLimitExceeded),
]


@pytest.mark.parametrize(("limits", "source", "kind"), LIMITED)
@pytest.mark.parametrize("way", STUBBORN)
def test_no_construct_keeps_a_limit_from_ending_the_run(
    way: str, limits: dict[str, Any], source: str, kind: type[cloche.LimitExceeded]
) -> None:
    sandbox = cloche.Sandbox(tools={"tool": int}, limits=cloche.Limits(**limits))
    with pytest.raises(kind):
        sandbox.run(f"def go():\n    {source}\n{STUBBORN[way]}1")


@pytest.mark.parametrize(
    ("seconds", "kind", "text"),
    [
        (30.0, cloche.TimeLimitExceeded, "for more than 30.0 seconds"),
        (None, cloche.StepLimitExceeded, "took more than 4,611,686,018,427,387,904 steps"),
    ],
)
def test_work_of_more_steps_than_there_are(
    seconds: float | None, kind: type[cloche.LimitExceeded], text: str
) -> None:
    limits = cloche.Limits(steps=None, seconds=seconds)
    with pytest.raises(kind, match=text):
        cloche.run("t = ()\nfor i in range(80): t = (t, t)\nhash(t)", limits=limits)


def test_to_show_a_long_traceback_takes_steps() -> None:
    lines = "for i in range(20_000):\n    try: raise e\n    except ValueError as x: e = x\n"
    source = f"e = ValueError()\n{lines}raise e"
    with pytest.raises(cloche.GuestError) as caught:
        cloche.Sandbox().run(source)
    assert "Previous line repeated 19997 more times" in caught.value.traceback
    with pytest.raises(cloche.StepLimitExceeded):
        cloche.Sandbox(limits=cloche.Limits(steps=500_000)).run(source)


def test_a_function_of_the_host_has_its_calls_of_tools_anew() -> None:
    sandbox = cloche.Sandbox(tools={"tool": int}, limits=cloche.Limits(tool_calls=2))
    f = sandbox.compile("def f(n):\n    for i in range(n): tool()").function("f")
    f(2)
    f(2)
    with pytest.raises(cloche.ToolCallLimitExceeded, match="called tools more than 2 times"):
        f(3)


def test_asynchronous_calls_count() -> None:
    async def tool() -> int:
        return 1

    sandbox = cloche.Sandbox(tools={"tool": tool}, limits=cloche.Limits(tool_calls=3, recursion=30))
    with pytest.raises(cloche.ToolCallLimitExceeded):
        asyncio.run(sandbox.run_async("for i in range(4): await tool()"))
    deep = "async def f(n): return await f(n - 1) if n else 1\nawait f({})"
    assert asyncio.run(sandbox.run_async(deep.format(20))) == 1
    with pytest.raises(cloche.RecursionLimitExceeded):
        asyncio.run(sandbox.run_async(deep.format(40)))


def test_size_and_depth_of_a_result() -> None:
    nested = "x = []\nfor i in range({}): x = [x]\nx"
    with pytest.raises(cloche.BoundaryError, match="nested more than 3 levels"):
        cloche.run(nested.format(4), limits=cloche.Limits(result_depth=3))
    with pytest.raises(cloche.BoundaryError):
        cloche.run(nested.format(250))
    value = cloche.run(nested.format(250), limits=cloche.Limits(result_depth=None))
    for _ in range(250):
        (value,) = value
    assert value == []
    many = "[None] * 1_100_000"
    with pytest.raises(cloche.BoundaryError):
        cloche.run(many)
    assert len(cloche.run(many, limits=cloche.Limits(result=None))) == 1_100_000


# --- What crosses is copied in the time and memory of the run --------------------------------

SHARED = "x = [0]\nfor i in range(40): x = [x, x]\n"
COPIED = [
    ({"seconds": 0.2}, f"{SHARED}x", cloche.TimeLimitExceeded),
    ({"seconds": 0.2}, f"{SHARED}[{{'a': x}}]", cloche.TimeLimitExceeded),
    ({"seconds": None, "memory": 2**24}, f"{SHARED}x", cloche.MemoryLimitExceeded),
    ({"steps": 5_000}, f"{SHARED}tool(x)", cloche.StepLimitExceeded),
    ({"steps": 5_000}, f"{SHARED}tool(a={{'b': x}})", cloche.StepLimitExceeded),
    (
        {"steps": 5_000},
        f"{SHARED}try: tool(x)\nexcept BaseException: pass",
        cloche.StepLimitExceeded,
    ),
    ({"steps": 5_000}, "x = [0] * 2_000\nwhile True: tool(x, x)", cloche.StepLimitExceeded),
]


@pytest.mark.parametrize("row", COPIED, ids=lambda row: f"{row[1][-9:]}-{row[2].__name__}")
def test_no_copy_takes_more_than_the_run_may(row: tuple[Any, ...]) -> None:
    """The bound on a result is lifted, and that on arguments is larger than what is left."""
    limits, source, kind = row
    tools = {"tool": lambda *_, **__: None}
    bounds = cloche.Limits(**{"result": None, **limits})
    sandbox = cloche.Sandbox(tools=tools, limits=bounds)
    with pytest.raises(kind):
        sandbox.run(source)


def test_nor_does_it_in_a_worker() -> None:
    bounds = cloche.Limits(steps=50_000, seconds=60.0, memory=2**25, result=None)
    tools = {"tool": len}
    with cloche.Sandbox(tools=tools, limits=bounds, isolation="process", workers=1) as sandbox:
        with pytest.raises(cloche.StepLimitExceeded):
            sandbox.run(f"{SHARED}tool(x)")
        with pytest.raises(cloche.MemoryLimitExceeded):
            sandbox.run(f"{SHARED}x")
        assert sandbox.execute("tool([1, 2])").steps == 2


def test_a_function_is_held_to_it_as_well() -> None:
    sandbox = cloche.Sandbox(limits=cloche.Limits(seconds=0.2, result=None))
    source = f"{SHARED}def f(): return x\nasync def g(): return x"
    functions = [sandbox.compile(source).function(name) for name in "fg"]
    with pytest.raises(cloche.TimeLimitExceeded):
        functions[0]()
    with pytest.raises(cloche.TimeLimitExceeded):
        asyncio.run(functions[1]())


def test_an_item_of_an_argument_takes_a_step() -> None:
    sandbox = cloche.Sandbox(tools={"tool": len})
    assert sandbox.execute("tool([1, (2, 3), {'a': 4}])").steps == 6
    assert sandbox.execute("tool('a' * 30)").steps == 0


def test_long_views_and_queues_are_refused_before_they_are_lists() -> None:
    sandbox = cloche.Sandbox(limits=cloche.Limits(result=100))
    for text in ("deque(range(101))", "dict.fromkeys(range(101)).keys()"):
        with pytest.raises(cloche.BoundaryError, match="more than 100 items"):
            sandbox.run(f"from collections import deque\n{text}")


FORKS = """
import os, signal, sys, warnings
import cloche

warnings.simplefilter("ignore")  # that there are threads

def fork():
    child = os.fork()
    if not child:
        signal.alarm(60)  # ends the child, if nothing else does
        return True
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))

limits = cloche.Limits(steps=None, seconds=0.1)
how = {"optimize": "plain" not in sys.argv, "tripwire": "unwired" not in sys.argv}
inner = cloche.Sandbox({"fork": fork}, limits, **how)
outer = cloche.Sandbox({"fork": lambda: inner.run("fork()")}, limits, **how)
box = outer if "within" in sys.argv else inner
try:
    box.run("fork()\\nwhile True: pass")
except cloche.TimeLimitExceeded:
    os._exit(7)
"""


@pytest.mark.parametrize("where", ["alone", "within"])
@pytest.mark.parametrize(
    ("mode", "wire"),
    share(
        [("optimized", "wired"), ("optimized", "unwired"), ("plain", "unwired"), ("plain", "wired")]
    ),
)
def test_a_run_goes_on_under_its_limits_in_a_forked_child(mode: str, wire: str, where: str) -> None:
    ran = subprocess.run([sys.executable, "-c", FORKS, wire, mode, where], check=False)
    assert ran.returncode == 7
