"""`difflib`, adopted; without `HtmlDiff`, whose tables count on a browser."""

from __future__ import annotations

from types import GenericAlias

from .adopted import adopt, namedtuple, offer
from .heapq import MODULE as HEAPQ
from .re import MODULE as RE

_HERE = adopt(
    "difflib",
    {
        "heapq": HEAPQ,
        "collections": {"namedtuple": namedtuple("difflib")},
        "types": {"GenericAlias": GenericAlias},
        "re": RE,
    },
    writable="Differ SequenceMatcher",
)

MODULE = offer(
    "difflib",
    "Differ IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes",
    "get_close_matches ndiff restore unified_diff",
    here=_HERE,
)
