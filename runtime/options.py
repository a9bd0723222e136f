"""What C takes for a yes or a no: asked for it here, once, before anything is weighed."""

from __future__ import annotations

import sys
from operator import index
from typing import Any

from .guards.draining import method_of


def flag(x: Any) -> Any:
    """Return what C makes of the option *x* where, before CPython 3.12, it may be any number.

    What is none is returned as it is, and C says what it must be.
    """
    if sys.version_info >= (3, 12):
        return bool(x)
    return x if type(x) is int or method_of(type(x), "__index__") is None else index(x)
