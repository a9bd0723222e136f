"""What a run has asked of the outside and what came of it, as bytes that stay as they were.

Frames in turn: a question, its outcome, a question … In canonical form, so that two questions are
the same if their bytes are.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from sys import float_info
from typing import Any, Final

from ..rendered import rendered
from ..runtime.boundary.inward import into_guest
from ..runtime.boundary.limits import INWARD
from ..runtime.boundary.raised import for_guest
from ..runtime.errors import BoundaryError, DumpRefused
from ..workers.codec import Malformed, decode_row, encode
from ..workers.messages import BUILTIN, raised_by_tool
from ..workers.packing import Purse, TooLarge, Unsendable
from .line import Answer, Call, Look

#: Bytes that are made and frames that are kept of one run; what is longer cannot be dumped.
MOST_BYTES: Final = 64 * 2**20
MOST_FRAMES: Final = 500_000
_TOO_MUCH: Final = "the run has called too many tools, or moved too much data through them"
#: Characters of a question in an error.
SHOWN: Final = 300


class Journal:
    """The frames of one run."""

    __slots__ = ("_purse", "frames", "refusal")

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self._purse = Purse(MOST_BYTES)
        #: Why the run cannot be repeated, as far as it has come; empty if it can.
        self.refusal = ""

    def ask(self, question: Call | Look) -> bytes:
        """Write a question down and return its frame; empty if nothing is kept any more."""
        if isinstance(question, Look):
            return self._add(f"the {question.what}", lambda: [question.what])
        name, args, kwargs, _ = question
        return self._add(f"an argument of {name}()", lambda: ["call", name, [*args], kwargs])

    def close(self, question: Call | Look, answer: Answer) -> Answer:
        """Write down what came of the last question; return it as it would be repeated."""
        name = f"the {question.what}" if isinstance(question, Look) else f"{question.name}()"
        if answer.error is None:
            frame = self._add(f"what {name} gave", lambda: ["value", answer.value])
            # The order of a set depends on how it came about.
            if holds_sets(frame):
                return replace(outcome_of(frame, question), spent=answer.spent)
        if isinstance(answer.error, Exception):
            error = answer.error
            self._add(f"what {name} raised", lambda: ["raised", *_parts(error)])
        return answer

    def refuse(self, reason: str) -> None:
        """Keep nothing more: from here on this run cannot be repeated."""
        self.refusal = self.refusal or reason

    def _add(self, what: str, content: Callable[[], list[Any]]) -> bytes:
        if self.refusal:
            return b""
        try:
            frame = encode(content(), canonical=True, purse=self._purse)
        except TooLarge:
            self.refuse(_TOO_MUCH)
            return b""
        except Unsendable as error:
            kind = type(error.value).__name__
            self.refuse(f"{what} cannot be written down: {kind} {error.reason}".rstrip())
            return b""
        except RecursionError:
            self.refuse(f"{what} is nested too deeply to be written down")
            return b""
        if len(self.frames) >= MOST_FRAMES:
            self.refuse(_TOO_MUCH)
            return b""
        self.frames.append(frame)
        return frame


#: How a set begins in a frame.
_SETS: Final = (b'"!":["s",', b'"!":["f",')


def holds_sets(frame: bytes) -> bool:
    """Tell whether there is a set in what *frame* stands for."""
    return any(mark in frame for mark in _SETS)


def _parts(error: Exception) -> tuple[str, list[Any]]:
    """Return class name and arguments of what a guest sees of *error*, all of them."""
    fresh = for_guest(error)
    arguments = fresh.args
    if type(fresh) is type(error):
        # Those of `fresh` are the guest's own kinds of number, or the text if they may not enter.
        with suppress(BoundaryError):
            into_guest(error.args)
            arguments = error.args
    return type(fresh).__name__, list(arguments)


def outcome_of(frame: bytes, question: Call | Look) -> Answer:
    """Return the answer to *question* that *frame* holds.

    Raises:
        DumpRefused: it holds none.
    """
    answer = _answer_in(frame)
    if isinstance(question, Look) and not _is_of_clock(answer):
        raise DumpRefused("it holds what no clock gives")
    return answer


def _is_of_clock(answer: Answer) -> bool:
    """Tell whether a clock may have given *answer*, which goes to the host as it is."""
    if answer.error is None:
        value = answer.value
        kind = type(value)
        return kind is datetime or (kind in (int, float) and abs(value) <= float_info.max)
    return all(type(each) in (str, int) for each in answer.error.args)


def _answer_in(frame: bytes) -> Answer:
    match _read(frame):
        case ["value", value]:
            return Answer(value)
        case ["raised", str(name), list(arguments)] if name in BUILTIN:
            return Answer(error=raised_by_tool(name, arguments))
    raise DumpRefused("it holds what no tool gives")


def described(frame: bytes) -> str:
    """Return the question in *frame* as a program would write it, shortened.

    Raises:
        DumpRefused: it holds none.
    """
    match _read(frame):
        case ["clock" | "timer" as what]:
            return f"a look at the {what}"
        case ["call", str(name), list(args), dict(kwargs)]:
            parts = [*map(_shown, args), *(f"{key}={_shown(kwargs[key])}" for key in kwargs)]
            return _cut(f"{name}({', '.join(parts)})")
    raise DumpRefused("it holds what no program asks")


def _read(frame: bytes) -> Any:
    try:
        return decode_row(frame, INWARD)
    except Malformed as error:
        raise DumpRefused(f"it cannot be read: {error}") from None


def _shown(value: object) -> str:
    return rendered(value, SHOWN)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
