"""Sessions that live in workers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from threading import RLock
from typing import TYPE_CHECKING, Any

from ..execution import bare_async
from ..program import Result
from ..runtime import errors
from ..runtime.limits import Limits
from ..session import Session, Step, Taken
from .asides import aside
from .entering import checked, looked_at
from .messages import Kind
from .supervision import Worker
from .tenancy import Tenancy

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from .face import Workers


class WorkerSession(Session):
    """A session that lives in a worker of its own; when the worker dies, so does the session."""

    __slots__ = (
        "_awaited", "_ended", "_granted", "_inputs", "_lock", "_taken", "_tenancy", "_workers",
    )  # fmt: skip

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
        self._tenancy = Tenancy(workers.pool)
        self._ended = ""
        #: A step is under way that a task of the host's awaits.
        self._awaited = False
        #: What the host has measured of the last step.
        self._taken = 0.0, 0
        #: Limits of the next step; None for those of the sandbox.
        self._granted: dict[str, Any] | None = None

    def _whole(self, source: str | bytes, inputs: Mapping[str, object] | None) -> Result:
        with self._lock:
            return super()._whole(source, inputs)

    @bare_async
    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        with self._alone():
            self._awaited = True
            try:
                return await aside(self._whole, source, inputs)
            finally:
                self._awaited = False

    def grant(self, limits: Limits) -> None:
        self._granted = asdict(limits)

    def _execute(self, step: Step, inputs: Mapping[str, object] | None) -> Result:
        program = self._workers.loaded(*step)
        values, bare = looked_at(inputs)
        worker = self._ready()
        content = [program.digest, values, self._granted, self._awaited]
        try:
            done = self._tenancy.request(worker, Kind.STEP, content, program, bare=bare)
        finally:
            self._ended, self._taken = worker.dead, worker.taken
        return done.result()

    def _so_far(self) -> Taken:
        return Taken(0, 0.0, 0, "", "")  # nobody but the worker knows more than `_measured`

    def _measured(self) -> tuple[float, int]:
        # A worker that was taken over says what it likes.
        return self._taken

    def _value(self, name: str, look: Callable[[int], None]) -> list[Any]:
        # The step has the limits of any other.
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
            self._tenancy.request(worker, Kind.SESSION, [self._inputs])
        return worker

    @property
    def names(self) -> list[str]:
        """The global names bound so far."""
        worker = self._tenancy.current
        return [*self._inputs] if worker is None else worker.names
