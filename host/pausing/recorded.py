"""Sessions that write down what they are asked, so that another process can repeat them."""

from __future__ import annotations

import secrets
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from ..execution import bare
from ..program import Result
from ..runtime import errors, signals
from ..runtime.boundary.calls import is_asynchronous
from ..runtime.boundary.converting import like
from ..runtime.boundary.limits import INWARD
from ..runtime.errors import DumpRefused, ReplayDiverged
from ..runtime.limits import Limits
from ..session import Session, Step
from ..surroundings import Surroundings
from ..workers.codec import Malformed, decode, encode
from ..workers.packing import Unsendable
from . import hashing
from .dump import digest_of_box, digest_of_text, frames_of, opened, write
from .journal import SHOWN, Journal, described, outcome_of
from .line import Answer, Call, Fatal, Look
from .timer import Timer

if TYPE_CHECKING:
    from ..sandbox import Sandbox

#: Bits of the seed of a session whose sandbox has none.
_SEED_BITS: Final = 128
#: How a step may end that will end so again.
_REPEATABLE: Final = (
    errors.GuestError, errors.BoundaryError, errors.StepLimitExceeded, errors.OutputLimitExceeded,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """What decides what the steps do, but for what their calls give.

    Parameters:
        inputs: of the session.
        box: see `digest_of_box`.
        seed: of all randomness.
        clock: nanoseconds at which time stands still; None if the clock is asked.
        hashes: see `hashing.py`.
    """

    inputs: dict[str, Any]
    box: str
    seed: int
    clock: int | None
    hashes: str


@dataclass(frozen=True, slots=True)
class Taken:
    """One step that was run.

    Parameters:
        number: of the step, from 1; those that were rejected count.
        source: of the step.
        inputs: plain data by name.
        guarded: digest of the guarded step.
        frames: in the journal when it ended.
        outcome: `ok`, or the name of the error.
    """

    number: int
    source: str
    inputs: dict[str, Any]
    guarded: str
    frames: int
    outcome: str


class RecordedSession(Session):
    """A session that can be dumped; see `Sandbox.session`.

    Parameters:
        past: frames of a journal, to be repeated.
    """

    __slots__ = (
        "_asking",
        "_head",
        "_journal",
        "_original",
        "_past",
        "_repeating",
        "_taken",
        "_timer",
    )

    def __init__(
        self,
        box: Sandbox,
        inputs: Mapping[str, object] | None = None,
        total: Limits | None = None,
        head: Head | None = None,
        past: list[bytes] | None = None,
    ) -> None:
        around = box.surroundings
        self._original = around
        self._head = head or Head(
            dict(inputs or {}),
            digest_of_box(box),
            secrets.randbits(_SEED_BITS) if around.seed is None else around.seed,
            around.clock if isinstance(around.clock, int) else None,
            hashing.of_this_process(),
        )
        self._journal = Journal()
        self._past = deque(past or ())
        self._taken: list[Taken] = []
        self._asking = self._repeating = False
        tools = {name: self._tool(name, tool) for name, tool in around.tools.items()}
        clock: Any = self._head.clock
        if clock is None:
            clock = self._clock
        # What a repeated step prints has been heard before.
        listener = None if around.listener is None else self._listened
        self._timer = Timer()
        surroundings = Surroundings(tools, listener, clock, self._head.seed, self._time)
        super().__init__(box.repeatable(surroundings), self._head.inputs, total)

    @bare
    def dump(self, key: bytes | None = None) -> bytes:
        """Return the session as bytes for `Sandbox.load_session`.

        Parameters:
            key: signs them, so that whoever has not got it can forge none.

        Raises:
            DumpRefused: something in it is not plain data or cannot be repeated, or it is too much.
        """
        journal = self._journal
        if journal.refusal:
            raise DumpRefused(journal.refusal)
        content = {"session": _fields(self._head), "steps": [_fields(each) for each in self._taken]}
        try:
            head = encode(content, canonical=True)
        except (Unsendable, RecursionError) as error:
            kind = type(getattr(error, "value", None)).__name__
            raise DumpRefused(f"an input cannot be written down: {kind}") from None
        return write(head, journal.frames, key)

    def _execute(self, step: Step, inputs: Mapping[str, object] | None) -> Result:
        outcome = "ok"
        given = dict(inputs or {})
        try:
            return super()._execute(step, given)
        except Fatal as fatal:
            outcome = _outcome(fatal.cause)
            raise fatal.cause from None
        except BaseException as error:
            outcome = _outcome(error)
            if not isinstance(error, _REPEATABLE):
                self._journal.refuse(f"a step ended with {outcome}, which no repetition would meet")
            raise
        finally:
            guarded = step.guarded
            text = digest_of_text(guarded.text)
            frames = len(self._journal.frames)
            self._taken.append(Taken(self._steps, guarded.source, given, text, frames, outcome))

    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        self._journal.refuse("a step has run on the event loop of the host")
        return await super().execute_async(source, inputs)

    # --- Repeating -------------------------------------------------------------------------

    def repeat(self, step: Taken) -> None:
        """Run *step* again; its calls get what they got before.

        Raises:
            ReplayDiverged: it does something else.
            DumpRefused: it is refused, or guarded otherwise.
        """
        self._steps = step.number - 1
        outcome = "ok"
        self._repeating = True
        try:
            compiled = self._step(step.source)
            if digest_of_text(compiled.guarded.text) != step.guarded:
                raise DumpRefused("a step is guarded otherwise here")
            with self._counting() as spend:
                spend(self._execute(compiled, step.inputs))
        except errors.Rejected:
            raise DumpRefused("a step is refused here") from None
        except _REPEATABLE as error:
            outcome = _outcome(error)
            if isinstance(error, errors.LimitExceeded) and outcome != step.outcome:
                raise
        except ValueError as error:
            raise DumpRefused(f"an input may not enter: {error}") from None
        finally:
            self._repeating = False
        self._run.output.take()
        self._run.errors.take()
        frames = len(self._journal.frames)
        if (outcome, frames) != (step.outcome, step.frames):
            was, now = (f"{_told(how)} after {n // 2} calls" for how, n in (
                (step.outcome, step.frames), (outcome, frames)))  # fmt: skip
            raise ReplayDiverged(frames // 2, f"{was} in step {step.number}", now)

    def shows_order(self, step: Taken, frames: list[bytes]) -> bool:
        """Tell whether *step*, about to be repeated, may see an order of hashes."""
        try:
            guarded = self._box.transpile(step.source, "<step>", frozenset(self.names))
        except errors.Rejected:
            raise DumpRefused("a step is refused here") from None
        return hashing.shows_order(guarded.code, frames)

    @property
    def left(self) -> bool:
        """Whether there are calls to be repeated."""
        return bool(self._past)

    # --- What the steps ask ----------------------------------------------------------------

    def _tool(self, name: str, tool: Callable[..., Any]) -> Callable[..., Any]:
        if is_asynchronous(tool):

            async def asked(*args: Any, **kwargs: Any) -> Any:
                self._journal.refuse(f"the asynchronous tool {name}() was called")
                return await tool(*args, **kwargs)

            return like(tool, asked)

        def called(*args: Any, **kwargs: Any) -> Any:
            return self._asked(Call(name, args, kwargs, None), lambda: tool(*args, **kwargs))

        return like(tool, called)

    def _clock(self) -> float:
        clock = self._original.clock
        value: float = self._asked(Look("clock"), clock if callable(clock) else time.time)
        return value

    def _time(self) -> float:
        value: float = self._asked(Look("timer"), self._timer.now)
        if self._repeating:
            self._timer.set(value)
        return value

    def _listened(self, text: str) -> object:
        listener = self._original.listener
        return None if self._repeating or listener is None else listener(text)

    def _asked(self, question: Call | Look, ask: Callable[[], Any]) -> Any:
        """Return what comes of *question*: what is written down of it, or what *ask* gives."""
        if self._asking:
            self._journal.refuse("a tool was called in the middle of another")
            return ask()
        frame = self._journal.ask(question)
        if self._past:
            answer = self._repeated(frame, question)
        else:
            self._asking = True
            try:
                answer = Answer(ask())
            except Exception as error:
                if signals.is_of_handler(error):
                    raise
                answer = Answer(error=error)
            finally:
                self._asking = False
        answer = self._journal.close(question, answer)
        if answer.error is None:
            return answer.value
        try:
            raise answer.error
        finally:
            del answer

    def _repeated(self, frame: bytes, question: Call | Look) -> Answer:
        recorded = self._past.popleft()
        try:
            if frame != recorded or not self._past:
                number = len(self._journal.frames) // 2 + 1
                raise Fatal(ReplayDiverged(number, described(recorded), described(frame)))
            return outcome_of(self._past.popleft(), question)
        except DumpRefused as refused:  # the program is not to see it
            raise Fatal(refused) from None


def _outcome(error: BaseException) -> str:
    name = type(error).__name__
    return f"{name} {error.type_name}" if isinstance(error, errors.GuestError) else name


def _told(outcome: str) -> str:
    """Return *outcome*, which may be of a forged dump, as it stands in a message."""
    return (outcome if outcome.isprintable() else ascii(outcome))[:SHOWN]


def _fields(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.name) for each in fields(record)}


def load(box: Sandbox, data: bytes, key: bytes | None, total: Limits | None) -> RecordedSession:
    """Repeat a session; as `Sandbox.load_session`."""
    if type(data) is not bytes:
        raise TypeError(f"a dump is bytes, not {type(data).__name__}")
    frames = frames_of(opened(data, key))
    if not frames:
        raise DumpRefused("it is not a dump of a session")
    head, steps = _read(frames[0])
    if head.box != digest_of_box(box):
        raise DumpRefused(
            "it was made by a sandbox of other tools or another policy, or by other versions of "
            "cloche or Python"
        )
    past = frames[1:]
    try:
        session = RecordedSession(box, None, total, head, past)
    except (ValueError, errors.BoundaryError) as error:
        raise DumpRefused(f"an input may not enter: {error}") from None
    differs = head.hashes != hashing.of_this_process()
    for step in steps:
        if differs and session.shows_order(step, frames):
            raise DumpRefused(
                "a step uses sets or hashes, whose order differs between processes: run both "
                "under one PYTHONHASHSEED"
            )
        session.repeat(step)
    if session.left:
        raise DumpRefused("it holds calls that no step makes")
    return session


def _read(frame: bytes) -> tuple[Head, list[Taken]]:
    try:
        found = decode(frame, INWARD)
    except Malformed as error:
        raise DumpRefused(f"it cannot be read: {error}") from None
    match found:
        case {
            "session": {
                "inputs": dict(), "box": str(), "seed": int(), "clock": int() | None,
                "hashes": str(),
            } as head,
            "steps": list(steps),
        } if len(found) == 2 and len(head) == len(fields(Head)):  # fmt: skip
            return Head(**head), [_step_in(each) for each in steps]
    raise DumpRefused("it is not a dump of a session")


#: No session has so many steps, or frames in its journal.
_MANY: Final = 2**32


def _step_in(content: Any) -> Taken:
    match content:
        case {
            "number": int(number), "source": str(), "inputs": dict(), "guarded": str(),
            "frames": int(frames), "outcome": str(),
        } if len(content) == len(fields(Taken)):  # fmt: skip
            if 0 < number < _MANY and 0 <= frames < _MANY:
                return Taken(**content)
    raise DumpRefused("it is not a dump of a session")
