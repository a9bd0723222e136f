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
from time import monotonic
from typing import Any, Final

from ..compiling import FILENAME
from ..functions import AsyncSandboxedFunction, SandboxedFunction
from ..inputs import Entered, bind
from ..program import execute_program, function_of
from ..runtime import errors, memory
from ..runtime.boundary.converting import like, mark
from ..runtime.limits import Limits
from ..runtime.run import Run, current
from ..runtime.stops import Stop
from ..runtime.tracebacks import calling_line
from ..sandbox import Sandbox
from ..session import Session
from ..surroundings import Surroundings
from ..transpiler import Guarded, Refusal
from ..transpiler.finish import finish_program
from ..transpiler.verify import verify
from . import hardening
from .codec import comes_bare, decode_of_host, encode
from .guarding import remote_compiler
from .messages import CALL, CLOCK, GUARD, TIMER, Kind, told
from .preparing import prepare, rouse_the_monitor
from .remote_tools import RemoteTools, Request
from .talking import Talk
from .wire import Channel, Closed, Frame

#: Where the pipe to the host is kept: beside the standard ones, so that no descriptor is free.
_LIFE: Final = 3
#: Values of a `MAP` wait so long to be sent, in seconds.
MAP_EVERY: Final = 0.01


def digest_of(source: str, text: str, filename: str, known: Iterable[str]) -> str:
    """Return what a program is known by between host and worker."""
    whole = json.dumps([source, text, filename, sorted(known)])
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()


class _Box(Sandbox):
    """A sandbox that is handed its programs ready made."""

    guarded: Guarded
    outside: Callable[[Run], RemoteTools]
    #: Whether the next run finds a running loop, though it may await nothing.
    on_loop = False
    #: An environment that nobody has used, and the surroundings it was made for.
    spare: tuple[Surroundings, Run] | None = None

    def environment(self, inputs: Mapping[str, object] | None) -> Run:
        spare, self.spare = self.spare, None
        if spare is None or spare[0] is not self.surroundings:
            run = super().environment(inputs)
        else:
            run = spare[1]
            if inputs:
                bind(run, inputs)
        run.outside = lambda: self.outside(run)
        run.on_loop, self.on_loop = self.on_loop, False
        return run

    def lay_by(self) -> None:
        """Make the environment of the next run, while the host is busy with the last answer."""
        if self.spare is None:
            self.spare = self.surroundings, super().environment(None)

    def freeze_clock(self, at: int) -> None:
        """Let guests take *at*, in nanoseconds since 1970, for the time."""
        self.surroundings = replace(self.surroundings, clock=at)

    def guard_snippets(self, ask: Callable[[str, list[str], list[str], bool], Any]) -> None:
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
            asynchronous ones), `declared` (names of those with declared types), `limits`,
            `optimize`, `clock` (None, nanoseconds, or `clock()` if it is a function of the host's),
            `seed`, `listens` (whether printed text is wanted at once), `digits` and `recursion`
            (limits of the host's interpreter).
    """

    def __init__(self, channel: Channel, setting: dict[str, Any]) -> None:
        self._channel = channel
        limits = Limits(**setting["limits"])
        self._talk = Talk(channel, setting["listens"], limits, self._one)
        self._programs: dict[str, Guarded] = {}
        self._function: SandboxedFunction | None = None
        self._session: Session | None = None
        sys.set_int_max_str_digits(setting["digits"])
        sys.setrecursionlimit(setting["recursion"])
        clock = setting["clock"]
        self.box = _Box(
            tools=self._tools(setting),
            limits=limits,
            optimize=setting["optimize"],
            on_output=self._talk.printed,
            clock=self._tool(CLOCK) if clock == CLOCK else None,
            seed=setting["seed"],
        )
        self.box.guard_snippets(lambda *args: self._talk.ask(GUARD, args, {}))
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
            self.box.lay_by()
            self._one(self._channel.receive())

    # --- Requests -----------------------------------------------------------------------

    def _one(self, frame: Frame) -> None:
        with self._talk.about(frame.number):
            try:
                self._serve[frame.kind](_content(frame))
            except Closed:
                raise
            except BaseException as error:
                failure = error
            else:
                return
            self._talk.failed(failure)

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
        self._talk.done(None)

    def _run(self, content: Any) -> None:
        # Nothing here holds on to the inputs: they go with the run, before the host is told of it.
        self.box.on_loop = content.pop()
        result = execute_program(self.box, self._programs[content[0]], content.pop())
        self._talk.ran(result)

    def _start(self, content: Any) -> None:
        digest, inputs, clock, seed = content
        given = self.box.surroundings
        surroundings = replace(
            given,
            tools={
                name: like(tool, partial(self._parked_call, name))
                for name, tool in given.tools.items()
            },
            clock=partial(self._parked, CLOCK) if clock == CLOCK else clock,
            seed=seed,
            timer=partial(self._parked, TIMER),
        )
        box = self.box.repeatable(surroundings)
        result = execute_program(box, self._programs[digest], inputs)
        self._talk.ran(result)

    def _keep_function(self, content: Any) -> None:
        digest, name, inputs = content
        self._function = function_of(self.box, self._programs[digest], name, inputs)
        awaited = isinstance(self._function, AsyncSandboxedFunction)
        self._talk.done(awaited, self._function.stdout, self._function.stderr)

    def _call(self, content: Any) -> None:
        args, kwargs = content
        function = self._function
        assert function is not None
        call = function.awaited if isinstance(function, AsyncSandboxedFunction) else function
        value = call(*args, **kwargs)
        self._talk.done(value, function.stdout, function.stderr)

    def _map(self, content: Any) -> None:
        (items,) = content
        function = self._function
        assert function is not None
        values: list[Any] = []
        sent = monotonic()
        for item in items:
            values.append(function(item))
            if monotonic() - sent > MAP_EVERY:
                self._talk.send(Kind.MAPPED, [values])
                values, sent = [], monotonic()
        self._talk.done(values, function.stdout, function.stderr)

    def _keep_session(self, content: Any) -> None:
        (inputs,) = content
        self._session = self.box.session(inputs)
        self._talk.done(told(self._session.names))

    def _step(self, content: Any) -> None:
        digest, inputs, limits, on_loop = content
        session = self._session
        assert session is not None
        session.use_loop(on_loop)
        self.box.guarded = self._programs[digest]
        if limits is not None:
            session.grant(Limits(**limits))
        try:
            result = session.execute("", inputs)
        finally:
            # Also after a failure: what was bound by then stays bound.
            self._talk.send(Kind.NAMES, [told(session.names)])
        self._talk.ran(result)

    def _forget(self, _: Any) -> None:
        self._function = self._session = None
        self._talk.done(None)

    # --- Tools ---------------------------------------------------------------------------

    def _tools(self, setting: dict[str, Any]) -> dict[str, Callable[..., Any]]:
        tools = {name: self._tool(name) for name in setting["tools"]}
        tools |= {name: _awaited_tool(name) for name in setting["awaited"]}
        for name in setting["declared"]:
            mark(tools[name])
        return tools

    def _tool(self, name: str) -> Callable[..., Any]:
        def tool(*args: Any, **kwargs: Any) -> Any:
            return self._talk.ask(name, args, kwargs)

        return tool

    def _parked_call(self, name: str, /, *args: Any, **kwargs: Any) -> Any:
        return self._parked(CALL, name, args, kwargs, calling_line(FILENAME))

    def _parked(self, name: str, /, *args: Any) -> Any:
        """Ask the host, which may take days to answer."""
        run = current()
        self._talk.flush()
        try:
            run.park()
            return self._talk.ask(name, args, {})
        finally:
            run.unpark()

    def _outside(self, run: Run) -> RemoteTools:
        return RemoteTools(run, self._talk.awaited)


def _content(frame: Frame) -> Any:
    """Return what the host asks for. Inputs that are bare are nobody else's, and looked at."""
    content = decode_of_host(frame.payload)
    if frame.kind in (Kind.RUN, Kind.STEP) and comes_bare(frame.payload):
        content[1] = Entered(content[1])
    return content


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
