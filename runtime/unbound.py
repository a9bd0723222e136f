"""Shims of functions in C, which are no methods where a class has them.

After `class A: total = sum` CPython passes `A().total([1, 2])` nothing but the list.
"""

from __future__ import annotations

from types import BuiltinFunctionType, CodeType, FunctionType
from typing import Any, Final
from weakref import WeakSet

_UNBOUND: Final[WeakSet[FunctionType]] = WeakSet()
#: Code of shims that are made for each run: the set above would take longer than all else of them.
_MADE: Final[dict[int, CodeType]] = {}


def note(function: Any, real: Any) -> None:
    """Remember that *function* stands for *real*, if that is a function in C."""
    if type(real) is BuiltinFunctionType and type(function) is FunctionType:
        _UNBOUND.add(function)


def note_made(maker: Any, name: str) -> None:
    """Remember the same of all functions that *maker* makes of the `def` *name* in it."""
    codes = [each for each in maker.__code__.co_consts if type(each) is CodeType]
    _MADE.update((id(code), code) for code in codes if code.co_name == name)


def as_member(value: Any) -> Any:
    """Return what a class must hold so that its attribute behaves as the builtin *value* does."""
    if type(value) is FunctionType and (id(value.__code__) in _MADE or value in _UNBOUND):
        return staticmethod(value)
    return value
