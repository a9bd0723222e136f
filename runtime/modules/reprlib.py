"""`reprlib`, adopted; each run has an `aRepr` of its own, for its limits may be set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..guards.rendering import render_repr
from ..run import charge
from .adopted import adopt, offer
from .itertools import MODULE as ITERTOOLS
from .stand_in import Module
from .wrappers import resemble

_HERE = adopt(
    "reprlib",
    {
        "builtins": {"repr": render_repr},
        "itertools": ITERTOOLS,
        "_thread": {"get_ident": lambda: 0},
    },
    writable="Repr",
)


def recursive_repr(fillvalue: Any = "...") -> Callable[[Any], Any]:
    """Return a decorator of a `__repr__` that gives *fillvalue* where it would call itself."""

    def decorate(function: Any) -> Any:
        running: set[int] = set()

        def wrapper(self: Any) -> Any:
            charge(1)
            key = id(self)
            if key in running:
                return fillvalue
            running.add(key)
            try:
                return function(self)
            finally:
                running.discard(key)

        resemble(wrapper, function)
        return wrapper

    return decorate


def for_run() -> Module:
    """Return the module for the current run."""
    made = _HERE.Repr()
    return offer(
        "reprlib", "Repr", here=_HERE, aRepr=made, repr=made.repr, recursive_repr=recursive_repr
    )
