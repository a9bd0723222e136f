"""Two tenants at once: what the collector runs of one while the other is on."""

from __future__ import annotations

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


def test_what_is_printed_and_told_is_its_own():
    assert both("pass")[0] == ([1000], "mine\n")


@pytest.mark.parametrize("text", ["'x' * 10**12", "sum(range(10**9))"])
def test_known_open_the_neighbour_pays(text):
    # Shims find the run by context, and a finalizer runs in the context of whoever allocates.
    assert both(text)[0] != ([1000], "mine\n"), "closed now: expect what the test above does"
