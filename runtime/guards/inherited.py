"""The `__eq__` of a class of the guest's that inherits one from a class of the library's in Python.

Such a class holds one of its own, asked by way of `answering.py`, which asks what it inherits.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any, Final


def next_equal(kind: Any) -> Any:
    """Return what asks the `__eq__` of whatever comes after *kind*."""
    return lambda x, other: super(kind, x).__eq__(other)


_CODE: Final = next_equal(object).__code__


def is_inherited(method: Any) -> bool:
    """Tell whether *method*, the `__eq__` that a class holds, only asks what it inherits."""
    asked = method.__dict__.get("__wrapped__") if type(method) is FunctionType else None
    return type(asked) is FunctionType and asked.__code__ is _CODE
