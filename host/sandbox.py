"""The sandbox: tools, limits, and the way from source to value."""

from __future__ import annotations

import keyword
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import cache
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Self

from .execution import bare, bare_async
from .program import Program, Result
from .runtime import errors, tripwire
from .runtime.boundary.calls import check_tool, is_asynchronous, tool_for
from .runtime.boundary.inward import into_guest
from .runtime.limits import Limits
from .runtime.run import Run
from .session import Session
from .snippets import snippet_compiler
from .transpiler import Diagnostic, Guarded, Policy, Refusal, SourceLimits, transpile
from .transpiler import lint as lint_source
from .transpiler.vocabulary import is_dunder, normalise

if TYPE_CHECKING:
    from .workers.face import Workers

FILENAME = "<guest>"
#: Programs kept per process, least recently used out first.
CACHE_SIZE = 1024

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

    Raises:
        ValueError: an unknown isolation, no workers, a tool's name no guest could write, no
            finite time.
        TypeError: a tool is not callable, or is asynchronous with `process`; a clock or seed
            of another type.
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
    ) -> None:
        if isolation not in ("inline", "process"):
            raise ValueError(f"isolation must be 'inline' or 'process', not {isolation!r}")
        self.limits = limits if limits is not None else Limits()
        self._tools = dict(tools or {})
        for name, tool in self._tools.items():
            check_tool(name, tool)
            check_name(name)
            if isolation == "process" and is_asynchronous(tool):
                raise TypeError(f"tool {name!r}: workers cannot call asynchronous functions")
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
        self.policy = replace(
            base_policy(),
            tools=frozenset(self._tools),
            optimize=optimize,
            limits=source_limits or SourceLimits(),
        )
        self._compile_snippet = snippet_compiler(self.policy)
        #: The engine of `process`; None inline.
        self.workers: Workers | None = None
        if isolation == "process":
            # By name, and only now: a worker is built on a sandbox, and `import cloche` costs none.
            face: Any = import_module(".workers.face", __package__)
            setting = face.Setting(self, self._tools, on_output, self._clock, seed)
            self.workers = face.Workers(setting, workers)

    def close(self) -> None:
        """End all workers; runs under way end with `WorkerCrashed`. Inline there are none."""
        if self.workers is not None:
            self.workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def compile(self, source: str | bytes) -> Program:
        """Check, rewrite and compile *source*; cached by content and policy.

        Raises:
            Rejected: with every diagnostic.
        """
        return Program(self, self.transpile(source, FILENAME, frozenset(), alone=True))

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

    def session(self, inputs: Mapping[str, object] | None = None) -> Session:
        """Return a session, whose names persist from step to step."""
        if self.workers is not None:
            return self.workers.session(self, inputs)
        return Session(self, inputs)

    def lint(self, source: str | bytes) -> list[Diagnostic]:
        """Return the diagnostics `compile` would reject *source* with."""
        return lint_source(source, self.policy)

    # --- For Program and Session ---------------------------------------------------------

    def transpile(
        self, source: str | bytes, filename: str, known: frozenset[str], *, alone: bool = False
    ) -> Guarded:
        """Return the guarded program, from the cache if it is there.

        Parameters:
            known: names the environment already binds.
            alone: see `Policy`.
        """
        policy = self.policy
        key = (source, filename, known, policy.tools, policy.optimize, policy.limits, alone)
        found = _cache.get(key)
        if found is None:
            if known or alone:
                policy = replace(policy, tools=policy.tools | known, alone=alone)
            try:
                found = transpile(source, policy, filename)
            except Refusal as refusal:
                diagnostics = refusal.diagnostics
            else:
                diagnostics = []
            if found is None:
                raise errors.Rejected(diagnostics)
            _remember(key, found)
        return found

    def environment(self, inputs: Mapping[str, object] | None) -> Run:
        """Return a fresh environment: builtins, tools and inputs, and nothing else."""
        from .runtime.namespace import namespace

        clock = self._clock
        run = Run(self.limits, self._on_output, None, self._seed)
        if self._wired:
            tripwire.install()
            run.wired = True
        run.clock = tool_for("clock", clock, run) if callable(clock) else clock
        run.compiler = self._compile_snippet
        names = run.globals
        names["__name__"] = "__main__"
        names["__builtins__"] = namespace(
            run, {name: tool_for(name, tool, run) for name, tool in self._tools.items()}
        )
        for name, value in (inputs or {}).items():
            check_name(name)
            names[name] = into_guest(value, name, run=run)
        return run


def _remember(key: tuple[object, ...], guarded: Guarded) -> None:
    with _cache_lock:
        _cache[key] = guarded
        while len(_cache) > CACHE_SIZE:
            _cache.popitem(last=False)


def check_name(name: str) -> None:
    """Refuse a global name that no program could use.

    Raises:
        ValueError: it is none, or reserved.
    """
    if type(name) is not str or not name.isidentifier() or keyword.iskeyword(name):
        raise ValueError(f"{name!r} is not a name a program could use")
    if is_dunder(normalise(name)) or normalise(name) != name:
        raise ValueError(f"the name {name!r} is reserved")


def _moment(clock: datetime | float) -> int:
    from .runtime.modules.clock import nanoseconds

    return nanoseconds(clock)
