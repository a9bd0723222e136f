"""f-string fields whose width cannot be priced, or whose text cannot be repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator

import libcst as cst

from ..policy import Policy
from ..walk import Entry, Listing
from .registry import Finding, rule

#: A number in the literal text of a format specification may have this many digits.
LITERAL_DIGITS = 4
_LONG_NUMBER = re.compile(rf"\d{{{LITERAL_DIGITS + 1},}}")


@rule(cst.FormattedStringExpression)
def field(entry: Entry, listing: Listing, policy: Policy) -> Iterator[Finding]:
    """CL601 to CL603."""
    node = entry.node
    assert isinstance(node, cst.FormattedStringExpression)
    for part in node.format_spec or ():
        if isinstance(part, cst.FormattedStringText):
            if _LONG_NUMBER.search(part.value):
                yield Finding("CL601", "a width or precision may have at most 4 digits", "", part)
        elif part.conversion is not None or part.format_spec is not None or part.equal is not None:
            yield Finding(
                "CL602", "a field inside a format specification may not have one of its own",
                "compute the width before", part,
            )  # fmt: skip
    if node.equal is not None:
        text = cst.Module([]).code_for_node(node.expression)
        if any(mark in text for mark in ("\\", "\n", _quote(entry))):
            yield Finding(
                "CL603", "`=` in an f-string cannot repeat this text",
                "use other quotes inside, or write the text out",
            )  # fmt: skip


def _quote(entry: Entry) -> str:
    """Return the character that delimits the f-string around *entry*."""
    above = entry.parent
    while above is not None and not isinstance(above.node, cst.FormattedString):
        above = above.parent
    return above.node.start[-1] if above is not None else '"'  # type: ignore[attr-defined,no-any-return]
