"""Tracebacks of guest exceptions: the guest's own lines and nothing of ours.

Formatting calls `__str__` of guest exceptions, so it happens while the run is still under
its limits; a limit that is hit meanwhile is raised like any other.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from types import FrameType, TracebackType
from typing import Any

from .frames import Frame, Shown, cause_of, context_of, frame_text, frames_of, price_of
from .guards.rendering import render
from .prices import reserve, spend
from .stops import Stop
from .suggestions import suggestion
from .syntax_errors import syntax_lines, syntax_message

#: Frames shown, how often one is repeated, links of a chain, members of a group, and how deep.
FRAMES, REPEATS, LINKS, MEMBERS, DEPTH = 60, 3, 20, 15, 10
#: Of what a limit leaves, and the steps to walk through a thousand.
FRAMES_KEPT, THOUSAND_FRAMES = 10_000, 30_000
MESSAGE_LENGTH = 10_000
#: What a line of a traceback takes in memory, beside its characters.
LINE_BYTES = 128
#: Characters of a piece of text that is not paid for, where the number of pieces is bounded.
SHORT = 1_000
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
    return _cut(str.__str__(text))


def _cut(text: str) -> str:
    """Return what is shown of a text that a guest may make as long as it likes, and show often."""
    return text if len(text) <= MESSAGE_LENGTH else text[:MESSAGE_LENGTH] + "…"


def type_name(error: BaseException) -> str:
    """Return the name of the exception's class, as a traceback shows it; a long one is cut."""
    return _cut(str.__str__(type.__dict__["__name__"].__get__(type(error))))


def guest_line(trace: TracebackType | None, sources: Mapping[str, str]) -> int | None:
    """Return the line of the innermost guest frame of *trace*."""
    line = None
    while trace is not None:
        if sources.get(trace.tb_frame.f_code.co_filename):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def calling_line(filename: str) -> int | None:
    """Return the line at which code of the file *filename* is calling, innermost first."""
    frame: FrameType | None = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename != filename:
        frame = frame.f_back
    return None if frame is None else frame.f_lineno


def format_error(
    error: BaseException,
    shown: Shown,
    names: Iterable[str] | None = (),
    *,
    links: int = LINKS,
    limit: int | None = None,
    pay: Callable[[int], object] = lambda steps: None,
) -> str:
    """Return the traceback of *error* as CPython prints it, guest frames only.

    Parameters:
        names: names in scope, for "Did you mean"; None if nothing is suggested.
        links: how long a chain of causes and contexts is followed.
        limit: the outermost frames that are shown; if negative, the innermost.
        pay: is told of steps before they are taken.
    """
    text = _Text(shown, None if names is None else tuple(names), limit, pay)
    text.chain(error, links)
    return "\n".join(text.lines)


class _Text:
    """A traceback as it grows.

    `depth` counts the groups around what is written, and `open` tells whether the last member of
    one has yet to be closed.
    """

    __slots__ = ("depth", "limit", "lines", "names", "open", "pay", "seen", "shown")

    def __init__(
        self,
        shown: Shown,
        names: tuple[str, ...] | None,
        limit: int | None,
        pay: Callable[[int], object],
    ) -> None:
        self.shown, self.names, self.limit, self.pay = shown, names, limit, pay
        self.lines: list[str] = []
        self.seen: set[int] = set()
        self.depth = 0
        self.open = False

    def _add(self, text: str, margin: str = "|") -> None:
        before = f"{'  ' * self.depth}{margin} " if self.depth else ""
        if self.depth or len(text) > SHORT:
            # The lines, and the whole that they are joined to. Of the others there are few.
            lines = text.count("\n") + 1
            reserve(2 * str.__sizeof__(text) + lines * (LINE_BYTES + 2 * len(before)))
        self.lines += [before + line for line in text.split("\n")]

    def chain(self, error: BaseException, links: int) -> None:
        """Write *error*, after what it came from."""
        self.seen.add(id(error))
        cause, context = cause_of(error), context_of(error, self.shown.sources)
        if links and cause is not None and id(cause) not in self.seen:
            self.chain(cause, links - 1)
            self._add(CAUSE)
        elif links and cause is None and context is not None and self._is_told(error, context):
            self.chain(context, links - 1)
            self._add(CONTEXT)
        if not isinstance(error, BaseExceptionGroup):
            self._error(error, "Traceback")
        elif self.depth > DEPTH:
            self._add(f"... (max_group_depth is {DEPTH})")
        else:
            self._group(error, links)

    def _is_told(self, error: BaseException, context: BaseException) -> bool:
        """Tell whether a traceback of *error* mentions its context."""
        hidden = error.__suppress_context__ or isinstance(context, Stop)
        return not hidden and id(context) not in self.seen

    def _error(self, error: BaseException, title: str, margin: str = "|") -> None:
        frames = self._frames(error.__traceback__)
        if (first := next(frames, None)) is not None:
            self._add(f"{title} (most recent call last):", margin)
            self._stack(chain((first,), frames))
        for line in summary_lines(error, self.names):
            self._add(line)

    def _frames(self, trace: TracebackType | None) -> Iterator[Frame]:
        """Yield the frames to show. There may be a million: they are paid for, and not kept."""
        frames = _paid(frames_of(trace, self.shown))
        if self.limit is None:
            return frames
        if self.limit >= 0:
            return islice(frames, min(self.limit, FRAMES_KEPT))
        return iter(deque(frames, maxlen=min(-self.limit, FRAMES_KEPT)))

    def _stack(self, frames: Iterable[Frame]) -> None:
        """Frames that repeat are counted after `REPEATS`, as CPython does; a long rest is cut."""
        shown = 0
        for _, group in groupby(frames, key=lambda frame: frame[:3]):
            same = 0
            for same, frame in enumerate(group, 1):
                if same <= REPEATS:
                    self.pay(price_of(frame, self.shown))
                    self._add("\n".join(frame_text(frame, self.shown)))
            if (more := same - REPEATS) > 0:
                self._add(repeated(more))
            shown += min(same, REPEATS)
            if shown >= FRAMES:
                self._add("  [more frames]")
                return

    def _group(self, group: BaseExceptionGroup[Any], links: int) -> None:
        outermost = not self.depth
        self.depth += outermost
        self._error(group, "Exception Group Traceback", "+" if outermost else "|")
        members = BaseExceptionGroup.exceptions.__get__(group)
        told: list[BaseException | None] = [*members[:MEMBERS]]
        if len(members) > MEMBERS:
            told.append(None)
        self.open = False
        for i, member in enumerate(told):
            self.open = i == len(told) - 1
            title = "..." if member is None else i + 1
            reserve(2 * LINE_BYTES)
            corner = "  " * self.depth + ("  " if i else "+-")
            self.lines.append(f"{corner}+---------------- {title} ----------------")
            self.depth += 1
            if member is None:
                more = len(members) - MEMBERS
                self._add(f"and {more} more exception{'s' * (more > 1)}")
            elif links and id(member) not in self.seen:
                self.chain(member, links - 1)
            if self.open:
                # Of several that end here, the innermost says so for all.
                self.lines.append(f"{'  ' * self.depth}+------------------------------------")
                self.open = False
            self.depth -= 1
        if outermost:
            self.depth = 0


def repeated(more: int) -> str:
    """Return the line that stands for frames like those before it."""
    return f"  [Previous line repeated {more} more time{'s' * (more > 1)}]"


def _paid(frames: Iterator[Frame]) -> Iterator[Frame]:
    """Yield *frames*; of many, each thousand is paid for."""
    while thousand := list(islice(frames, 1000)):
        if len(thousand) == 1000:
            spend(THOUSAND_FRAMES)
        yield from thousand


def summary_lines(error: BaseException, names: Iterable[str] | None = ()) -> list[str]:
    """Return the end of a traceback: class, message and suggestion, then each note.

    What comes before them tells where a syntax error is.
    """
    notes = _notes(error)
    told = [note for note in notes if type(note) is str] if type(notes) is list else []
    lines = [line for note in told[:MEMBERS] for line in _cut(note).split("\n")]
    before = syntax_lines(error) if isinstance(error, SyntaxError) else []
    return [*before, headline(error, names), *lines]


def headline(error: BaseException, names: Iterable[str] | None = ()) -> str:
    """Return class, message and suggestion: the line by which an error is known."""
    kind = _full_name(type(error))
    message = syntax_message(error) if isinstance(error, SyntaxError) else message_of(error)
    text = f"{kind}: {message}" if message else kind
    return text if names is None else text + suggestion(error, names)


def _full_name(kind: type) -> str:
    """Return the name of a class with its module, unless that is `__main__` or the builtins."""
    name = _cut(str.__str__(type.__dict__["__qualname__"].__get__(kind)))
    module = type.__dict__["__module__"].__get__(kind)
    if type(module) is not str or module in ("__main__", "builtins"):
        return name
    return f"{_cut(module)}.{name}"


def _notes(error: BaseException) -> object:
    # `object`'s own lookup: a class may define `__getattr__`.
    try:
        return object.__getattribute__(error, "__notes__")
    except AttributeError:
        return None
