"""The worker's end of an exchange: what it tells its host, and what it asks it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from typing import Any, Final

from ..program import Result
from ..runtime import errors, memory
from ..runtime.limits import Limits
from .bounds import largest
from .codec import decode_of_host, encode
from .messages import Aborted, Kind, answer_of, failure_of
from .packing import Unsendable
from .remote_tools import Calls
from .wire import Channel, Frame

#: Printed text waits so long to be sent, in seconds, unless the host listens.
PRINT_EVERY: Final = 0.05
#: Status of a worker that ends because neither end can know any more who is told what.
LOST: Final = 70
_ANSWERS: Final = frozenset({Kind.ANSWER, Kind.RAISE, Kind.ABORT, Kind.WAKE})


class Talk:
    """Talks with the host about one request at a time; those that nest, the inner one first.

    Parameters:
        channel: to the host.
        listens: whether printed text is wanted at once.
        limits: of a run.
        serve: does what a request asks for that comes in place of an answer.
    """

    def __init__(
        self,
        channel: Channel,
        listens: bool,
        limits: Limits,
        serve: Callable[[Frame], None],
    ) -> None:
        self._channel = channel
        self._listens = listens
        self._memory = limits.memory
        self._largest = largest(limits.memory)
        #: How much of printed text one frame holds.
        self._output = limits.output
        self._waits = 0
        self._serve = serve
        self._number = 0
        self._asked = 0
        self._printed: list[str] = []
        self._printed_at = 0.0
        #: Of asynchronous tools, in the exchange under way.
        self.awaited = Calls(self._rest)

    @contextmanager
    def about(self, number: int) -> Iterator[None]:
        """Talk about the request of this number."""
        outer, self._number = self._number, number
        outer_calls, self.awaited = self.awaited, Calls(self._rest)
        try:
            yield
        finally:
            self._number = outer
            self.awaited.forget()
            self.awaited = outer_calls

    def send(self, kind: Kind, content: list[Any]) -> None:
        """Send a frame; raises Unsendable if *content* is too large."""
        self._channel.send(kind, self._number, encode(content, largest=self._largest))

    # --- Outcomes ------------------------------------------------------------------------

    def ran(self, result: Result) -> None:
        """The request was a run, which has ended well."""
        spent = result.steps, result.seconds, result.tool_calls
        self.done(result.value, result.stdout, result.stderr, spent)

    def done(
        self,
        value: Any,
        stdout: str = "",
        stderr: str = "",
        spent: tuple[int, float, int] = (0, 0.0, 0),
    ) -> None:
        """The request has ended well.

        Raises:
            BoundaryError: *value* is too large; the host knows nothing yet.
        """
        self._told()
        health = memory.resident(), process_time()
        try:
            self.send(Kind.DONE, [value, stdout, stderr, *spent, *health])
        except Unsendable as error:
            kind = type(error.value).__name__
            raise errors.BoundaryError("result", kind, error.reason) from None

    def failed(self, error: BaseException) -> None:
        """The request has ended in *error*."""
        self._told()
        if isinstance(error, MemoryError) and self._memory is not None:
            error = errors.MemoryLimitExceeded(self._memory, memory.resident())
        stdout, stderr = getattr(error, "stdout", ""), getattr(error, "stderr", "")
        spent = [getattr(error, name, None) for name in ("steps", "seconds", "tool_calls")]
        health = memory.resident(), process_time()
        self.send(Kind.FAILED, [*failure_of(error), stdout, stderr, *spent, *health])

    # --- Printed text --------------------------------------------------------------------

    def printed(self, text: str) -> None:
        """The guest has printed *text*."""
        if self._listens:
            self.send(Kind.PRINTED, [text])
            return
        # So that the host has it if this process does not live to tell.
        self._waits += len(text)
        if self._output is not None and self._waits > self._output:  # of more than one call
            self.flush()
            self._waits = len(text)
        self._printed.append(text)
        if monotonic() - self._printed_at > PRINT_EVERY:
            self.flush()

    def flush(self) -> None:
        """Send what was printed and waits."""
        if self._waits:
            self._printed_at = monotonic()
            self.send(Kind.PRINTED, ["".join(self._printed)])
            self._told()

    def _told(self) -> None:
        self._printed.clear()
        self._waits = 0

    # --- Questions -----------------------------------------------------------------------

    def ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the host call its tool *name*; return what came of it, or raise it.

        Raises:
            TypeError: the arguments are too large.
        """
        self._asked = call = (self._asked + 1) % 2**31
        try:
            self.send(Kind.TOOL, [call, name, list(args), kwargs])
        except Unsendable as error:
            raise TypeError(f"{name}() arguments: {error.reason}") from None
        kind, (answered, *content) = self._answer()
        if answered != call:
            os._exit(LOST)
        return answer_of(kind, content)

    def _answer(self) -> tuple[int, list[Any]]:
        """Wait for the answer to what was sent last; return its kind and content."""
        number = self._number
        while True:
            frame = self._channel.receive()
            if frame.kind in _ANSWERS:
                if frame.number != number:
                    os._exit(LOST)
                return frame.kind, decode_of_host(frame.payload)
            # The tool calls a function of this worker; its run is the one that waits.
            self._serve(frame)

    def _rest(self, seconds: float | None, calls: list[Any], cancelled: list[int]) -> list[Any]:
        try:
            self.send(Kind.REST, [seconds, calls, cancelled])
        except Unsendable as error:
            raise TypeError(f"arguments of tools: {error.reason}") from None
        kind, content = self._answer()
        if kind != Kind.WAKE:
            raise Aborted
        return [(number, kind, rest) for kind, number, *rest in content[0]]
