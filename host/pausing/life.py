"""The life of a started run, as its driver sees it: from pause to pause, live or repeated."""

from __future__ import annotations

import secrets
import weakref
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from queue import Empty
from time import time
from typing import TYPE_CHECKING, Any, Final

from ..compiling import FILENAME
from ..observing import Kind
from ..runtime import signals
from ..runtime.boundary.calls import is_asynchronous
from ..runtime.boundary.converting import clock
from ..runtime.errors import BoundaryError, DumpRefused, GuestError, Rejected, ReplayDiverged
from ..transpiler import Guarded
from ..workers.packing import Unsendable
from . import hashing
from .dump import Head, digest_of_box, digest_of_text, head_in, read, write
from .engines import Engine, Inline, InWorker
from .journal import Journal, described, holds_sets, outcome_of
from .line import Answer, Awaited, Call, Ended, Fatal, Line, Look, Question
from .steps import Done, Paused
from .timer import Timer

if TYPE_CHECKING:
    from ..sandbox import Sandbox

#: Bits of the seed of a run whose sandbox has none.
_SEED_BITS: Final = 128
#: How long a driver that was interrupted waits for the program to end, in seconds.
_PATIENCE: Final = 1.0


def start(
    box: Sandbox, guarded: Guarded, inputs: Mapping[str, object] | None, pause: str
) -> Paused | Done:
    """Run a program up to its first pause; as `Sandbox.start`."""
    around = box.surroundings
    workers = box.workers
    head = Head(
        source=guarded.source,
        inputs=dict(inputs or {}),
        box=digest_of_box(box),
        guarded=digest_of_text(guarded.text),
        seed=secrets.randbits(_SEED_BITS) if around.seed is None else around.seed,
        clock=around.clock if isinstance(around.clock, int) else None,
        pause=_checked(pause, box),
        hashes=hashing.of_this_process() if workers is None else hashing.of_workers(workers.hashes),
    )
    return Life(box, head, guarded, []).begin("start")


def load(box: Sandbox, data: bytes, key: bytes | None) -> Paused:
    """Repeat a run up to the pause of its dump; as `Sandbox.load`."""
    if type(data) is not bytes:
        raise TypeError(f"a dump is bytes, not {type(data).__name__}")
    head, past = read(data, key)
    guarded = _transpiled(box, head)
    _checked(head.pause, box)
    workers = box.workers
    ours = hashing.of_this_process()
    if workers is not None:
        seed = hashing.seed_in(head.hashes)
        ours = hashing.of_workers(workers.hashes if seed is None else seed)
    seen = (head.frame(), *past[1::2])
    if ours != head.hashes and hashing.shows_order(guarded.code, seen):
        raise DumpRefused(
            "the program uses sets or hashes, whose order differs between processes: start and "
            "load both with isolation='process', or both under one PYTHONHASHSEED"
        )
    try:
        life = Life(box, replace(head, hashes=ours), guarded, past)
    except (ValueError, BoundaryError) as error:
        raise DumpRefused(f"an input may not enter: {error}") from None
    try:
        step = life.begin("load")
    except ValueError:  # of a clock, says the dump
        raise DumpRefused("it holds an error that nobody raises here") from None
    assert isinstance(step, Paused)
    return step


def _checked(pause: str, box: Sandbox) -> str:
    if pause not in ("marked", "all"):
        raise ValueError(f"pause must be 'marked' or 'all', not {pause!r}")
    for name, tool in box.surroundings.tools.items():
        if pause == "all" and is_asynchronous(tool):
            raise TypeError(f"tool {name!r}: asynchronous tools cannot pause")
        if box.workers is not None and is_asynchronous(tool):
            raise TypeError(f"tool {name!r}: a started run in a worker awaits no tools")
    return pause


def _transpiled(box: Sandbox, head: Head) -> Guarded:
    if head.box != digest_of_box(box):
        raise DumpRefused(
            "it was made by a sandbox of other tools or another policy, or by other versions of "
            "cloche or Python"
        )
    try:
        guarded = box.transpile(head.source, FILENAME, frozenset(), alone=True, sealed=True)
        guarded = box.fitting(guarded, head.inputs)
    except Rejected:
        raise DumpRefused("its program is refused here") from None
    if digest_of_text(guarded.text) != head.guarded:
        raise DumpRefused("its program is guarded otherwise here")
    return guarded


class Life:
    """A run under way, in the hands of one thread at a time.

    Parameters:
        past: the frames of a dump, to be repeated; empty for a new run.
    """

    __slots__ = ("__weakref__", "_box", "_engine", "_head", "_inputs", "_journal", "_line", "_open",
                 "_over", "_past", "_pausing", "_texts",
                 "_timer")  # fmt: skip

    def __init__(self, box: Sandbox, head: Head, guarded: Guarded, past: list[bytes]) -> None:
        around = box.surroundings
        self._box = box
        self._texts = guarded.source, guarded.text
        self._inputs = dict.fromkeys(head.inputs)
        self._journal = Journal()
        self._head = b""
        try:
            # Now: the host may change its inputs later.
            self._head = head.frame()
            if holds_sets(self._head):
                head = head_in(self._head)
        except (Unsendable, RecursionError) as error:
            kind = type(getattr(error, "value", None)).__name__
            self._journal.refuse(f"an input cannot be written down: {kind}")
        self._past = deque(past)
        self._pausing = frozenset(around.tools) if head.pause == "all" else box.pausing
        self._line = line = Line()
        #: The question that waits for its answer.
        self._open: tuple[int, Call] | None = None
        self._over = False
        self._timer = Timer()
        listens = around.listener is not None
        common = (guarded, head.inputs, head.seed, head.clock, listens)
        workers = box.workers
        self._engine: Engine
        if workers is None:
            self._engine = Inline(line, box, *common)
        else:
            seed = hashing.seed_in(head.hashes)
            hashes = workers.hashes if seed is None else seed
            self._engine = InWorker(line, box, workers, *common, hashes)
        # The thread of the program knows the line and the engine; nothing of it keeps this alive.
        weakref.finalize(self, line.abandon).atexit = False

    # --- For `Paused` ----------------------------------------------------------------------

    def admit(self, value: object, path: str) -> None:
        """Refuse what may not enter; raises BoundaryError."""
        self._engine.admit(value, path)

    def dumper(self) -> Callable[[bytes | None], bytes]:
        """Return what writes the run, as far as it has come now."""
        journal = self._journal
        head, frames, count = self._head, journal.frames, len(journal.frames)
        refusal = journal.refusal

        def dump(key: bytes | None) -> bytes:
            if refusal:
                raise DumpRefused(refusal)
            return write(head, frames[:count], key)

        return dump

    def resume(self, value: object) -> Paused | Done:
        """Answer the open call with *value*."""
        return self._stretch("resume", lambda: self._answered(Answer(value)))

    def fail(self, error: Exception) -> Paused | Done:
        """Answer the open call with *error*."""
        return self._stretch("resume", lambda: self._answered(Answer(error=error)))

    def call(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Paused | Done:
        """Answer the open call with what the tool gives."""
        call = Call(name, args, kwargs, None)
        return self._stretch("resume", lambda: self._answered(self._called(call)))

    def _answered(self, answer: Answer) -> Paused | Done:
        assert self._open is not None
        number, call = self._open
        self._open = None
        self._timer.start()
        self._answer(number, self._journal.close(call, answer))
        return self._go_on()

    def _answer(self, number: int, answer: Answer) -> None:
        self._engine.unpark()
        self._line.answer(number, answer)

    # --- Driving -----------------------------------------------------------------------------

    def begin(self, kind: Kind) -> Paused | Done:
        """Serve the program from its beginning to a pause or its end."""
        return self._stretch(kind, lambda: self._go_on(self._engine.start))

    def _stretch(self, kind: Kind, action: Callable[[], Paused | Done]) -> Paused | Done:
        """Call *action*, and have the hooks of the sandbox told of it."""
        observers = self._box.observers
        if observers is None:
            with signals.known():
                return action()
        with signals.known(), observers.running(kind, "", self._texts, self._inputs) as seen:
            step = action()
            return seen.count(step) if isinstance(step, Done) else step

    def _go_on(self, begin: Callable[[], object] = int) -> Paused | Done:
        """Serve the program until it pauses or ends, from the call of *begin* on."""
        try:
            begin()
            while True:
                number, said = self._line.hear()
                if isinstance(said, Ended):
                    return self._ended(said)
                # From here on it waits, and the host has the floor.
                self._engine.park()
                answer = self._reply(said)
                if answer is None:
                    assert isinstance(said, Call)
                    return self._paused(number, said)
                self._answer(number, answer)
        except BaseException:
            # An interrupt of the host's, or the program did something else than it had.
            self._give_up()
            raise

    def _paused(self, number: int, call: Call) -> Paused:
        self._open = number, call
        self._timer.stop()
        name, args, kwargs, line = call
        return Paused(self, name, args, kwargs, line, self._engine.printed())

    def _ended(self, ended: Ended) -> Done:
        self._over = True
        error = ended.error
        if self._past and (error is None or isinstance(error, GuestError | BoundaryError)):
            how = "the end of the program" if error is None else f"an error ({error})"
            raise ReplayDiverged(self._number(), described(self._past[0]), how)
        result = ended.result
        if result is not None:
            return Done(
                result.value, result.stdout, result.steps, result.seconds, result.stderr,
                result.tool_calls,
            )  # fmt: skip
        assert error is not None
        cause = error.cause if isinstance(error, Fatal) else error
        try:
            raise cause
        finally:
            del error, cause, ended

    def _give_up(self) -> None:
        """Have the program end, and see it end if that is soon."""
        if self._over:
            return
        self._engine.stop()
        self._line.abandon()
        with suppress(Empty):
            while not isinstance(self._line.hear(_PATIENCE)[1], Ended):
                pass

    def _number(self) -> int:
        return len(self._journal.frames) // 2 + 1

    # --- Answers ---------------------------------------------------------------------------

    def _reply(self, question: Question) -> Answer | None:
        """Return the answer; None to pause."""
        if isinstance(question, Awaited):
            self._journal.refuse(f"the asynchronous tool {question.name}() was called")
            return Answer()
        if not isinstance(question, Call | Look):
            # What a repeated run prints has been heard before.
            return Answer() if self._past else self._listened(question.text)
        number = self._number()
        frame = self._journal.ask(question)
        if self._past:
            return self._repeated(number, frame, question)
        if isinstance(question, Look):
            answer = self._looked(question.what)
        elif question.name in self._pausing:
            return None
        else:
            answer = self._called(question)
        return self._journal.close(question, answer)

    def _repeated(self, number: int, frame: bytes, question: Call | Look) -> Answer | None:
        recorded = self._past[0]
        if frame != recorded:
            raise ReplayDiverged(number, described(recorded), _as_now(frame, question))
        self._past.popleft()
        if not self._past:
            # The open question of the dump. The clock is never one.
            if isinstance(question, Look):
                raise DumpRefused("it paused at what is no call")
            return None
        answer = outcome_of(self._past.popleft(), question)
        if isinstance(question, Look) and question.what == "timer":
            self._timer.set(answer.value)
        return self._journal.close(question, answer)

    def _listened(self, text: str) -> Answer:
        listener = self._box.surroundings.listener
        return Answer() if listener is None else _tried(lambda: listener(text) and None)

    def _looked(self, what: str) -> Answer:
        if what == "timer":
            return Answer(self._timer.now())
        clock = self._box.surroundings.clock
        if callable(clock):
            return _tried(clock)
        return Answer(time() if clock is None else clock / 1e9)

    def _called(self, call: Call) -> Answer:
        tool = self._box.surroundings.tools[call.name]
        spent = _Spent()
        token = clock.set(spent)
        try:
            answer = _tried(lambda: tool(*call.args, **call.kwargs))
        finally:
            clock.reset(token)
        if spent.seconds:
            answer = replace(answer, spent=spent.seconds)
        if answer.error is None:
            try:
                self._engine.admit(answer.value, f"{call.name}()")
            except BoundaryError as error:
                # The host's mistake: it ends the run, and the host is told.
                return Answer(error=Fatal(error))
        return answer


class _Spent:
    """The clock of a program that is parked: what it has been charged for."""

    seconds = 0.0

    def spend(self, seconds: float) -> None:
        self.seconds += seconds


def _tried(action: Callable[[], Any]) -> Answer:
    try:
        return Answer(action())
    except Exception as error:
        return Answer(error=Fatal(error) if signals.is_of_handler(error) else error)
    except BaseException as error:
        return Answer(error=Fatal(error))


def _as_now(frame: bytes, question: Call | Look) -> str:
    if frame:
        return described(frame)
    return f"{question.name}(…)" if isinstance(question, Call) else f"a look at the {question.what}"
