"""`difflib`, adopted."""

from __future__ import annotations

from typing import Any

from ..guards.aliases import alias
from ..run import current
from .adopted import adopt, namedtuple, offer, replaced
from .heapq import MODULE as HEAPQ
from .re import MODULE as RE


def _number() -> int:
    """Return how many tables the run has made: the real class counts all of a process."""
    state = current().state
    count: Any = state.get("difflib", 0)
    state["difflib"] = count + 1
    return int(count)


def _numbered(text: str) -> str:
    return replaced(
        text,
        ('fromprefix = "from%d_" % HtmlDiff._default_prefix', "n = _number()"),
        ('toprefix = "to%d_" % HtmlDiff._default_prefix', 'fromprefix = "from%d_" % n'),
        ("HtmlDiff._default_prefix += 1", 'toprefix = "to%d_" % n'),
    )


_HERE = adopt(
    "difflib",
    {
        "heapq": HEAPQ,
        "collections": {"namedtuple": namedtuple("difflib")},
        "types": {"GenericAlias": alias},
        "re": RE,
    },
    names={"_number": _number},
    edit=_numbered,
    writable="Differ HtmlDiff SequenceMatcher",
)

MODULE = offer(
    "difflib",
    "Differ HtmlDiff IS_CHARACTER_JUNK IS_LINE_JUNK Match SequenceMatcher context_diff diff_bytes",
    "get_close_matches ndiff restore unified_diff",
    here=_HERE,
)
