"""`string`: constants, and adopted `capwords`, `Template` and `Formatter`.

`Formatter` reads attributes and items that a text names; it does so by the guest's `getattr`.
"""

from __future__ import annotations

import _string  # type: ignore[import-not-found]
from collections.abc import Iterator
from typing import Any

from .adopted import adopt, offer
from .collections import MODULE as COLLECTIONS
from .plain import exact_str
from .re_linear import LINEAR_RE
from .stand_in import ticked


def formatter_parser(text: Any) -> Iterator[Any]:
    """Yield the parts of a format string, as `str.format` reads it."""
    return ticked(_string.formatter_parser(exact_str(text)))


def formatter_field_name_split(text: Any) -> tuple[Any, Iterator[Any]]:
    """Return the first part of a field's name, and an iterator over the others."""
    first, rest = _string.formatter_field_name_split(exact_str(text))
    return first, ticked(rest)


_PARSERS = {
    "formatter_parser": formatter_parser,
    "formatter_field_name_split": formatter_field_name_split,
}

MODULE = offer(
    "string",
    "ascii_letters ascii_lowercase ascii_uppercase digits hexdigits octdigits printable",
    "punctuation whitespace capwords Formatter Template",
    here=adopt(
        "string",
        {"_string": _PARSERS, "re": LINEAR_RE, "collections": COLLECTIONS},
        writable="Formatter",
    ),
)
