"""Turning values into text: f-string fields, `str`, `repr`, `format`."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ..prices import SMALL_BYTES, format_width, reserve
from .listed import PRINTERS
from .printing import walk_rendering
from .rendered import Rendered, changes, text_of

#: Exact types whose text is short.
NUMBERS = frozenset({int, float, bool, complex, type(None)})

#: A width or precision of as many digits is paid for.
_LONG_NUMBER = re.compile(r"\d{5}")
_LARGE = 10_000
#: Only dates and times take a longer specification.
_OF_A_DATE = 1024


#: Types whose specifications C makes longer: a function of the object and the specification returns
#: what C may be given in their place, paid for. Modules add theirs.
EXPANDED: Final[dict[type, Callable[[Any, str], tuple[Any, str]]]] = {}


def shown(x: Any) -> Any:
    """Pay for rendering *x* and return it, or what C renders in its place."""
    kind = type(x)
    if kind in NUMBERS:
        return x
    if kind is str:
        if len(x) > SMALL_BYTES:
            reserve(len(x))
        return x
    if changes(x):
        return Rendered(x)
    walk_rendering(x)
    return x


def render(x: object) -> str:
    """Return `str(x)`, paid for."""
    return str(shown(x))


def render_repr(x: object) -> str:
    """Return `repr(x)`, paid for."""
    return text_of(x)


PRINTERS.update({str: render, repr: render_repr})


def priced_spec(spec: str) -> str:
    """Pay for the widths and precisions in a format specification, and return it."""
    if _LONG_NUMBER.search(spec) is not None:
        # One wide character, of the fill or of what is shown, widens all of them.
        reserve(4 * format_width(spec))
    if len(spec) > _OF_A_DATE:
        # The C library tries again with more room, up to 256 times the format's length.
        reserve(256 * len(spec))
    return spec


def specified(x: Any, spec: str) -> tuple[Any, str]:
    """Pay for the format specification *spec* of *x*, and return what is to be given to C."""
    spec = priced_spec(spec)
    if "%" in spec:
        for each in type(x).__mro__:
            if each in EXPANDED:
                x, longer = EXPANDED[each](x, spec)
                if len(longer) > max(len(spec), _OF_A_DATE):
                    reserve(256 * len(longer))
                return x, longer
    return x, spec


def spec(*pieces: object) -> str:
    """Return the text of adjacent computed pieces of an f-string's format specification, paid for.

    Each is rendered as a field without a specification of its own would be.
    """
    if len(pieces) == 1 and type(pieces[0]) is int and -_LARGE < pieces[0] < _LARGE:
        return str(pieces[0])
    return priced_spec("".join([format(shown(piece)) for piece in pieces]))


def formatted(x: Any, spec: Any = "") -> str:
    """Return `format(x, spec)`, paid for."""
    x = shown(x)
    if issubclass(type(spec), str):
        x, spec = specified(x, str.__str__(spec))
    return format(x, spec)
