"""CPython's parser and compiler of patterns, which here warn nobody.

What they warn of (`[[a]`, `[a--b]`, `(?P<é>a)` in bytes) would go to the host, through filters that
are the whole process's. So there is a second copy of the parser, whose functions import something
silent in the place of `warnings`; its errors and constants are those of `re`.
"""

from __future__ import annotations

import re
import re._compiler as compiler  # type: ignore[import-not-found]
from types import FunctionType, SimpleNamespace
from typing import Any, Final

from .copied import copied

_SILENT: Final = SimpleNamespace(warn=lambda *args, **named: None)
_PARSER: Final = SimpleNamespace(**copied("re._parser", {"warnings": _SILENT}))
_compile: Final = FunctionType(
    compiler.compile.__code__, {**vars(compiler), "_parser": _PARSER}, "compile", (0,)
)


def parse(pattern: str | bytes, flags: int) -> Any:
    """Return the tree of *pattern*.

    Raises:
        re.error: it is malformed.
    """
    return _PARSER.parse(pattern, flags)


def parse_template(template: str | bytes, native: re.Pattern[Any]) -> Any:
    """Return the parts of *template*, a replacement for what *native* finds.

    Raises:
        re.error: it is malformed, or names a group that does not exist.
    """
    return _PARSER.parse_template(template, native)


def compiled(pattern: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    """Return *pattern* as `re` compiles it, past the table of patterns that `re` keeps.

    Raises:
        re.error: it is malformed.
    """
    made: re.Pattern[Any] = _compile(pattern, flags)
    return made
