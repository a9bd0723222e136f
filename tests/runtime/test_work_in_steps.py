"""Programs that make this package work a lot pay for it in steps, so their steps end them."""

from __future__ import annotations

import pytest

from harness import BOXES
from sampling import share

#: What is done in few steps of the program's own -> how many it takes at least.
WORK = {
    "aliases within aliases": ("t = int\nfor i in range(300): t = list[t]", 150_000),
    "the hash of such": ("t = int\nfor i in range(300): t = list[t]; hash(t)", 300_000),
    "tuples within tuples": (
        "t = ()\nd = {}\nfor i in range(300):\n    t = (t,)\n    d[t] = i", 150_000,
    ),
    "functions that look like others": (
        "from functools import wraps\n"
        "def g(): pass\n"
        "for i in range(100):\n    @wraps(g)\n    def h(): pass\n    g = h",
        2_000,
    ),
    "many classes": ("isinstance('', (int,) * 10_000)", 160_000),
    "many classes within": ("isinstance('', ((int,) * 10_000,))", 160_000),
    "many classes for a class": ("issubclass(str, (int,) * 10_000)", 160_000),
}  # fmt: skip


@pytest.mark.parametrize("optimize", share([True, False]))
@pytest.mark.parametrize(("source", "least"), WORK.values(), ids=WORK)
def test_takes_steps(source, least, optimize):
    spent = BOXES[optimize].execute(f"{source}\nNone").steps
    assert least <= spent < 4 * least


FEW = ("isinstance('', (int, str))", "isinstance('', (int, (str, bytes)))", "hash(list[list[int]])")


@pytest.mark.parametrize("text", FEW)
def test_a_little_takes_next_to_none(text):
    without, spent = (BOXES[False].execute(f"{each}\nNone").steps for each in ("0", text))
    assert spent - without < 10
