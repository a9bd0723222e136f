"""The sandbox: tools, limits, and the way from source to value."""

from __future__ import annotations

import sys
import weakref
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any, Self

from .compiling import FILENAME, Compiler, base_policy
from .execution import bare, bare_async
from .inputs import bind
from .program import Program, Result, value_of
from .runtime import errors
from .runtime.limits import Limits
from .runtime.run import Run
from .session import Session
from .snippets import snippet_compiler
from .surroundings import Surroundings, checked_clock, checked_seed, environment
from .tools import called_tools, checked_tools
from .transpiler import Diagnostic, Guarded, SourceLimits
from .transpiler.records import replace

if TYPE_CHECKING:
    from datetime import datetime
    from os import PathLike

    from .audit import AuditLog
    from .disk_cache import DiskCache
    from .observing import Observers, OnCompile, OnRun, OnTool
    from .pausing.recorded import RecordedSession
    from .pausing.steps import Done, Paused
    from .streaming import Stream
    from .transpiler.manifest import Manifest
    from .workers.face import Workers


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
        #: `pausing`: tools before whose calls a started run pauses.
        self._tools, self.pausing = checked_tools(tools or {})
        self._wired = tripwire
        self._repeatable = False
        self._allow = allow
        self.observers = _observers(self, on_compile, on_run, on_tool, audit)
        called = called_tools(self._tools, self.observers)
        #: What acts on its runs from outside.
        self.surroundings = Surroundings(
            called, on_output, checked_clock(clock), checked_seed(seed)
        )
        self.policy = replace(
            base_policy(),
            tools=frozenset(self._tools),
            optimize=optimize,
            limits=source_limits or SourceLimits(),
        )
        self._compiler = Compiler(self.policy, None if cache is None else _disk_cache(cache))
        self._compile_snippet = snippet_compiler(self.policy)
        #: The engine of `process`; None inline.
        self.workers = self._engine(workers) if isolation == "process" else None

    def _engine(self, workers: int) -> Workers:
        # By name, and only now: a worker is built on a sandbox, and `import cloche` costs none.
        face: Any = import_module(".workers.face", __package__)
        around = self.surroundings
        setting = face.Setting(self, around.tools, around.listener, around.clock, around.seed)
        made: Workers = face.Workers(setting, workers)
        return made

    def close(self) -> None:
        """End all workers; runs under way end with `WorkerCrashed`. Inline there are none."""
        if self.workers is not None:
            self.workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def policy_digest(self) -> str:
        """SHA-256 of all that decides what a program may do and how it is guarded."""
        from .fingerprint import digest_of, of_policy

        return digest_of(repr((of_policy(self.policy), self.limits, sys.version_info[:3])))

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
        if inputs is None and self.observers is None and self.workers is None:
            # As below, in fewer steps.
            guarded = self.transpile(source, FILENAME, frozenset(), alone=True, sealed=True)
            return value_of(self, guarded)
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
            total: bounds on steps, seconds, output and calls of tools of all steps together.
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
            self.ask(
                self._compiler.compiled(source, FILENAME, frozenset(), alone=True, sealed=True)
            )
        except errors.Rejected as rejected:
            return rejected.diagnostics
        return []

    # --- For Program, Session and paused runs ----------------------------------------------

    def repeatable(self, surroundings: Surroundings) -> Self:
        """Return this sandbox in other *surroundings*, with tools of the same names.

        What differs from process to process is given to its runs by these alone.
        """
        made = object.__new__(type(self))
        vars(made).update(vars(self))
        made.surroundings = surroundings
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
            return self.ask(self._compiler.compiled(source, filename, known, alone, sealed))
        with self.observers.compiling(source):
            return self.ask(self._compiler.compiled(source, filename, known, alone, sealed))

    def opened(self, guarded: Guarded) -> Guarded:
        """Return a program that has been accepted for a host that calls its functions by name."""
        filename = guarded.code.co_filename
        return self._compiler.compiled(
            guarded.source, filename, frozenset(), alone=True, sealed=False
        )

    def fitting(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Guarded:
        """Return what to run with *inputs*: where one has the name of a function, the open form."""
        shadowed = inputs and not guarded.functions.isdisjoint(inputs)
        return self.opened(guarded) if shadowed else guarded

    def manifest(self, guarded: Guarded) -> Manifest:
        """Return the manifest of a program that was compiled for this sandbox."""
        return self._compiler.manifest(guarded)

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
        run = environment(self.surroundings, self.limits, self._wired, self._repeatable)
        run.compiler = self._compile_snippet
        if inputs:
            bind(run, inputs)
        return run


def _disk_cache(directory: str | PathLike[str]) -> DiskCache:
    from .disk_cache import DiskCache

    return DiskCache(directory)


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
