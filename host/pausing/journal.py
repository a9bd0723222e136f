"""What a run has asked of the outside and what came of it, as bytes that stay as they were.

Frames in turn: a question, its outcome, a question … In canonical form, so that two questions are
the same if their bytes are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from ..runtime.boundary.limits import INWARD
from ..runtime.errors import DumpRefused
from ..workers.codec import Malformed, Unsendable, decode, encode
from ..workers.messages import BUILTIN, parts_raised, raised_by_tool
from .line import Answer, Call, Look

#: Bytes and frames that are kept of one run; what is longer cannot be dumped.
MOST_BYTES: Final = 64 * 2**20
MOST_FRAMES: Final = 500_000
#: Characters of a question in an error.
SHOWN: Final = 300


class Journal:
    """The frames of one run."""

    __slots__ = ("_size", "frames", "refusal")

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self._size = 0
        #: Why the run cannot be repeated, as far as it has come; empty if it can.
        self.refusal = ""

    def ask(self, question: Call | Look) -> bytes:
        """Write a question down and return its frame; empty if nothing is kept any more."""
        if isinstance(question, Look):
            return self._add("the clock", lambda: ["clock"])
        name, args, kwargs, _ = question
        return self._add(f"an argument of {name}()", lambda: ["call", name, [*args], kwargs])

    def close(self, question: Call | Look, answer: Answer) -> None:
        """Write down what came of the last question."""
        name = "the clock" if isinstance(question, Look) else f"{question.name}()"
        if answer.error is None:
            self._add(f"what {name} gave", lambda: ["value", answer.value])
        elif isinstance(answer.error, Exception):
            error = answer.error
            self._add(f"what {name} raised", lambda: ["raised", *parts_raised(error)])

    def refuse(self, reason: str) -> None:
        """Keep nothing more: from here on this run cannot be repeated."""
        self.refusal = self.refusal or reason

    def _add(self, what: str, content: Callable[[], list[Any]]) -> bytes:
        if self.refusal:
            return b""
        try:
            frame = encode(content(), canonical=True)
        except Unsendable as error:
            kind = type(error.value).__name__
            self.refuse(f"{what} cannot be written down: {kind} {error.reason}".rstrip())
            return b""
        self._size += len(frame)
        if self._size > MOST_BYTES or len(self.frames) >= MOST_FRAMES:
            self.refuse("the run has called too many tools, or moved too much data through them")
            return b""
        self.frames.append(frame)
        return frame


def outcome_of(frame: bytes) -> Answer:
    """Return the answer that *frame* holds.

    Raises:
        DumpRefused: it holds none.
    """
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
        case ["clock"]:
            return "a look at the clock"
        case ["call", str(name), list(args), dict(kwargs)]:
            parts = [*map(_shown, args), *(f"{key}={_shown(kwargs[key])}" for key in kwargs)]
            return _cut(f"{name}({', '.join(parts)})")
    raise DumpRefused("it holds what no program asks")


def _read(frame: bytes) -> Any:
    try:
        return decode(frame, INWARD)
    except Malformed as error:
        raise DumpRefused(f"it cannot be read: {error}") from None


def _shown(value: object) -> str:
    return _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
