"""Flags of code objects, as in `inspect`, whose import takes longer than most programs run."""

from __future__ import annotations

from types import FunctionType
from typing import Any, Final

CO_VARARGS: Final = 0x04
CO_VARKEYWORDS: Final = 0x08
CO_GENERATOR: Final = 0x20
CO_COROUTINE: Final = 0x80
CO_ASYNC_GENERATOR: Final = 0x200


def is_plain(function: Any) -> bool:
    """Tell whether *function* is a function that runs when it is called, to its end."""
    lazy = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR
    return type(function) is FunctionType and not function.__code__.co_flags & lazy
