"""Two tenants at once: what the collector runs of one while the other is on."""

from __future__ import annotations

import asyncio
import gc

import pytest

import cloche

#: A generator in a cycle; the collector closes it whenever it likes, on whatever thread.
ATTACK = """
def g():
    try:
        yield
    finally:
        print("late")
        stash("late")
        {}
keep = [g()]
next(keep[0])
keep.append(keep)
keep = None
wait()
"""
VICTIM = "collect()\nprint('mine')\n[len('x' * 1000)]\n"


def both(text: str) -> tuple[object, list[str]]:
    """Run the attack, and within it the victim, in whose time the attack's finalizer falls."""
    stashed: list[str] = []
    outcomes: list[object] = []
    victim = cloche.Sandbox(tools={"collect": lambda: bool(gc.collect())})
    program = victim.compile(VICTIM)

    def wait() -> None:
        try:
            result = program.execute()
            outcomes.append((result.value, result.stdout))
        except cloche.ClocheError as error:
            outcomes.append(type(error))

    box = cloche.Sandbox(tools={"wait": wait, "stash": stashed.append})
    gc.disable()
    try:
        box.run(ATTACK.format(text))
    finally:
        gc.enable()
    return outcomes[0], stashed


@pytest.mark.parametrize("text", ["pass", "'x' * 10**12", "sum(range(10**9))"])
def test_what_is_printed_told_and_paid_for_is_its_own(text):
    assert both(text)[0] == ([1000], "mine\n")


LURKER = """
import asyncio
seen = []
def g():
    try:
        yield
    finally:
        seen.append("began")
        for task in asyncio.all_tasks():
            seen.append(task.get_name())
            task.cancel()
keep = [g()]
next(keep[0])
keep.append(keep)
keep = None
await rest()
await rest()
seen
"""
NEIGHBOUR = """
import asyncio
async def secret():
    await rest()
    return "secret"
task = asyncio.create_task(secret(), name="a secret task")
await rest()
collect()
await task
"""


def test_a_finalizer_finds_no_loop_of_the_neighbour():
    async def rest() -> None:
        await asyncio.sleep(0.01)

    async def main() -> list[object]:
        tools = {"rest": rest, "collect": lambda: bool(gc.collect())}
        one, other = (cloche.Sandbox(tools=tools) for _ in range(2))
        return await asyncio.gather(one.run_async(LURKER), other.run_async(NEIGHBOUR))

    gc.disable()
    try:
        seen, secret = asyncio.run(main())
    finally:
        gc.enable()
    assert seen in ([], ["began"])
    assert secret == "secret"
