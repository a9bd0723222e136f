"""A conversation with one environment: names, functions and classes persist from step to step."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from threading import Lock, RLock
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from .crossing import crossing
from .execution import bare, bare_async
from .inputs import bind
from .program import Result, execute_in, execute_in_async
from .runtime import errors
from .runtime.boundary.outward import out_of_guest
from .runtime.limits import Limits
from .runtime.memory import resident
from .transpiler import Guarded
from .transpiler.records import replace
from .transpiler.vocabulary import is_written

if TYPE_CHECKING:
    from .sandbox import Sandbox


class Step(NamedTuple):
    """One step, compiled: under which file name, knowing which names."""

    guarded: Guarded
    filename: str
    known: frozenset[str]


class Taken(NamedTuple):
    """What a step has taken that has no result."""

    steps: int
    seconds: float
    tool_calls: int
    stdout: str
    stderr: str


class Spent:
    """What the steps of a session have used."""

    __slots__ = ("output", "seconds", "steps", "tool_calls")

    def __init__(self) -> None:
        self.steps = 0
        self.seconds = 0.0
        self.output = 0
        self.tool_calls = 0

    def add(
        self, said: Result | errors.ClocheError | Taken, measured: tuple[float, int] = (0.0, 0)
    ) -> None:
        """Count a step.

        Parameters:
            said: what it took.
            measured: seconds, and calls of tools, it has taken at least.
        """
        self.steps += said.steps or 0
        self.seconds += max(said.seconds or 0.0, measured[0])
        self.tool_calls += max(said.tool_calls or 0, measured[1])
        for text in (said.stdout, said.stderr):
            self.output += len(text.encode("utf-8", "surrogatepass"))

    def left(self, total: Limits, each: Limits) -> Limits:
        """Return the limits of the next step: those of *each*, and no more than is left of *total*.

        Raises:
            LimitExceeded: nothing is left.
        """
        granted = {}
        for name, kind in _TOTALS.items():
            bound, used, step = getattr(total, name), getattr(self, name), getattr(each, name)
            if bound is not None:
                if used >= bound:
                    raise kind(bound, used)
                granted[name] = bound - used if step is None else min(step, bound - used)
        return replace(each, **granted)

    def explain(self, error: errors.ClocheError, total: Limits) -> None:
        """Have *error* name the bound on all steps where that is what was hit."""
        for name, kind in _TOTALS.items():
            bound, used = getattr(total, name), getattr(self, name)
            if bound is not None and isinstance(error, kind) and used >= bound:
                error.limit, error.used = bound, used
                error.args = (bound, used, error.line)


_TOTALS: Final[dict[str, type[errors.LimitExceeded]]] = {
    "steps": errors.StepLimitExceeded,
    "seconds": errors.TimeLimitExceeded,
    "output": errors.OutputLimitExceeded,
    "tool_calls": errors.ToolCallLimitExceeded,
}

_BUSY: Final = "another step of this session is under way"


class Session:
    """Made by `Sandbox.session`; each step has the full limits of the sandbox.

    A step that fails keeps what it had bound by then, as in a Python prompt.

    Parameters:
        total: bounds on steps, seconds, output and calls of tools of all steps together.
    """

    __slots__ = ("_box", "_run", "_spent", "_steps", "_total", "_turn", "_under_way")

    def __init__(
        self,
        box: Sandbox,
        inputs: Mapping[str, object] | None = None,
        total: Limits | None = None,
    ) -> None:
        self._begin(box, total)
        self._run = box.environment(inputs)

    def _begin(self, box: Sandbox, total: Limits | None) -> None:
        self._box = box
        self._steps = 0
        self._total = total
        self._spent = Spent()
        #: Steps from several threads take turns.
        self._turn = RLock()
        #: Held from before a step is compiled until it has ended; a task may end what another
        #: thread began, so it is nobody's.
        self._under_way = Lock()

    @bare
    def run(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Any:
        """Run one step and return the value of its last expression; raises as `Sandbox.run`."""
        return self.execute(source, inputs).value

    @bare
    def execute(self, source: str | bytes, inputs: Mapping[str, object] | None = None) -> Result:
        """Run one step and return its `Result`; raises as `Sandbox.execute`."""
        with self._turn, self._alone():
            return self._whole(source, inputs)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Refuse a step that would be in the middle of another.

        Raises:
            RuntimeError: one is under way.
        """
        if self._under_way.locked():
            raise RuntimeError(_BUSY)
        # Not `acquire`, after which an interrupt could come before anybody releases it. Of two
        # threads that get here at once one waits.
        with self._under_way:
            yield

    def _whole(self, source: str | bytes, inputs: Mapping[str, object] | None) -> Result:
        """Compile and run a step, as nobody else does."""
        step = self._step(source)
        with self._observing(step, inputs) as seen, self._counting() as spend:
            return seen(spend(self._execute(step, inputs)))

    @contextlib.contextmanager
    def _observing(
        self, step: Step, inputs: Mapping[str, object] | None
    ) -> Iterator[Callable[[Result], Result]]:
        """Tell the hooks of a step; what it gives is called with its result."""
        observers = self._box.observers
        if observers is None:
            yield lambda result: result
            return
        texts = step.guarded.source, step.guarded.text
        with observers.running("step", "", texts, inputs) as seen:
            yield seen.count

    def _step(self, source: str | bytes) -> Step:
        self._steps += 1
        filename, known = f"<step {self._steps}>", frozenset(self.names)
        return Step(self._box.transpile(source, filename, known), filename, known)

    @contextlib.contextmanager
    def _counting(self) -> Iterator[Callable[[Result], Result]]:
        """Grant a step what is left of the session; what it gives is called with its result."""
        if self._total is None:
            yield lambda result: result
            return
        self.grant(self._spent.left(self._total, self._box.limits))

        def count(result: Result) -> Result:
            self._spent.add(result, self._measured())
            return result

        try:
            yield count
        except errors.ClocheError as error:
            self._spent.add(error, self._measured())
            self._spent.explain(error, self._total)
            raise
        except BaseException:
            # Cancelled, closed, or ended by what a function of the host's has raised.
            self._spent.add(self._so_far(), self._measured())
            raise

    def _so_far(self) -> Taken:
        """Return what the last step has taken, however it ended."""
        budget = self._run.budget
        printed, complained = self._run.output.take_last(), self._run.errors.take_last()
        return Taken(budget.steps, budget.seconds, budget.calls, printed, complained)

    def _measured(self) -> tuple[float, int]:
        """Return seconds, and calls of tools, that the last step has taken, whatever it says."""
        return 0.0, 0

    def grant(self, limits: Limits) -> None:
        """Have the next step run under *limits*."""
        self._run.budget.limits = limits

    def use_loop(self, on_loop: bool) -> None:
        """Have the next steps find a running loop, whether they await something or not."""
        self._run.on_loop = on_loop

    def _execute(self, step: Step, inputs: Mapping[str, object] | None) -> Result:
        bind(self._run, inputs)
        return execute_in(self._run, step.guarded)

    @bare_async
    async def run_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Any:
        """Run one step on the event loop of the host; raises as `Sandbox.run_async`."""
        return (await self.execute_async(source, inputs)).value

    @bare_async
    async def execute_async(
        self, source: str | bytes, inputs: Mapping[str, object] | None = None
    ) -> Result:
        """Run one step on the event loop of the host and return its `Result`.

        Raises:
            RuntimeError: another step of this session is under way.
            as `Sandbox.execute_async`.
        """
        with self._alone():
            step = self._step(source)
            with self._observing(step, inputs) as seen, self._counting() as spend:
                bind(self._run, inputs)
                return seen(spend(await execute_in_async(self._run, step.guarded)))

    @property
    def names(self) -> list[str]:
        """The global names bound so far."""
        # (At once: a step may be under way in another thread.)
        return [name for name in [*self._run.globals] if is_written(name)]

    @property
    def variables(self) -> dict[str, Any]:
        """Copies of the values bound so far, of those that may leave the sandbox.

        Functions, classes and modules are left out, as is what exceeds `Limits.result`, and what
        is left once the copies have taken `Limits.seconds`, or the process has grown by
        `Limits.memory`: many names may share one large value. So is what a step that is under way
        in another thread changes meanwhile.
        """
        limits, began, before = self._box.limits, monotonic(), resident()

        def look(_: int) -> None:
            if limits.seconds is not None and monotonic() - began > limits.seconds:
                raise _Enough
            if limits.memory is not None and resident() - before > limits.memory:
                raise _Enough

        found: dict[str, Any] = {}
        with contextlib.suppress(_Enough):
            for name in self.names:
                found.update((name, value) for value in self._value(name, look))
                look(0)
        return found

    def _value(self, name: str, look: Callable[[int], None]) -> list[Any]:
        """Return a list of the value of *name*; an empty one if it may not leave."""
        bounds, names = crossing(self._box.limits), self._run.globals
        try:
            return [out_of_guest(names[name], name, self._run.own, bounds, look)]
        except (KeyError, RuntimeError, errors.BoundaryError):
            return []  # (a step in another thread may delete it, or change what is in it)


class _Enough(Exception):
    """The copies of a session's variables have taken what they may."""
