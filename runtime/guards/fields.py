"""Fields of f-strings: C keeps the text of each until it makes one text of all, at once.

So what they add up to is looked at field by field, whoever answers them: a text itself, or a method
of a guest's, which may give the same long text a thousand times. Fields of one f-string have
its number, which no other in their code has, and are evaluated in one frame, one after the other.
"""

from __future__ import annotations

from sys import _getframe
from typing import Any, Final

from ..prices import pay_copy, reserve
from ..run import current
from .rendering import NUMBERS, render_repr, shown, specified

#: Texts of fewer characters are not counted: a program of 300,000 of them is no program.
_SHORT: Final = 512
_SMALL: Final = 2**64
#: Key in `Run.state`: (frame, f-string) -> the last field, the characters so far, and whether
#: the frame may be suspended.
_SUMS: Final = "fields of f-strings"
#: When so many are added, those of frames that are gone are forgotten.
_MANY: Final = 1024
#: Bytes that a character takes beside the widest one.
_WIDEST: Final = 4
#: `inspect.CO_GENERATOR`, `CO_COROUTINE`, `CO_ITERABLE_COROUTINE`, `CO_ASYNC_GENERATOR`.
_SUSPENDABLE: Final = 0x20 | 0x80 | 0x100 | 0x200

Sums = dict[tuple[int, int], tuple[int, int, bool]]


def field(x: Any, string: int = 0) -> Any:
    """Return *x*, or what renders it, paid for, in a field of an f-string.

    Parameters:
        string: the number of the f-string in its code; 0 if nothing stands beside the field but
            literal ASCII.
    """
    kind = type(x)
    if kind in NUMBERS or (kind is str and len(x) < _SHORT):
        return x
    return _Field(x, string)


def wide_field(x: Any, string: int = 0) -> Any:
    """Return what renders *x*, paid for, in a field whose specification has no small bound.

    Of a number as well: its width, or its digits in base 2, may come to any length.

    Parameters:
        string: as of `field`.
    """
    return _Wide(x, string)


class _Field:
    """Stands in one field, and is rendered once, by CPython: no guest holds it."""

    __slots__ = ("_string", "_x")

    def __init__(self, x: Any, string: int) -> None:
        self._x = x
        self._string = string

    def __format__(self, spec: str) -> str:
        x = self._x
        kind = type(x)
        if kind is int:
            if not -_SMALL < x < _SMALL:
                # A binary digit for each bit, and `_` between them.
                pay_copy(x.bit_length() * 5 // 4)
        elif kind is not str:
            x = shown(x)
            x, spec = specified(x, spec)
        text = format(x, spec)
        return text if type(text) is str and len(text) < _SHORT else _counted(text, self._string)

    def __str__(self) -> str:
        x = self._x
        return _counted(x if type(x) is str else str(shown(x)), self._string)

    def __repr__(self) -> str:
        return _counted(render_repr(self._x), self._string)


class _Wide(_Field):
    """Stands in a field with a specification: a conversion is formatted after it has been made."""

    __slots__ = ()

    def __str__(self) -> str:
        x = self._x
        return _Converted(x if type(x) is str else str(shown(x)), self._string)

    def __repr__(self) -> str:
        return _Converted(render_repr(self._x), self._string)


class _Converted(str):
    """What `!r` or `!s` gave, which may be of a class of the guest's: C formats it next, once."""

    __slots__ = ("_given", "_string")
    _given: str
    _string: int

    def __new__(cls, given: str, string: int) -> _Converted:
        made = str.__new__(cls)
        made._given, made._string = given, string
        return made

    def __format__(self, spec: str) -> str:
        return _counted(format(self._given, spec), self._string)


def _counted(text: str, string: int) -> str:
    """Return *text*; there is room for the f-string so far, in the widest characters.

    Called by the methods that CPython calls from the frame of the f-string.
    """
    size = str.__len__(text)
    if size < _SHORT:
        return text
    if not string:
        reserve(size, str.__sizeof__(text))
        return text
    sums: Sums = current().state.setdefault(_SUMS, {})  # type: ignore[assignment]
    # A frame has this identity for as long as it runs; it is not kept.
    frame = _getframe(2)
    key = (id(frame), string)
    at = frame.f_lasti
    last, total, _ = sums.get(key, (-1, 0, False))
    # Not after the last: the f-string is evaluated anew, or in a frame in an old one's place.
    total = total + size if at > last else size
    if key not in sums and len(sums) % _MANY == _MANY - 1:
        _forget(sums)
    sums[key] = (at, total, bool(frame.f_code.co_flags & _SUSPENDABLE))
    reserve(size, _WIDEST * total)
    return text


def _forget(sums: Sums) -> None:
    """Forget the sums of frames that have ended: neither do they run, nor can they be resumed."""
    alive = set()
    frame = _getframe(1)
    while frame is not None:
        alive.add(id(frame))
        frame = frame.f_back  # type: ignore[assignment]
    for key in [key for key, (_, _, kept) in sums.items() if not kept and key[0] not in alive]:
        del sums[key]
