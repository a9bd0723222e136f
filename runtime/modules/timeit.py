"""`timeit`, adopted: statements that are text go through the pipeline of the program."""

from __future__ import annotations

from typing import Any

from .adopted import adopt, offer
from .itertools import MODULE as ITERTOOLS
from .time import MODULE as TIME


def _no_names() -> dict[str, Any]:
    """Stand for the namespace of the real module, in which a text runs that is given none."""
    return {}


def _nothing() -> None:
    """Stand for a switch of the collector, which is the host's."""


_GC = {"isenabled": lambda: False, "enable": _nothing, "disable": _nothing}

MODULE = offer(
    "timeit",
    "Timer default_timer repeat timeit",
    here=adopt(
        "timeit",
        {"gc": _GC, "sys": {}, "itertools": ITERTOOLS, "time": TIME},
        {"globals": _no_names},
    ),
)
