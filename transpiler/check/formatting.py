"""f-string fields whose width cannot be priced, or whose text cannot be repeated."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import libcst as cst

from .. import vocabulary as words
from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule

#: The text of a format specification, computed fields shown as NUL, asks for a number above 9999,
#: by itself or together with the digits of a field it touches. A zero before a field is a flag.
_WIDE = re.compile(r"(?!0)\d\d{4}|(?!0)\d+\0|\0\d")
#: Escapes that can spell a digit.
_ESCAPED = re.compile(r"\\[xuUN0-7]")
#: It is computed, or asks for a number above 99, or for an integer in base 2, 8 or 16, which
#: CPython writes down however long it is.
_UNBOUNDED = re.compile(r"[boxX\0]|\d{3}")
#: Adjacent computed fields, which become one guard.
_MOST_FIELDS = words.GUARD_ARITY[words.SPEC][1]


@rule(cst.FormattedStringExpression)
def field(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL601 to CL603."""
    node = entry.node
    assert type(node) is cst.FormattedStringExpression
    text = specification(node)
    if _WIDE.search(text) or _ESCAPED.search(text):
        yield Finding(
            "CL601", "a width or precision is at most 9999, in digits or in one `{…}`",
            "compute the whole width before",
        )  # fmt: skip
    if "\0" * (_MOST_FIELDS + 1) in text:
        yield Finding(
            "CL602", f"a format specification may join {_MOST_FIELDS} fields at most",
            "compute the specification before, and use one `{…}` for it",
        )  # fmt: skip
    if node.conversion == "a" and is_wide(node):
        yield Finding(
            "CL602", "`!a` goes with a short specification: no field in it, no number above 99",
            "use `ascii(x)` in the place of `x!a`",
        )  # fmt: skip
    for part in node.format_spec or ():
        if type(part) is not cst.FormattedStringExpression:
            continue
        if part.conversion is not None or part.format_spec is not None or part.equal is not None:
            yield Finding(
                "CL602", "a field inside a format specification may not have one of its own",
                "compute the width before", part,
            )  # fmt: skip
    if node.equal is not None:
        text = source_text(node)
        start = _starts(entry)
        escaped = any(mark in text for mark in ("\\", "\n", start[0][-1]))
        if "#" in text or (escaped and not _may_escape(start)):
            yield Finding(
                "CL603", "`=` in an f-string cannot repeat this text",
                "use other quotes inside, or write the text out",
            )  # fmt: skip


def source_text(node: cst.FormattedStringExpression) -> str:
    """Return the text that `{x = }` shows: everything between the brace and what follows `=`."""
    code = cst.Module([]).code_for_node
    assert node.equal is not None
    parts = (node.whitespace_before_expression, node.expression, node.whitespace_after_expression)
    return "".join(code(part) for part in (*parts, node.equal))


def _starts(entry: Entry) -> list[str]:
    """Return how the f-strings around *entry* begin, the innermost first."""
    starts: list[str] = []
    above = entry.parent
    while above is not None:
        if type(above.node) is cst.FormattedString:
            starts.append(above.node.start)
        above = above.parent
    return starts


def _may_escape(starts: list[str]) -> bool:
    """Tell whether the innermost f-string may have a backslash in its text."""
    raw = "r" in starts[0].lower()
    # Before Python 3.12 no expression in an f-string may.
    return not raw and (len(starts) == 1 or sys.version_info >= (3, 12))


def is_wide(node: cst.FormattedStringExpression) -> bool:
    """Tell whether the specification of a field makes more of a number than some hundred digits."""
    return _UNBOUNDED.search(specification(node)) is not None


def specification(node: cst.FormattedStringExpression) -> str:
    """Return the text of a format specification, with NUL for each computed field."""
    parts = node.format_spec or ()
    return "".join(part.value if type(part) is cst.FormattedStringText else "\0" for part in parts)
