"""`str.format` and `str.format_map`, which read attributes named in text.

Parsed by CPython's own parser (`_string`), so that templates mean what they mean natively; each
attribute is read as `getattr` in a guest reads it, each value is priced before it is
rendered and each width and precision before it is obeyed.
"""

from __future__ import annotations

import _string  # type: ignore[import-not-found]
from collections.abc import Callable, Iterable
from typing import Any, Final

from ..guards.rendering import formatted, render, render_repr, shown
from ..prices import pay_copy
from ..run import charge

#: As CPython: a specification may hold fields, those hold none.
NESTED: Final = 2

#: So many characters of a template, or of a value, are rendered at once.
_SHORT: Final = 128
#: A specification so short asks for 9,999 characters at most.
_WIDTH: Final = 4
_SMALL: Final = 2**63
_AT_ONCE: Final = frozenset({float, bool, type(None)})

Lookup = Callable[[Any], Any]


class _Numbering:
    """Which of `{}` and `{0}` a template uses; never both."""

    __slots__ = ("automatic", "following")

    def __init__(self) -> None:
        self.automatic: bool | None = None
        self.following = 0

    def resolve(self, first: int | str) -> int | str:
        """Return the key *first* stands for.

        Raises:
            ValueError: the template mixes the two kinds.
        """
        automatic = first == ""
        if isinstance(first, int) or automatic:
            if self.automatic is None:
                self.automatic = automatic
            elif self.automatic != automatic:
                old, new = "manual field specification", "automatic field numbering"
                if self.automatic:
                    old, new = new, old
                raise ValueError(f"cannot switch from {old} to {new}")
        if not automatic:
            return first
        self.following += 1
        return self.following - 1


def _render(template: str, lookup: Lookup, numbering: _Numbering, depth: int) -> str:
    if depth == 0:
        raise ValueError("Max string recursion exceeded")
    pieces: list[str] = []
    charge(len(template) // 8)
    for literal, name, spec, conversion in _string.formatter_parser(template):
        charge(1)
        pieces.append(literal)
        if name is not None:
            value = _field(name, lookup, numbering)
            value = _converted(value, conversion)
            if "{" in spec:
                spec = _render(spec, lookup, numbering, depth - 1)
            pieces.append(formatted(value, spec))
    pay_copy(sum(map(len, pieces)))
    return "".join(pieces)


def _field(name: str, lookup: Lookup, numbering: _Numbering) -> Any:
    from ..builtins.reflection import getattr as read

    first, rest = _string.formatter_field_name_split(name)
    value = lookup(numbering.resolve(first))
    for is_attribute, key in rest:
        charge(1)
        value = read(value, key) if is_attribute else value[key]
    return value


def _converted(value: Any, conversion: str | None) -> Any:
    if conversion is None:
        return value
    if conversion == "r":
        return render_repr(value)
    if conversion == "s":
        return render(value)
    if conversion == "a":
        return ascii(shown(value))
    if conversion > " " and conversion < "\x7f":
        raise ValueError(f"Unknown conversion specifier {conversion}")
    raise ValueError(f"Unknown conversion specifier \\x{ord(conversion):x}")


def _plain_parts(template: str, values: Iterable[Any]) -> int:
    """Return how many parts *template* has.

    0 if its fields read attributes or are no short texts, or if it is wrong: what comes before that
    is rendered before it is told.
    """
    for value in values:
        kind = type(value)
        if not (kind in _AT_ONCE or (kind is str and len(value) <= _SHORT) or
                (kind is int and -_SMALL < value < _SMALL)):  # fmt: skip
            return 0
    try:
        parts = [*_string.formatter_parser(template)]
    except ValueError:
        return 0
    for _, name, spec, _ in parts:
        if name and ("." in name or "[" in name):
            return 0
        if spec and (len(spec) > _WIDTH or "{" in spec):
            return 0
    return len(parts)


def format(self: str, /, *args: Any, **kwargs: Any) -> str:
    """`str.format`."""
    if type(self) is str and len(self) <= _SHORT:
        parts = _plain_parts(self, (*args, *kwargs.values()) if kwargs else args)
        if parts:
            charge(len(self) // 8 + parts)
            made = self.format(*args, **kwargs)
            pay_copy(len(made))
            return made
    if not isinstance(self, str):
        return str.format(self, *args, **kwargs)

    def lookup(key: Any) -> Any:
        if isinstance(key, str):
            return kwargs[key]
        if key >= len(args):
            raise IndexError(
                f"Replacement index {key} out of range for positional args tuple"
            ) from None
        return args[key]

    return _render(str.__str__(self), lookup, _Numbering(), NESTED)


def format_map(self: str, mapping: Any, /) -> str:
    """`str.format_map`."""
    if not isinstance(self, str):
        return str.format_map(self, mapping)

    def lookup(key: Any) -> Any:
        if isinstance(key, str):
            return mapping[key]
        raise ValueError("Format string contains positional fields")

    return _render(str.__str__(self), lookup, _Numbering(), NESTED)
