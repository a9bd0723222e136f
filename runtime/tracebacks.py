"""Tracebacks of guest exceptions: the guest's own lines and nothing of ours.

Formatting calls `__str__` of guest exceptions, so it happens while the run is still under
its limits; a limit that is hit meanwhile is raised like any other.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from types import FrameType, TracebackType

from .budget import Stop
from .guards.rendering import render
from .suggestions import suggestion

Sources = Mapping[str, str]
#: Frames shown, how often one is repeated, links of a chain, members of a group.
FRAMES, REPEATS, LINKS, MEMBERS = 60, 3, 20, 15
MESSAGE_LENGTH = 10_000
#: CPython's words for an exception whose own code fails.
UNPRINTABLE = "<exception str() failed>"

CAUSE = "\nThe above exception was the direct cause of the following exception:\n"
CONTEXT = "\nDuring handling of the above exception, another exception occurred:\n"


def message_of(error: BaseException) -> str:
    """Return `str(error)`, cut at `MESSAGE_LENGTH`; failing guest code is said to fail."""
    try:
        text = render(error)
    except Stop:
        raise
    except BaseException:
        return UNPRINTABLE
    text = str.__str__(text)
    return text if len(text) <= MESSAGE_LENGTH else text[:MESSAGE_LENGTH] + "…"


def type_name(error: BaseException) -> str:
    """Return the name of the exception's class, as a traceback shows it."""
    return str.__str__(type.__dict__["__name__"].__get__(type(error)))


def guest_line(trace: TracebackType | None, sources: Sources) -> int | None:
    """Return the line of the innermost guest frame of *trace*."""
    line = None
    for filename, number, _ in _frames(trace, sources):
        line = number if sources[filename] else line
    return line


def calling_line(filename: str) -> int | None:
    """Return the line at which code of the file *filename* is calling, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != filename:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def _frames(trace: TracebackType | None, sources: Sources) -> Iterator[tuple[str, int, str]]:
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename in sources:
            yield code.co_filename, trace.tb_lineno, code.co_name
        trace = trace.tb_next


def format_error(
    error: BaseException,
    sources: Sources,
    names: Iterable[str] = (),
    *,
    links: int = LINKS,
    limit: int | None = None,
) -> str:
    """Return the traceback of *error* as CPython prints it, guest frames only.

    Parameters:
        sources: source text by file name, for every guest file.
        names: names in scope, for "Did you mean".
        links: how long a chain of causes and contexts is followed.
        limit: the outermost frames that are shown; if negative, the innermost.
    """
    return "\n".join(_format(error, sources, tuple(names), set(), links, limit))


def _format(
    error: BaseException,
    sources: Sources,
    names: tuple[str, ...],
    seen: set[int],
    links: int,
    limit: int | None = None,
) -> Iterator[str]:
    seen.add(id(error))
    cause, context = error.__cause__, error.__context__
    if links and cause is not None and id(cause) not in seen:
        yield from _format(cause, sources, names, seen, links - 1, limit)
        yield CAUSE
    elif links and cause is None and context is not None and _is_told(error, seen):
        yield from _format(context, sources, names, seen, links - 1, limit)
        yield CONTEXT
    frames = list(_frames(error.__traceback__, sources))
    if limit is not None:
        frames = frames[:limit] if limit >= 0 else frames[limit:]
    if frames:
        yield "Traceback (most recent call last):"
        yield from _stack(frames, sources)
    yield summary(error, names)
    if isinstance(error, BaseExceptionGroup):
        yield from _members(error, sources, names, seen, links)


def _is_told(error: BaseException, seen: set[int]) -> bool:
    """Tell whether a traceback of *error* mentions its context."""
    context = error.__context__
    hidden = error.__suppress_context__ or isinstance(context, Stop)
    return not hidden and id(context) not in seen


def _stack(frames: list[tuple[str, int, str]], sources: Sources) -> Iterator[str]:
    """Frames that repeat are counted after `REPEATS`, as CPython does; a long rest is cut."""
    shown = 0
    for frame, group in groupby(frames):
        count = len(list(group))
        for _ in range(min(count, REPEATS)):
            yield from frame_text(*frame, sources)
        if count > REPEATS:
            more = count - REPEATS
            yield f"  [Previous line repeated {more} more time{'s' if more > 1 else ''}]"
        shown += min(count, REPEATS)
        if shown >= FRAMES:
            yield "  [more frames]"
            return


def frame_text(filename: str, number: int, name: str, sources: Sources) -> Iterator[str]:
    """Yield the lines that a traceback shows for one frame."""
    yield f'  File "{filename}", line {number}, in {name}'
    lines = sources[filename].split("\n")
    if 0 < number <= len(lines) and lines[number - 1].strip():
        yield f"    {lines[number - 1].strip()}"


def _members(
    group: BaseExceptionGroup[BaseException],
    sources: Sources,
    names: tuple[str, ...],
    seen: set[int],
    links: int,
) -> Iterator[str]:
    members = BaseExceptionGroup.exceptions.__get__(group)
    for i, member in enumerate(members[:MEMBERS], 1):
        yield f"  +---------------- {i} ----------------"
        if links and id(member) not in seen:
            for line in _format(member, sources, names, seen, links - 1):
                yield from (f"  | {part}" for part in line.split("\n"))
    if len(members) > MEMBERS:
        yield f"  +---------------- {len(members) - MEMBERS} more"
    yield "  +------------------------------------"


def summary(error: BaseException, names: Iterable[str] = ()) -> str:
    """Return the end of a traceback: class, message, notes and suggestion."""
    return "\n".join(summary_lines(error, names))


def summary_lines(error: BaseException, names: Iterable[str] = ()) -> list[str]:
    """Return the same: class, message and suggestion, then each note."""
    kind = _full_name(type(error))
    message = message_of(error)
    text = f"{kind}: {message}" if message else kind
    suggested = suggestion(error, names)
    notes = _notes(error)
    lines = [note for note in notes if type(note) is str] if type(notes) is list else []
    return [text + suggested, *lines[:MEMBERS]]


def _full_name(kind: type) -> str:
    """Return the name of a class with its module, unless that is `__main__` or the builtins."""
    name = str.__str__(type.__dict__["__qualname__"].__get__(kind))
    module = type.__dict__["__module__"].__get__(kind)
    if type(module) is not str or module in ("__main__", "builtins"):
        return name
    return f"{module}.{name}"


def _notes(error: BaseException) -> object:
    # `object`'s own lookup: a class may define `__getattr__`.
    try:
        return object.__getattribute__(error, "__notes__")
    except AttributeError:
        return None
