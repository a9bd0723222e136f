"""Numbers of one hash: C compares each with all before it, and has to be stopped in between."""

from __future__ import annotations

import pytest

from harness import BOXES

#: More than are hashed within one step.
COUNT = 400
NUMBERS = {
    "int": f"[i * (2**61 - 1) for i in range({COUNT})]",
    "complex": f"[complex(-1000003.0 * i, i) for i in range({COUNT})]",
}
DRAINS = (
    "set(x)", "set(tuple(x))", "frozenset(x)", "{*x}", "{1, *x}", "dict.fromkeys(x)", "{1} | {*x}",
    "set().update(x)", "S(x)", "F(x)", "F.__new__(F, x)",
    "{1}.union(x)", "{1}.union([2], x)", "{1}.symmetric_difference(x)",
)  # fmt: skip


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("drain", DRAINS)
@pytest.mark.parametrize("numbers", NUMBERS.values(), ids=NUMBERS)
def test_each_takes_a_step(numbers, drain, optimize):
    box = BOXES[optimize]
    start = f"class S(set): pass\nclass F(frozenset): pass\nx = {numbers}\n"
    without = box.execute(f"{start}None").steps
    assert box.execute(f"{start}{drain}\nNone").steps - without >= COUNT
