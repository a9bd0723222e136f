"""`re`: patterns whose matching is bounded, whatever the pattern and the text.

`re_engine` decides between two packages, by what `re_cost` knows about a pattern.
"""

from __future__ import annotations

import re as real
from operator import index
from typing import Any, Final

from ..prices import reserve
from ..run import current
from .plain import exact_int, exact_text
from .re_engine import engine
from .re_error import ERROR
from .re_flags import FLAGS, RegexFlag
from .re_match import Match
from .re_pattern import Pattern, pattern_of
from .re_replacing import replaced
from .stand_in import module, shim

#: Key in `Run.state` of the patterns a run has made, by text and flags.
_STATE: Final = "re patterns"
_MOST_PATTERNS: Final = 256


@shim(real.compile)
def compile(pattern: Any, flags: Any = 0) -> Any:
    if type(pattern) is str and type(flags) is int:
        found = _patterns().get((pattern, flags))
        if found is not None:
            return found
    if isinstance(pattern, Pattern):
        if flags:
            raise ValueError("cannot process flags argument with a compiled pattern")
        return pattern
    if not isinstance(pattern, (str, bytes)):
        raise TypeError("first argument must be string or compiled pattern")
    text, number = exact_text(pattern), exact_int(index(flags))
    made = pattern_of(engine(text, number))
    if type(text) is str:
        patterns = _patterns()
        if len(patterns) >= _MOST_PATTERNS:
            patterns.pop(next(iter(patterns)))
        # As in CPython, who compiles the same again gets the same object.
        made = patterns.setdefault((text, number), made)
    return made


def _patterns() -> dict[tuple[str, int], Pattern]:
    found: Any = current().state.get(_STATE)
    if found is None:
        found = current().state[_STATE] = {}
    return found  # type: ignore[no-any-return]


@shim(real.search)
def search(pattern: Any, string: Any, flags: Any = 0) -> Any:
    return compile(pattern, flags).search(string)


@shim(real.match)
def match(pattern: Any, string: Any, flags: Any = 0) -> Any:
    return compile(pattern, flags).match(string)


@shim(real.fullmatch)
def fullmatch(pattern: Any, string: Any, flags: Any = 0) -> Any:
    return compile(pattern, flags).fullmatch(string)


@shim(real.findall)
def findall(pattern: Any, string: Any, flags: Any = 0) -> Any:
    return compile(pattern, flags).findall(string)


@shim(real.finditer)
def finditer(pattern: Any, string: Any, flags: Any = 0) -> Any:
    return compile(pattern, flags).finditer(string)


@shim(real.split)
def split(pattern: Any, string: Any, maxsplit: Any = 0, flags: Any = 0) -> Any:
    if type(maxsplit) is int and not maxsplit:
        return compile(pattern, flags).split(string)
    return compile(pattern, flags).split(string, maxsplit)


@shim(real.sub)
def sub(pattern: Any, repl: Any, string: Any, count: Any = 0, flags: Any = 0) -> Any:
    return replaced(compile(pattern, flags), repl, string, count)[0]


@shim(real.subn)
def subn(pattern: Any, repl: Any, string: Any, count: Any = 0, flags: Any = 0) -> Any:
    return replaced(compile(pattern, flags), repl, string, count)


@shim(real.escape)
def escape(pattern: Any) -> Any:
    text = exact_text(pattern, "pattern")
    reserve(4 * len(text))
    return real.escape(text)  # type: ignore[type-var]


@shim(real.purge)
def purge() -> None:
    """Do nothing: the cache is not the guest's to clear."""


MODULE = module(
    real, "", compile, search, match, fullmatch, findall, finditer, split, sub, subn,
    escape, purge, Pattern, Match, RegexFlag, **FLAGS,
    **{name: ERROR for name in ("error", "PatternError") if hasattr(real, name)},
)  # fmt: skip
