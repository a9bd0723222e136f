"""A bound on what `gate_text.scan` would count, from brackets and quotes a line.

No bracket and no joined string reaches from one statement into another. So where the lines of each
hold few of them, nothing is nested deeply, and nobody needs to go through the text by the token.
"""

from __future__ import annotations

import ast
from typing import Any

from .policy import SourceLimits

#: What the scan gives a token, of one character at least, that is in no bracket; and a line.
_TOKEN = 3
_LINE = 2


def most_effort(tree: ast.Module, text: str, limits: SourceLimits) -> int | None:
    """Return no less than `scan(text, limits)` does; None if that might refuse, or be needed.

    Parameters:
        tree: CPython's tree of *text*.
    """
    if "case" in text:  # patterns have a count of their own
        return None
    lines = text.split("\n")
    opening = [line.count("(") + line.count("[") + line.count("{") for line in lines]
    quotes = [line.count('"') + line.count("'") for line in lines]
    deepest, most = max(opening), max(quotes)
    suites: list[Any] = [tree.body]
    while suites:
        for node in suites.pop():
            first, last, body = node.lineno, node.end_lineno, getattr(node, "body", None)
            if body is not None:  # the head alone
                last = body[0].lineno
                decorators = getattr(node, "decorator_list", None)
                if decorators:
                    first = decorators[0].lineno
                suites.append(body)
                for name in ("orelse", "finalbody", "handlers"):
                    more = getattr(node, name, None)
                    if more:
                        suites.append(more)
            if last > first:
                deepest = max(deepest, sum(opening[first - 1 : last]))
                most = max(most, sum(quotes[first - 1 : last]))
    if deepest > limits.brackets or most > 2 * limits.pieces:
        return None
    return len(text) * max(_TOKEN, deepest) + _LINE * len(lines)
