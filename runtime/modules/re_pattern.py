"""`re.Pattern`: the methods of the real one, each through an engine that is bounded."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from operator import index
from types import MappingProxyType
from typing import Any, Final, NoReturn

from ..binding import MISSING, example, fitted
from ..guards.aliases import alias
from ..prices import pay_copy, reserve
from ..run import charge, current, running
from ..standins import plain, trust
from .re_engine import Engine
from .re_match import Match, pay_for_groups, seen, stranger, wrapped
from .re_replacing import replaced, subject

#: One object, so that its identity tells that no end was given.
_END: Final = sys.maxsize
#: Longer texts are gone through match by match.
_GROWTH: Final = 2**16
#: Bytes of a name in a dictionary.
_NAMED: Final = 104


class Pattern:
    """A compiled pattern; its engine is behind a slot."""

    __slots__ = ("__engine__",)

    def __new__(cls, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("cannot create 're.Pattern' instances")

    __class_getitem__: Any = classmethod(alias)

    @property
    def pattern(self) -> str | bytes:
        return engine_of(self).native.pattern  # type: ignore[no-any-return]

    @property
    def flags(self) -> int:
        return engine_of(self).native.flags

    @property
    def groups(self) -> int:
        return engine_of(self).native.groups

    @property
    def groupindex(self) -> MappingProxyType[str, int]:
        index = engine_of(self).native.groupindex
        reserve(_NAMED * len(index))
        return MappingProxyType(dict(index))

    # Called often, so they take anything themselves; what is long or odd goes on to the functions
    # in `_SLOWLY`, which bind arguments as CPython does. That `self` is a Pattern they know.
    # A pattern may outlive its run, in a module that was adopted: the current one takes the step.

    def search(
        self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Match | None:
        if type(self) is Pattern and not rest and not named and (run := running(None)):
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.search_within:
                next(run.ticks)
                found = engine.native.search(string)
                return None if found is None else seen(found, self)
        return _slowly("search", self, string, rest, named)  # type: ignore[no-any-return]

    def match(
        self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Match | None:
        if type(self) is Pattern and not rest and not named and (run := running(None)):
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.match_within:
                next(run.ticks)
                found = engine.native.match(string)
                return None if found is None else seen(found, self)
        return _slowly("match", self, string, rest, named)  # type: ignore[no-any-return]

    def fullmatch(
        self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Match | None:
        if type(self) is Pattern and not rest and not named and (run := running(None)):
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.fullmatch_within:
                next(run.ticks)
                found = engine.native.fullmatch(string)
                return None if found is None else seen(found, self)
        return _slowly("fullmatch", self, string, rest, named)  # type: ignore[no-any-return]

    def finditer(
        self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Iterator[Any]:
        if type(self) is Pattern and not rest and not named:
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.search_within:
                return _each(self, engine.native.finditer(string))
        return _slowly("finditer", self, string, rest, named)  # type: ignore[no-any-return]

    def findall(
        self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any
    ) -> list[Any]:
        if type(self) is Pattern and not rest and not named and (run := running(None)):
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.search_within:
                next(run.ticks)
                return engine.native.findall(string)  # type: ignore[no-any-return]
        return _slowly("findall", self, string, rest, named)  # type: ignore[no-any-return]

    def split(self: Any = MISSING, string: Any = MISSING, /, *rest: Any, **named: Any) -> list[Any]:
        if type(self) is Pattern and not rest and not named and (run := running(None)):
            engine = self.__engine__
            if type(string) is engine.kind and len(string) <= engine.search_within:
                next(run.ticks)
                return engine.native.split(string)  # type: ignore[no-any-return]
        return _slowly("split", self, string, rest, named)  # type: ignore[no-any-return]

    def sub(
        self: Any = MISSING, repl: Any = MISSING, string: Any = MISSING, /,
        *rest: Any, **named: Any,
    ) -> Any:  # fmt: skip
        if type(self) is not Pattern:
            raise stranger(self, "Pattern", "sub")
        if string is MISSING or rest or named:
            given = (each for each in (repl, string) if each is not MISSING)
            return _sub(self, *given, *rest, **named)[0]
        return replaced(self, repl, string, 0)[0]

    def subn(
        self: Any = MISSING, repl: Any = MISSING, string: Any = MISSING, /,
        *rest: Any, **named: Any,
    ) -> tuple[Any, int]:  # fmt: skip
        if type(self) is not Pattern:
            raise stranger(self, "Pattern", "subn")
        given = (each for each in (repl, string) if each is not MISSING)
        return _subn(self, *given, *rest, **named)  # type: ignore[no-any-return]

    def __copy__(self) -> Pattern:
        return self

    def __deepcopy__(self, memo: Any, /) -> Pattern:
        return self

    def __eq__(self, other: object) -> bool:
        if type(other) is not Pattern:
            return NotImplemented
        return engine_of(self).native == engine_of(other).native

    def __hash__(self) -> int:
        return hash(engine_of(self).native)

    def __repr__(self) -> str:
        return repr(engine_of(self).native)


Pattern.__module__ = "re"
example(re.compile(""))
plain(Pattern, derivable=False)
trust(Pattern, careful=True)

#: The slot's own accessor: it refuses anything but a Pattern.
engine_of: Callable[[object], Engine] = Pattern.__dict__["__engine__"].__get__
_new: Callable[[type], Any] = object.__new__


def pattern_of(engine: Engine) -> Pattern:
    """Return what a guest sees of *engine*."""
    made: Any = _new(Pattern)
    made.__engine__ = engine
    return made  # type: ignore[no-any-return]


def _each(pattern: Pattern, matches: Iterator[Any]) -> Iterator[Match]:
    """Yield *matches* of `re`, of a text that it is done with in an instant."""
    for found in matches:
        next(current().ticks)
        yield seen(found, pattern)


# --- Calls that are long, or odd -----------------------------------------------------------


def _slowly(method: str, self: Any, string: Any, rest: Any, named: Any) -> Any:
    if type(self) is not Pattern:
        raise stranger(self, "Pattern", method)
    if string is MISSING:
        return _SLOWLY[method](self, **named)
    return _SLOWLY[method](self, string, *rest, **named)


def _search(self: Pattern, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
    return _find(self, "search", string, pos, endpos)


def _match(self: Pattern, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
    return _find(self, "match", string, pos, endpos)


def _fullmatch(self: Pattern, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
    return _find(self, "fullmatch", string, pos, endpos)


def _find(self: Pattern, method: str, string: Any, pos: Any, endpos: Any) -> Match | None:
    engine = engine_of(self)
    text = subject(engine, string)
    start, end = _bounds(pos, endpos)
    return wrapped(engine.find(method, text, start, end), self)


def _finditer(self: Pattern, string: Any, pos: Any = 0, endpos: Any = _END) -> Iterator[Any]:
    engine = engine_of(self)
    text = subject(engine, string)
    start, end = _bounds(pos, endpos)
    return (seen(match, self) for match in engine.iterate(text, start, end))


def _findall(self: Pattern, string: Any, pos: Any = 0, endpos: Any = _END) -> list[Any]:
    engine = engine_of(self)
    text = subject(engine, string)
    start, end = _bounds(pos, endpos)
    found = engine.find_all(text, start, end) if len(text) <= _GROWTH else None
    if found is not None:
        charge(1 + len(found) + len(text) // 64)
        return found
    return [_shown(match, text[:0]) for match in engine.iterate(text, start, end)]


def _split(self: Pattern, string: Any, maxsplit: Any = 0) -> list[Any]:
    engine, most = engine_of(self), index(maxsplit)
    text = subject(engine, string)
    pieces: list[Any] = []
    last = 0
    if most >= 0:
        for count, match in enumerate(engine.iterate(text, 0, len(text)), 1):
            pieces.append(text[last : match.start()])
            pay_for_groups(match)
            pieces.extend(match.groups())
            last = match.end()
            if count == most:
                break
    pieces.append(text[last:])
    pay_copy(len(text))
    return pieces


def _replace(self: Pattern, repl: Any, string: Any, count: Any = 0) -> tuple[Any, int]:
    return replaced(self, repl, string, count)


_SLOWLY: Final[dict[str, Callable[..., Any]]] = {
    function.__name__[1:]: fitted(function, getattr(re.Pattern, function.__name__[1:]), re.Pattern)
    for function in (_search, _match, _fullmatch, _finditer, _findall, _split)
}
_sub, _subn = (fitted(_replace, native, re.Pattern) for native in (re.Pattern.sub, re.Pattern.subn))


def _bounds(pos: Any, endpos: Any) -> tuple[int, int]:
    limit = _END
    if type(pos) is int and endpos is limit and pos >= 0:
        return min(pos, limit), limit
    return max(min(index(pos), limit), 0), max(min(index(endpos), limit), 0)


def _shown(match: Any, empty: Any) -> Any:
    """Return what `findall` lists for a match."""
    pay_for_groups(match)
    groups = match.groups(empty)
    if groups:
        return groups if len(groups) > 1 else groups[0]
    found = match.group()
    pay_copy(len(found))
    return found
