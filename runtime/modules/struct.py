"""`struct`: what is packed is paid for by its size."""

from __future__ import annotations

import re
import struct as real
import sys
from collections.abc import Callable, Iterator
from typing import Any, Final

from ..binding import example
from ..buffers import buffer_of
from ..prices import SMALL_BYTES, reserve
from ..run import charge
from ..standins import plain, trust
from .priced import length
from .stand_in import module, shim, ticked

VETTED = "error"
#: A value that is unpacked takes so many bytes for each of its own.
_UNPACKED: Final = 32
#: A character of a format takes so many when it is compiled.
_CODE: Final = 32
#: A text of Pascal's without room for its length. C writes that all the same, behind the end of
#: what it is given (CPython's issue 124248).
_NO_ROOM: Final = {str: re.compile(r"(?<![0-9])0+p"), bytes: re.compile(rb"(?<![0-9])0+p")}


def _compiled(format: Any) -> real.Struct:
    charge(length(format) // 8)
    _pay(length(format), _CODE)
    for kind, no_room in _NO_ROOM.items():
        if isinstance(format, kind) and no_room.search(format):
            raise real.error("a format holds no '0p' here: write '0s', or leave it out")
    return real.Struct(format)


def _pay(size: int, each: int = 1) -> None:
    if size > SMALL_BYTES // each:
        reserve(size * each)


class Struct:
    __slots__ = ("__empty__", "__struct__")

    def __init__(self, format: Any) -> None:
        self.__struct__ = _compiled(format)
        self.__empty__ = length(format)

    @property
    def format(self) -> str:
        text = _inside(self).format
        _pay(len(text))  # a new one each time
        return text

    @property
    def size(self) -> int:
        return _inside(self).size

    def pack(self, *values: Any) -> bytes:
        inside = _inside(self)
        _pay(inside.size)
        return inside.pack(*values)

    def pack_into(self, buffer: Any, offset: Any, /, *values: Any) -> None:
        inside, buffer = _inside(self), buffer_of(buffer)
        _pay(min(inside.size, length(buffer)))
        inside.pack_into(buffer, offset, *values)

    def unpack(self, buffer: Any, /) -> tuple[Any, ...]:
        inside, buffer = _inside(self), buffer_of(buffer)
        _pay(min(inside.size, length(buffer)) + _empty(self), _UNPACKED)
        return inside.unpack(buffer)

    def unpack_from(self, /, buffer: Any, offset: Any = 0) -> tuple[Any, ...]:
        inside, buffer = _inside(self), buffer_of(buffer)
        _pay(min(inside.size, length(buffer)) + _empty(self), _UNPACKED)
        return inside.unpack_from(buffer, offset)

    def iter_unpack(self, buffer: Any, /) -> Iterator[Any]:
        inside = _inside(self)
        pieces = inside.iter_unpack(buffer_of(buffer))
        few = inside.size + _empty(self) <= SMALL_BYTES // _UNPACKED
        return ticked(pieces if few else map(_paid, pieces))


if sys.version_info >= (3, 13):
    Struct.__repr__ = lambda self: f"{type(self).__name__}({self.format!r})"  # type: ignore[method-assign]
Struct.__module__ = "_struct"
Struct.__doc__ = real.Struct.__doc__
_inside: Callable[[object], real.Struct] = Struct.__dict__["__struct__"].__get__
#: How many values there may be that take no byte (`0s`): no more than the format has characters.
_empty: Callable[[object], int] = Struct.__dict__["__empty__"].__get__


def _paid(values: tuple[Any, ...]) -> tuple[Any, ...]:
    reserve(_UNPACKED * len(values))
    return values


@shim(real.calcsize)
def calcsize(format: Any, /) -> int:
    return _compiled(format).size


@shim(real.pack)
def pack(format: Any, /, *values: Any) -> bytes:
    return Struct(format).pack(*values)


@shim(real.pack_into)
def pack_into(format: Any, buffer: Any, offset: Any, /, *values: Any) -> None:
    Struct(format).pack_into(buffer, offset, *values)


@shim(real.unpack)
def unpack(format: Any, buffer: Any, /) -> tuple[Any, ...]:
    return Struct(format).unpack(buffer)


@shim(real.unpack_from)
def unpack_from(format: Any, /, buffer: Any, offset: Any = 0) -> tuple[Any, ...]:
    return Struct(format).unpack_from(buffer, offset)


@shim(real.iter_unpack)
def iter_unpack(format: Any, buffer: Any, /) -> Iterator[Any]:
    return Struct(format).iter_unpack(buffer)


plain(real.error, Struct)
example(real.Struct("b"))
trust(Struct, careful=True)

MODULE = module(real, VETTED, Struct, calcsize, pack, pack_into, unpack, unpack_from, iter_unpack)
