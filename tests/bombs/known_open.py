"""Bombs that still go off, each with the reason; a test fails as soon as one does not.

They are small enough to see without waiting: what is wrong with the `UNPRICED` ones is that so much
work passes for so few steps.
"""

from __future__ import annotations

import sys

from .bombs import Bomb

#: They end well under `STEPS`, for a lot of work.
UNPRICED = [
    Bomb(
        "straight-line-numbers", "x = 1 << 4_000_000\n" + "-x; " * 1000,
        "native arithmetic that takes linear time is not priced, and a line of it does not tick; "
        "but no number takes more than a 64th of the memory",
    ),
]  # fmt: skip
STEPS = 100_000

_CHAIN = "for i in range(1_500_000): {}\np = e = None"
_SLOTS = "C frees what these slots hold without a bound on depth"
_GENERATORS = "C frees (3.13) and resumes (3.11) generators within generators without a bound"

#: They end the process.
CRASHES = [
    *(
        Bomb(f"free-{name}", "p = None\n" + _CHAIN.format(text), _SLOTS)
        for name, text in {
            # So do AttributeError(obj=), ImportError(path=), OSError(1, "", p), `raise e from p`,
            # and what CPython makes by itself: `try: p.foo`, `except AttributeError as e: p = e`.
            # So a bound on what is handed to constructors would close nothing.
            "name-error": "p = NameError('x', name=p)",
        }.items()
    ),
]
CRASHES.append(
    Bomb("free-generators", "p = []\n" + _CHAIN.format("p = (x for x in p)"), _GENERATORS)
    if sys.version_info >= (3, 12)
    else Bomb(
        "resume-generators",
        "def f(g):\n    yield from g\ng = iter([1])\nfor i in range(100_000): g = f(g)\nnext(g)",
        _GENERATORS,
    )
)
