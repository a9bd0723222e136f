"""Flags of code objects, as in `inspect`, whose import takes longer than most programs run."""

from __future__ import annotations

from typing import Final

CO_VARARGS: Final = 0x04
CO_VARKEYWORDS: Final = 0x08
CO_GENERATOR: Final = 0x20
CO_COROUTINE: Final = 0x80
CO_ASYNC_GENERATOR: Final = 0x200
