"""`html.parser`, adopted."""

from __future__ import annotations

from html import unescape as _unescape
from typing import Any

from .adopted import adopt, offer
from .plain import exact_str
from .priced import sweeping
from .re import MODULE as RE

_sweep = sweeping(_unescape, 4, 1)


def unescape(s: Any) -> Any:
    """Replace the character references of a text, in one sweep over it."""
    return _sweep(exact_str(s))


_BASE = adopt("_markupbase", {"re": RE})
_HERE = adopt(
    "html.parser",
    {"re": RE, "_markupbase": {"ParserBase": _BASE.ParserBase}, "html": {"unescape": unescape}},
    writable="HTMLParser",
)

MODULE = offer("html.parser", "HTMLParser", here=_HERE)
