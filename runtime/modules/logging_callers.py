"""What a log record tells of the place it was made at."""

from __future__ import annotations

from types import FrameType
from typing import Any

from ..frames import Frame, frame_text, handled
from ..run import charge, current
from ..standins import known, standin_of
from ..traces import trace_of


def caller(frame: FrameType | None, level: int) -> FrameType | None:
    """Return the *level*-th frame of the guest, counted outwards, or the last."""
    sources, found = current().sources, None
    while frame is not None:
        if frame.f_code.co_filename in sources:
            charge(1)
            found, level = frame, level - 1
            if level <= 0:
                break
        frame = frame.f_back
    return found


def stack_text(frame: FrameType | None) -> str:
    """Return the guest's frames around *frame*, as text."""
    shown, found = current().shown, []
    while frame is not None:
        code = frame.f_code
        if code.co_filename in shown.sources:
            charge(10)
            lines = frame_text(Frame(code.co_filename, frame.f_lineno, code.co_name), shown)
            found.append("\n".join(lines))
        frame = frame.f_back
    return "\n".join(["Stack (most recent call last):", *reversed(found)])


def exc_triple(given: Any) -> Any:
    """Return what a record holds for the argument `exc_info`."""
    if isinstance(given, BaseException):
        error: Any = given
    elif isinstance(given, tuple):
        return given
    elif given:
        error = handled(current().sources)
    else:
        return None
    if error is None or not known(type(error)):
        return (None, None, None)
    return (standin_of(type(error)), error, trace_of(error))
