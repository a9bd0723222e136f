"""The errors a user of cloche sees. Each is text and numbers: no frame, no guest object.

Every class hands its constructor's arguments to `Exception` unchanged, so that pickling and
copying work by the ordinary protocol and carry `stdout` and `stderr` along.
"""

from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, ClassVar, Final

if TYPE_CHECKING:
    from cloche.transpiler.diagnostics import Diagnostic

#: Diagnostics that a model is told; it mends these first.
MOST_TOLD: Final = 10
#: Characters of a source line that are shown.
LONGEST_LINE: Final = 160
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
#: What `splitlines` returns one of.
_LINE: Final = re.compile("[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


class ClocheError(Exception):
    """Base of every error of cloche.

    Attributes:
        stdout: what the program had printed before the error; empty if it never ran.
        stderr: what it had written to `sys.stderr`.
        steps, seconds: it had taken; None if that is not known.
        tool_calls: it had made; None if that is not known.
    """

    stdout: str = ""
    stderr: str = ""
    steps: int | None = None
    seconds: float | None = None
    tool_calls: int | None = None

    def for_model(self) -> str:
        """Return what a model must know to write the program anew: what, where, and the fix."""
        return f"{self._told()}\n{self._printed()}"

    def _told(self) -> str:
        return str(self)

    def _printed(self) -> str:
        """Return the end of what was printed, with a heading."""
        text = self.stdout.rstrip("\n")
        if not text:
            return ""
        return f"Printed before that:\n{clipped(text)}\n"


class Rejected(ClocheError):
    """The source was refused before anything of it ran.

    Parameters:
        diagnostics: every reason, in source order; at least one.
        source: what was refused, if it is text.
    """

    def __init__(self, diagnostics: list[Diagnostic], source: str = "") -> None:
        super().__init__(diagnostics, source)
        self.diagnostics = diagnostics
        self.source = source

    def __str__(self) -> str:
        if not self.diagnostics:
            return "the source was refused"
        more = len(self.diagnostics) - 1
        return one_line(f"{self.diagnostics[0]}" + (f" (and {more} more)" if more else ""))

    def _told(self) -> str:
        lines = _NEWLINE.split(self.source)
        told = ["The program was rejected; nothing of it ran."]
        for each in self.diagnostics[:MOST_TOLD]:
            told.append(f"Line {each.line}: {each.message} ({each.code}).")
            text = lines[each.line - 1].strip() if each.line <= len(lines) else ""
            if text:
                told.append(f"    {clipped(text, LONGEST_LINE)}")
            if each.hint:
                told.append(f"    Fix: {each.hint}.")
        if (more := len(self.diagnostics) - MOST_TOLD) > 0:
            told.append(f"And {more} more.")
        return "\n".join(told)


class GuestError(ClocheError):
    """The program raised an exception and did not catch it.

    Parameters:
        type_name: name of the exception's class, such as `KeyError`.
        message: its text.
        traceback: the program's own part of the traceback, as text.
        line: line of the source where it was raised, if known.
    """

    def __init__(
        self, type_name: str, message: str, traceback: str = "", line: int | None = None
    ) -> None:
        super().__init__(type_name, message, traceback, line)
        self.type_name = type_name
        self.message = message
        self.traceback = traceback
        self.line = line

    def __str__(self) -> str:
        text = f"{self.type_name}: {self.message}" if self.message else self.type_name
        return one_line(text + at_line(self.line))

    def _told(self) -> str:
        return clipped(self.traceback.rstrip("\n")) or str(self)


class LimitExceeded(ClocheError):
    """The program was stopped at one of its limits.

    Parameters:
        limit: the configured number.
        used: how much had been used when the program was stopped.
        line: line of the source that was running, if known.
    """

    what: ClassVar[str] = "used more than its limit of {limit}"
    advice: ClassVar[str] = "do less, or raise the limit"

    def __init__(self, limit: float, used: float, line: int | None = None) -> None:
        super().__init__(limit, used, line)
        self.limit = limit
        self.used = used
        self.line = line

    def __str__(self) -> str:
        what = self.what.format(limit=f"{self.limit:,}")
        return f"the program {what}{at_line(self.line)}: {self.advice}"


class StepLimitExceeded(LimitExceeded):
    """More steps (loop rounds, calls, items drained) than `Limits.steps`."""

    what = "took more than {limit} steps"
    advice = "loop over less, end loops sooner, or raise Limits.steps"


class TimeLimitExceeded(LimitExceeded):
    """More wall time, in seconds, than `Limits.seconds`."""

    what = "ran for more than {limit} seconds"
    advice = "do less work, or raise Limits.seconds"


class MemoryLimitExceeded(LimitExceeded):
    """More memory, in bytes, than `Limits.memory`, or than names may take (`lasting.py`)."""

    what = "needed more than {limit} bytes of memory"
    advice = "hold less at once, or raise Limits.memory"


class OutputLimitExceeded(LimitExceeded):
    """More printed, in bytes of UTF-8, than `Limits.output`."""

    what = "printed more than {limit} bytes"
    advice = "print less, or raise Limits.output"


class ToolCallLimitExceeded(LimitExceeded):
    """More calls of the host's functions than `Limits.tool_calls`."""

    what = "called tools more than {limit} times"
    advice = "ask for more at once, or raise Limits.tool_calls"


class RecursionLimitExceeded(LimitExceeded):
    """Functions inside one another, more deeply than `Limits.recursion`."""

    what = "called functions inside one another more than {limit} deep"
    advice = "use a loop, or raise Limits.recursion"


class NestingLimitExceeded(LimitExceeded):
    """More generators, coroutines or exceptions at once, or inside one another, than CPython can
    free (see `census.py`).
    """

    what = (
        "held more than {limit} generators, coroutines, exceptions or variables of theirs, "
        "at once or in chains"
    )
    advice = "finish some before you make more, and hold them in lists, not in one another"


class BoundaryError(ClocheError):
    """A value may not cross between host and program.

    Parameters:
        path: where it is, such as `orders[3].owner`.
        type_name: name of its class.
        reason: why it may not cross; empty for "its type may not cross".
        hint: what would be right; empty if there is nothing to say.
    """

    def __init__(self, path: str, type_name: str, reason: str = "", hint: str = "") -> None:
        super().__init__(path, type_name, reason, hint)
        self.path = path
        self.type_name = type_name
        self.reason = reason
        self.hint = hint

    def __str__(self) -> str:
        reason = self.reason or "may not cross between host and program"
        hint = f"; {self.hint}" if self.hint else ""
        return one_line(f"{self.path}: {self.type_name} {reason}{hint}")


class EscapeDetected(ClocheError):
    """The tripwire saw the program do what the language wall should have made impossible.

    Parameters:
        event: name of the audit event, such as `open`.
        line: line of the source that was running, if known.
    """

    def __init__(self, event: str, line: int | None = None) -> None:
        super().__init__(event, line)
        self.event = event
        self.line = line

    def __str__(self) -> str:
        return one_line(
            f"the program was stopped at {self.event!r}, which no program can do"
            f"{at_line(self.line)}: please report it"
        )


class WorkerCrashed(ClocheError):
    """The worker process that ran the program died; the host is unharmed.

    Parameters:
        reason: what is known, such as `killed by SIGSEGV`.
        exit_code: the worker's exit status, negative for a signal, if known.
    """

    def __init__(self, reason: str, exit_code: int | None = None) -> None:
        super().__init__(reason, exit_code)
        self.reason = reason
        self.exit_code = exit_code

    def __str__(self) -> str:
        status = "" if self.exit_code is None else f" (exit status {self.exit_code})"
        return one_line(f"the worker that ran the program died: {self.reason}{status}")


def clipped(text: str, most: int = 2000) -> str:
    """Return *text*, without its middle if it has more than *most* characters."""
    if len(text) <= most:
        return text
    half = most // 2
    return f"{text[:half]} […] {text[-half:]}"


class DumpRefused(ClocheError):
    """A paused run cannot be dumped, or a dump cannot be loaded.

    Parameters:
        reason: what is wrong with it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReplayDiverged(ClocheError):
    """A dumped run, begun anew, did not do what it had done before; nothing was called.

    Parameters:
        number: which call it was, from 1, reads of the clock included.
        recorded: what the program had done.
        found: what it did now.
    """

    def __init__(self, number: int, recorded: str, found: str) -> None:
        super().__init__(number, recorded, found)
        self.number = number
        self.recorded = recorded
        self.found = found

    def __str__(self) -> str:
        return one_line(
            f"the replay took another way at call {self.number}: it was {self.recorded}, "
            f"now it is {self.found}"
        )


def one_line(text: str) -> str:
    """Return `text` with each run of line breaks and the indent after it as one space.

    One line is at hand at a time: an object for each of them takes many times their text.
    """
    made = StringIO()
    between = ""
    for line in _LINE.finditer(text):
        part = line[0].strip()
        if part:
            made.write(between)
            made.write(part)
            between = " "
    return made.getvalue()


def at_line(line: int | None) -> str:
    """Return ` (line 3)`, or nothing when the line is not known."""
    return "" if line is None else f" (line {line})"
