"""The step counter survives what a guest can do to the Python code behind it."""

from __future__ import annotations

import gc
import weakref

import pytest

import cloche
from cloche.runtime.budget import CHUNK, Budget
from cloche.runtime.stops import Stop
from sampling import share

RECURSE = """
def f(n): return f(n + 1)
rounds = 0
for k in range(1500):
    for j in range(k % 97): pass
    try:
        f(0)
    except RecursionError:
        pass
    rounds += 1
rounds
"""


@pytest.mark.parametrize("optimize", share([True, False]))
def test_running_out_of_stack_ends_no_loop(optimize):
    box = cloche.Sandbox(limits=cloche.Limits(steps=None, seconds=None), optimize=optimize)
    assert box.run(RECURSE) == 1500


@pytest.mark.parametrize("name", ["run", "function"])
def test_a_generator_in_a_cycle_dies_in_silence(name, capsys):
    source = """
class C:
    def __enter__(self): return self
    def __exit__(self, *a): print("late")
def g():
    with C():
        try:
            yield
        finally:
            print("late")
def f():
    keep = [g()]
    next(keep[0])
    keep.append(keep)
f()
"""
    box = cloche.Sandbox()
    if name == "run":
        assert box.execute(source).stdout == ""
    else:
        box.compile(source).function("f")()
    gc.collect()
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "")


class Seen(Budget):
    __slots__ = ("__weakref__",)


def test_a_retired_budget_is_poison_and_no_cycle():
    for used in (0, 1, CHUNK, CHUNK + 1):
        budget = Seen(cloche.Limits())
        budget.arm()
        for _ in range(used):
            next(budget.ticks)
        budget.end()
        budget.retire()
        ticks = budget.ticks
        for _ in range(3):
            with pytest.raises(Stop):
                next(ticks)
        gone = weakref.ref(budget)
        gc.disable()
        try:
            del budget, ticks
            assert gone() is None
        finally:
            gc.enable()
