"""A compiled program, its result, and the functions it defines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from .execution import bare, bare_async, outcome, perform, perform_async, without_frames
from .runtime import errors
from .runtime.boundary.calls import arguments_in
from .runtime.boundary.limits import OUTWARD, CrossingLimits
from .runtime.boundary.outward import out_of_guest
from .runtime.boundary.rows import SMALL
from .runtime.limits import Limits
from .runtime.run import Run
from .transpiler import CO_COROUTINE, Guarded
from .transpiler.records import dataclass, replace
from .transpiler.vocabulary import RESULT

if TYPE_CHECKING:
    from .observing import Observers
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
    """

    value: Any
    stdout: str
    steps: int
    seconds: float
    stderr: str = ""


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


def function_of(
    box: Sandbox, guarded: Guarded, name: str, inputs: Mapping[str, object] | None
) -> SandboxedFunction:
    """Execute *guarded*, which is not sealed, and return the function it defines under *name*."""
    run = box.environment(inputs)
    execute_in(run, guarded, want_value=False)
    return defined(run, name)


def execute_in(run: Run, guarded: Guarded, want_value: bool = True) -> Result:
    """Execute *guarded* in the environment of *run*; its globals keep what it binds."""
    names = _prepared(run, guarded)
    if guarded.awaits:
        # Imported out here, where it is none of the guest's time.
        from .runtime.modules.asyncio_driving import run_program

        perform(run, run_program, guarded.code, names)
    else:
        # Not `exec`, which is an audit event: the tripwire would ask the stack about each run. The
        # function is made out here, where no run is current.
        perform(run, FunctionType(guarded.code, names))
    return _result(run, want_value)


async def execute_in_async(run: Run, guarded: Guarded) -> Result:
    """Do what `execute_in` does, on the event loop of the host."""
    from .runtime.modules.asyncio_driving import begin_program

    await perform_async(run, begin_program, guarded.code, _prepared(run, guarded))
    return _result(run, want_value=True)


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
    return names


def _result(run: Run, want_value: bool) -> Result:
    names, budget = run.globals, run.budget
    steps, seconds = budget.steps, budget.seconds
    stdout, stderr = run.output.take(), run.errors.take()
    value = names.pop(RESULT, None)
    if not want_value:
        value = None
    try:
        value = out_of_guest(value, "result", run.own, crossing(budget.limits))
    except errors.BoundaryError as error:
        error.stdout, error.stderr = stdout, stderr
        error.steps, error.seconds = steps, seconds
        raise
    return Result(value, stdout, steps, seconds, stderr)


def crossing(limits: Limits) -> CrossingLimits:
    """Return the bounds on what comes out; as deep as the copy gets, where there is none."""
    global _last_crossing
    # Read once: another thread may put another pair there.
    known = _last_crossing
    if known[0] is not limits:
        items, depth = limits.result, limits.result_depth
        made = replace(
            OUTWARD,
            items=_BOUNDLESS if items is None else items,
            depth=_BOUNDLESS if depth is None else depth,
        )
        known = _last_crossing = limits, made
    return known[1]


_BOUNDLESS: Final = 2**62
#: What was asked for last, which most hosts ask for again and again.
_last_crossing: tuple[Limits | None, CrossingLimits] = None, OUTWARD


def defined(run: Run, name: str) -> SandboxedFunction:
    """Return the function that the globals of *run* have under *name*.

    Raises:
        LookupError: there is no callable of that name.
    """
    function: Any = run.globals.get(name)
    if not callable(function) or isinstance(function, type):
        raise LookupError(f"the program defines no function {name!r}")
    if type(function) is FunctionType and function.__code__.co_flags & CO_COROUTINE:
        return AsyncSandboxedFunction(run, function, name)
    return SandboxedFunction(run, function, name)


class SandboxedFunction:
    """A guest function the host may call; each call has the full limits of its sandbox.

    Arguments go in and the result comes out as plain data. Calls from several threads take
    turns; a call made from a tool of the same function's run counts towards that run.
    """

    __slots__ = ("__name__", "_crossing", "_function", "_lock", "_run")

    def __init__(self, run: Run, function: Callable[..., Any], name: str) -> None:
        self._run = run
        self._function = function
        self._lock = RLock()
        self._crossing = crossing(run.budget.limits)
        self.__name__ = name

    def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call the function.

        Raises:
            GuestError, LimitExceeded, BoundaryError: see `cloche`.
        """
        # As `bare`, which would cost each call a call.
        run = self._run
        value: Any = None
        try:
            with self._lock:
                copies, named = arguments_in(args, kwargs, run)
                # Armed already: a tool of this very run calls back.
                call = perform if run.budget.reason is not None else _called_back
                value = call(run, self._function, *copies, **named)
                if (kind := type(value)) is float or (kind is int and -SMALL < value < SMALL):
                    return value  # as `out_of_guest` would
                return out_of_guest(value, "result", run.own, self._crossing)
        except BaseException as error:
            failure = without_frames(error)
        copies, named = (), {}
        del self, run, args, kwargs, value
        try:
            raise failure
        finally:
            del failure

    @bare
    def map(self, items: Iterable[object]) -> list[Any]:
        """Call the function with each of *items*, each call under limits of its own.

        The values come as a list; the first error ends it. In a worker many calls take one
        round trip.
        """
        return [self(item) for item in items]

    @property
    def stdout(self) -> str:
        """What calls have printed since this was last read."""
        return self._run.output.take()

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        return self._run.errors.take()

    def __repr__(self) -> str:
        return f"<SandboxedFunction {self.__name__}>"


class AsyncSandboxedFunction(SandboxedFunction):
    """A guest's `async def`: a call is awaited. Calls take turns, all on one event loop."""

    __slots__ = ("_turns",)

    def __init__(self, run: Run, function: Callable[..., Any], name: str) -> None:
        super().__init__(run, function, name)
        self._turns: Any = None

    @bare_async
    async def __call__(self, *args: object, **kwargs: object) -> Any:
        """Call the function and await it; raises as `SandboxedFunction.__call__`."""
        import asyncio

        from .runtime.modules.asyncio_driving import begin_call

        if self._turns is None:
            self._turns = asyncio.Lock()
        run = self._run
        async with self._turns:
            copies, named = arguments_in(args, kwargs, run)
            value = await perform_async(run, begin_call, self._function, copies, named)
            return out_of_guest(value, "result", run.own, self._crossing)


class ObservedFunction(SandboxedFunction):
    """A sandboxed function whose calls are told to the hooks of its sandbox."""

    __slots__ = ("_inner", "_observers", "_texts")

    def __init__(
        self, inner: SandboxedFunction, observers: Observers, texts: tuple[str, str]
    ) -> None:
        self._inner = inner
        self._observers = observers
        self._texts = texts
        self.__name__ = inner.__name__

    def __call__(self, *args: object, **kwargs: object) -> Any:
        with self._observers.running("call", self.__name__, self._texts):
            return self._inner(*args, **kwargs)

    def map(self, items: Iterable[object]) -> list[Any]:
        """Call the function with each of *items*: one run, as the hooks see it."""
        with self._observers.running("call", self.__name__, self._texts):
            return self._inner.map(items)

    @property
    def stdout(self) -> str:
        """What calls have printed since this was last read."""
        return self._inner.stdout

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        return self._inner.stderr


class ObservedAsyncFunction(ObservedFunction):
    """The same for a guest's `async def`."""

    __slots__ = ()

    async def __call__(self, *args: object, **kwargs: object) -> Any:
        with self._observers.running("call", self.__name__, self._texts):
            return await self._inner(*args, **kwargs)


def observed(
    function: SandboxedFunction, observers: Observers, texts: tuple[str, str]
) -> SandboxedFunction:
    """Return *function* so that *observers* are told of its calls."""
    kind = ObservedFunction
    if isinstance(function, AsyncSandboxedFunction):
        kind = ObservedAsyncFunction
    return kind(function, observers, texts)


def _called_back(run: Run, function: Callable[..., Any], /, *args: object, **kwargs: object) -> Any:
    """Call *function* from a tool of *run*: its clock goes on meanwhile."""
    budget = run.budget
    budget.resume()
    try:
        return function(*args, **kwargs)
    except BaseException as error:
        failure = outcome(run, error)
    finally:
        budget.pause()
    raise failure
