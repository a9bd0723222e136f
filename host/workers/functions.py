"""Functions of guests that live in workers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from threading import RLock
from typing import Any, Final

from ..execution import bare_async
from ..functions import AsyncSandboxedFunction, SandboxedFunction
from ..runtime.boundary.calls import arguments_in
from ..runtime.boundary.inward import into_guest
from ..runtime.kept import Kept
from .asides import aside
from .messages import Done, Kind
from .pool import Pool
from .supervision import Program, Worker
from .tenancy import Tenancy

#: Items of a `map` that are sent at once.
BATCH: Final = 1024


class WorkerFunction(SandboxedFunction):
    """A function of the guest that lives in a worker of its own.

    When the worker dies, of a deadline or a crash, the call under way raises, and the next call
    begins anew with what `Program.function` did: the state that earlier calls left is gone.
    """

    __slots__ = ("_inputs", "_printed", "_program", "_tenancy", "awaited")

    def __init__(self, pool: Pool, program: Program, name: str, inputs: dict[str, Any]) -> None:
        self._program = program
        self._inputs = inputs
        self._turn = RLock()
        output = pool.output
        self._printed = Kept(output), Kept(output)
        self._tenancy = Tenancy(pool)
        #: Whether it is an `async def`.
        self.awaited = False
        self.__name__ = name
        self._begin()

    def __call__(self, /, *args: object, **kwargs: object) -> Any:
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
        return [*values, *last]

    def _request(self, kind: Kind, content: list[Any], mapped: Any = None) -> Any:
        with self._turn:
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
            done = tenancy.request(worker, Kind.FUNCTION, content, self._program)
            self._heard(done)
            self.awaited = done.value is True
        except BaseException:
            tenancy.leave()
            raise
        return worker

    def _heard(self, done: Done) -> None:
        self._printed[0].add(done.stdout)
        self._printed[1].add(done.stderr)

    @property
    def stdout(self) -> str:
        """What calls have printed since this was last read."""
        return self._printed[0].take()

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        return self._printed[1].take()


class AsyncWorkerFunction(AsyncSandboxedFunction):
    """The same for an `async def`: a call is awaited, and the event loop goes on meanwhile.

    Parameters:
        inner: whose calls these are, each in a thread of its own; they take turns.
    """

    __slots__ = ("_inner",)

    def __init__(self, inner: WorkerFunction) -> None:
        self._inner = inner
        self._expect_calls()
        self.__name__ = inner.__name__

    @bare_async
    async def __call__(self, /, *args: object, **kwargs: object) -> Any:
        async with self._awaited_turn():
            return await aside(partial(self._inner, *args, **kwargs))

    @property
    def stdout(self) -> str:
        """What calls have printed since this was last read."""
        return self._inner.stdout

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        return self._inner.stderr
