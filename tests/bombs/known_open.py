"""Bombs that still go off, each with the reason; a test fails as soon as one does not.

They are small enough to see without waiting: what is wrong with the `UNPRICED` ones is that so much
work passes for so few steps.
"""

from __future__ import annotations

from .bombs import Bomb

#: They end well under `STEPS`, for a lot of work.
UNPRICED = [
    Bomb(
        "straight-line-numbers", "x = 1 << 4_000_000\n" + "-x; " * 1000,
        "native arithmetic that takes linear time is not priced; a line of it ticks every sixteen "
        "operations, so it ends in time, but long before it has taken many steps",
    ),
]  # fmt: skip
STEPS = 100_000
