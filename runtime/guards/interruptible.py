"""Functions that a loop in C calls: between two calls, the monitor gets its turn.

CPython lets other threads run between instructions of Python. Where C calls C in a loop (`all(map(
str.isalpha, texts))`) there is none until the steps granted are used up, and each call may
take as long as what it is called on.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType, MethodType, NoneType
from typing import Any, Final


def interruptible(function: Any) -> Any:
    """Return *function*, or for one that is no function of Python, what calls it from Python.

    (A `partial`: `nested` sees through it.)
    """
    kind = type(function)
    if kind in _PYTHON or any(function is each for each in _AT_ONCE) or not callable(function):
        return function
    return partial(_call, function)


def _call(function: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
    return function(*args, **named)


_PYTHON: Final = frozenset({FunctionType, MethodType, NoneType})
#: They take an instant, whatever they are called on.
_AT_ONCE: Final = (len, ord, chr, callable, bool)
