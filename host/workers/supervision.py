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
from collections.abc import Callable
from threading import RLock
from typing import Any, Final, NamedTuple

from ..runtime import errors, memory
from . import boot
from .asides import ticket
from .bounds import Box
from .codec import Malformed, decode_row, encode, encode_bare
from .exchange import GRACE, Exchange
from .messages import Done, Health, Kind, as_failed, as_ready
from .packing import Unsendable
from .wire import Channel, Closed, Late

#: What a worker may take to start, in seconds.
START: Final = 60.0
#: What it may take to verify a program: at least, for each character, and at most. It takes a
#: hundredth of that.
VERIFY, EACH, VERIFY_MOST = 20.0, 1e-4, 60.0
#: Programs that a worker keeps.
KEPT: Final = 256


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
        sizes = {kind: bound.bytes for kind, bound in box.bounds.items()}
        self._channel = Channel(started.end, sizes)
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
        #: What the host has measured of the last run: its seconds, and calls of tools.
        self.taken = 0.0, 0
        #: Names bound in its session.
        self.names: list[str] = []
        with contextlib.suppress(Closed, Late):  # a death is met at the first request
            self._channel.send(Kind.BOX, 0, box.setting, START)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    def resident(self) -> int:
        """Return its memory in bytes by now; what it has said last, where nobody else tells."""
        try:
            with open(f"/proc/{self.pid}/statm", encoding="ascii") as file:
                return int(file.read().split()[1]) * memory.PAGE
        except OSError:
            return self.health.resident

    # --- Requests -----------------------------------------------------------------------

    def request(
        self,
        kind: Kind,
        content: list[Any],
        program: Program | None = None,
        mapped: Callable[[list[Any]], object] | None = None,
        host: Box | None = None,
        *,
        bare: bool = False,
    ) -> Done:
        """Have it do something, and return what came of it.

        Parameters:
            program: what must be there first.
            mapped: called with values of a `MAP` as they come in.
            host: whose tools it may call and who listens, if not the sandbox itself.
            bare: `is_bare` holds for *content*.

        Raises:
            ClocheError: what came of it, or `WorkerCrashed`.
            BoundaryError: *content* may not enter; the worker knows nothing of it.
            BaseException: what a tool or an interrupt has raised; the run was stopped.
        """
        try:
            # A set is made in the order in which its members come.
            canonical = host is not None
            payload = encode_bare(content) if bare else encode(content, canonical=canonical)
        except Unsendable as error:
            kind_name = type(error.value).__name__
            raise errors.BoundaryError("the whole", kind_name, error.reason) from None
        self._await_ready()
        if program is not None:
            self._load(program)
        rounds = len(content[0]) if kind == Kind.MAP else 1
        return self._exchange(kind, payload, self._box.seconds, mapped, host, rounds)

    def _await_ready(self) -> None:
        if self._ready or self.dead:
            return
        try:
            waiting = ticket.get()
            frame = self._channel.receive(START, None if waiting is None else waiting.check)
            content = decode_row(frame.payload, self._box.bounds[frame.kind].limits)
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
        seconds = min(VERIFY + EACH * len(payload), VERIFY_MOST)
        self._exchange(Kind.LOAD, payload, seconds, None)
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
        rounds: int = 1,
    ) -> Done:
        with self._lock:
            if self.dead or self._ended:
                raise errors.WorkerCrashed(self.dead or self._ended, self._process.returncode)
            self._under_way += 1
        self._number = number = (self._number + 1) % 2**32
        # A tool that calls back begins an exchange within one.
        exchange = Exchange(
            host or self._box,
            self._channel,
            kind,
            number,
            seconds,
            mapped,
            host is not None,
            rounds,
        )
        try:
            exchange.begin(self.interrupt)
            try:
                return self._converse(exchange, payload)
            finally:
                exchange.end()
        finally:
            with self._lock:
                self._under_way -= 1
            if self._ended:
                self.kill(self._ended)

    def _converse(self, exchange: Exchange, payload: bytes) -> Done:
        try:
            outcome = exchange.converse(payload)
        except Late:
            raise self._too_late(exchange) from None
        except Closed:
            raise self._crashed(exchange, self._epitaph()) from None
        except Malformed as error:
            reason = f"it sent what no worker sends ({error})"
            raise self._crashed(exchange, reason) from None
        except BaseException:
            self._stop_run(exchange)
            raise
        finally:
            self.taken = exchange.taken
            self._names_of(exchange)
        self.served += 1
        self.health = outcome.health
        if isinstance(outcome, Done):
            return outcome
        failure = exchange.failure(outcome)
        if failure is None:
            reason = "it sent what no worker sends (a tool's error that was none)"
            raise self._crashed(exchange, reason)
        exchange.cause = None
        try:
            raise failure
        finally:
            del failure, outcome  # or it would keep itself alive, by its traceback

    def _names_of(self, exchange: Exchange) -> None:
        if exchange.names is not None:
            self.names = exchange.names

    # --- Ends ---------------------------------------------------------------------------

    def _stop_run(self, exchange: Exchange) -> None:
        """The host has better to do: have the run end, or end the worker."""
        if self.dead:
            return
        try:
            stopped = exchange.stop(self.interrupt)
        except (Closed, Late, Malformed):
            stopped = False
        if not stopped:
            self.kill("its run was interrupted")

    def interrupt(self) -> None:
        """Have it stop what it is running, from any thread."""
        with self._lock:
            if not self.dead:
                self._process.send_signal(signal.SIGINT)

    def _too_late(self, exchange: Exchange) -> errors.ClocheError:
        seconds = exchange.seconds
        assert seconds is not None
        self.kill("a run did not end in time")
        if exchange.kind == Kind.LOAD:
            return errors.WorkerCrashed(f"it took more than {seconds:g} seconds over a program")
        error = errors.TimeLimitExceeded(seconds, seconds + GRACE)
        error.stdout, error.seconds = exchange.printed.text(), error.used
        return error

    def _crashed(self, exchange: Exchange, reason: str) -> errors.WorkerCrashed:
        self.kill(reason)
        error = errors.WorkerCrashed(self.dead, self._process.returncode)
        error.stdout = exchange.printed.text()
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
