"""`timeit`: what is run and how often; times only under a frozen clock."""

from __future__ import annotations

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = "import timeit\nfrom timeit import Timer\ncalls = []"

test_same = same(
    HEADER,
    """
    timeit.timeit(lambda: calls.append(1), number=5) >= 0, len(calls)

    len(timeit.repeat(lambda: calls.append(1), repeat=3, number=2)), len(calls)

    timeit.timeit("x.append(y)", "y = 2", number=4, globals={"x": calls}) >= 0, calls

    timeit.timeit("[d + i for i in data]", "data = range(3)\\nd = 1", number=2) >= 0

    timeit.timeit("f(2)", number=3, globals={"f": calls.append}) >= 0, calls

    t = Timer(lambda: None, lambda: calls.append("setup"))
    t.timeit(3) >= 0, calls, len(t.repeat(2, 1)), calls

    found = Timer("pass", timer=iter([0, 0.1, 0.1, 0.3]).__next__).autorange()
    found[0], round(found[1], 3)

    timeit.timeit(5)

    timeit.timeit("nowhere", number=1)

    Timer("1 +", "x = 1")

    ticks = iter(range(10))
    timeit.timeit("pass", timer=lambda: next(ticks), number=7)
    """,
)


@pytest.mark.parametrize("optimize", [True, False])
def test_under_a_frozen_clock(optimize):
    box = cloche.Sandbox(clock=0.0, optimize=optimize)
    source = "import time, timeit\ntimeit.timeit(lambda: time.sleep(0.5), number=4)"
    assert box.run(source) == 2.0


test_gives = gives(
    HEADER,
    {
        "timeit.timeit('open(\"x\")', number=1)": "NameError",
        "timeit.timeit('pass', '__import__(\"os\")', number=1)": "SyntaxError",
        "timeit.gc": "AttributeError",
        "timeit.main": "AttributeError",
    },
)

test_stopped = stopped(
    HEADER,
    """
    timeit.timeit("pass", number=10**12)

    timeit.timeit(int, number=10**12)

    timeit.timeit("while True: pass", number=1)

    timeit.repeat(int, number=0, repeat=10**12)
    """,
)
