"""One request to a worker and what comes of it, frame by frame.

Everything that comes from a worker is hostile until it has been looked at: what no honest worker
sends raises `Malformed`, and ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from time import monotonic
from typing import Any, Final, NamedTuple

from ..runtime import errors, signals
from ..runtime.boundary.bare import is_bare
from ..runtime.boundary.converting import clock, is_marked
from ..runtime.boundary.inward import into_guest
from ..runtime.boundary.limits import OUTWARD
from ..runtime.boundary.raised import awaited, for_guest, raised_by
from ..runtime.kept import Kept
from .asides import Cancelled, OwnLoop, Side, Ticket, ticket
from .bounds import Box, look_at, values_of
from .codec import Malformed, decode_row, encode, encode_bare
from .messages import (
    GUARD,
    MOST_CALLS,
    UNCOUNTED,
    Done,
    Failed,
    Kind,
    Resting,
    as_done,
    as_failed,
    as_names,
    as_rest,
    as_text,
    as_tool,
    as_values,
)
from .meter import Meter
from .packing import Unsendable
from .wire import Channel, Frame, Late

#: What a run may take beyond its deadline, in seconds, before its worker is killed: it ends runs
#: itself, at their next step.
GRACE: Final = 0.3
#: What a worker may take over an answer that it waits for, in seconds, if its run has no deadline.
TAKE: Final = 60.0
#: What a run that is told to stop may take, in seconds, and how often it is told.
STOP, AGAIN = 0.5, 0.05


#: Bytes of a frame up to which there cannot be more long text in it than a value may have.
_HEAVY: Final = OUTWARD.bytes or 0


class Answer(NamedTuple):
    """What a worker is told of a call.

    Parameters:
        content: its number first.
        bare: `is_bare` holds for it.
    """

    kind: Kind
    content: list[Any]
    bare: bool = False


class Exchange:
    """One request under way.

    Parameters:
        box: whose tools it may call, and who listens.
        channel: to the worker.
        number: what its frames are known by.
        seconds: wall time of the run.
        mapped: called with values of a `MAP` as they come in.
        canonical: sets are sent in an order of their own.
        rounds: values a `MAP` makes, each within the limits of a run.
    """

    __slots__ = (
        "_aside", "_began", "_box", "_called", "_canonical", "_channel", "_converted",
        "_most_calls", "_room", "_rounds", "_side", "cause", "kind",
        "mapped", "names", "number", "printed", "seconds", "ticket",
    )  # fmt: skip

    def __init__(
        self,
        box: Box,
        channel: Channel,
        kind: Kind,
        number: int,
        seconds: float | None,
        mapped: Callable[[list[Any]], object] | None,
        canonical: bool = False,
        rounds: int = 1,
    ) -> None:
        self._box = box
        self._rounds = rounds
        #: Characters that may be printed still, and tools that may be called: None for any number.
        self._room = None if box.output is None else box.output * rounds
        self._most_calls = None if box.tool_calls is None else box.tool_calls * rounds
        self._called = 0
        self._canonical = canonical
        self._channel = channel
        self.kind = kind
        self.number = number
        self.seconds = seconds
        self.mapped = mapped
        #: What has been printed so far.
        self.printed = Kept(box.output)
        #: Names bound in a session, once they are told.
        self.names: list[str] | None = None
        #: What a tool raised that ends the run.
        self.cause: BaseException | None = None
        #: When the run began, and how much of the time since is not the guest's, in seconds.
        self._began = monotonic()
        self._aside = 0.0
        #: How much of that is the guest's all the same (`converting.py`).
        self._converted = 0.0
        #: The host's task that waits for it, if it is one.
        self.ticket: Ticket | None = ticket.get()
        self._side: Side | None = None

    def converse(self, payload: bytes) -> Done | Failed:
        """Send the request, and heed what comes until the outcome.

        Raises:
            Late, Closed, Malformed: the worker is of no use any more.
            BaseException: the host has better to do; the run is under way still.
        """
        check = None if self.ticket is None else self.ticket.check
        self._begin()
        self._channel.send(self.kind, self.number, payload, self._left())
        level = signals.hold(None)  # as `signals.known`
        try:
            while True:
                frame = self._channel.receive(self._left(), check)
                outcome = self._heed(frame.kind, self._content(frame))
                if outcome is not None:
                    return outcome
        finally:
            if level is not None:
                signals.release(level)

    def _begin(self) -> None:
        """A run begins: it has the full limits."""
        self._began, self._aside, self._converted = monotonic(), 0.0, 0.0

    def _left(self) -> float | None:
        """Return how long the worker may take still; less than nothing if it is late.

        What the host takes over its frames is its time, or a stream of them would have no end.
        """
        if self.seconds is None:
            return None
        return self.seconds + GRACE - self.taken[0]

    def _patience(self) -> float:
        """Return how long the worker may take over an answer that it waits for."""
        left = self._left()
        return TAKE if left is None else max(left, GRACE)

    @contextmanager
    def _aside_of_run(self) -> Iterator[None]:
        """What the host takes in a tool or a listener is not the guest's time."""
        began = monotonic()
        try:
            yield
        finally:
            self._aside += monotonic() - began

    def failure(self, failed: Failed) -> BaseException | None:
        """Return what *failed* is for the host; None if the worker must not say so."""
        if failed.error is not None:
            return failed.error
        if self.cause is None and self.ticket is not None and self.ticket.cancelled:
            return Cancelled()
        return self.cause

    def _content(self, frame: Frame) -> Any:
        """Return what a frame holds."""
        if frame.number != self.number:
            raise Malformed("an answer to another question")
        kind = frame.kind
        if kind == Kind.DONE and self.kind == Kind.MAP:
            kind = Kind.MAPPED  # the values of a row, each of which may be as large as a result
        bound = self._box.bounds[kind]
        meter = Meter(self._box.room, bound.values, self._look)
        content = decode_row(frame.payload, bound.limits, meter)
        each = bound.each
        large = len(frame.payload) > _HEAVY
        if meter.items > each.items or meter.depth > each.depth or large:
            look_at(() if self.kind == Kind.SESSION else values_of(kind, content), each)
        return content

    def _look(self) -> None:
        """The host reads a frame: that is the run's time as well."""
        left = self._left()
        if left is not None and left < 0:
            raise Late

    def _heed(self, kind: int, content: Any) -> Done | Failed | None:
        """Act on a frame; return the outcome if it was the last."""
        box = self._box
        if kind == Kind.DONE:
            return self._done(as_done(content, box.output))
        if kind == Kind.FAILED:
            failed = as_failed(content, box.output)
            if isinstance(error := failed.error, errors.ClocheError) and error.seconds is not None:
                error.seconds += self._converted
            return failed
        if kind == Kind.PRINTED:
            text = as_text(content, self._room)
            if self._room is not None:
                self._room -= len(text)
            self.printed.add(text)
            if box.listener is not None:
                with self._aside_of_run():
                    box.listener(text)
        elif kind == Kind.TOOL:
            self._call_tool(*as_tool(content))
        elif kind == Kind.REST:
            self._rest(as_rest(content))
        elif kind == Kind.NAMES and self.kind == Kind.STEP and self.names is None:
            self.names = as_names(content)
        elif kind == Kind.MAPPED and self.mapped is not None:
            values = as_values(content)
            self._rounds -= len(values)
            if self._rounds < 0:
                raise Malformed("more values than were asked for")
            self.mapped(values)
            self._begin()  # each call has the full limits
        else:
            raise Malformed("a frame of a kind that was not asked for")
        return None

    def _done(self, done: Done) -> Done:
        """Look at a value that is an answer to the host, not to its caller."""
        value = done.value
        if self.kind == Kind.SESSION:
            self.names = as_names([value])
        elif self.kind == Kind.MAP and (type(value) is not list or len(value) != self._rounds):
            raise Malformed("more or fewer values than were asked for")
        return done._replace(seconds=done.seconds + self._converted)

    @property
    def taken(self) -> tuple[float, int]:
        """What the host has measured of the run: its seconds, and calls of tools."""
        return monotonic() - self._began - self._aside + self._converted, self._called

    # --- Tools --------------------------------------------------------------------------

    def _tool(self, name: str) -> Callable[..., Any]:
        tool = self._box.tools.get(name)
        if tool is None or self.kind == Kind.LOAD:
            raise Malformed("a call of a tool that does not exist")
        if self.cause is not None:
            # A run that a tool has ended calls no more tools.
            raise Malformed("a call after the end")
        if name not in UNCOUNTED:
            self._called += 1
            if self._most_calls is not None and self._called > self._most_calls:
                raise Malformed("more calls than may be made")
        return tool

    def _call_tool(self, call: int, name: str, args: list[Any], kwargs: dict[str, Any]) -> None:
        tool = self._tool(name)
        if name in self._box.awaited:
            raise Malformed("a call of an asynchronous tool that is not awaited")
        try:
            # What the host takes over source text is the guest's.
            with nullcontext() if name == GUARD else self._aside_of_run():
                if is_marked(tool):
                    clock.set(self)
                result = tool(*args, **kwargs)
        except BaseException as error:
            answer = self._raised(call, error)
        else:
            answer = self._returned(call, name, result)
        clock.set(None)
        if self._is_over():
            answer = Answer(Kind.ABORT, [call])
        self._send(answer, f"{name}()")

    def spend(self, seconds: float) -> None:
        """Count *seconds* of what has been aside, and no tool's work (`converting.py`)."""
        self._converted += seconds

    def _is_over(self) -> bool:
        """Tell whether a run has ended, by what it has had converted if by nothing else."""
        spent = self.taken[0]
        if self._converted and self.cause is None and self.seconds and spent > self.seconds:
            late = errors.TimeLimitExceeded(self.seconds, spent)
            late.stdout, late.seconds = self.printed.text(), spent
            self.cause = late
        return self.cause is not None

    def _returned(self, call: int, name: str, result: object) -> Answer:
        """Return how the worker is told of a *result*."""
        bare = not self._canonical and is_bare(result)
        try:
            if not bare:
                # What the guest gets is made in the worker; here it only is looked at.
                into_guest(result, f"{name}()")
        except errors.BoundaryError as error:
            self.cause = error
            return Answer(Kind.ABORT, [call])
        return Answer(Kind.ANSWER, [call, result], bare)

    def _raised(self, call: int, error: BaseException) -> Answer:
        """Return how the worker is told that a tool has raised *error*."""
        if isinstance(error, Exception) and not signals.is_of_handler(error):
            return Answer(Kind.RAISE, [call, *_as_data(error)])
        self.cause = error
        return Answer(Kind.ABORT, [call])

    def _send(self, answer: Answer, path: str) -> None:
        """Send *answer*, whose value is called *path* in an error."""
        kind, content, bare = answer
        call = content[0] if kind != Kind.WAKE else 0
        try:
            payload = encode_bare(content) if bare else encode(content, canonical=self._canonical)
        except Unsendable as error:
            self.cause = errors.BoundaryError(path, type(error.value).__name__, error.reason)
            kind, payload = Kind.ABORT, encode([call])
        self._channel.send(kind, self.number, payload, self._patience())

    def _abort(self, cause: BaseException) -> None:
        """The run, which rests, ends with *cause*."""
        self.cause = cause
        self._channel.send(Kind.ABORT, self.number, encode([0]), self._patience())

    # --- Asynchronous tools -------------------------------------------------------------

    def _rest(self, resting: Resting) -> None:
        """The guest waits for its tools: begin the new ones, and tell it which have ended."""
        if self._side is None:
            self._side = OwnLoop() if self.ticket is None else self.ticket.side()
        side = self._side
        for call, name, args, kwargs in resting.calls:
            tool = self._tool(name)
            if name not in self._box.awaited or len(side.names) >= MOST_CALLS:
                raise Malformed("a call that cannot be awaited")
            if call in side.names:
                raise Malformed("a call under way has the number of another")
            try:
                start = self._counted if is_marked(tool) else awaited
                side.begin(call, name, start(tool, *args, **kwargs))
            except RuntimeError as error:
                self._abort(error)
                return
        for call in resting.cancelled:
            if call not in side.names:
                raise Malformed("a rest that cancels a call that is not under way")
            side.cancel(call)
        if not side.names:
            raise Malformed("a rest that nothing ends")
        try:
            with self._aside_of_run():
                ended = side.wait(resting.seconds)
        except BaseException as error:  # of the host, not of a tool
            self._abort(error)
            return
        answers = [self._ended(*each) for each in ended]
        if self.cause is None and self._is_over():
            self._channel.send(Kind.ABORT, self.number, encode([0]), self._patience())
            return
        content = [[int(kind), *content] for kind, content, _ in answers]
        bare = all(answer.bare for answer in answers)
        self._send(Answer(Kind.WAKE, [content], bare), "what tools have returned")

    async def _counted(self, tool: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        clock.set(self)
        return await awaited(tool, *args, **kwargs)

    def _ended(self, call: int, name: str, outcome: Any) -> Answer:
        if outcome.cancelled():
            return Answer(Kind.CANCELLED, [call])
        error = raised_by(outcome)
        if error is not None:
            return self._raised(call, error)
        return self._returned(call, name, outcome.result())

    def begin(self, interrupt: Callable[[], object]) -> None:
        """The exchange is about to begin; it ends with the task that waits for it.

        Parameters:
            interrupt: has the worker stop what it is running.
        """
        if self.ticket is not None:
            self.ticket.push(interrupt)

    def end(self) -> None:
        """The exchange has ended, and its tools with it."""
        if self.ticket is not None:
            self.ticket.pop()
        side, self._side = self._side, None
        if side is not None:
            side.end()

    # --- A run that is to stop ------------------------------------------------------------

    def stop(self, tell: Callable[[], object]) -> bool:
        """Have the run end before its time; tell whether it has.

        Parameters:
            tell: has the worker stop what it is running, if it is by then.

        Raises:
            Closed, Malformed: the worker is of no use any more.
        """
        end = monotonic() + STOP
        while monotonic() < end:
            tell()
            try:
                frame = self._channel.receive(AGAIN)
            except Late:
                continue
            if frame.number != self.number:
                return False
            if frame.kind in (Kind.DONE, Kind.FAILED):
                return True
            if frame.kind == Kind.NAMES:
                self.names = as_names(self._content(frame))
            if frame.kind == Kind.TOOL:
                call = as_tool(self._content(frame))[0]
                self._channel.send(Kind.ABORT, self.number, encode([call]), STOP)
            if frame.kind == Kind.REST:
                self._channel.send(Kind.ABORT, self.number, encode([0]), STOP)
        return False


def _as_data(error: Exception) -> tuple[str, list[Any]]:
    """Return class name and arguments of what a guest sees of a tool's *error*."""
    fresh = for_guest(error)
    arguments = error.args if type(fresh) is type(error) else fresh.args
    try:
        encode(list(arguments))
    except (Unsendable, RecursionError):
        arguments = fresh.args[:1] if fresh.args and type(fresh.args[0]) is str else ()
    return type(fresh).__name__, list(arguments)
