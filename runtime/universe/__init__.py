"""The closed universe: every type a guest can hold, and which of its names are safe.

One file per family. A table is read top to bottom: `entry(type, "vetted names", {guarded})`;
what neither mentions is absent. Modules with types of their own add families by `register`.
"""

from __future__ import annotations

from . import containers, exceptions, functions, iterators, numbers, singletons, text
from .registry import ENTRIES, FAMILIES, HIDDEN, Entry, Family, Shim, entry, guarded, register

#: Registered by being imported; modules of the guest's library add more.
BUILTIN = (containers, exceptions, functions, iterators, numbers, singletons, text)

__all__ = [
    "BUILTIN",
    "ENTRIES", "FAMILIES", "GUARDED", "HIDDEN", "Entry", "Family", "Shim", "entry", "guarded",
    "register",
]  # fmt: skip


def __getattr__(name: str) -> frozenset[str]:
    # Computed when first asked for, after the modules have registered their families.
    if name == "GUARDED":
        return guarded()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
