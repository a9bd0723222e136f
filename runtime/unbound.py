"""Shims of functions in C, which are no methods where a class has them.

After `class A: total = sum` CPython passes `A().total([1, 2])` nothing but the list.
"""

from __future__ import annotations

from types import BuiltinFunctionType, FunctionType
from typing import Any, Final
from weakref import WeakSet

_UNBOUND: Final[WeakSet[FunctionType]] = WeakSet()


def note(function: Any, real: Any) -> None:
    """Remember that *function* stands for *real*, if that is a function in C."""
    if type(real) is BuiltinFunctionType and type(function) is FunctionType:
        _UNBOUND.add(function)


def as_member(value: Any) -> Any:
    """Return what a class must hold so that its attribute behaves as the builtin *value* does."""
    if type(value) is FunctionType and value in _UNBOUND:
        return staticmethod(value)
    return value
