"""`__measured__`: what a method is called on that copies it, goes through it more than once, or
holds each item of it against its argument. And `__firm__` and `__changing__`, where C is led to
code of a program in the middle of a method.
"""

from __future__ import annotations

from collections import deque
from typing import Any, Final

from cloche.transpiler.vocabulary import FEW_ITEMS, SHORT_TEXT

from .answering import unasked
from .contents import SCALARS
from .keys import method
from .refused import is_brief
from .searching import ROWS, are_numbers
from .survey import wary

_TEXTS: Final = frozenset({str, bytes})
#: Through these, methods of text are found as well: of long text, or with `self` to come.
_LEADING: Final = (str, bytes, bytearray, type, super, BaseExceptionGroup, list, tuple, deque)


class _Long:
    """Lives for one call of a method: `__measured__(text).split()`."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __getattr__(self, name: str) -> Any:
        return method(getattr(self._whole, name))


class _Few:
    """The same for a short list or deque: C prints what is not there, however long."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def index(self, *args: Any, **named: Any) -> Any:
        return self._sought(self._whole.index, args, named)

    def remove(self, *args: Any, **named: Any) -> Any:
        return self._sought(self._whole.remove, args, named)

    @staticmethod
    def _sought(found: Any, args: tuple[Any, ...], named: dict[str, Any]) -> Any:
        if args and not (is_brief(args[0]) and are_numbers(args[1:])):
            found = method(found)
        return found(*args, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._whole, name)


class _FewHeld(_Few):
    """The same where there are containers: what is looked for may turn out to contain itself."""

    __slots__ = ()

    def index(self, *args: Any, **named: Any) -> Any:
        if type(self._whole) is tuple and not wary() and len(args) == 1:
            return self._whole.index(*args, **named)
        # What gives a bound may change what was weighed before it: that is weighed again there.
        return super().index(*args, **named)

    def count(self, *args: Any, **named: Any) -> Any:
        found = self._whole.count
        return method(found)(*args, **named) if wary() else found(*args, **named)


def firm(x: Any) -> Any:
    """Return *x*, or what finds methods that never ask a guest while they read a bytearray."""
    return _Long(x) if issubclass(type(x), _MOVING) else x


#: Through these, methods of bytearrays are found.
_MOVING: Final = (bytearray, type, super)


def changing(x: Any) -> Any:
    """Return *x*, which is about to be changed if it is a dictionary or a set.

    Through a class or `super()` methods of these are found, which look at it themselves.
    """
    return _Long(x) if issubclass(type(x), _THROUGH) else unasked(x)


_THROUGH: Final = (type, super)


def measured(x: Any) -> Any:
    """Return *x*, or what finds methods that are paid for in the place of those of *x*."""
    kind = type(x)
    if kind in _TEXTS:
        return x if len(x) < SHORT_TEXT else _Long(x)
    if kind in ROWS:
        if len(x) > FEW_ITEMS:
            return _Long(x)
        if SCALARS.issuperset(map(type, x)):
            return x if kind is tuple else _Few(x)
        return _Long(x) if wary() else _FewHeld(x)
    return _Long(x) if issubclass(kind, _LEADING) else unasked(x)
