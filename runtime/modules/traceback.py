"""`traceback`: the guest's own lines, formatted as `runtime/tracebacks.py` does for the host."""

from __future__ import annotations

import sys
import traceback as real
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, Final, NamedTuple, TypeVar

from cloche.transpiler.vocabulary import is_dunder

from ..frames import Frame, frame_text, handled, price_of
from ..guards.rendering import render, render_repr
from ..prices import pay_copy
from ..run import charge, current
from ..standins import known, plain, trust
from ..suggestions import CONSTANTS
from ..tracebacks import CAUSE, CONTEXT, LINKS, REPEATS, format_error, repeated, summary_lines
from ..traces import frames
from .plain import exact_int, exact_str
from .stand_in import module, shim, ticked
from .streams import say

T = TypeVar("T")

VETTED = ""
_NOT_GIVEN: Final = object()
#: Formatting a traceback takes at least so many steps.
_STEPS: Final = 100


class FrameSummary:
    """One line of a traceback."""

    __slots__ = ("filename", "line", "lineno", "name")

    def __init__(self, filename: Any, lineno: Any, name: Any, *, line: Any = None) -> None:
        self.filename, self.lineno, self.name = filename, lineno, name
        self.line = _line(filename, lineno) if line is None else line

    def __repr__(self) -> str:
        where = f"file {render(self.filename)}, line {render(self.lineno)}"
        return f"<FrameSummary {where} in {render(self.name)}>"

    def __iter__(self) -> Any:
        return iter([self.filename, self.lineno, self.name, self.line])

    def __getitem__(self, i: Any) -> Any:
        charge(1)
        return [self.filename, self.lineno, self.name, self.line][i]

    def __len__(self) -> int:
        return 4


FrameSummary.__module__ = "traceback"
plain(FrameSummary, derivable=False)
trust(FrameSummary)


def _line(filename: Any, lineno: Any) -> str:
    text = current().sources.get(filename) if type(filename) is str else None
    if text is None or type(lineno) is not int:
        return ""
    pay_copy(len(text))
    lines = text.split("\n")
    return lines[lineno - 1].strip() if 0 < lineno <= len(lines) else ""


# --- Exceptions --------------------------------------------------------------------------


def _exception(exc: Any, value: Any, tb: Any = _NOT_GIVEN) -> BaseException | None:
    """Find the exception among the arguments, which may be those of Python 2."""
    if value is _NOT_GIVEN:
        if tb is not _NOT_GIVEN:
            raise ValueError("Both or neither of value and tb must be given")
        if exc is not None and not isinstance(exc, BaseException):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        return exc
    if value is not None and not isinstance(value, BaseException):
        raise TypeError(f"Exception expected for value, {type(value).__name__} found")
    return value


def _visible() -> tuple[str, ...] | None:
    if sys.version_info < (3, 12):
        return None  # there the module suggests nothing
    names = current().globals
    offered: Any = names.get("__builtins__")
    charge(len(names))
    return tuple(name for name in (*names, *offered, *CONSTANTS) if not is_dunder(name))


def _limit(limit: Any) -> int | None:
    return None if limit is None else exact_int(limit)


def _lines(error: BaseException | None, limit: Any, chain: Any) -> list[str]:
    """Return the lines of a traceback, those of one frame together."""
    charge(_STEPS)
    if error is None:
        return ["NoneType: None\n"]
    links = LINKS if chain else 0
    text = format_error(
        error, current().shown, _visible(), links=links, limit=_limit(limit), pay=charge
    )
    pay_copy(len(text))
    parts: list[str] = []
    for line in text.split("\n"):
        # The lines below a frame belong to it, and the empty ones to what joins a chain.
        inside = line.startswith("    ") and parts and parts[-1].startswith('  File "')
        if inside or (parts and parts[-1] in _OPEN):
            parts[-1] += f"{line}\n"
        else:
            parts.append(f"{line}\n")
    return parts


_OPEN: Final = ("\n", CAUSE, CONTEXT)


@shim(real.format_exception)
def format_exception(
    exc: Any, /, value: Any = _NOT_GIVEN, tb: Any = _NOT_GIVEN, limit: Any = None, chain: Any = True
) -> list[str]:
    if value is not _NOT_GIVEN and tb is _NOT_GIVEN:
        raise ValueError("Both or neither of value and tb must be given")
    return _lines(_exception(exc, value, tb), limit, chain)


@shim(real.format_exception_only)
def format_exception_only(exc: Any, /, value: Any = _NOT_GIVEN) -> list[str]:
    charge(_STEPS)
    error = _exception(exc, value)
    if error is None:
        return ["NoneType: None\n"]
    return [f"{line}\n" for line in summary_lines(error, _visible())]


@shim(real.format_exc)
def format_exc(limit: Any = None, chain: Any = True) -> str:
    return "".join(_lines(_current_error(), limit, chain))


def _current_error() -> BaseException | None:
    error = handled(current().sources)
    return error if error is not None and known(type(error)) else None


def _print(lines: Iterable[str], file: Any) -> None:
    for line in lines:
        if file is None:
            say(line)
        else:
            file.write(line)


@shim(real.print_exc)
def print_exc(limit: Any = None, file: Any = None, chain: Any = True) -> None:
    _print(_lines(_current_error(), limit, chain), file)


@shim(real.print_exception)
def print_exception(
    exc: Any, /, value: Any = _NOT_GIVEN, tb: Any = _NOT_GIVEN, limit: Any = None, file: Any = None,
    chain: Any = True,
) -> None:  # fmt: skip
    _print(format_exception(exc, value, tb, limit, chain), file)


# --- Tracebacks ----------------------------------------------------------------------------


def _cut(found: list[Any], limit: Any) -> list[Any]:
    limit = _limit(limit)
    if limit is None:
        return found
    return found[:limit] if limit >= 0 else found[limit:]


@shim(real.extract_tb)
def extract_tb(tb: Any, limit: Any = None) -> list[FrameSummary]:
    return [FrameSummary(*frame[:3]) for frame in _cut(list(frames(tb)), limit)]


def _folded(rows: Iterable[T], place: Callable[[T], Any], text: Callable[[T], str]) -> list[str]:
    """Return the text of each row; after `REPEATS` of one place they are counted, as in CPython."""
    found = []
    for _, group in groupby(rows, key=place):
        same = 0
        for same, row in enumerate(group, 1):
            if same <= REPEATS:
                found.append(text(row))
        if same > REPEATS:
            found.append(f"{repeated(same - REPEATS)}\n")
    return found


class _Row(NamedTuple):
    """An item of what `format_list` is given; a line that is None is like no other."""

    filename: str
    line: object
    name: str
    text: str


def _row(item: Any) -> _Row:
    filename, lineno, name, line = item
    filename, name, shown = exact_str(filename), exact_str(name), render_repr(lineno)
    text = f'  File "{filename}", line {shown}, in {name}\n'
    if line:
        text += f"    {exact_str(line).strip()}\n"
    pay_copy(2 * len(text))
    return _Row(filename, object() if lineno is None else shown, name, text)


@shim(real.format_list)
def format_list(extracted_list: Any) -> list[str]:
    rows = map(_row, ticked(extracted_list))
    return _folded(rows, lambda row: row[:3], lambda row: row.text)


@shim(real.format_tb)
def format_tb(tb: Any, limit: Any = None) -> list[str]:
    shown = current().shown

    def text(frame: Frame) -> str:
        charge(price_of(frame, shown))
        return "".join(f"{line}\n" for line in frame_text(frame, shown))

    return _folded(_cut(list(frames(tb)), limit), lambda frame: frame[:3], text)


@shim(real.print_tb)
def print_tb(tb: Any, limit: Any = None, file: Any = None) -> None:
    _print(format_tb(tb, limit), file)


MODULE = module(
    real, VETTED, format_exception, format_exception_only, format_exc, print_exc, print_exception,
    extract_tb, format_list, format_tb, print_tb, FrameSummary,
)  # fmt: skip
