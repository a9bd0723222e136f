"""Replacement templates (`\\1`, `\\g<name>`), taken apart by `re` itself, filled in by us."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

from ..prices import pay_copy, spend
from .plain import exact_text

#: Literal pieces and numbers of groups.
Template = list[str | bytes | int]


def parsed(template: Any, native: re.Pattern[Any]) -> Template:
    """Return the parts of a template.

    Raises:
        re.error: it is malformed, or names a group that does not exist.
    """
    text = exact_text(template, "template")
    backslash: Any = "\\" if isinstance(text, str) else b"\\"
    if backslash not in text:
        return [text]
    spend(len(text) * 10)
    parts = parser.parse_template(text, native)
    if isinstance(parts, list):  # 3.12
        return [part for part in parts if part != text[:0]]
    groups, literals = parts
    filled: list[Any] = list(literals)
    for place, group in groups:
        filled[place] = group
    return filled


def expanded(real: Any, template: Template) -> Any:
    """Return *template* filled in from a match, paid for."""
    empty = real.string[:0]
    pieces = []
    for part in template:
        piece = real.group(part) if isinstance(part, int) else part
        if piece:
            pieces.append(piece)
    # The pieces are one group, as often as the template names it.
    pay_copy(sum(map(len, pieces)))
    return empty.join(pieces)
