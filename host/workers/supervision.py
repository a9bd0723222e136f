"""One worker as its host sees it: requests and what comes of them, deadlines, death.

Everything that comes from a worker is hostile until it has been looked at. What no honest worker
sends, and what comes too late, ends the worker.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections import OrderedDict
from collections.abc import Callable, Mapping
from threading import RLock
from time import monotonic
from typing import Any, Final, NamedTuple, Protocol

from ..runtime import errors
from ..runtime.boundary.inward import into_guest
from ..runtime.boundary.limits import OUTWARD, CrossingLimits
from ..runtime.boundary.raised import for_guest
from . import boot
from .codec import Malformed, Unsendable, decode, encode
from .messages import (
    GUARD,
    Done,
    Failed,
    Health,
    Kind,
    as_done,
    as_failed,
    as_names,
    as_ready,
    as_text,
    as_tool,
    as_values,
)
from .wire import Channel, Closed, Frame, Late

#: What a run may take beyond its deadline, in seconds, before its worker is killed: it ends runs
#: itself, at their next step.
GRACE: Final = 0.3
#: What a worker may take to start, and to verify a program, in seconds.
START, VERIFY = 60.0, 60.0
#: What a run that is told to stop may take, in seconds.
STOP: Final = 0.5
#: Programs that a worker keeps.
KEPT: Final = 256


class Box(Protocol):
    """What a worker must know of the sandbox whose runs it executes."""

    @property
    def setting(self) -> bytes:
        """What it is sent first (see `main.Worker`)."""

    @property
    def tools(self) -> Mapping[str, Callable[..., Any]]:
        """The functions it may call, by name."""

    @property
    def seconds(self) -> float | None:
        """Wall time of a run."""

    @property
    def output(self) -> int | None:
        """How much a run may print."""

    @property
    def crossing(self) -> CrossingLimits:
        """Bounds on a payload."""

    @property
    def hashes(self) -> int | None:
        """Seed of its hashes of text; None for a secret of each worker."""

    @property
    def listener(self) -> Callable[[str], object] | None:
        """Called with text as it is printed."""


class Program(NamedTuple):
    """A guarded program on its way to a worker.

    Parameters:
        digest: what it is known by.
        load: the whole (see `messages.Kind.LOAD`), but for the digests to forget.
    """

    digest: str
    load: list[Any]


class Worker:
    """A worker process, used by one thread at a time.

    Parameters:
        box: whose runs it executes.
    """

    def __init__(self, box: Box) -> None:
        self._box = box
        started = boot.start(box.hashes)
        self._process = started.process
        self._life = started.life
        self._channel = Channel(started.end)
        self._number = 0
        self._programs: OrderedDict[str, None] = OrderedDict()
        self._ready = False
        #: By layer, `active` or why it is not; known once it is ready.
        self.layers: dict[str, str] = {}
        #: Why it is dead; empty while it lives.
        self.dead = ""
        #: Why another thread wants it dead.
        self._ended = ""
        self._under_way = 0
        # A finalizer may come in between, on the same thread.
        self._lock = RLock()
        #: Exchanges so far.
        self.served = 0
        self.health = Health(0, 0.0)
        #: Its memory when it was ready, in bytes.
        self.base = 0
        #: Names bound in its session.
        self.names: list[str] = []
        #: What the exchange under way has printed so far.
        self._printed: list[str] = []
        with contextlib.suppress(Closed, Late):  # a death is met at the first request
            self._channel.send(Kind.BOX, 0, box.setting, START)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    # --- Requests -----------------------------------------------------------------------

    def request(
        self,
        kind: Kind,
        content: list[Any],
        program: Program | None = None,
        mapped: Callable[[list[Any]], object] | None = None,
        host: Box | None = None,
    ) -> Done:
        """Have it do something, and return what came of it.

        Parameters:
            program: what must be there first.
            mapped: called with values of a `MAP` as they come in.
            host: whose tools it may call and who listens, if not the sandbox itself.

        Raises:
            ClocheError: what came of it, or `WorkerCrashed`.
            BoundaryError: *content* may not enter; the worker knows nothing of it.
            BaseException: what a tool or an interrupt has raised; the run was stopped.
        """
        try:
            # A set is made in the order in which its members come.
            payload = encode(content, canonical=host is not None)
        except Unsendable as error:
            kind_name = type(error.value).__name__
            raise errors.BoundaryError("the whole", kind_name, error.reason) from None
        self._await_ready()
        if program is not None:
            self._load(program)
        return self._exchange(kind, payload, self._box.seconds, mapped, host)

    def _await_ready(self) -> None:
        if self._ready or self.dead:
            return
        try:
            frame = self._channel.receive(START)
            content = decode(frame.payload, OUTWARD)
            if frame.kind == Kind.READY and frame.number == 0:
                self.layers, self.base = as_ready(content)
                self._ready = True
                return
            reason = str(as_failed(content, None).error) if frame.kind == Kind.FAILED else "babble"
        except (Closed, Malformed):
            reason = ""
        except Late:
            reason = f"it was not ready within {START:g} seconds"
        except BaseException:
            self.kill("its start was interrupted")
            raise
        self.kill(f"it did not start: {reason or self._epitaph()}")

    def _load(self, program: Program) -> None:
        if program.digest in self._programs:
            self._programs.move_to_end(program.digest)
            return
        stale = [*self._programs][: max(0, len(self._programs) - KEPT + 1)]
        payload = encode([*program.load, stale])
        self._exchange(Kind.LOAD, payload, VERIFY, None)
        for each in stale:
            del self._programs[each]
        self._programs[program.digest] = None

    # --- Exchanges ----------------------------------------------------------------------

    def _exchange(
        self,
        kind: Kind,
        payload: bytes,
        seconds: float | None,
        mapped: Callable[[list[Any]], object] | None,
        host: Box | None = None,
    ) -> Done:
        with self._lock:
            if self.dead or self._ended:
                raise errors.WorkerCrashed(self.dead or self._ended, self._process.returncode)
            self._under_way += 1
        self._number = number = (self._number + 1) % 2**32
        # A tool that calls back begins an exchange within one.
        outer, self._printed = self._printed, []
        try:
            exchange = _Exchange(kind, number, seconds, mapped, host or self._box)
            return self._converse(exchange, payload)
        finally:
            self._printed = outer
            with self._lock:
                self._under_way -= 1
            if self._ended:
                self.kill(self._ended)

    def _converse(self, exchange: _Exchange, payload: bytes) -> Done:
        seconds = exchange.seconds
        patience = None if seconds is None else seconds + GRACE
        spent = 0.0
        try:
            self._channel.send(exchange.kind, exchange.number, payload, patience)
            while True:
                began = monotonic()
                frame = self._channel.receive(None if patience is None else patience - spent)
                came = monotonic()
                spent += came - began
                outcome = self._heed(frame, exchange)
                if outcome is not None:
                    break
                if frame.kind == Kind.MAPPED:
                    spent = 0.0  # each call has the full limits
                # What the host takes, in a tool or a listener, is not the guest's time; what it
                # takes over source text is.
                if exchange.guarded:
                    exchange.guarded = False
                    spent += monotonic() - came
        except Late:
            raise self._too_late(exchange) from None
        except Closed:
            raise self._crashed(self._epitaph()) from None
        except Malformed as error:
            raise self._crashed(f"it sent what no worker sends ({error})") from None
        except BaseException:
            self._stop_run(exchange)
            raise
        self.served += 1
        self.health = outcome.health
        if isinstance(outcome, Done):
            return outcome
        failure = exchange.cause if outcome.error is None else outcome.error
        if failure is None:
            raise self._crashed("it sent what no worker sends (a tool's error that was none)")
        exchange.cause = None
        try:
            raise failure
        finally:
            del failure, outcome  # or it would keep itself alive, by its traceback

    def _heed(self, frame: Frame, exchange: _Exchange) -> Done | Failed | None:
        """Act on a frame; return the outcome if it was the last of the exchange."""
        kind, number, payload = frame
        if number != exchange.number:
            raise Malformed("an answer to another question")
        box = exchange.host
        content = decode(payload, box.crossing)
        if kind == Kind.DONE:
            return as_done(content, box.output)
        if kind == Kind.FAILED:
            return as_failed(content, box.output)
        if kind == Kind.PRINTED:
            room = None if box.output is None else box.output - sum(map(len, self._printed))
            text = as_text(content, room)
            self._printed.append(text)
            if box.listener is not None:
                box.listener(text)
        elif kind == Kind.TOOL:
            self._call_tool(exchange, *as_tool(content))
        elif kind == Kind.NAMES:
            self.names = as_names(content)
        elif kind == Kind.MAPPED and exchange.mapped is not None:
            exchange.mapped(as_values(content))
        else:
            raise Malformed("a frame of a kind that was not asked for")
        return None

    def _call_tool(
        self, exchange: _Exchange, call: int, name: str, args: list[Any], kwargs: dict[str, Any]
    ) -> None:
        tool = exchange.host.tools.get(name)
        exchange.guarded = name == GUARD
        if tool is None or exchange.kind == Kind.LOAD:
            raise Malformed("a call of a tool that does not exist")
        if exchange.cause is not None:
            # A run that a tool has ended calls no more tools.
            raise Malformed("a call after the end")
        kind = Kind.ANSWER
        answer: list[Any] = [call]
        result: object = None
        try:
            result = tool(*args, **kwargs)
        except Exception as error:
            kind, answer = Kind.RAISE, [call, *_raised(error)]
        except BaseException as error:
            kind, exchange.cause = Kind.ABORT, error
        else:
            try:
                # What the guest gets is made in the worker; here it only is looked at.
                into_guest(result, f"{name}()")
                answer = [call, result]
            except errors.BoundaryError as error:
                kind, exchange.cause = Kind.ABORT, error
        try:
            payload = encode(answer, canonical=exchange.host is not self._box)
        except Unsendable as error:
            kind, payload = Kind.ABORT, encode([call])
            exchange.cause = errors.BoundaryError(f"{name}()", type(result).__name__, error.reason)
        self._channel.send(kind, exchange.number, payload, START)

    # --- Ends ---------------------------------------------------------------------------

    def _stop_run(self, exchange: _Exchange) -> None:
        """The host has better to do: have the run end, or end the worker."""
        if self.dead:
            return
        try:
            self._process.send_signal(signal.SIGINT)
            end = monotonic() + STOP
            while (left := end - monotonic()) > 0:
                frame = self._channel.receive(left)
                if frame.number != exchange.number:
                    break
                if frame.kind in (Kind.DONE, Kind.FAILED):
                    return
                if frame.kind == Kind.NAMES:
                    self.names = as_names(decode(frame.payload, OUTWARD))
                if frame.kind == Kind.TOOL:
                    call = as_tool(decode(frame.payload, self._box.crossing))[0]
                    self._channel.send(Kind.ABORT, exchange.number, encode([call]), STOP)
        except (Closed, Late, Malformed):
            pass
        self.kill("its run was interrupted")

    def _too_late(self, exchange: _Exchange) -> errors.ClocheError:
        seconds = exchange.seconds
        assert seconds is not None
        printed = "".join(self._printed)
        self.kill("a run did not end in time")
        if exchange.kind == Kind.LOAD:
            return errors.WorkerCrashed(f"it took more than {seconds:g} seconds over a program")
        error = errors.TimeLimitExceeded(seconds, seconds + GRACE)
        error.stdout = printed
        return error

    def _crashed(self, reason: str) -> errors.WorkerCrashed:
        printed = "".join(self._printed)
        self.kill(reason)
        error = errors.WorkerCrashed(self.dead, self._process.returncode)
        error.stdout = printed
        return error

    def _epitaph(self) -> str:
        """Return what is known about the death of a worker whose socket is closed."""
        if self._ended:
            return self._ended
        try:
            status = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "it closed its end"
        if status >= 0:
            return "it ended by itself"
        try:
            name = signal.Signals(-status).name
        except ValueError:
            name = f"signal {-status}"
        what = {
            "SIGSYS": " at a system call that no worker makes",
            "SIGKILL": ", by the system or another process",
            "SIGXCPU": " for its use of the processor",
        }
        return f"killed by {name}{what.get(name, '')}"

    def kill(self, reason: str) -> None:
        """End it; harmless if it is dead. Nobody else may be in the middle of using it."""
        with self._lock:
            if self.dead:
                return
            self.dead = reason
        self._process.kill()
        self._process.wait()
        self._channel.close()
        os.close(self._life)

    def lives(self) -> bool:
        """Tell whether it is still there; one that has died while idle is cleaned up."""
        if not self.dead and self._process.poll() is not None:
            self.kill(f"it died while idle: {self._epitaph()}")
        return not self.dead and not self._ended

    def end(self, reason: str) -> None:
        """End it from any thread; one that waits for it finds it gone, and cleans up."""
        with self._lock:
            self._ended = reason
            used = self._under_way > 0
        if not used:
            self.kill(reason)
            return
        # Its descriptors are not closed yet: their numbers must not become others'.
        self._channel.shut()
        self._process.kill()
        self._process.wait()

    def disown(self) -> None:
        """In a forked child: it is the parent's; only our copies of its descriptors go."""
        if self.dead:
            return
        self.dead = "it belongs to the process this one was forked from"
        self._process.returncode = 0  # not ours to reap
        self._channel.close()
        os.close(self._life)


class _Exchange:
    """One request under way.

    Parameters:
        cause: what a tool raised that ends the run.
        host: whose tools it may call, and who listens.
        guarded: source text was guarded for it just now.
    """

    __slots__ = ("cause", "guarded", "host", "kind", "mapped", "number", "seconds")

    def __init__(
        self,
        kind: Kind,
        number: int,
        seconds: float | None,
        mapped: Callable[[list[Any]], object] | None,
        host: Box,
    ) -> None:
        self.kind = kind
        self.host = host
        self.number = number
        self.seconds = seconds
        self.mapped = mapped
        self.cause: BaseException | None = None
        self.guarded = False


def _raised(error: Exception) -> tuple[str, list[Any]]:
    """Return class name and arguments of what a guest sees of a tool's *error*."""
    fresh = for_guest(error)
    arguments = error.args if type(fresh) is type(error) else fresh.args
    try:
        encode(list(arguments))
    except (Unsendable, RecursionError):
        arguments = fresh.args[:1] if fresh.args and type(fresh.args[0]) is str else ()
    return type(fresh).__name__, list(arguments)
