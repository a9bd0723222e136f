"""Functions that a loop in C calls: between two calls, the monitor gets its turn.

CPython lets other threads run between instructions of Python. Where C calls C in a loop (`all(map(
str.isalpha, texts))`) there is none until the steps granted are used up, and each call may
take as long as what it is called on. And a frame of Python holds what it is called with: C may have
lent that, and hold it no more (the total of an `accumulate` that is asked again meanwhile).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    NoneType,
)
from typing import Any, Final

from ..standins import StandIn


def interruptible(function: Any) -> Any:
    """Return *function*, or for one that is no function of Python, what calls it from Python.

    (A `partial`: `nested` sees through it.)
    """
    kind = type(function)
    if kind in _PYTHON or (kind is MethodType and type(function.__func__) is FunctionType):
        return function
    if issubclass(kind, StandIn):
        return kind.__dict__["__call__"].__func__  # of Python itself
    for each in _AT_ONCE:
        if function is each:
            return function
    if not callable(function):
        return function
    if kind in _HOLDING_NOTHING or (
        kind is BuiltinFunctionType and type(function.__self__) is ModuleType
    ):
        return _caller(function)
    return partial(_call, function)


def _caller(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*args: Any) -> Any:
        return function(*args)

    return call


def _call(function: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    return function(*args, **named)


#: No lazy iterator is in these.
_HOLDING_NOTHING: Final = frozenset({type, MethodDescriptorType})
#: Functions of Python, and what is none.
_PYTHON: Final = frozenset({FunctionType, NoneType})
#: They take an instant, whatever they are called on.
_AT_ONCE: Final = (len, ord, chr, callable, bool)
