"""Guest values made exact: a subclass of `str` or `int` may answer any question with a lie."""

from __future__ import annotations

from operator import index
from typing import Any

from ..buffers import flat
from ..prices import IMPOSSIBLE


def exact_str(value: Any, what: str = "argument") -> str:
    """Return *value* as an exact `str`.

    Raises:
        TypeError: it is no string.
    """
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    raise TypeError(f"{what} must be str, not {type(value).__name__}")


def exact_text(value: Any, what: str = "argument") -> str | bytes:
    """Return *value*, a string or bytes-like object, as exact `str` or `bytes`."""
    value = flat(value)
    if isinstance(value, (bytes, bytearray)):
        return value if type(value) is bytes else bytes(memoryview(value))
    return exact_str(value, what)


def exact_int(value: int) -> int:
    """Return an integer as an exact `int`."""
    return int.__pos__(value)


def exact_size(value: Any) -> int:
    """Return *value* as C reads it where it wants a size.

    Raises:
        TypeError: it is no integer, and has no `__index__`.
        OverflowError: it is past the address space.
    """
    size = index(value)
    if not -IMPOSSIBLE - 1 <= size <= IMPOSSIBLE:
        raise OverflowError("Python int too large to convert to C ssize_t")
    return size
