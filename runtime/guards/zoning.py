"""`utcoffset` of the guest's classes of time zones, which C asks when it compares times.

A time that is a key leads C, through its zone, to code of a program, as an `__eq__` does
(`answering.py`): so a class derived from `tzinfo` holds what notes that it is asked. An instance
has none of its own, and the class keeps the one it was made with.
"""

from __future__ import annotations

import datetime
import sys
from types import MethodType
from typing import Any, Final, NoReturn

from ..run import current
from ..storing import store_natively
from .answering import has_weak, linger, refuse_looking
from .survey import method_of

_NAME: Final = "utcoffset"
#: Nothing runs when one of these dies.
_PLAIN: Final = frozenset({datetime.timedelta, type(None)})
#: In the place of what a class has, if it has none of its own.
INHERITED: Final[Any] = object()


class Zone:
    """Stands for `utcoffset` in a class; shadows what an instance might hold under that name.

    Parameters:
        kind: the class.
        method: what it had, `INHERITED` if that is nothing.
    """

    __slots__ = ("_kind", "asked", "method")

    def __init__(self, kind: Any, method: Any) -> None:
        run = current()
        answers, buried = run.answering, run.buried

        def utcoffset(zone: Any, *args: Any, **named: Any) -> Any:
            moment = zone if not args or args[0] is None else args[0]
            note = [zone, moment, None, None, 0]
            depth = len(answers)
            answers.append(note)
            try:
                refuse_looking(moment, zone)
                found = self._bound(zone)(*args, **named)
            finally:  # as in `answering.py`
                buried[0] = note
                while buried[0] is not note:
                    note += answers[depth + 1 :]
                    del answers[depth + 1 :]
                    buried[0] = note
                del answers[depth:]
            if type(found) not in _PLAIN or has_weak(run):
                linger(run, zone, moment, sys._getframe(1))
            return found

        self._kind, self.method = kind, method
        self.asked = utcoffset

    def _bound(self, zone: Any) -> Any:
        if self.method is INHERITED:
            return getattr(super(self._kind, zone), _NAME)
        bind = method_of(type(self.method), "__get__")
        return self.method if bind is None else bind(self.method, zone, type(zone))

    def __get__(self, zone: Any, owner: Any = None) -> Any:
        if zone is not None:
            return MethodType(self.asked, zone)
        if self.method is INHERITED:
            return getattr(super(self._kind, self._kind), _NAME)
        bind = method_of(type(self.method), "__get__")
        return self.method if bind is None else bind(self.method, None, owner)

    def __set__(self, zone: Any, value: Any) -> NoReturn:
        raise AttributeError("utcoffset of a time zone is for its class to define here")

    def __delete__(self, zone: Any) -> NoReturn:
        raise AttributeError(_NAME)


def note_zone(kind: type) -> None:
    """Have C ask what notes it, if *kind*, a new class of the guest's, is one of time zones.

    Each has one of its own: of what it inherits, a class that is none of time zones can be changed.
    (A class that is made anew has in it what stands in the one before: of a dataclass with slots.)
    """
    if datetime.tzinfo in kind.__mro__:
        method = kind.__dict__.get(_NAME, INHERITED)
        if type(method) is Zone:
            method = method.method
        store_natively(kind, _NAME, Zone(kind, method))


def check_zone(kind: type) -> None:
    """Refuse to have *kind*, a class of the guest's, changed if it is one of time zones.

    Raises:
        TypeError: it is.
    """
    if datetime.tzinfo in kind.__mro__:
        raise TypeError(
            f"the class {kind.__name__!r} of time zones cannot be changed once it is made"
        )
