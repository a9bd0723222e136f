"""Hooks of the host: told of compilations, runs and tool calls, as they begin and end.

A hook is called with an event as the thing begins. What it returns, if not None, is called with
what came of it, as the thing ends: so a hook can hold a span, a timer or a log record open
meanwhile. What a hook raises reaches the host's caller; what one of a tool raises is as if the tool
did: an `Exception` is the program's.
"""

from __future__ import annotations

import functools
import hashlib
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar, Token
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Protocol, TypeVar

from .execution import without_frames
from .runtime.boundary.calls import is_asynchronous
from .runtime.errors import ClocheError
from .transpiler import Diagnostic


class _Counted(Protocol):
    @property
    def steps(self) -> int: ...


Kind = Literal["program", "step", "call", "define", "start", "load", "resume"]
ResultT = TypeVar("ResultT", bound=_Counted)


@dataclass(frozen=True, slots=True)
class CompileStarted:
    """A source is about to be checked and compiled, or found in the cache.

    Parameters:
        source: as it was given.
    """

    source: str | bytes


@dataclass(frozen=True, slots=True)
class CompileEnded:
    """What became of it.

    Parameters:
        seconds: it took.
        diagnostics: why it was rejected; empty if it was not.
    """

    seconds: float
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class RunStarted:
    """A run is about to begin.

    Parameters:
        id: of this run alone.
        kind: `program`, `step` (of a session), `call` (of a sandboxed function) or `define` (the
            program is run to get at a function of it); of a program that pauses each stretch from
            `start`, `load` or `resume` to the next pause or the end.
        name: of the function that is called or got at, else empty.
        source: what was written.
        guarded: what runs.
        inputs: names of the inputs.
    """

    id: str
    kind: Kind
    name: str
    source: str
    guarded: str
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunEnded:
    """What became of it.

    Parameters:
        error: what it ended with, None if it ended well.
        seconds: of wall time from begin to end, tools included.
        steps: taken, None where that is not known (of calls of functions, and of runs that failed
            in a worker).
        tool_calls: names of the first 1,000 tools it called, one for each call, in order.
        calls: how many tools it called in all.
    """

    error: BaseException | None
    seconds: float
    steps: int | None
    tool_calls: tuple[str, ...]
    calls: int


@dataclass(frozen=True, slots=True)
class ToolStarted:
    """A guest calls a tool.

    Parameters:
        run: id of the run, empty if it is not known.
        name: of the tool.
        args, kwargs: what the guest gave it, as plain data.
    """

    run: str
    name: str
    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolEnded:
    """What became of it.

    Parameters:
        error: what the tool raised, None if it returned.
        seconds: it took.
    """

    error: BaseException | None
    seconds: float


OnCompile = Callable[[CompileStarted], Callable[[CompileEnded], object] | None]
OnRun = Callable[[RunStarted], Callable[[RunEnded], object] | None]
OnTool = Callable[[ToolStarted], Callable[[ToolEnded], object] | None]


#: Calls of tools that are named; a guest that does nothing else makes hundreds of thousands.
_NAMED: Final = 1_000


@dataclass(slots=True)
class _Seen:
    """A run under way."""

    id: str
    tools: list[str] = field(default_factory=list)
    calls: int = 0
    steps: int | None = None

    def count(self, result: ResultT) -> ResultT:
        """Note what a run that ended well took; return *result*."""
        self.steps = result.steps
        return result


_RUN: ContextVar[_Seen | None] = ContextVar("cloche_observed", default=None)


@dataclass(frozen=True, slots=True)
class Observers:
    """The hooks of a sandbox; `None` in its place is a sandbox without any."""

    on_compile: tuple[OnCompile, ...]
    on_run: tuple[OnRun, ...]
    on_tool: tuple[OnTool, ...]

    @contextmanager
    def compiling(self, source: str | bytes) -> Iterator[None]:
        """Tell of a compilation, which the body of the `with` does."""
        ends = _begun(self.on_compile, CompileStarted(source))
        started = time.perf_counter()
        diagnostics: tuple[Diagnostic, ...] = ()
        try:
            yield
        except ClocheError as error:
            diagnostics = tuple(getattr(error, "diagnostics", ()))
            raise
        finally:
            _end(ends, CompileEnded(time.perf_counter() - started, diagnostics))

    @contextmanager
    def running(
        self,
        kind: Kind,
        name: str,
        program: tuple[str, str],
        inputs: Mapping[str, object] | None = None,
    ) -> Iterator[_Seen]:
        """Tell of a run, which the body of the `with` does.

        Parameters:
            program: source and guarded source.
        """
        seen = _Seen(uuid.uuid4().hex)
        event = RunStarted(seen.id, kind, name, *program, tuple(inputs or ()))
        ends = _begun(self.on_run, event)
        token = _RUN.set(seen)
        started = time.perf_counter()
        failure: BaseException | None = None
        try:
            yield seen
        except BaseException as error:
            failure = error
            if isinstance(error, ClocheError):
                seen.steps = error.steps
            raise
        finally:
            _leave(token)
            seconds = time.perf_counter() - started
            if failure is not None:
                without_frames(failure)
            _end(ends, RunEnded(failure, seconds, seen.steps, tuple(seen.tools), seen.calls))
            del failure

    def tool(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return *function* as a tool whose calls are told of."""
        if is_asynchronous(function):

            @functools.wraps(function)
            async def observed_async(*args: Any, **kwargs: Any) -> Any:
                with self._calling(name, args, kwargs):
                    return await function(*args, **kwargs)

            return observed_async

        @functools.wraps(function)
        def observed(*args: Any, **kwargs: Any) -> Any:
            with self._calling(name, args, kwargs):
                return function(*args, **kwargs)

        return observed

    @contextmanager
    def _calling(self, name: str, args: Any, kwargs: Any) -> Iterator[None]:
        seen = _RUN.get()
        if seen is not None:
            seen.calls += 1
            if seen.calls <= _NAMED:
                seen.tools.append(name)
        ends = _begun(self.on_tool, ToolStarted(seen.id if seen else "", name, args, kwargs))
        # A tool may run programs of its own, whose calls are theirs.
        token = _RUN.set(None)
        started = time.perf_counter()
        failure: BaseException | None = None
        try:
            yield
        except BaseException as error:
            failure = error
            raise
        finally:
            _leave(token)
            _end(ends, ToolEnded(failure, time.perf_counter() - started))
            del failure


def _leave(token: Token[_Seen | None]) -> None:
    """Reset `_RUN`; a coroutine may be closed in another context than it ran in."""
    with suppress(ValueError):
        _RUN.reset(token)


def _begun(hooks: tuple[Callable[[Any], Any], ...], event: object) -> list[Callable[[Any], Any]]:
    """Call *hooks*; return what they want called at the end, the last first."""
    ends = [end for hook in hooks if (end := hook(event)) is not None]
    return ends[::-1]


def _end(ends: list[Callable[[Any], Any]], event: object) -> None:
    for end in ends:
        end(event)


def digest(text: str | bytes) -> str:
    """Return the SHA-256 of *text* in hexadecimal; of a str, that of its UTF-8."""
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    return hashlib.sha256(data).hexdigest()
