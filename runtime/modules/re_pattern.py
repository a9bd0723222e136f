"""`re.Pattern`: the methods of the real one, each through an engine that is bounded."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from operator import index
from types import GenericAlias, MappingProxyType
from typing import Any, Final, NoReturn

from ..binding import example
from ..buffers import flat
from ..prices import SMALL_BYTES, pay_copy, reserve
from ..run import charge
from ..standins import plain, trust
from .plain import exact_text
from .re_engine import Engine, timed
from .re_match import Match, wrapped
from .re_template import expanded, parsed
from .stand_in import ticked

#: One object, so that its identity tells that no end was given.
_END: Final = sys.maxsize
#: A result that may grow by no more than this is left to `re` itself.
_GROWTH: Final = 2**16


class Pattern:
    """A compiled pattern; its engine is behind a slot."""

    __slots__ = ("__engine__",)

    def __new__(cls, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("cannot create 're.Pattern' instances")

    __class_getitem__: Any = classmethod(GenericAlias)

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
        return MappingProxyType(dict(engine_of(self).native.groupindex))

    def search(self, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
        return _find(self, "search", string, pos, endpos)

    def match(self, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
        return _find(self, "match", string, pos, endpos)

    def fullmatch(self, string: Any, pos: Any = 0, endpos: Any = _END) -> Match | None:
        return _find(self, "fullmatch", string, pos, endpos)

    def finditer(self, string: Any, pos: Any = 0, endpos: Any = _END) -> Iterator[Any]:
        engine = engine_of(self)
        text = _subject(engine, string)
        start, end = _bounds(pos, endpos)
        return (wrapped(match, self) for match in engine.iterate(text, start, end))

    def findall(self, string: Any, pos: Any = 0, endpos: Any = _END) -> list[Any]:
        engine = engine_of(self)
        text = _subject(engine, string)
        start, end = _bounds(pos, endpos)
        found = engine.find_all(text, start, end) if len(text) <= _GROWTH else None
        if found is not None:
            charge(1 + len(found) + len(text) // 64)
            return found
        return [_shown(match, text[:0]) for match in engine.iterate(text, start, end)]

    def split(self, string: Any, maxsplit: Any = 0) -> list[Any]:
        engine, most = engine_of(self), index(maxsplit)
        text = _subject(engine, string)
        pieces: list[Any] = []
        last = 0
        if most >= 0:
            for count, match in enumerate(engine.iterate(text, 0, len(text)), 1):
                pieces.append(text[last : match.start()])
                pieces.extend(match.groups())
                last = match.end()
                if count == most:
                    break
        pieces.append(text[last:])
        pay_copy(len(text))
        return pieces

    def sub(self, repl: Any, string: Any, count: Any = 0) -> Any:
        return _replaced(self, repl, string, count)[0]

    def subn(self, repl: Any, string: Any, count: Any = 0) -> tuple[Any, int]:
        return _replaced(self, repl, string, count)

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

#: The slot's own accessors: they refuse anything but a Pattern.
engine_of: Callable[[object], Engine] = Pattern.__dict__["__engine__"].__get__
_set_engine: Callable[[object, Engine], None] = Pattern.__dict__["__engine__"].__set__


def pattern_of(engine: Engine) -> Pattern:
    """Return what a guest sees of *engine*."""
    made: Any = object.__new__(Pattern)  # type: ignore[arg-type]
    _set_engine(made, engine)
    return made


def _find(self: Pattern, method: str, string: Any, pos: Any, endpos: Any) -> Match | None:
    engine = engine_of(self)
    text = _subject(engine, string)
    start, end = _bounds(pos, endpos)
    return wrapped(engine.find(method, text, start, end), self)


def _subject(engine: Engine, string: Any) -> Any:
    """Return the text to look at, exact.

    Raises:
        TypeError: it is none, or not of the pattern's kind.
    """
    kind = type(engine.native.pattern)
    if type(string) is kind:
        return string
    string = flat(string)
    if not isinstance(string, (str, bytes, bytearray)):
        name = type(string).__name__
        raise TypeError(f"expected string or bytes-like object, got {name!r}")
    text = exact_text(string)
    if type(text) is not kind:
        ours, theirs = ("string", "bytes-like") if kind is str else ("bytes", "string-like")
        message = f"cannot use a {ours} pattern on a {theirs} object"
        raise TypeError(message.replace("string-like object", "string-like object"))
    if text is not string:
        pay_copy(len(text))
    return text


def _bounds(pos: Any, endpos: Any) -> tuple[int, int]:
    limit = _END
    if type(pos) is int and endpos is limit and pos >= 0:
        return min(pos, limit), limit
    return max(min(index(pos), limit), 0), max(min(index(endpos), limit), 0)


def _shown(match: Any, empty: Any) -> Any:
    """Return what `findall` lists for a match."""
    groups = match.groups(empty)
    found = groups if len(groups) > 1 else groups[0] if groups else match.group()
    for piece in groups or (found,):
        pay_copy(len(piece))
    return found


def _replaced(self: Pattern, repl: Any, string: Any, count: Any) -> tuple[Any, int]:
    engine, most = engine_of(self), index(count)
    text = _subject(engine, string)
    if callable(repl):
        return _rebuilt(engine, text, most, lambda match: repl(wrapped(match, self)))
    template = parsed(repl, engine.native)
    if len(template) == 1 and not isinstance(template[0], int):
        return _replaced_by(engine, text, most, template[0])
    if not template:
        return _replaced_by(engine, text, most, text[:0])
    return _rebuilt(engine, text, most, lambda match: expanded(match, template))


def _replaced_by(engine: Engine, text: Any, most: int, literal: Any) -> tuple[Any, int]:
    """Replace by one literal text."""
    growth = (len(text) + 1) * len(literal)
    if growth <= _GROWTH and most >= 0 and engine.is_quick("search", len(text)):
        reserve(growth + len(text))
        # A function, for a template would be looked up in the host's cache.
        return timed(engine.native.subn, lambda match: literal, text, most)

    def paid(match: Any) -> Any:
        pay_copy(len(literal))
        return literal

    return _rebuilt(engine, text, most, paid)


def _rebuilt(
    engine: Engine, text: Any, most: int, replacement: Callable[[Any], Any]
) -> tuple[Any, int]:
    """Replace each match by what *replacement* says, with the errors of `re`."""
    pieces: list[Any] = []
    last = count = 0
    if most >= 0:
        for match in ticked(engine.iterate(text, 0, len(text))):
            if match.start() > last:
                pieces.append(text[last : match.start()])
            piece = replacement(match)
            if piece is not None:
                if isinstance(piece, (str, bytes)) and len(piece) > SMALL_BYTES:
                    pay_copy(len(piece))
                pieces.append(piece)
            last = match.end()
            count += 1
            if count == most:
                break
    if last < len(text):
        pieces.append(text[last:])
    # A piece may be shared by all matches.
    pay_copy(sum(len(piece) for piece in pieces if isinstance(piece, (str, bytes))))
    return text[:0].join(pieces), count
