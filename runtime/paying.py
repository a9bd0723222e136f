"""Printing methods written in this package pay for the text that they return.

C asks them for the items of a list, or the values under `%`, one after the other, and keeps each
text until it makes one of all; no tick stands in between.
"""

from __future__ import annotations

from types import FunctionType
from typing import Any, Final
from weakref import WeakSet

from .prices import reserve

PRINTING: Final = ("__repr__", "__str__", "__format__")
#: Texts of fewer characters are weighed with what they stand in (`prices.NODE`).
_BRIEF: Final = 256
#: Bytes that a character takes beside the widest one.
_WIDEST: Final = 4
#: What `paying` has made.
_PAYING: Final[WeakSet[FunctionType]] = WeakSet()


def paid(text: Any) -> Any:
    """Return *text*, paid for, with room for a copy of it in the widest characters."""
    if type(text) is str and len(text) > _BRIEF:
        reserve(len(text), _WIDEST * len(text))
    return text


def pays(function: Any) -> bool:
    """Tell whether *function* has been made by `paying`."""
    return type(function) is FunctionType and function in _PAYING


def paying(function: FunctionType) -> FunctionType:
    """Return a method that does what *function* does, and pays for the text that it returns."""
    if function in _PAYING:
        return function

    def plainly(*args: Any, **named: Any) -> Any:
        return paid(function(*args, **named))

    method: Any = plainly
    method.__name__, method.__qualname__ = function.__name__, function.__qualname__
    method.__module__, method.__doc__ = function.__module__, function.__doc__
    method.__dict__.update(function.__dict__)
    made: FunctionType = method
    _PAYING.add(made)
    return made


def pay_for_text(kind: type) -> None:
    """Let the printing methods of *kind* that are written in Python pay, also those it inherits."""
    for name in PRINTING:
        value = next((vars(each)[name] for each in kind.__mro__ if name in vars(each)), None)
        if type(value) is FunctionType:
            made = paying(value)
            if made is not value:
                type.__setattr__(kind, name, made)
