"""How a started program runs: in a thread of this process, or in a worker a thread waits for."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping
from contextvars import Context
from threading import Lock, Thread, stack_size
from typing import TYPE_CHECKING, Any, Final

from ..execution import without_frames
from ..program import Result, execute_in
from ..runtime.boundary.calls import is_asynchronous
from ..runtime.boundary.converting import like, mark
from ..runtime.boundary.inward import into_guest
from ..runtime.errors import WorkerCrashed
from ..surroundings import Surroundings
from ..transpiler import Guarded
from ..workers.messages import CALL, CLOCK, TIMER
from .line import Call, Ended, Fatal, Line, async_tool_on, clock_on, listener_on, tool_on

if TYPE_CHECKING:
    from ..sandbox import Sandbox
    from ..workers.face import Workers


#: Bytes of a program's stack, as most systems give to threads. With half a megabyte, recursion
#: through C up to Python's limit is the end of the process (tried on 3.11 and 3.13).
STACK: Final = 8 * 2**20
_starting = Lock()


class Engine(ABC):
    """One run of a program.

    Parameters:
        line: to its driver.
    """

    def __init__(self, line: Line) -> None:
        self._line = line

    def start(self) -> None:
        """Begin, in a thread that ends with the run, and in no context of the host's."""
        thread = Thread(
            target=Context().run,
            args=(_live, self._line, self.work),
            name="cloche-started",
            daemon=True,
        )
        # For all of the process; what others start meanwhile has more room than it asked for.
        with _starting:
            before = stack_size()
            stack_size(max(before, STACK))
            try:
                thread.start()
            finally:
                stack_size(before)

    @abstractmethod
    def work(self) -> Result:
        """Run the program."""

    @abstractmethod
    def admit(self, value: object, path: str) -> None:
        """Refuse what may not enter; raises BoundaryError."""

    @abstractmethod
    def printed(self) -> str:
        """Return what the program, which waits, has printed so far."""

    @abstractmethod
    def stop(self) -> None:
        """End a run that does not wait."""

    def park(self) -> None:  # noqa: B027
        """The program, which waits, may have to wait long."""

    def unpark(self) -> None:  # noqa: B027
        """It is about to go on."""


def _live(line: Line, work: Callable[[], Result]) -> None:
    try:
        line.begin()
        ended = Ended(work(), None)
    except BaseException as error:
        ended = Ended(None, without_frames(error))
    line.end(ended)


class Inline(Engine):
    """In this process.

    Parameters:
        box: the sandbox as it was made.
        seed: of all randomness.
        clock: nanoseconds at which time stands still; None to ask the driver.
        listens: whether printed text is wanted at once.
    """

    def __init__(
        self,
        line: Line,
        box: Sandbox,
        guarded: Guarded,
        inputs: Mapping[str, object],
        seed: int,
        clock: int | None,
        listens: bool,
    ) -> None:
        super().__init__(line)
        self._guarded = guarded
        surroundings = Surroundings(
            {
                name: like(tool, async_tool_on(line, name, tool))
                if is_asynchronous(tool)
                else like(tool, tool_on(line, name))
                for name, tool in box.surroundings.tools.items()
            },
            listener_on(line) if listens else None,
            clock_on(line, "clock") if clock is None else clock,
            seed,
            clock_on(line, "timer"),
        )
        self._run = box.repeatable(surroundings).environment(inputs)

    def work(self) -> Result:
        try:
            return execute_in(self._run, self._guarded)
        finally:
            self._run.clear()

    def admit(self, value: object, path: str) -> None:
        into_guest(value, path, run=self._run)

    def printed(self) -> str:
        return self._run.output.text()

    def stop(self) -> None:
        self._run.budget.stop("abort", None, None)

    def park(self) -> None:
        self._run.park()

    def unpark(self) -> None:
        self._run.unpark()


class InWorker(Engine):
    """In a worker process of its own; parameters as of `Inline`, and the seed of its hashes."""

    def __init__(
        self,
        line: Line,
        box: Sandbox,
        workers: Workers,
        guarded: Guarded,
        inputs: Mapping[str, object],
        seed: int,
        clock: int | None,
        listens: bool,
        hashes: int,
    ) -> None:
        from ..workers.entering import checked
        from ..workers.face import Order

        super().__init__(line)
        self._workers = workers
        self._guarded = guarded
        self._worker: Any = None
        self._printed: list[str] = []
        tools = {
            CALL: mark(_called_on(line, box.surroundings.tools, self._end)),
            CLOCK: clock_on(line, "clock"),
            TIMER: clock_on(line, "timer"),
        }
        listener = _listener(self._printed, listener_on(line) if listens else None)
        self._order = Order(
            checked(inputs), CLOCK if clock is None else clock, seed, hashes, tools, listener
        )

    def work(self) -> Result:
        return self._workers.start(self._guarded, self._order, self._hired)

    def _hired(self, worker: Any) -> None:
        self._worker = worker
        self._line.check()

    def admit(self, value: object, path: str) -> None:
        into_guest(value, path)

    def printed(self) -> str:
        return "".join(self._printed)

    def stop(self) -> None:
        self._end("its run was interrupted")

    def _end(self, reason: str) -> None:
        if self._worker is not None:
            self._worker.end(reason)


def _called_on(
    line: Line, names: Collection[str], crash: Callable[[str], None]
) -> Callable[..., Any]:
    """Return what a worker calls for any tool; what it says may be a hostile guest's.

    Parameters:
        crash: ends the worker.
    """

    def called(*content: Any) -> Any:
        match content:
            case (str(name), list(args) | tuple(args), dict(kwargs), (int() | None) as at):
                if name in names and all(type(key) is str for key in kwargs):
                    return line.ask(Call(name, tuple(args), kwargs, at))
        reason = "it sent what no worker sends (a call of another shape)"
        crash(reason)
        raise Fatal(WorkerCrashed(reason))

    return called


def _listener(pieces: list[str], beyond: Callable[[str], object] | None) -> Callable[[str], object]:
    def heard(text: str) -> None:
        pieces.append(text)
        if beyond is not None:
            beyond(text)

    return heard
