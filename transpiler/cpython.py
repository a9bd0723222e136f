"""CPython's own parser and compiler, called so that hostile source can do no harm.

Two things are taken care of for the gate and the compile stage:

* *every* error becomes a `Refusal` with a line and a column, and
* no warning leaves (`invalid escape sequence`, `"is" with a literal`, ...). A guest must not
  write to the host's stderr, nor be refused because the host runs with `-W error`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from threading import get_ident
from typing import Final, ParamSpec, TypeVar

from .diagnostics import SYNTAX, Diagnostic, Refusal
from .filters import Standing

P = ParamSpec("P")
T = TypeVar("T")

TOO_LARGE: Final = "CL002"
TOO_DEEP: Final = "CL003"
TOO_MUCH: Final = "CL004"
NOT_TEXT: Final = "CL005"
MASS_HINT: Final = "split the program up, or pass large data in as an input"
UNREADABLE: Final = "CL006"

#: Trees of other threads come between so often, in a row, next to never.
_TRIES: Final = 9

# --- Warnings ------------------------------------------------------------------------


class _ThisThreadReads:
    """Stands where a warning filter has its module pattern: matches while we are parsing.

    It asks for the thread and not for the file name because file names of guests are the host's to
    choose.
    """

    #: Those that are inside `quietly`.
    threads: Final[set[int]] = set()

    def match(self, _module: str) -> bool:
        return get_ident() in self.threads


_FILTER: Final = Standing(lambda: ("ignore", None, Warning, _ThisThreadReads(), 0))


def quietly(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call *function*, dropping every warning that it gives on this thread.

    A warning can slip through if another thread replaces `warnings.filters` meanwhile. CPython 3.11
    counts how deep a tree is in one place for all threads, and says so where two have made trees at
    once, by a SystemError: it is asked again then.

    Raises:
        whatever *function* raises.
    """
    _FILTER.put_first()
    thread = get_ident()
    _ThisThreadReads.threads.add(thread)
    try:
        for _ in range(_TRIES):
            with suppress(SystemError):
                return function(*args, **kwargs)
        return function(*args, **kwargs)
    finally:
        _ThisThreadReads.threads.discard(thread)


# --- Errors --------------------------------------------------------------------------


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line (from 1) and column (from 0) of the character *offset* of *text*.

    >>> place("ab\\ncd", 4)
    (2, 1)
    """
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1)


def characters(row: str, column: int) -> int:
    """Return in characters a *column* of the line *row* that counts bytes of UTF-8, as in trees."""
    return column if row.isascii() else len(row.encode()[:column].decode(errors="ignore"))


def refuse(line: int, column: int, code: str, message: str, hint: str = "") -> Refusal:
    """Return a refusal with one diagnostic, at a point."""
    return Refusal([Diagnostic(line, column, line, column, code, message, hint)])


def too_deep() -> Refusal:
    """Return the refusal of a program that the guards nest too deep."""
    message = "nested too deep once it is guarded"
    return refuse(1, 0, TOO_DEEP, message, "split the longest expression up")


def refusal(error: BaseException, text: str | None, *, byte_columns: bool) -> Refusal:
    """Return what CPython says with *error* as a refusal.

    Parameters:
        error: raised by `ast.parse` or `compile`.
        text: the source, for columns; without it they are taken as they are.
        byte_columns: whether columns count bytes of UTF-8 (the compiler's do, the parser's
            count characters).
    """
    if isinstance(error, SyntaxError):
        return _syntax_refusal(error, text, byte_columns)
    line = _longest_line(text) if text is not None else 1
    if isinstance(error, RecursionError | MemoryError):
        message = "nested too deep for CPython's parser and compiler"
        return refuse(line, 0, TOO_DEEP, message, "split the expression or statement up")
    kind = type(error).__name__
    return refuse(line, 0, SYNTAX, f"CPython cannot read this ({kind}: {_one_line(str(error))})")


def _syntax_refusal(error: SyntaxError, text: str | None, byte_columns: bool) -> Refusal:
    lines = None if text is None else text.split("\n")

    def point(line: int | None, offset: int | None) -> tuple[int, int]:
        line, column = max(line or 1, 1), max((offset or 1) - 1, 0)
        if lines is None:
            return line, column
        if line > len(lines):
            return len(lines) + 1, 0
        row = lines[line - 1]
        return line, min(characters(row, column) if byte_columns else column, len(row))

    start = point(error.lineno, error.offset)
    # CPython gives 0 or -1 for an end that it does not know.
    known = (error.end_lineno or 0) > 0 and (error.end_offset or 0) > 0
    end = max(start, point(error.end_lineno, error.end_offset)) if known else start
    return Refusal([Diagnostic(*start, *end, *_worded(error.msg))])


def _worded(message: str) -> tuple[str, str, str]:
    """Return code, message and hint for CPython's *message*."""
    message = _one_line(message)
    if message.startswith(("too many nested", "too many levels", "f-string: too many nested")):
        return TOO_DEEP, message, "split it up with names or functions"
    if "outside" in message and ("'await'" in message or "asynchronous" in message):
        return SYNTAX, message, "`await` and `async` need an `async def` around them"
    return SYNTAX, message, ""


def _one_line(message: str, longest: int = 300) -> str:
    message = re.sub(r"\s+", " ", message)
    return message if len(message) <= longest else message[:longest] + "…"


def _longest_line(text: str) -> int:
    """Return the number of the longest line: where it is deep when CPython does not say."""
    lines = text.split("\n")
    return max(range(len(lines)), key=lambda index: len(lines[index])) + 1
