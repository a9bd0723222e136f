"""`string`: constants, `capwords`, `Template`; no `Formatter`, which reads attributes by name."""

from __future__ import annotations

import re
import string as real
from collections.abc import Callable
from typing import Any

from ..guards.rendering import render
from ..prices import reserve
from ..run import charge
from ..standins import plain, trust
from .plain import exact_str
from .stand_in import module, shim

VETTED = """
ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable punctuation
whitespace
"""

_PLACEHOLDER = re.compile(
    r"\$(?:(?P<escaped>\$)|(?P<named>[_a-z][_a-z0-9]*)|\{(?P<braced>[_a-z][_a-z0-9]*)\}|)",
    re.IGNORECASE | re.ASCII,
)
_ABSENT = object()


@shim(real.capwords)
def capwords(s: Any, sep: Any = None) -> str:
    text = exact_str(s)
    reserve(4 * len(text))
    return real.capwords(text, None if sep is None else exact_str(sep))


class Template:
    """A string class for supporting $-substitutions.

    The real class builds a regular expression from attributes of its subclasses, so this one
    has none.
    """

    __slots__ = ("__text__",)

    def __init__(self, template: str) -> None:
        self.__text__ = exact_str(template, "template")

    def __init_subclass__(cls, **kwargs: object) -> None:
        raise TypeError("string.Template cannot be subclassed here")

    @property
    def template(self) -> str:
        return _text(self)

    def substitute(self, mapping: Any = _ABSENT, /, **kwds: Any) -> str:
        def value(match: re.Match[str], name: str | None) -> str:
            if name is None:
                raise ValueError(_invalid(match))
            return _lookup(name, mapping, kwds)

        return _replace(_text(self), value)

    def safe_substitute(self, mapping: Any = _ABSENT, /, **kwds: Any) -> str:
        def value(match: re.Match[str], name: str | None) -> str:
            try:
                return match[0] if name is None else _lookup(name, mapping, kwds)
            except KeyError:
                return match[0]

        return _replace(_text(self), value)

    def is_valid(self) -> bool:
        text = _text(self)
        charge(len(text))
        return all(match.lastgroup for match in _PLACEHOLDER.finditer(text))

    def get_identifiers(self) -> list[str]:
        text = _text(self)
        charge(len(text))
        names = (match["named"] or match["braced"] for match in _PLACEHOLDER.finditer(text))
        return list(dict.fromkeys(name for name in names if name))


Template.__module__ = "string"
#: The slot's own getter: it refuses anything but a Template.
_text: Callable[[object], str] = Template.__dict__["__text__"].__get__


def _lookup(name: str, mapping: Any, kwds: dict[str, Any]) -> str:
    if name in kwds:
        found = kwds[name]
    elif mapping is _ABSENT:
        raise KeyError(name)
    else:
        found = mapping[name]
    if type(found) is str:
        return found
    return exact_str(render(found))


def _replace(text: str, value: Callable[[re.Match[str], str | None], str]) -> str:
    def replacement(match: re.Match[str]) -> str:
        if match["escaped"]:
            return "$"
        piece = value(match, match["named"] or match["braced"])
        reserve(4 * len(piece) + 256)
        return piece

    charge(len(text) // 16)
    return _PLACEHOLDER.sub(replacement, text)


def _invalid(match: re.Match[str]) -> str:
    """Return the text of the error for a `$` that begins no placeholder."""
    before = match.string[: match.start()]
    line = before.count("\n") + 1
    column = len(before) - (before.rfind("\n") + 1) + 1
    return f"Invalid placeholder in string: line {line}, col {column}"


plain(Template, derivable=False)
trust(Template)

MODULE = module(real, VETTED, capwords, Template)
