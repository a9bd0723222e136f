"""A compiled program and its result."""

from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

from .crossing import crossing
from .execution import bare, bare_async, perform, perform_async
from .functions import SandboxedFunction, defined, observed
from .runtime import errors
from .runtime.boundary.outward import out_of_guest
from .runtime.boundary.rows import SMALL
from .runtime.run import Run
from .transpiler import Guarded
from .transpiler.records import dataclass
from .transpiler.vocabulary import RESULT

if TYPE_CHECKING:
    from .sandbox import Sandbox
    from .transpiler.manifest import Manifest


@dataclass(frozen=True, slots=True)
class Result:
    """What a run gave.

    Parameters:
        value: of the last expression, as plain data; None if the program does not end in one.
        stdout: printed text.
        steps: taken, priced work included.
        seconds: of wall time, tools left out.
        stderr: text written to `sys.stderr`.
        tool_calls: calls of the host's functions.
    """

    value: Any
    stdout: str
    steps: int
    seconds: float
    stderr: str = ""
    tool_calls: int = 0


class Program:
    """A program that was accepted; made by `Sandbox.compile`.

    It may be run any number of times, from several threads; runs share nothing.
    """

    __slots__ = ("_box", "_guarded")

    def __init__(self, box: Sandbox, guarded: Guarded) -> None:
        self._box = box
        self._guarded = guarded

    @property
    def source(self) -> str:
        """What was written."""
        return self._guarded.source

    @property
    def guarded(self) -> str:
        """What runs: the same statements on the same lines, with the guards in place."""
        return self._guarded.text

    @bare
    def run(self, inputs: Mapping[str, object] | None = None) -> Any:
        """Run and return the value of the last expression.

        Parameters:
            inputs: plain data by the global name the program finds it under.

        Raises:
            GuestError, LimitExceeded, BoundaryError: see `cloche`.
        """
        return self.execute(inputs).value

    @bare
    def execute(self, inputs: Mapping[str, object] | None = None) -> Result:
        """Run and return value, printed text and what it took; raises as `run` does."""
        guarded, observers = self._box.fitting(self._guarded, inputs), self._box.observers
        if observers is None:
            return self._execute(guarded, inputs)
        with observers.running("program", "", _texts(guarded), inputs) as seen:
            return seen.count(self._execute(guarded, inputs))

    def _execute(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
        workers = self._box.workers
        if workers is not None:
            return workers.execute(guarded, inputs)
        return execute_program(self._box, guarded, inputs)

    @bare_async
    async def run_async(self, inputs: Mapping[str, object] | None = None) -> Any:
        """Run on the event loop of the host, as `run` does."""
        return (await self.execute_async(inputs)).value

    @bare_async
    async def execute_async(self, inputs: Mapping[str, object] | None = None) -> Result:
        """Run on the event loop of the host, which goes on with other tasks while it awaits.

        Raises:
            asyncio.CancelledError: the task was cancelled; nothing of the program runs any more.
            GuestError, LimitExceeded, BoundaryError: see `cloche`.
        """
        guarded, observers = self._box.fitting(self._guarded, inputs), self._box.observers
        if observers is None:
            return await self._execute_async(guarded, inputs)
        with observers.running("program", "", _texts(guarded), inputs) as seen:
            return seen.count(await self._execute_async(guarded, inputs))

    async def _execute_async(self, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
        if self._box.workers is not None:
            return await self._box.workers.execute_async(guarded, inputs)
        run = self._box.environment(inputs)
        try:
            return await execute_in_async(run, guarded)
        finally:
            run.clear()

    @bare
    def function(self, name: str, inputs: Mapping[str, object] | None = None) -> SandboxedFunction:
        """Run the program once and return the function it defines under *name*.

        Raises:
            LookupError: the program binds no callable of that name.
        """
        guarded, observers = self._opened(), self._box.observers
        if observers is None:
            return self._function(guarded, name, inputs)
        with observers.running("define", name, _texts(guarded), inputs):
            function = self._function(guarded, name, inputs)
        return observed(function, observers, _texts(guarded))

    def _function(
        self, guarded: Guarded, name: str, inputs: Mapping[str, object] | None
    ) -> SandboxedFunction:
        workers = self._box.workers
        if workers is not None:
            return workers.function(guarded, name, inputs)
        return function_of(self._box, guarded, name, inputs)

    def _opened(self) -> Guarded:
        """Return the same program without what is proved from the calls that it makes itself."""
        return self._box.opened(self._guarded)

    @property
    def manifest(self) -> Manifest:
        """What the program can touch, found without running it."""
        return self._box.manifest(self._guarded)

    def __repr__(self) -> str:
        return f"<Program of {self.source.count(chr(10)) + 1} lines>"


def _texts(guarded: Guarded) -> tuple[str, str]:
    return guarded.source, guarded.text


def execute_program(box: Sandbox, guarded: Guarded, inputs: Mapping[str, object] | None) -> Result:
    """Execute *guarded* in an environment of its own."""
    run = box.environment(inputs)
    try:
        return execute_in(run, guarded)
    finally:
        # Functions and their globals refer to each other; nothing of a run outlives it.
        run.clear()


def value_of(box: Sandbox, guarded: Guarded) -> Any:
    """Execute *guarded*, without inputs, in an environment of its own; return its value alone."""
    run = box.environment(None)
    try:
        _perform(run, guarded)
        value: Any = run.globals.pop(RESULT, None)
        kind = type(value)
        if value is None or kind is float or (kind is int and -SMALL < value < SMALL):
            return value  # as `out_of_guest` would
        return _result(run, value).value
    finally:
        run.clear()


def function_of(
    box: Sandbox, guarded: Guarded, name: str, inputs: Mapping[str, object] | None
) -> SandboxedFunction:
    """Execute *guarded*, which is not sealed, and return the function it defines under *name*."""
    run = box.environment(inputs)
    execute_in(run, guarded, want_value=False)
    return defined(run, name)


def execute_in(run: Run, guarded: Guarded, want_value: bool = True) -> Result:
    """Execute *guarded* in the environment of *run*; its globals keep what it binds."""
    _perform(run, guarded)
    value = run.globals.pop(RESULT, None)
    return _result(run, value if want_value else None)


def _perform(run: Run, guarded: Guarded) -> None:
    names = _prepared(run, guarded)
    if guarded.awaits or run.on_loop:
        # Imported out here, where it is none of the guest's time.
        from .runtime.modules.asyncio_driving import run_program

        perform(run, run_program, (guarded.code, names))
    else:
        # Not `exec`, which is an audit event: the tripwire would ask the stack about each run. The
        # function is made out here, where no run is current.
        perform(run, FunctionType(guarded.code, names))


async def execute_in_async(run: Run, guarded: Guarded) -> Result:
    """Do what `execute_in` does, on the event loop of the host."""
    from .runtime.modules.asyncio_driving import begin_program

    await perform_async(run, begin_program, guarded.code, _prepared(run, guarded))
    return _result(run, run.globals.pop(RESULT, None))


def _prepared(run: Run, guarded: Guarded) -> dict[str, Any]:
    names = run.globals
    names.pop(RESULT, None)
    filename = guarded.code.co_filename
    run.sources[filename], run.programs[filename] = guarded.source, guarded
    if guarded.imports:
        # Outside the run: what is read here is not the guest's doing, and not its time.
        from .runtime.modules.loading import preload

        preload(guarded.imports)
    if guarded.asynchronous:
        run.asynchronous = True
    if guarded.catches:
        run.catches = True
    return names


def _result(run: Run, value: Any) -> Result:
    budget = run.budget
    steps, seconds = budget.steps, budget.seconds
    stdout, stderr = run.output.take(), run.errors.take()
    try:
        value = out_of_guest(value, "result", run.own, crossing(budget.limits), budget.overdue)
    except errors.ClocheError as error:
        error.stdout, error.stderr = stdout, stderr
        error.steps, error.seconds, error.tool_calls = steps, seconds, budget.calls
        raise
    return Result(value, stdout, steps, seconds, stderr, budget.calls)
