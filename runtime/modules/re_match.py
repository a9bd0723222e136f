"""`re.Match`: one face for what either engine finds."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from operator import index
from typing import Any, Final, NoReturn

from ..binding import MISSING, example, misfit
from ..guards.aliases import alias
from ..guards.hashing import key
from ..guards.rendering import render_repr
from ..prices import SMALL_BYTES, pay_copy, reserve, spend
from ..standins import plain, trust
from .re_last import last_index
from .re_template import expanded, parsed
from .stand_in import ticked

_EXAMPLE: Final = re.match("", "")
#: The longest piece of the matched text that a repr shows.
_SHOWN: Final = 50
#: Bytes of a group in `regs`: a pair, and its place.
_SPAN: Final = 64
#: Names of groups that are gone through for a step.
_NAMES_PER_STEP: Final = 16
#: Groups that together are no longer need not be paid for.
_AT_ONCE: Final = 2**14


class Match:
    """The result of a match; the real one, of either package, is behind a slot."""

    __slots__ = ("__pattern__", "__real__")

    def __new__(cls, *args: object, **kwargs: object) -> NoReturn:
        raise TypeError("cannot create 're.Match' instances")

    __class_getitem__: Any = classmethod(alias)

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
        real = _real(self)
        if type(real) is re.Match:
            return real.lastindex
        return last_index(real, _engine(_pattern(self)).ways())

    @property
    def lastgroup(self) -> str | None:
        last = self.lastindex
        names = _native(_pattern(self)).groupindex
        spend(len(names) // _NAMES_PER_STEP)
        return next((name for name, number in names.items() if number == last), None)

    @property
    def regs(self) -> tuple[tuple[int, int], ...]:
        real = _real(self)
        reserve(_SPAN * real.re.groups)
        return tuple(real.span(number) for number in range(real.re.groups + 1))

    def group(self: Any = MISSING, name: Any = 0, /, *rest: Any, **named: Any) -> Any:
        kind = type(name)
        if type(self) is Match and (kind is str or kind is int) and not rest and not named:
            found = self.__real__.group(name)
            if found is not None and len(found) > SMALL_BYTES:
                pay_copy(len(found))
            return found
        if type(self) is not Match or named:
            _misfit(self, "group", (name, *rest), named)
        real, names = self.__real__, [*map(_name, (name, *rest))]
        if len(names) * len(real.string) <= _AT_ONCE:
            return real.group(*names)
        # One by one: each may be as long as the text.
        found = tuple([_paid(real.group(each)) for each in ticked(names)])
        return found if rest else found[0]

    #: As in C: a class with `__getitem__` would be gone through by numbers, and so would `in`.
    __iter__ = None

    def __getitem__(self, group: Any) -> Any:
        found = _real(self).group(_name(group))
        if found is not None and len(found) > SMALL_BYTES:
            pay_copy(len(found))
        return found

    def groups(self: Any = MISSING, /, *args: Any, **named: Any) -> Any:
        if type(self) is not Match:
            _misfit(self, "groups", args, named)
        real = self.__real__
        pay_for_groups(real)
        return real.groups(*args, **named)

    def groupdict(self: Any = MISSING, /, *args: Any, **named: Any) -> Any:
        if type(self) is not Match:
            _misfit(self, "groupdict", args, named)
        real = self.__real__
        pay_for_groups(real)
        return real.groupdict(*args, **named)

    def start(self: Any = MISSING, name: Any = 0, /, *rest: Any, **named: Any) -> Any:
        if type(self) is not Match or rest or named:
            _misfit(self, "start", (name, *rest), named)
        return self.__real__.start(name if type(name) is int else _name(name))

    def end(self: Any = MISSING, name: Any = 0, /, *rest: Any, **named: Any) -> Any:
        if type(self) is not Match or rest or named:
            _misfit(self, "end", (name, *rest), named)
        return self.__real__.end(name if type(name) is int else _name(name))

    def span(self: Any = MISSING, name: Any = 0, /, *rest: Any, **named: Any) -> Any:
        if type(self) is not Match or rest or named:
            _misfit(self, "span", (name, *rest), named)
        return self.__real__.span(name if type(name) is int else _name(name))

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
example(_EXAMPLE)
plain(Match, derivable=False)
trust(Match, careful=True)

#: The slots' own accessors: they refuse anything but a Match.
_real: Callable[[object], Any] = Match.__dict__["__real__"].__get__
_pattern: Callable[[object], Any] = Match.__dict__["__pattern__"].__get__
_new: Callable[[type], Any] = object.__new__


def wrapped(real: Any, pattern: Any) -> Match | None:
    """Return what a guest sees of a match of either engine, if there is one."""
    return None if real is None else seen(real, pattern)


def seen(real: Any, pattern: Any) -> Match:
    """Return what a guest sees of a match of either engine."""
    made: Any = _new(Match)
    made.__real__ = real
    made.__pattern__ = pattern
    return made  # type: ignore[no-any-return]


def _name(group: Any) -> Any:
    """Return what a group is called by, without C asking the guest's object, or its hash.

    Raises:
        IndexError: nothing can be called by such an object.
    """
    if type(group) is int or type(group) is str:
        return group
    if isinstance(group, str):
        return str.__str__(group)
    if hasattr(type(group), "__index__"):
        return index(group)
    hash(key(group))
    raise IndexError("no such group")


def _misfit(self: Any, name: str, args: tuple[Any, ...], named: dict[str, Any]) -> NoReturn:
    """Raise CPython's error of a method that is called in a wrong way.

    Raises:
        TypeError: always.
    """
    if type(self) is not Match:
        raise stranger(self, "Match", name)
    misfit(partial(getattr(re.Match, name), _EXAMPLE), *args, **named)


def stranger(self: Any, kind: str, name: str) -> TypeError:
    """Return CPython's error of a method of *kind* whose `self` is none, or is missing."""
    if self is MISSING:
        return TypeError(f"unbound method {kind}.{name}() needs an argument")
    given = type(self).__name__
    return TypeError(
        f"descriptor {name!r} for 're.{kind}' objects doesn't apply to a {given!r} object"
    )


def _native(pattern: Any) -> re.Pattern[Any]:
    native: re.Pattern[Any] = _engine(pattern).native
    return native


def _engine(pattern: Any) -> Any:
    from .re_pattern import engine_of

    return engine_of(pattern)


def _paid(piece: Any) -> Any:
    """Return *piece*, a part of the text or None, paid for."""
    if piece is not None:
        pay_copy(len(piece))
    return piece


def pay_for_groups(real: Any) -> None:
    """Pay for copies of all groups of a match: each may be as long as the text."""
    if len(real.string) > SMALL_BYTES:
        spans = map(real.span, range(1, real.re.groups + 1))
        pay_copy(sum([end - start for start, end in spans]))
