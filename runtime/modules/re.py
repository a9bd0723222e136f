"""`re`: patterns whose matching is bounded, whatever the pattern and the text.

`re_engine` decides between two packages, by what `re_cost` knows about a pattern.
"""

from __future__ import annotations

import re as real
from collections.abc import Iterator
from operator import index
from typing import Any

from ..prices import reserve
from ..standins import plain
from .plain import exact_int, exact_text
from .re_engine import engine
from .re_flags import FLAGS, RegexFlag
from .re_match import Match
from .re_pattern import Pattern, pattern_of
from .stand_in import module, shim

VETTED = "error PatternError"


@shim(real.compile)
def compile(pattern: Any, flags: Any = 0) -> Pattern:
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern  # type: ignore[no-any-return]
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    return pattern_of(engine(exact_text(pattern), exact_int(index(flags))))


@shim(real.search)
def search(pattern: Any, string: Any, flags: Any = 0) -> Match | None:
    return compile(pattern, flags).search(string)


@shim(real.match)
def match(pattern: Any, string: Any, flags: Any = 0) -> Match | None:
    return compile(pattern, flags).match(string)


@shim(real.fullmatch)
def fullmatch(pattern: Any, string: Any, flags: Any = 0) -> Match | None:
    return compile(pattern, flags).fullmatch(string)


@shim(real.findall)
def findall(pattern: Any, string: Any, flags: Any = 0) -> list[Any]:
    return compile(pattern, flags).findall(string)


@shim(real.finditer)
def finditer(pattern: Any, string: Any, flags: Any = 0) -> Iterator[Any]:
    return compile(pattern, flags).finditer(string)


@shim(real.split)
def split(pattern: Any, string: Any, maxsplit: Any = 0, flags: Any = 0) -> list[Any]:
    return compile(pattern, flags).split(string, maxsplit)


@shim(real.sub)
def sub(pattern: Any, repl: Any, string: Any, count: Any = 0, flags: Any = 0) -> Any:
    return compile(pattern, flags).sub(repl, string, count)


@shim(real.subn)
def subn(pattern: Any, repl: Any, string: Any, count: Any = 0, flags: Any = 0) -> tuple[Any, int]:
    return compile(pattern, flags).subn(repl, string, count)


@shim(real.escape)
def escape(pattern: Any) -> Any:
    text = exact_text(pattern, "pattern")
    reserve(4 * len(text))
    return real.escape(text)  # type: ignore[type-var]


@shim(real.purge)
def purge() -> None:
    """Do nothing: the cache is not the guest's to clear."""


plain(real.error)

MODULE = module(
    real, VETTED, compile, search, match, fullmatch, findall, finditer, split, sub, subn,
    escape, purge, Pattern, Match, RegexFlag, **FLAGS,
)  # fmt: skip
