"""`reprlib`, adopted; each run has an `aRepr` of its own, for its limits may be set."""

from __future__ import annotations

from .adopted import adopt, offer
from .itertools import MODULE as ITERTOOLS
from .stand_in import Module

_THREAD = {"get_ident": lambda: 0}


def _repr(x: object) -> str:
    from ..guards.rendering import render_repr

    return render_repr(x)


_HERE = adopt(
    "reprlib",
    {"builtins": {"repr": _repr}, "itertools": ITERTOOLS, "_thread": _THREAD},
    writable="Repr",
)


def for_run() -> Module:
    """Return the module for the current run."""
    made = _HERE.Repr()
    return offer("reprlib", "Repr recursive_repr", here=_HERE, aRepr=made, repr=made.repr)
