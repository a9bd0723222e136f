"""Runs, functions and sessions in workers: what `Sandbox`, `Program` and `Session` hand on to."""

from __future__ import annotations

import sys
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import asdict, replace
from secrets import randbelow
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from ..execution import bare_async
from ..inputs import check_name
from ..program import Result, SandboxedFunction, crossing
from ..runtime import errors
from ..runtime.boundary.calls import arguments_in, is_asynchronous
from ..runtime.boundary.inward import into_guest, is_bare
from ..runtime.boundary.limits import OUTWARD
from ..runtime.limits import Limits
from ..session import Session, Step
from ..transpiler import Guarded
from .asides import aside
from .codec import encode
from .guarding import guarder
from .main import digest_of
from .messages import CLOCK, GUARD, Done, Kind, as_names
from .pool import Pool
from .supervision import Program, Worker

if TYPE_CHECKING:
    from ..sandbox import Sandbox

#: Programs whose digest is kept.
KNOWN: Final = 1024
#: Items of a `map` that are sent at once.
BATCH: Final = 1024


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
        # Several arguments of a tool may each be as large as a result.
        bounds = crossing(box.limits)
        most = max(OUTWARD.items, bounds.items)
        deepest = max(OUTWARD.depth, bounds.depth)
        # Beside the value there is what a run has taken.
        self.result = replace(OUTWARD, items=bounds.items + 16, depth=deepest + 1)
        self.crossing = replace(OUTWARD, items=4 * most, depth=deepest)
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

    def execute(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
        """Run a program in an environment of its own; as `Program.execute`."""
        values, bare = looked_at(inputs)
        program = self.loaded(guarded, "<guest>", frozenset())
        with self.pool.worker() as worker:
            done = worker.request(Kind.RUN, [program.digest, values], program, bare=bare)
        return done.result()

    async def execute_async(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
        """Run a program while the event loop goes on; as `Program.execute_async`."""
        return await aside(self.execute, guarded, inputs)

    def function(
        self, guarded: Guarded, name: str, inputs: Mapping[str, object] | None
    ) -> SandboxedFunction:
        """Return a function that lives in a worker; as `Program.function`."""
        program = self.loaded(guarded, "<guest>", frozenset())
        return WorkerFunction(self.pool, program, name, checked(inputs))

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


def checked(inputs: Mapping[str, object] | None) -> dict[str, Any]:
    """Return *inputs*; raises as the inline boundary does.

    What that boundary makes of them is for the worker: here it only says what may enter.
    """
    return looked_at(inputs)[0]


def looked_at(inputs: Mapping[str, object] | None) -> tuple[dict[str, Any], bool]:
    """Do what `checked` does, and tell whether all are bare (see `is_bare`)."""
    found, bare = dict(inputs or {}), True
    for name, value in found.items():
        check_name(name)
        if not is_bare(value):
            bare = False
            into_guest(value, name)
    return found, bare


class _Tenancy:
    """A worker that is kept for one function or session, and whose death is told once."""

    __slots__ = ("__weakref__", "_end", "_pool", "_worker")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._end: Any = None
        self._worker: Worker | None = None

    def worker(self) -> Worker | None:
        """Return the worker; None if there is none, or its death was told.

        Raises:
            WorkerCrashed: it died since it was last used, and what it kept is gone.
        """
        worker = self._worker
        if worker is None or worker.lives():
            return worker
        self._worker = None
        raise errors.WorkerCrashed(worker.dead)

    @property
    def current(self) -> Worker | None:
        """The worker, dead or alive."""
        return self._worker

    def hire(self) -> Worker:
        """Return a new worker, which ends with this tenancy."""
        self._worker = worker = self._pool.hire()
        self._end = weakref.finalize(self, self._pool.drop, worker)
        self._end.atexit = False  # the pool's own does it
        return worker

    def leave(self) -> None:
        """Give the worker back; it keeps nothing."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._end.detach()
            self._pool.dismiss(worker)

    def request(self, worker: Worker, *order: Any, bare: bool = False) -> Done:
        """Have the worker do something (see `Worker.request`)."""
        try:
            with self._pool.inside():
                return worker.request(*order, bare=bare)
        finally:
            if worker.dead and self._worker is worker:
                self._worker = None


class WorkerFunction(SandboxedFunction):
    """A function of the guest that lives in a worker of its own.

    When the worker dies, of a deadline or a crash, the call under way raises, and the next call
    begins anew with what `Program.function` did: the state that earlier calls left is gone.
    """

    __slots__ = ("_inputs", "_printed", "_program", "_tenancy")

    def __init__(self, pool: Pool, program: Program, name: str, inputs: dict[str, Any]) -> None:
        self._program = program
        self._inputs = inputs
        self._lock = RLock()
        self._printed = ["", ""]
        self._tenancy = _Tenancy(pool)
        self.__name__ = name
        self._begin()

    def __call__(self, *args: object, **kwargs: object) -> Any:
        arguments_in(args, kwargs)
        return self._request(Kind.CALL, [list(args), kwargs])

    def map(self, items: Iterable[object]) -> list[Any]:
        values: list[Any] = []
        batch: list[Any] = []
        for position, item in enumerate(items, 1):
            into_guest(item, f"item {position}")
            batch.append(item)
            if len(batch) == BATCH:
                values += self._map(batch)
                batch = []
        return values + (self._map(batch) if batch else [])

    def _map(self, batch: list[Any]) -> list[Any]:
        values: list[Any] = []
        last = self._request(Kind.MAP, [batch], values.extend)
        if type(last) is not list or len(values) + len(last) != len(batch):
            raise errors.WorkerCrashed("it sent more or fewer values than it was asked for")
        return values + last

    def _request(self, kind: Kind, content: list[Any], mapped: Any = None) -> Any:
        with self._lock:
            worker = self._tenancy.worker() or self._begin()
            done = self._tenancy.request(worker, kind, content, None, mapped)
            self._heard(done)
            return done.value

    def _begin(self) -> Worker:
        """Run the program in a worker, which keeps the function."""
        tenancy = self._tenancy
        worker = tenancy.hire()
        content = [self._program.digest, self.__name__, self._inputs]
        try:
            self._heard(tenancy.request(worker, Kind.FUNCTION, content, self._program))
        except BaseException:
            tenancy.leave()
            raise
        return worker

    def _heard(self, done: Done) -> None:
        self._printed[0] += done.stdout
        self._printed[1] += done.stderr

    @property
    def stdout(self) -> str:
        """What calls have printed since this was last read."""
        text, self._printed[0] = self._printed[0], ""
        return text

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        text, self._printed[1] = self._printed[1], ""
        return text


class WorkerSession(Session):
    """A session that lives in a worker of its own; when the worker dies, so does the session."""

    __slots__ = ("_awaited", "_ended", "_granted", "_inputs", "_lock", "_tenancy", "_workers")

    def __init__(
        self,
        workers: Workers,
        box: Sandbox,
        inputs: Mapping[str, object] | None,
        total: Limits | None,
    ) -> None:
        self._begin(box, total)
        self._workers = workers
        self._inputs = checked(inputs)
        self._lock = RLock()
        self._tenancy = _Tenancy(workers.pool)
        self._ended = ""
        self._awaited = False
        #: Limits of the next step; None for those of the sandbox.
        self._granted: dict[str, Any] | None = None

    def execute(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Result:
        with self._lock:
            return super().execute(source, inputs)

    @bare_async
    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        if self._awaited:
            raise RuntimeError("another step of this session is under way")
        self._awaited = True
        try:
            return await aside(self.execute, source, inputs)
        finally:
            self._awaited = False

    def grant(self, limits: Limits) -> None:
        self._granted = asdict(limits)

    def _execute(self, step: Step, inputs: Mapping[str, object] | None) -> Result:
        program = self._workers.loaded(*step)
        values, bare = looked_at(inputs)
        worker = self._ready()
        content = [program.digest, values, self._granted]
        try:
            done = self._tenancy.request(worker, Kind.STEP, content, program, bare=bare)
        finally:
            self._ended = worker.dead
        return done.result()

    def _value(self, name: str) -> list[Any]:
        known = frozenset(self.names)
        guarded = self._box.transpile(name, "<variables>", known)
        try:
            with self._lock:
                return [self._execute(Step(guarded, "<variables>", known), None).value]
        except errors.BoundaryError:
            return []

    def _ready(self) -> Worker:
        if self._ended:
            raise errors.WorkerCrashed(f"the state of this session went with it: {self._ended}")
        try:
            worker = self._tenancy.worker()
        except errors.WorkerCrashed as error:
            self._ended = error.reason
            raise
        if worker is None:
            worker = self._tenancy.hire()
            done = self._tenancy.request(worker, Kind.SESSION, [self._inputs])
            worker.names = as_names([done.value])
        return worker

    @property
    def names(self) -> list[str]:
        """The global names bound so far."""
        worker = self._tenancy.current
        return [*self._inputs] if worker is None else worker.names
