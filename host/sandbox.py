"""The sandbox: tools, limits, and the way from source to value."""

from __future__ import annotations

import inspect
import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache, partial
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from .execution import bare, bare_async
from .inputs import check_name
from .program import Program, Result
from .runtime import errors, tripwire
from .runtime.boundary.calls import check_tool, is_asynchronous, tool_for
from .runtime.boundary.inward import into_guest
from .runtime.boundary.pausing import Pausing, unmarked
from .runtime.identities import IDENTITIES, Identities
from .runtime.limits import Limits
from .runtime.run import Run, current
from .session import Session
from .snippets import snippet_compiler
from .transpiler import Diagnostic, Guarded, Policy, Refusal, SourceLimits, transpile

if TYPE_CHECKING:
    from os import PathLike

    from .audit import AuditLog
    from .disk_cache import DiskCache
    from .observing import Observers, OnCompile, OnRun, OnTool
    from .pausing.recorded import RecordedSession
    from .pausing.steps import Done, Paused
    from .streaming import Stream
    from .transpiler.manifest import Manifest
    from .workers.face import Workers

FILENAME = "<guest>"
#: Programs kept per process, least recently used out first.
CACHE_SIZE = 1024
#: Manifests kept per sandbox.
MANIFESTS = 256

_cache: OrderedDict[tuple[object, ...], Guarded] = OrderedDict()
_cache_lock = Lock()


@cache
def base_policy() -> Policy:
    """Return the policy of a sandbox without tools: what this runtime offers."""
    from .runtime.modules.absent import HINTS
    from .runtime.modules.names import MODULE_NAMES, STAR_NAMES
    from .runtime.namespace import OFFERED
    from .runtime.universe import GUARDED

    return Policy(
        guarded=GUARDED, builtins=OFFERED, modules=MODULE_NAMES, exports=STAR_NAMES, hints=HINTS
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What acts on runs from outside, or tells them what is outside.

    Parameters:
        tools: functions of the host by name.
        listener: called with text as it is printed.
        clock: nanoseconds at which time stands still, a function, or None for the system's.
        seed: of all randomness; None for the system's.
        timer: tells seconds for the timers of event loops; None for the system's.
    """

    tools: Mapping[str, Callable[..., Any]]
    listener: Callable[[str], object] | None
    clock: int | Callable[..., Any] | None
    seed: int | None
    timer: Callable[..., Any] | None = None


class Sandbox:
    """Runs programs with the given tools, under the given limits.

    Parameters:
        tools: host functions by the name the guest calls them; what an asynchronous one gives,
            the guest awaits.
        limits: of each run, and of each call of a sandboxed function.
        isolation: `inline` runs in this process, `process` in worker processes.
        optimize: whether guards are dropped where a proof allows it.
        source_limits: bounds on the source text.
        on_output: called with each piece of text as the guest prints it.
        clock: what guests take for the time: None for the system's; a datetime (naive: UTC) or
            seconds since 1970, where it stands still but for `time.sleep`; or a function that
            returns seconds since 1970. Local time is UTC for every guest.
        seed: what all randomness of each run comes from; None for the system's.
        workers: with `process`, how many runs may be under way at once; more wait. Each function
            and session has a worker of its own beside these. They start when they are needed and
            end with the sandbox, at `close` or at the end of a `with` block.
        tripwire: whether audit events of guest code are watched, and end the run (see
            `docs/threat-model.md`); the hook is installed once a process.
        allow: called with the manifest of each source that would be accepted; where it says no
            the source is rejected, with the text it returns, if it returns one, as the reason.
        on_compile, on_run, on_tool: hooks, called as each begins; what they return, if not None,
            is called as it ends (`docs/observing.md`).
        audit: a log of all runs and rejections.
        cache: a directory of this user's in which guarded programs are kept for processes to come
            (`disk_cache.py`); made if it is not there.

    Raises:
        ValueError: an unknown isolation, no workers, a tool's name no guest could write, no
            finite time, a cache that others may write to.
        TypeError: a tool is not callable; a clock or seed of another type.
    """

    def __init__(
        self,
        tools: Mapping[str, Callable[..., Any]] | None = None,
        limits: Limits | None = None,
        isolation: str = "inline",
        *,
        optimize: bool = True,
        source_limits: SourceLimits | None = None,
        on_output: Callable[[str], object] | None = None,
        clock: datetime | float | Callable[[], float] | None = None,
        seed: int | None = None,
        workers: int = 2,
        tripwire: bool = True,
        allow: Callable[[Manifest], bool | str] | None = None,
        on_compile: OnCompile | None = None,
        on_run: OnRun | None = None,
        on_tool: OnTool | None = None,
        audit: AuditLog | None = None,
        cache: str | PathLike[str] | None = None,
    ) -> None:
        if isolation not in ("inline", "process"):
            raise ValueError(f"isolation must be 'inline' or 'process', not {isolation!r}")
        self.limits = limits if limits is not None else Limits()
        self._tools = dict(tools or {})
        #: Tools before whose calls a started run pauses.
        self.pausing = frozenset(
            name for name, tool in self._tools.items() if type(tool) is Pausing
        )
        self._tools = {name: unmarked(tool) for name, tool in self._tools.items()}
        for name, tool in self._tools.items():
            check_tool(name, tool)
            check_name(name)
        self._on_output = on_output
        if callable(clock):
            check_tool("clock", clock)
            if is_asynchronous(clock):
                raise TypeError("a clock must not be an asynchronous function")
        self._clock = clock if clock is None or callable(clock) else _moment(clock)
        if seed is not None and type(seed) is not int:
            raise TypeError(f"seed must be an int or None, not {type(seed).__name__}")
        self._seed = seed
        self._wired = tripwire
        self._repeatable = False
        self._timer: Callable[..., Any] | None = None
        self._allow = allow
        self.observers = _observers(self, on_compile, on_run, on_tool, audit)
        #: The tools as a run calls them; `_tools` are those that were given.
        self._called = {name: self._as_called(name, tool) for name, tool in self._tools.items()}
        self.policy = replace(
            base_policy(),
            tools=frozenset(self._tools),
            optimize=optimize,
            limits=source_limits or SourceLimits(),
        )
        self._disk: DiskCache | None = None
        if cache is not None:
            from .disk_cache import DiskCache

            self._disk = DiskCache(cache)
        self._compile_snippet = snippet_compiler(self.policy)
        #: The manifest of a program that was compiled for this sandbox.
        self.manifest = lru_cache(MANIFESTS)(partial(_manifest, self.policy))
        #: The engine of `process`; None inline.
        self.workers: Workers | None = None
        if isolation == "process":
            # By name, and only now: a worker is built on a sandbox, and `import cloche` costs none.
            face: Any = import_module(".workers.face", __package__)
            setting = face.Setting(self, self._called, on_output, self._clock, seed)
            self.workers = face.Workers(setting, workers)

    def close(self) -> None:
        """End all workers; runs under way end with `WorkerCrashed`. Inline there are none."""
        if self.workers is not None:
            self.workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _as_called(self, name: str, tool: Callable[..., Any]) -> Callable[..., Any]:
        function = tool
        if not inspect.isbuiltin(tool):
            from .declared import adapted

            function = adapted(tool)
        return function if self.observers is None else self.observers.tool(name, function)

    @property
    def policy_digest(self) -> str:
        """SHA-256 of all that decides what a program may do and how it is guarded."""
        from .observing import digest

        policy = self.policy
        names = {module: sorted(names) for module, names in sorted(policy.modules.items())}
        told = (
            sorted(policy.guarded), sorted(policy.builtins), names, sorted(policy.tools),
            policy.optimize, policy.limits, self.limits, sys.version_info[:3],
        )  # fmt: skip
        return digest(repr(told))

    def compile(self, source: str | bytes) -> Program:
        """Check, rewrite and compile *source*; cached by content and policy.

        Raises:
            Rejected: with every diagnostic.
        """
        return Program(self, self.transpile(source, FILENAME, frozenset(), alone=True, sealed=True))

    @bare
    def run(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Any:
        """Run *source* and return the value of its last expression, else None.

        Parameters:
            inputs: plain data, or what `expose` returned, by the global name the program finds
                it under.

        Raises:
            Rejected: the source was refused; nothing of it ran.
            GuestError: it raised an exception and did not catch it.
            LimitExceeded: it hit a limit.
            BoundaryError: an input or the result may not cross.
        """
        return self.compile(source).execute(inputs).value

    @bare
    def execute(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Result:
        """Run *source* and return its `Result`; raises as `run` does."""
        return self.compile(source).execute(inputs)

    @bare_async
    async def run_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Any:
        """Run *source* on the event loop of the host, as `run` does.

        Raises:
            asyncio.CancelledError: the task was cancelled; nothing of the guest runs any more.
            as `run`.
        """
        return (await self.execute_async(source, inputs)).value

    @bare_async
    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        """Run *source* on the event loop of the host; return its `Result`."""
        return await self.compile(source).execute_async(inputs)

    @bare
    def start(
        self,
        source: str | bytes,
        inputs: Mapping[str, object] | None = None,
        *,
        pause: str = "marked",
    ) -> Paused | Done:
        """Run *source* up to the first call of a tool that pauses, or to its end.

        Parameters:
            pause: `marked` for the tools that `cloche.pausing` has marked, `all` for any.

        Raises:
            ValueError: *pause* is neither.
            TypeError: a tool is asynchronous, and all are to pause or it runs in a worker.
            as `run`.
        """
        life: Any = import_module(".pausing.life", __package__)
        guarded = self.transpile(source, FILENAME, frozenset(), alone=True, sealed=True)
        guarded = self.fitting(guarded, inputs)
        step: Paused | Done = life.start(self, guarded, inputs, pause)
        return step

    @bare
    def load(self, data: bytes, key: bytes | None = None) -> Paused:
        """Bring a run that `Paused.dump` has written back to where it paused.

        The program is run anew; each call it makes must be the one it has made before, and gets
        what came of that one. No tool is called.

        Parameters:
            key: what it was signed with.

        Raises:
            DumpRefused: the bytes are not what `dump` has written, with this key, in a sandbox
                of these tools and this policy.
            ReplayDiverged: the program did something else this time.
            LimitExceeded: it hit a limit of this sandbox on the way.
        """
        life: Any = import_module(".pausing.life", __package__)
        step: Paused = life.load(self, data, key)
        return step

    def session(
        self,
        inputs: Mapping[str, object] | None = None,
        *,
        total: Limits | None = None,
        recorded: bool = False,
    ) -> Session:
        """Return a session, whose names persist from step to step.

        Parameters:
            total: bounds on steps, seconds and output of all steps together.
            recorded: whether it can be dumped, for `load_session`.

        Raises:
            TypeError: it is to be recorded, and lives in a worker.
        """
        if recorded:
            if self.workers is not None:
                raise TypeError("a session in a worker cannot be recorded")
            sessions: Any = import_module(".pausing.recorded", __package__)
            made: Session = sessions.RecordedSession(self, inputs, total)
            return made
        if self.workers is not None:
            return self.workers.session(self, inputs, total)
        return Session(self, inputs, total)

    @bare
    def load_session(
        self, data: bytes, key: bytes | None = None, *, total: Limits | None = None
    ) -> RecordedSession:
        """Bring back a session that `RecordedSession.dump` has written.

        Its steps are run anew, and their calls get what they got before; no tool is called.

        Parameters:
            key: what it was signed with.
            total: as of `session`; what is repeated counts.

        Raises:
            DumpRefused, ReplayDiverged, LimitExceeded: as `load`.
            TypeError: sessions of this sandbox live in workers.
        """
        if self.workers is not None:
            raise TypeError("a session in a worker cannot be recorded")
        sessions: Any = import_module(".pausing.recorded", __package__)
        made: RecordedSession = sessions.load(self, data, key, total)
        return made

    def stream(self) -> Stream:
        """Return a stream, which compiles a source text while it is being written."""
        from .streaming import Stream

        return Stream(self, FILENAME)

    def describe(self, inputs: Mapping[str, object] | None = None) -> str:
        """Return instructions for a model that is to write programs for this sandbox.

        They say what is allowed, the tools as typed stubs, the modules and the limits; the text
        is the same every time.

        Parameters:
            inputs: examples of what each run is given; their types are told, not their values.
        """
        from .describing import describe

        return describe(self, self._tools, inputs)

    def lint(self, source: str | bytes) -> list[Diagnostic]:
        """Return the diagnostics `compile` would reject *source* with."""
        try:
            self.ask(self._transpile(source, FILENAME, frozenset(), alone=True, sealed=True))
        except errors.Rejected as rejected:
            return rejected.diagnostics
        return []

    # --- For Program, Session and paused runs ----------------------------------------------

    @property
    def surroundings(self) -> Surroundings:
        """What acts on its runs from outside."""
        return Surroundings(self._called, self._on_output, self._clock, self._seed)

    def repeatable(self, surroundings: Surroundings) -> Self:
        """Return this sandbox in other *surroundings*, with tools of the same names.

        What differs from process to process is given to its runs by these alone.
        """
        made = copy(self)
        made._called = dict(surroundings.tools)
        made._on_output, made._clock = surroundings.listener, surroundings.clock
        made._seed, made._timer = surroundings.seed, surroundings.timer
        made._repeatable = True
        return made

    def transpile(
        self, source: str | bytes, filename: str, known: frozenset[str], *,
        alone: bool = False, sealed: bool = False,
    ) -> Guarded:  # fmt: skip
        """Return the guarded program, from the cache if it is there.

        Parameters:
            known: names the environment already binds.
            alone, sealed: see `Policy`.
        """
        if self.observers is None:
            return self.ask(self._transpile(source, filename, known, alone, sealed))
        with self.observers.compiling(source):
            return self.ask(self._transpile(source, filename, known, alone, sealed))

    def opened(self, guarded: Guarded) -> Guarded:
        """Return a program that has been accepted for a host that calls its functions by name."""
        filename = guarded.code.co_filename
        return self._transpile(guarded.source, filename, frozenset(), alone=True, sealed=False)

    def fitting(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Guarded:
        """Return what to run with *inputs*: where one has the name of a function, the open form."""
        shadowed = inputs and not guarded.functions.isdisjoint(inputs)
        return self.opened(guarded) if shadowed else guarded

    def _transpile(
        self, source: str | bytes, filename: str, known: frozenset[str], alone: bool, sealed: bool
    ) -> Guarded:
        policy = self.policy
        key = (source, filename, known, policy.tools, policy.optimize, policy.limits, alone, sealed)
        found = _cache.get(key)
        if found is None:
            if known or alone:
                tools = policy.tools | known
                policy = replace(policy, tools=tools, alone=alone, sealed=sealed)
            try:
                found = self._made(source, policy, filename)
            except Refusal as refusal:
                diagnostics = refusal.diagnostics
            else:
                diagnostics = []
            if found is None:
                raise errors.Rejected(diagnostics, source if type(source) is str else "")
            _remember(key, found)
        return found

    def _made(self, source: str | bytes, policy: Policy, filename: str) -> Guarded:
        disk = self._disk
        if disk is None:
            return transpile(source, policy, filename)
        found = disk.load(source, policy, filename)
        if found is None:
            found = transpile(source, policy, filename)
            disk.store(source, policy, filename, found)
        return found

    def ask(self, guarded: Guarded) -> Guarded:
        """Return *guarded* if the host allows it.

        Raises:
            Rejected: it does not.
        """
        answer = True if self._allow is None else self._allow(self.manifest(guarded))
        if answer is not True:
            reason = answer or "the host does not allow this program"
            raise errors.Rejected([Diagnostic(1, 0, 1, 0, "CL801", reason)], guarded.source)
        return guarded

    def environment(self, inputs: Mapping[str, object] | None) -> Run:
        """Return a fresh environment: builtins, tools and inputs, and nothing else."""
        clock = self._clock
        # What the collector closes is closed in any thread, and at any time.
        finds = current if self._repeatable else None
        run = Run(self.limits, self._on_output, None, self._seed)
        if self._wired:
            tripwire.install()
            run.wired = True
        run.clock = tool_for("clock", clock, run, finds) if callable(clock) else clock
        if self._repeatable:
            run.state[IDENTITIES] = Identities()
        if self._timer is not None:
            from .runtime.modules.clock import TIMER

            run.state[TIMER] = tool_for("timer", self._timer, run, finds)
        run.compiler = self._compile_snippet
        names = run.globals
        names["__name__"] = "__main__"
        names["__builtins__"] = _namespace_of()(
            run, {name: tool_for(name, tool, run, finds) for name, tool in self._called.items()}
        )
        for name, value in (inputs or {}).items():
            check_name(name)
            names[name] = into_guest(value, name, run=run)
        return run


@cache
def _namespace_of() -> Callable[[Run, Mapping[str, object]], dict[str, Any]]:
    """Return `namespace`: imported when it is first needed, and asked for by every run."""
    from .runtime.namespace import namespace

    return namespace


def _observers(
    box: Sandbox,
    on_compile: OnCompile | None,
    on_run: OnRun | None,
    on_tool: OnTool | None,
    audit: AuditLog | None,
) -> Observers | None:
    if not (on_compile or on_run or on_tool or audit):
        return None
    from .observing import Observers

    compiling = [on_compile] if on_compile else []
    running = [on_run] if on_run else []
    if audit is not None:
        # The log is the sandbox's; it must not keep it alive.
        owner = weakref.proxy(box)
        compiling.append(lambda event: audit.compiling(owner, event))
        running.append(lambda event: audit.running(owner, event))
    return Observers(tuple(compiling), tuple(running), (on_tool,) if on_tool else ())


def _manifest(policy: Policy, guarded: Guarded) -> Manifest:
    from .transpiler.manifest import manifest_of

    return manifest_of(guarded, policy)


def _remember(key: tuple[object, ...], guarded: Guarded) -> None:
    with _cache_lock:
        _cache[key] = guarded
        while len(_cache) > CACHE_SIZE:
            _cache.popitem(last=False)


def _moment(clock: datetime | float) -> int:
    from .runtime.modules.clock import nanoseconds

    return nanoseconds(clock)
