"""The worker: an inline sandbox in a process of its own, whose tools are calls over the wire.

It runs the very code that `isolation="inline"` runs. What it is sent is the host's, and trusted,
but for one thing: a program is verified again here, from its text.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from time import monotonic, process_time
from typing import Any, Final

from ..compiling import FILENAME
from ..functions import AsyncSandboxedFunction, SandboxedFunction
from ..program import Result, execute_program, function_of
from ..runtime import errors, memory
from ..runtime.budget import Stop
from ..runtime.limits import Limits
from ..runtime.run import Run, current
from ..runtime.tracebacks import calling_line
from ..sandbox import Sandbox
from ..session import Session
from ..transpiler import Guarded, Refusal
from ..transpiler.finish import finish_program
from ..transpiler.verify import verify
from . import hardening
from .codec import Unsendable, decode_of_host, encode
from .guarding import remote_compiler
from .messages import CALL, CLOCK, GUARD, TIMER, Aborted, Kind, answer_of, failure_of
from .preparing import prepare, rouse_the_monitor
from .remote_tools import Calls, RemoteTools, Request
from .wire import Channel, Closed, Frame

#: Printed text waits so long to be sent, in seconds, unless the host listens.
PRINT_EVERY: Final = 0.05
#: Where the pipe to the host is kept: beside the standard ones, so that no descriptor is free.
_LIFE: Final = 3
#: So do values of a `MAP`.
MAP_EVERY: Final = 0.01


def digest_of(source: str, text: str, filename: str, known: Iterable[str]) -> str:
    """Return what a program is known by between host and worker."""
    whole = json.dumps([source, text, filename, sorted(known)])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


class _Box(Sandbox):
    """A sandbox that is handed its programs ready made."""

    guarded: Guarded
    outside: Callable[[Run], RemoteTools]

    def environment(self, inputs: Mapping[str, object] | None) -> Run:
        run = super().environment(inputs)
        run.outside = lambda: self.outside(run)
        return run

    def freeze_clock(self, at: int) -> None:
        """Let guests take *at*, in nanoseconds since 1970, for the time."""
        self.surroundings = replace(self.surroundings, clock=at)

    def guard_snippets(self, ask: Callable[[str, list[str], list[str]], Any]) -> None:
        """Have source text at run time guarded by the host."""
        self._compile_snippet = remote_compiler(self.policy, ask)

    def transpile(
        self, source: str | bytes, filename: str, known: frozenset[str], *,
        alone: bool = False, sealed: bool = False,
    ) -> Guarded:  # fmt: skip
        return self.guarded


class Worker:
    """Serves one host.

    Parameters:
        channel: to the host.
        setting: what the host's sandbox is made of: `tools` and `awaited` (names of the
            asynchronous ones), `limits`, `optimize`, `clock` (None, nanoseconds, or `clock()` if
            it is a function of the host's), `seed`, `listens` (whether printed text is wanted at
            once), `digits` and `recursion` (limits of the host's interpreter).
    """

    def __init__(self, channel: Channel, setting: dict[str, Any]) -> None:
        self._channel = channel
        self._number = 0
        self._calls = 0
        self._programs: dict[str, Guarded] = {}
        self._function: SandboxedFunction | None = None
        self._session: Session | None = None
        self._listens: bool = setting["listens"]
        self._printed: list[str] = []
        self._printed_at = 0.0
        #: Of asynchronous tools, in the exchange under way.
        self._awaited = Calls(self._rest)
        sys.set_int_max_str_digits(setting["digits"])
        sys.setrecursionlimit(setting["recursion"])
        clock = setting["clock"]
        self.box = _Box(
            tools={
                **{name: self._tool(name) for name in setting["tools"]},
                **{name: _awaited_tool(name) for name in setting["awaited"]},
            },
            limits=Limits(**setting["limits"]),
            optimize=setting["optimize"],
            on_output=self._print,
            clock=self._tool(CLOCK) if clock == CLOCK else None,
            seed=setting["seed"],
        )
        self.box.guard_snippets(lambda *args: self._ask(GUARD, args, {}))
        self.box.outside = self._outside
        if clock is not None and clock != CLOCK:
            self.box.freeze_clock(clock)
        self._serve: dict[int, Callable[[Any], None]] = {
            Kind.LOAD: self._load,
            Kind.RUN: self._run,
            Kind.START: self._start,
            Kind.FUNCTION: self._keep_function,
            Kind.CALL: self._call,
            Kind.MAP: self._map,
            Kind.SESSION: self._keep_session,
            Kind.STEP: self._step,
            Kind.FORGET: self._forget,
        }

    def serve(self) -> None:
        """Serve requests until the host is gone."""
        while True:
            self._one(self._channel.receive())

    # --- Requests -----------------------------------------------------------------------

    def _one(self, frame: Frame) -> None:
        outer, self._number = self._number, frame.number
        outer_calls, self._awaited = self._awaited, Calls(self._rest)
        try:
            try:
                self._serve[frame.kind](decode_of_host(frame.payload))
            except Closed:
                raise
            except BaseException as error:
                failure = error
            else:
                return
            self._fail(failure)
        finally:
            self._number = outer
            self._awaited.forget()
            self._awaited = outer_calls

    def _load(self, content: Any) -> None:
        digest, source, text, filename, known, stale = content
        if digest != digest_of(source, text, filename, known):
            raise ValueError("a program is not what its digest says")
        policy = self.box.policy
        # Steps of a session, which share their names, have other file names.
        alone = filename == FILENAME
        # Where it takes out a function by name, the host sends the text that is not sealed; that
        # holds as well if it is read as if it were.
        tools = policy.tools | frozenset(known)
        policy = replace(policy, tools=tools, alone=alone, sealed=alone)
        try:
            code = finish_program(verify(text, policy, filename), filename)
        except Refusal as refusal:
            raise errors.ClocheError(f"the worker refuses the program: {refusal}") from None
        self._programs[digest] = Guarded(source, text, code)
        for each in stale:
            self._programs.pop(each, None)
        self._done(None)

    def _run(self, content: Any) -> None:
        digest, inputs = content
        result = execute_program(self.box, self._programs[digest], inputs)
        self._ran(result)

    def _start(self, content: Any) -> None:
        digest, inputs, clock, seed = content
        given = self.box.surroundings
        surroundings = replace(
            given,
            tools={name: partial(self._parked_call, name) for name in given.tools},
            clock=partial(self._parked, CLOCK) if clock == CLOCK else clock,
            seed=seed,
            timer=partial(self._parked, TIMER),
        )
        box = self.box.repeatable(surroundings)
        result = execute_program(box, self._programs[digest], inputs)
        self._ran(result)

    def _keep_function(self, content: Any) -> None:
        digest, name, inputs = content
        self._function = function_of(self.box, self._programs[digest], name, inputs)
        awaited = isinstance(self._function, AsyncSandboxedFunction)
        self._done(awaited, self._function.stdout, self._function.stderr)

    def _call(self, content: Any) -> None:
        args, kwargs = content
        function = self._function
        assert function is not None
        call = function.awaited if isinstance(function, AsyncSandboxedFunction) else function
        value = call(*args, **kwargs)
        self._done(value, function.stdout, function.stderr)

    def _map(self, content: Any) -> None:
        (items,) = content
        function = self._function
        assert function is not None
        values: list[Any] = []
        sent = monotonic()
        for item in items:
            values.append(function(item))
            if monotonic() - sent > MAP_EVERY:
                self._send(Kind.MAPPED, [values])
                values, sent = [], monotonic()
        self._done(values, function.stdout, function.stderr)

    def _keep_session(self, content: Any) -> None:
        (inputs,) = content
        self._session = self.box.session(inputs)
        self._done(self._session.names)

    def _step(self, content: Any) -> None:
        digest, inputs, limits = content
        session = self._session
        assert session is not None
        self.box.guarded = self._programs[digest]
        if limits is not None:
            session.grant(Limits(**limits))
        try:
            result = session.execute("", inputs)
        finally:
            # Also after a failure: what was bound by then stays bound.
            self._send(Kind.NAMES, [session.names])
        self._ran(result)

    def _forget(self, _: Any) -> None:
        self._function = self._session = None
        self._done(None)

    # --- Outcomes ------------------------------------------------------------------------

    def _ran(self, result: Result) -> None:
        spent = result.steps, result.seconds, result.tool_calls
        self._done(result.value, result.stdout, result.stderr, spent)

    def _send(self, kind: Kind, content: list[Any]) -> None:
        self._channel.send(kind, self._number, encode(content))

    def _done(
        self,
        value: Any,
        stdout: str = "",
        stderr: str = "",
        spent: tuple[int, float, int] = (0, 0.0, 0),
    ) -> None:
        self._printed.clear()
        health = memory.resident(), process_time()
        try:
            self._send(Kind.DONE, [value, stdout, stderr, *spent, *health])
        except Unsendable as error:
            kind = type(error.value).__name__
            raise errors.BoundaryError("result", kind, error.reason) from None

    def _fail(self, error: BaseException) -> None:
        self._printed.clear()
        limit = self.box.limits.memory
        if isinstance(error, MemoryError) and limit is not None:
            error = errors.MemoryLimitExceeded(limit, memory.resident())
        stdout, stderr = getattr(error, "stdout", ""), getattr(error, "stderr", "")
        spent = [getattr(error, name, None) for name in ("steps", "seconds", "tool_calls")]
        health = memory.resident(), process_time()
        self._send(Kind.FAILED, [*failure_of(error), stdout, stderr, *spent, *health])

    def _print(self, text: str) -> None:
        if self._listens:
            self._send(Kind.PRINTED, [text])
            return
        # So that the host has it if this process does not live to tell.
        self._printed.append(text)
        now = monotonic()
        if now - self._printed_at > PRINT_EVERY:
            self._flush(now)

    def _flush(self, now: float) -> None:
        self._printed_at = now
        self._send(Kind.PRINTED, ["".join(self._printed)])
        self._printed.clear()

    # --- Tools ---------------------------------------------------------------------------

    def _tool(self, name: str) -> Callable[..., Any]:
        def tool(*args: Any, **kwargs: Any) -> Any:
            return self._ask(name, args, kwargs)

        return tool

    def _parked_call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        return self._parked(CALL, name, args, kwargs, calling_line(FILENAME))

    def _parked(self, name: str, /, *args: Any) -> Any:
        """Ask the host, which may take days to answer."""
        run = current()
        if self._printed:
            self._flush(monotonic())
        try:
            run.park()
            return self._ask(name, args, {})
        finally:
            run.unpark()

    def _ask(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        self._calls = call = (self._calls + 1) % 2**31
        try:
            self._send(Kind.TOOL, [call, name, list(args), kwargs])
        except Unsendable as error:
            raise TypeError(f"{name}() arguments: {error.reason}") from None
        kind, (answered, *content) = self._answer()
        if answered != call:
            os._exit(70)  # neither end can know any more who is told what
        return answer_of(kind, content)

    def _answer(self) -> tuple[int, list[Any]]:
        """Wait for the answer to what was sent last; return its kind and content."""
        number = self._number
        while True:
            frame = self._channel.receive()
            if frame.kind in (Kind.ANSWER, Kind.RAISE, Kind.ABORT, Kind.WAKE):
                if frame.number != number:
                    os._exit(70)
                return frame.kind, decode_of_host(frame.payload)
            # The tool calls a function of this worker; its run is the one that waits.
            self._one(frame)

    def _outside(self, run: Run) -> RemoteTools:
        return RemoteTools(run, self._awaited)

    def _rest(self, seconds: float | None, calls: list[Any], cancelled: list[int]) -> list[Any]:
        try:
            self._send(Kind.REST, [seconds, calls, cancelled])
        except Unsendable as error:
            raise TypeError(f"arguments of tools: {error.reason}") from None
        kind, content = self._answer()
        if kind != Kind.WAKE:
            raise Aborted
        return [(number, kind, rest) for kind, number, *rest in content[0]]


def _awaited_tool(name: str) -> Callable[..., Any]:
    async def tool(*args: Any, **kwargs: Any) -> Any:
        return await Request(name, args, kwargs)

    return tool


def stop_run(*_: object) -> None:
    """The host wants the run to end, as for Ctrl-C; it ends at its next tick."""
    with suppress(Stop):
        current().budget.stop("abort", None, None)


def main(life: int) -> None:
    """Be a worker, on the socket that is standard input.

    Parameters:
        life: reading end of the pipe that the host holds open while it lives.
    """
    signal.signal(signal.SIGINT, stop_run)
    os.dup2(life, _LIFE)
    if life != _LIFE:
        os.close(life)
    tied = hardening.die_with(_LIFE)
    channel = Channel(socket.socket(fileno=0))
    try:
        worker = _made(channel, tied)
        worker.serve()
    except Closed:
        pass
    except BaseException as error:
        text = f"{type(error).__name__}: {error}"
        channel.send(Kind.FAILED, 0, encode(["cloche", [text], "", "", None, None, None, 0, 0.0]))
    finally:
        os._exit(0)


def _made(channel: Channel, tied: str) -> Worker:
    worker = Worker(channel, decode_of_host(channel.receive().payload))
    box = worker.box
    prepare(box)
    limits = box.limits
    report = hardening.harden(limits.memory, limits.seconds, rouse_the_monitor)
    gc.collect()
    gc.freeze()
    channel.send(Kind.READY, 0, encode([{"host": tied, **report}, memory.resident()]))
    return worker
