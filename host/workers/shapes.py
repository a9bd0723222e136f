"""What a part of a payload must be, or the payload is none that an honest worker sends."""

from __future__ import annotations

from typing import Any, Final

from .meter import Malformed

#: The one key of an object that stands for what JSON lacks.
TAG: Final = "!"


def text(value: Any) -> str:
    """Return *value*, an exact `str`."""
    if type(value) is not str:
        raise Malformed("text expected")
    return value


def whole(value: Any) -> int:
    """Return *value*, an exact `int`."""
    if type(value) is not int:
        raise Malformed("a whole number expected")
    return value


def items(value: Any, *sizes: int) -> list[Any]:
    """Return *value*, an exact `list`; of one of the *sizes*, if there are any."""
    if type(value) is not list or (sizes and len(value) not in sizes):
        raise Malformed("a list expected")
    return value
