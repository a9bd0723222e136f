"""`re.Match`: one face for what either engine finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from types import GenericAlias
from typing import Any, Final, NoReturn

from ..binding import example
from ..guards.rendering import render_repr
from ..prices import SMALL_BYTES, pay_copy
from ..standins import plain, trust
from .re_template import expanded, parsed

#: The longest piece of the matched text that a repr shows.
_SHOWN: Final = 50


class Match:
    """The result of a match; the real one, of either package, is behind a slot."""

    __slots__ = ("__pattern__", "__real__")

    def __new__(cls, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("cannot create 're.Match' instances")

    __class_getitem__: Any = classmethod(GenericAlias)

    @property
    def re(self) -> Any:
        return _pattern(self)

    @property
    def string(self) -> Any:
        return _real(self).string

    @property
    def pos(self) -> int:
        return _real(self).pos  # type: ignore[no-any-return]

    @property
    def endpos(self) -> int:
        return _real(self).endpos  # type: ignore[no-any-return]

    @property
    def lastindex(self) -> int | None:
        return _real(self).lastindex  # type: ignore[no-any-return]

    @property
    def lastgroup(self) -> str | None:
        return _real(self).lastgroup  # type: ignore[no-any-return]

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        real = _real(self)
        return tuple(real.span(number) for number in range(real.re.groups + 1))

    def group(self, *groups: Any) -> Any:
        found = _real(self).group(*groups)
        if len(groups) > 1:
            _pay(found)
        elif found is not None and len(found) > SMALL_BYTES:
            pay_copy(len(found))
        return found

    def __getitem__(self, group: Any) -> Any:
        found = _real(self).group(group)
        _pay((found,))
        return found

    def groups(self, default: Any = None) -> tuple[Any, ...]:
        found: tuple[Any, ...] = _real(self).groups(default)
        _pay(found)
        return found

    def groupdict(self, default: Any = None) -> dict[str, Any]:
        found: dict[str, Any] = _real(self).groupdict(default)
        _pay(found.values())
        return found

    def start(self, group: Any = 0, /) -> int:
        return _real(self).start(group)  # type: ignore[no-any-return]

    def end(self, group: Any = 0, /) -> int:
        return _real(self).end(group)  # type: ignore[no-any-return]

    def span(self, group: Any = 0, /) -> tuple[int, int]:
        return _real(self).span(group)  # type: ignore[no-any-return]

    def expand(self, template: Any) -> Any:
        real = _real(self)
        return expanded(real, parsed(template, _native(_pattern(self))))

    def __copy__(self) -> Match:
        return self

    def __deepcopy__(self, memo: Any, /) -> Match:
        return self

    def __repr__(self) -> str:
        real = _real(self)
        start, end = real.span()
        # The choice of quotes depends on all of a text, so short ones are shown whole first.
        text = real.string[start : end if end - start <= SMALL_BYTES else start + _SHOWN]
        shown = render_repr(text)[:_SHOWN]
        return f"<re.Match object; span={(start, end)}, match={shown}>"


Match.__module__ = "re"
example(re.match("", ""))
plain(Match, derivable=False)
trust(Match, careful=True)

#: The slots' own accessors: they refuse anything but a Match.
_real: Callable[[object], Any] = Match.__dict__["__real__"].__get__
_pattern: Callable[[object], Any] = Match.__dict__["__pattern__"].__get__
_set_real: Callable[[object, object], None] = Match.__dict__["__real__"].__set__
_set_pattern: Callable[[object, object], None] = Match.__dict__["__pattern__"].__set__


def wrapped(real: Any, pattern: Any) -> Match | None:
    """Return what a guest sees of a match of either engine."""
    if real is None:
        return None
    made: Any = object.__new__(Match)  # type: ignore[arg-type]
    _set_real(made, real)
    _set_pattern(made, pattern)
    return made


def _native(pattern: Any) -> re.Pattern[Any]:
    from .re_pattern import engine_of

    return engine_of(pattern).native


def _pay(pieces: Any) -> None:
    """Pay for copies of parts of the text."""
    for piece in pieces:
        if piece is not None and isinstance(piece, (str, bytes)):
            pay_copy(len(piece))
