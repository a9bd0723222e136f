"""What a traceback shows of a SyntaxError: the line, and marks below the words."""

from __future__ import annotations

from typing import Any, Final

from .own_stack import imported

#: Characters of a line that are shown; a guest may write anything into its exception.
LONGEST: Final = 10_000
_FIELDS: Final = ("filename", "lineno", "offset", "text", "end_lineno", "end_offset", "msg")


def _copy(error: SyntaxError) -> SyntaxError:
    """Return one of exact texts and small numbers: a guest may have written anything into it."""
    given: dict[str, Any] = {}
    for name in _FIELDS:
        given[name] = vars(SyntaxError)[name].__get__(error)
    for name, value in given.items():
        if not name.endswith(("lineno", "offset")):
            given[name] = value[:LONGEST] if type(value) is str else None
        elif type(value) is int:
            # Marks are as long as they say.
            bound = LONGEST if name.endswith("offset") else 2**31
            given[name] = max(-1, min(value, bound))
        else:
            given[name] = None
    made = SyntaxError(given["msg"])
    for name, value in given.items():
        setattr(made, name, value)
    return made


def _drawn(error: SyntaxError) -> list[str]:
    found = imported("traceback").TracebackException(SyntaxError, _copy(error), None)
    text = "".join(found.format_exception_only())
    return text.removesuffix("\n").split("\n")


def syntax_lines(error: SyntaxError) -> list[str]:
    """Return the lines before the message: file and line, the text, and marks."""
    lines = _drawn(error)
    for i, line in enumerate(lines):
        if line.startswith("SyntaxError: "):
            return lines[:i]
    return []


def syntax_message(error: SyntaxError) -> str:
    """Return the message, with the file if no line is known."""
    lines = _drawn(error)
    found = [i for i, line in enumerate(lines) if line.startswith("SyntaxError: ")]
    return "\n".join(lines[found[0] :]).removeprefix("SyntaxError: ") if found else ""
