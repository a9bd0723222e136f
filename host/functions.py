"""Functions of a guest that the host calls."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from contextvars import ContextVar
from types import FunctionType
from typing import TYPE_CHECKING, Any, Final

from .crossing import crossing
from .execution import (
    NONE_NAMED,
    bare,
    bare_async,
    outcome,
    perform,
    perform_async,
    without_frames,
)
from .runtime.boundary.calls import arguments_in
from .runtime.boundary.outward import out_of_guest
from .runtime.boundary.rows import SMALL
from .runtime.errors import ClocheError
from .runtime.handling import apart
from .runtime.run import Run, check_freeing, is_current, outside, running
from .runtime.stops import Stop
from .transpiler import CO_COROUTINE

if TYPE_CHECKING:
    from .observing import Observers


class _Call:
    """A call of an asynchronous function."""

    __slots__ = ("awaits", "over")

    def __init__(self) -> None:
        #: Functions that its tools await, or wait for the turn of.
        self.awaits: list[AsyncSandboxedFunction] = []
        self.over = False


#: The calls of asynchronous functions that what runs in this context was begun in, the innermost
#: last; some have ended.
_within: Final[ContextVar[tuple[_Call, ...]]] = ContextVar("cloche_within", default=())
#: So many of them are remembered.
_DEEPEST: Final = 100


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
    turns, with all functions of the same run; a call made from a tool of that run, in
    the thread that the tool was called in, counts towards the run. So a tool must not wait for
    another thread that makes such a call.
    """

    __slots__ = ("__name__", "_crossing", "_function", "_look", "_run", "_turn")

    def __init__(self, run: Run, function: Callable[..., Any], name: str) -> None:
        self._run = run
        self._function = function
        self._turn = run.turn
        self._crossing = crossing(run.budget.limits)
        self._look = run.budget.overdue
        self.__name__ = name

    def __call__(self, /, *args: object, **kwargs: object) -> Any:
        """Call the function.

        Raises:
            GuestError, LimitExceeded, BoundaryError: see `cloche`.
        """
        # As `bare`, which would cost each call a call.
        run = self._run
        value: Any = None
        copies: tuple[Any, ...] = args
        named: Mapping[str, Any] = kwargs
        try:
            if (around := running(None)) is not None and around is not run:
                check_freeing()
                return outside(self, args, kwargs)
            if run.budget.live:
                _expect_turn(run, self._turn)
            with self._turn:
                for value in args:  # as `arguments_in` would
                    if (kind := type(value)) is not int and kind is not float and kind is not str:
                        copies, named = arguments_in(args, kwargs, run)
                        break
                else:
                    if kwargs:
                        copies, named = arguments_in(args, kwargs, run)
                # Armed already, and perhaps stopped: a tool of this very run calls back.
                call = _called_back if run.budget.live else perform
                value = call(run, self._function, copies, named)
                if (kind := type(value)) is float or (kind is int and -SMALL < value < SMALL):
                    return value  # as `out_of_guest` would
                return out_of_guest(value, "result", run.own, self._crossing, self._look)
        except BaseException as error:
            failure = without_frames(error)
        if type(failure) is Stop:
            # A finalizer of the host's calls, in the middle of a collection in its time.
            failure = ClocheError("the run cannot be called while garbage is collected in its time")
        copies, named, kind = (), {}, type
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
        """What calls have printed since this was last read, or the last `Limits.output` of it."""
        return self._run.output.take()

    @property
    def stderr(self) -> str:
        """What calls have written to `sys.stderr` since this was last read."""
        return self._run.errors.take()

    def __repr__(self) -> str:
        return f"<SandboxedFunction {self.__name__}>"


class AsyncSandboxedFunction(SandboxedFunction):
    """A guest's `async def`: a call is awaited. Calls take turns, all on one event loop.

    A tool must not wait for a call of the function that awaits it, nor make one.
    """

    __slots__ = ("_call", "_turns")

    def __init__(self, run: Run, function: Callable[..., Any], name: str) -> None:
        super().__init__(run, function, name)
        self._expect_calls()

    def _expect_calls(self) -> None:
        self._turns: Any = None
        #: The one under way.
        self._call: _Call | None = None

    @asynccontextmanager
    async def _awaited_turn(self) -> AsyncIterator[None]:
        """Wait until no other call is under way, and be the one that is.

        Raises:
            RuntimeError: the other waits, perhaps by way of others, for a tool that makes this one.
        """
        import asyncio

        if self._turns is None:
            self._turns = asyncio.Lock()
        around = _within.get()
        if any(call in around for call in self._in_the_way()):
            raise RuntimeError("a tool calls back the asynchronous function that awaits it")
        caller = next((call for call in reversed(around) if not call.over), _Call())
        caller.awaits.append(self)
        try:
            async with self._turns:
                self._call = call = _Call()
                # Not taken back: one that has ended is in nobody's way, and a coroutine that is
                # dropped may end in another context.
                _within.set((*around[-_DEEPEST:], call))
                try:
                    yield
                finally:
                    self._call = None
                    call.over = True
        finally:
            caller.awaits.remove(self)

    def _in_the_way(self) -> list[_Call]:
        """Return the calls that must end before one of this function begins."""
        found: list[_Call] = []
        functions = [self]
        for function in functions:
            call = function._call
            if call is not None and call not in found:
                found.append(call)
                functions += call.awaits
        return found

    @bare
    def awaited(self, /, *args: object, **kwargs: object) -> Any:
        """Call the function and see it end, on a loop that is none of the host's."""
        from .runtime.modules.asyncio_driving import run_call

        run = self._run
        copies, named = arguments_in(args, kwargs, run)
        value = perform(run, run_call, (self._function, copies, named))
        return out_of_guest(value, "result", run.own, self._crossing, self._look)

    @bare_async
    async def __call__(self, /, *args: object, **kwargs: object) -> Any:
        """Call the function and await it; raises as `SandboxedFunction.__call__`."""
        from .runtime.modules.asyncio_driving import begin_call

        run = self._run
        async with self._awaited_turn():
            copies, named = arguments_in(args, kwargs, run)
            value = await perform_async(run, begin_call, self._function, copies, named)
            return out_of_guest(value, "result", run.own, self._crossing, self._look)


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

    def __call__(self, /, *args: object, **kwargs: object) -> Any:
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

    async def __call__(self, /, *args: object, **kwargs: object) -> Any:
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


def _expect_turn(run: Run, turn: Any) -> None:
    """Refuse a call that would wait for the tool it comes from.

    Raises:
        RuntimeError: a tool of *run* calls from another thread, to which it has given its context.
    """
    if running(None) is run and not turn._is_owned():
        raise RuntimeError("a tool calls back from a thread that is not its own")


def _called_back(
    run: Run, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]
) -> Any:
    """Call *function* while *run* is under way, from a tool, say: its clock goes on meanwhile.

    From a listener, a finalizer or a handler of a signal the clock may be going on already.
    """
    budget = run.budget
    paused = budget.paused
    if paused:
        budget.resume()
    try:
        # What was stopped stays so, also where the function takes no step.
        budget.checkpoint()
        if not is_current(run):
            function, args, kwargs = run.call_back, (function, args, kwargs), NONE_NAMED
        alone = sys.exception() is None
        return function(*args, **kwargs) if alone else apart(function, args, kwargs)
    except BaseException as error:
        failure = outcome(run, error)
    finally:
        if paused:
            budget.pause()
    raise failure
