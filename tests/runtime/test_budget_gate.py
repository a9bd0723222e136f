"""The step counter survives what a guest can do to the Python code behind it."""

from __future__ import annotations

import gc

import pytest

import cloche

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


@pytest.mark.parametrize("optimize", [True, False])
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
