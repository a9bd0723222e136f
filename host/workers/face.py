"""Runs, functions and sessions in workers: what `Sandbox`, `Program` and `Session` hand on to."""

from __future__ import annotations

import sys
from collections import OrderedDict
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import asdict
from secrets import randbelow
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from ..functions import SandboxedFunction
from ..program import Result
from ..runtime.boundary.calls import is_asynchronous
from ..runtime.boundary.converting import is_marked
from ..runtime.limits import Limits
from ..session import Session
from ..transpiler import Guarded
from .asides import aside
from .bounds import bounds, largest
from .codec import encode
from .entering import checked, looked_at
from .functions import AsyncWorkerFunction, WorkerFunction
from .guarding import guarder
from .main import digest_of
from .messages import CLOCK, GUARD, Kind
from .pool import Pool
from .sessions import WorkerSession
from .supervision import Program, Worker

if TYPE_CHECKING:
    from ..sandbox import Sandbox

#: Programs whose digest is kept.
KNOWN: Final = 1024


class Setting:
    """What workers must know of a sandbox, and its host of their runs: a `supervision.Box`.

    Parameters:
        box: whose limits and policy it takes.
        tools: functions of the host by name.
        listener: called with text as it is printed.
        clock: nanoseconds at which time stands still, a function, or None for the system's.
        seed: of all randomness.
    """

    def __init__(
        self,
        box: Sandbox,
        tools: Mapping[str, Callable[..., Any]],
        listener: Callable[[str], object] | None,
        clock: int | Callable[..., Any] | None,
        seed: int | None,
    ) -> None:
        self.seconds = box.limits.seconds
        self.output = box.limits.output
        self.tool_calls = box.limits.tool_calls
        self.bounds = bounds(box.limits)
        self.room = largest(box.limits.memory)
        self.listener = listener
        self.tools = {**tools, GUARD: guarder(box.policy)}
        #: Of hashes of text in its workers; None for a secret of each.
        self.hashes: int | None = None
        self.awaited = frozenset(name for name, tool in tools.items() if is_asynchronous(tool))
        if callable(clock):
            self.tools[CLOCK] = clock
        self.setting = encode(
            {
                "tools": sorted(self.tools.keys() - {GUARD, CLOCK} - self.awaited),
                "awaited": sorted(self.awaited),
                "declared": sorted(name for name, tool in tools.items() if is_marked(tool)),
                "limits": asdict(box.limits),
                "optimize": box.policy.optimize,
                "clock": CLOCK if callable(clock) else clock,
                "seed": seed,
                "listens": listener is not None,
                "digits": sys.get_int_max_str_digits(),
                "recursion": sys.getrecursionlimit(),
            }
        )

    def answered_by(
        self, tools: Mapping[str, Callable[..., Any]], listener: Callable[[str], object] | None
    ) -> Self:
        """Return what a run meets whose tools and listener are others."""
        made = copy(self)
        made.tools, made.listener = {GUARD: self.tools[GUARD], **tools}, listener
        made.awaited = frozenset()
        return made

    def hashing(self, seed: int) -> Self:
        """Return what workers with this seed of hashes must know."""
        made = copy(self)
        made.hashes = seed
        return made


class Workers:
    """The engine of `Sandbox(isolation="process")`.

    Parameters:
        setting: what the workers must know.
        size: workers that may be at work for runs at once.
    """

    def __init__(self, setting: Setting, size: int) -> None:
        if type(size) is not int or size < 1:
            raise ValueError(f"workers must be a positive number, not {size!r}")
        self.pool = Pool(setting, size)
        self._setting = setting
        self._size = size
        #: Seed of hashes for started runs, and their workers; known once there is one.
        self._hashes: int | None = None
        self._started: Pool | None = None
        self._closed = False
        self._known: OrderedDict[int, tuple[Guarded, Program]] = OrderedDict()
        self._lock = Lock()

    def execute(
        self, guarded: Guarded, inputs: Mapping[str, object] | None, on_loop: bool = False
    ) -> Result:
        """Run a program in an environment of its own; as `Program.execute`.

        Parameters:
            on_loop: whether it finds a running loop, though it may await nothing.
        """
        values, bare = looked_at(inputs)
        program = self.loaded(guarded, "<guest>", frozenset())
        with self.pool.worker() as worker:
            done = worker.request(Kind.RUN, [program.digest, values, on_loop], program, bare=bare)
        return done.result()

    async def execute_async(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
        """Run a program while the event loop goes on; as `Program.execute_async`."""
        return await aside(self.execute, guarded, inputs, True)

    def function(
        self, guarded: Guarded, name: str, inputs: Mapping[str, object] | None
    ) -> SandboxedFunction:
        """Return a function that lives in a worker; as `Program.function`."""
        program = self.loaded(guarded, "<guest>", frozenset())
        made = WorkerFunction(self.pool, program, name, checked(inputs))
        return AsyncWorkerFunction(made) if made.awaited else made

    def session(
        self, box: Sandbox, inputs: Mapping[str, object] | None, total: Limits | None
    ) -> Session:
        """Return a session of *box* that lives in a worker; as `Sandbox.session`."""
        return WorkerSession(self, box, inputs, total)

    @property
    def hashes(self) -> int:
        """What the hashes of text in workers of started runs are made of."""
        with self._lock:
            if self._hashes is None:
                self._hashes = randbelow(2**32)
            return self._hashes

    def start(self, guarded: Guarded, order: Order, hired: Callable[[Worker], object]) -> Result:
        """Run a program that may pause, in a worker that nobody else uses meanwhile.

        Parameters:
            hired: called with the worker.
        """
        program = self.loaded(guarded, "<guest>", frozenset())
        pool = self._for_started(order.hashes)
        try:
            worker = pool.hire()
            try:
                hired(worker)
                content = [program.digest, order.inputs, order.clock, order.seed]
                host = self._setting.answered_by(order.tools, order.listener)
                with pool.inside():
                    done = worker.request(Kind.START, content, program, host=host)
            finally:
                pool.dismiss(worker)
        finally:
            if pool is not self._started:
                pool.close()
        return done.result()

    def _for_started(self, hashes: int) -> Pool:
        """Return the workers whose hashes have this seed; another's are not kept."""
        own = self.hashes
        with self._lock:
            if hashes == own and self._started is not None:
                return self._started
            pool = Pool(self._setting.hashing(hashes), self._size)
            if hashes == own:
                self._started = pool
            if self._closed:
                pool.close()
        return pool

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self._closed = True
            started = self._started
        self.pool.close()
        if started is not None:
            started.close()

    def loaded(self, guarded: Guarded, filename: str, known: frozenset[str]) -> Program:
        """Return *guarded* as it travels; its digest is made once."""
        with self._lock:
            found = self._known.get(id(guarded))
            if found is not None:
                return found[1]
        source, text = guarded.source, guarded.text
        digest = digest_of(source, text, filename, known)
        loaded = Program(digest, [digest, source, text, filename, sorted(known)])
        with self._lock:
            # Kept together with the program, so that its identity is not given to another.
            self._known[id(guarded)] = guarded, loaded
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)
        return loaded


class Order(NamedTuple):
    """A started run as its worker needs it.

    Parameters:
        inputs: plain data by name.
        clock: nanoseconds at which time stands still, or `messages.CLOCK`.
        seed: of all randomness.
        hashes: of hashes of text.
        tools: what answers its calls.
        listener: called with text as it is printed.
    """

    inputs: dict[str, Any]
    clock: int | str
    seed: int
    hashes: int
    tools: Mapping[str, Callable[..., Any]]
    listener: Callable[[str], object] | None
