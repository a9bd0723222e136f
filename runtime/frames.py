"""Frames of a traceback: where a guest's code was, and the lines that are shown for it.

Which words of a line are marked, the program knows (`Shown.programs`); it is asked when an error
is shown.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, FunctionType, TracebackType
from typing import Final, NamedTuple, Protocol

from .own_stack import imported
from .room import ROOM, require
from .stops import Stop

#: Steps that showing one frame takes, and each character of its lines, as far as they are marked.
LEAST, EACH, MOST = 400, 20, 5_000
#: Last line, column and end of what is marked; columns in bytes of UTF-8.
Columns = tuple[int, int, int]


class Program(Protocol):
    """What knows a guest's file."""

    def place_of(
        self, code: CodeType, instruction: int
    ) -> tuple[int | None, int | None, int | None, int | None] | None:
        """Return line, last line, column and end of an instruction (see `tb_lasti`)."""

    def drawn(self, line: int, name: str, columns: Columns | None) -> tuple[str, ...]:
        """Return the lines that are shown for a frame."""


class Frame(NamedTuple):
    """One line of a traceback; its columns are None if they are not known."""

    filename: str
    line: int
    name: str
    columns: Columns | None = None


class Shown(NamedTuple):
    """What tracebacks of a run are made of: source text by file name, and the programs of some."""

    sources: Mapping[str, str]
    programs: Mapping[str, Program]


def frames_of(trace: TracebackType | None, shown: Shown) -> Iterator[Frame]:
    """Yield the guest's frames of *trace*."""
    # A recursion, or an exception that is raised again and again, comes by the same places.
    known: dict[tuple[int, int, int], Frame] = {}
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in shown.sources:
            # (The traceback keeps the code alive, so that nothing else gets its address.)
            place = id(code), trace.tb_lasti, trace.tb_lineno
            frame = known.get(place)
            if frame is None:
                frame = _frame(trace, code, shown.programs.get(code.co_filename))
                known[place] = frame
            yield frame
        trace = trace.tb_next


def _frame(trace: TracebackType, code: CodeType, program: Program | None) -> Frame:
    bare = Frame(code.co_filename, trace.tb_lineno, code.co_name)
    try:
        place = None if program is None else program.place_of(code, trace.tb_lasti)
    except Stop:
        raise
    except Exception:  # no stack is left, as in a recursion without end
        return bare
    match place:
        case (int(line), int(last), int(column), int(end)):
            return Frame(code.co_filename, line, code.co_name, (last, column, end))
    return bare


def context_of(error: BaseException, sources: Mapping[str, str]) -> BaseException | None:
    """Return the context of *error* that a guest's code has seen.

    A shim may raise what it is to raise while it handles an exception of its own.
    """
    found = _context(error)
    while found is not None and _is_ours(found, sources):
        found = _context(found)
    return found


def handled(sources: Mapping[str, str]) -> BaseException | None:
    """Return what a guest's code handles: not what code of this package does around it."""
    found = sys.exception()
    return None if found is None or _is_ours(found, sources) else found


def cause_of(error: BaseException) -> BaseException | None:
    """Return the cause of *error*.

    CPython 3.11 takes for one whatever `C()` gives in `raise error from C`.
    """
    found = _cause(error)
    return found if issubclass(type(found), BaseException) else None


_cause: Final[Callable[[BaseException], BaseException | None]] = BaseException.__dict__[
    "__cause__"
].__get__
_context: Final[Callable[[BaseException], BaseException | None]] = BaseException.__dict__[
    "__context__"
].__get__
_trace: Final[Callable[[BaseException], TracebackType | None]] = BaseException.__dict__[
    "__traceback__"
].__get__


#: Code whose calls are the guest's: what they raise it has seen, whoever handles it.
_PASSING: Final[set[CodeType]] = set()


def passes_on(function: Callable[..., object]) -> None:
    """Say that *function* handles what a guest's callbacks raise, such as `int`."""
    assert isinstance(function, FunctionType)
    _PASSING.add(function.__code__)


def _is_ours(error: BaseException, sources: Mapping[str, str]) -> bool:
    """Tell whether *error* was raised, and has been handled, in code of this package alone."""
    trace = _trace(error)
    if trace is None:
        return False
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in sources or code in _PASSING:
            return False
        trace = trace.tb_next
    return True


def frame_text(frame: Frame, shown: Shown) -> list[str]:
    """Return the lines that a traceback shows for one frame."""
    program = shown.programs.get(frame.filename)
    if program is not None and _has_room():
        return list(program.drawn(*frame[1:]))
    return [f'  File "{frame.filename}", line {frame.line}, in {frame.name}']


def _has_room() -> bool:
    """Tell whether lines can be drawn here.

    CPython, where there is none, draws them without marks, and as they are drawn they are kept.
    """
    try:
        require(ROOM)
    except RecursionError:
        return False
    imported("traceback")
    return True


def price_of(frame: Frame, shown: Shown) -> int:
    """Return how many steps `frame_text` takes."""
    lines = shown.sources[frame.filename].split("\n")
    last = frame.columns[0] if frame.columns else frame.line
    size = sum(len(line) for line in lines[max(frame.line, 1) - 1 : last])
    return LEAST + EACH * min(size, MOST)
