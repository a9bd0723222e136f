"""`textwrap`, adopted."""

from __future__ import annotations

from .adopted import adopt, offer
from .re import MODULE as RE

MODULE = offer(
    "textwrap",
    "TextWrapper dedent fill indent shorten wrap",
    here=adopt("textwrap", {"re": RE}, writable="TextWrapper"),
)
