"""One run: its budget, the classes it made, and how shims find it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from contextvars import ContextVar, Token, copy_context
from threading import RLock, get_ident
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeVar
from weakref import ref

from . import collecting, depth, finalizing, monitor, signals
from .budget import Budget
from .census import census
from .frames import Program, Shown
from .limits import Limits
from .output import Output
from .room import demand
from .stops import Stop
from .under_way import under_way
from .warned import WARNED

if TYPE_CHECKING:
    from .spaces import Space

T = TypeVar("T")
#: So many containers in one another are freed at once, and no more.
_TRASHCAN: Final = 60
_NO_NAMES: Final[Mapping[str, Any]] = {}


class Run:
    """The state of one run, or of one environment that is entered again and again.

    Parameters:
        limits: granted afresh at each `enter`.
        listener: see `Output`.
        clock: what guests read the time from: None for the system's clock, the moment at which
            it is frozen (nanoseconds since 1970), or a tool that tells seconds since 1970.
        seed: what all randomness comes from; None for the system's.
    """

    __slots__ = (
        "_hooks", "_level", "answering", "asynchronous", "bare", "budget", "buried",
        "catches", "clock",
        "compiler", "decimal", "errors", "floor", "globals", "hands_over", "left", "modules",
        "on_loop", "output", "outside", "own", "programs", "scalars", "seed", "sources", "spaces",
        "state", "ticks", "wired", "written",
    )  # fmt: skip

    def __init__(
        self,
        limits: Limits,
        listener: Callable[[str], object] | None = None,
        clock: int | Callable[[], object] | None = None,
        seed: int | None = None,
    ) -> None:
        self.budget = Budget(limits)
        collecting.attend()
        self.budget.seen |= enumerate(census.made)
        finalizing.report_no_guests()
        #: Whether audit events of this run are looked at (`tripwire.py`).
        self.wired = False
        #: It may make coroutines and async generators.
        self.asynchronous = False
        self._hooks: finalizing.Hooks = None
        #: While it is current in the main thread.
        self._level: signals.Level | None = None
        #: Code of it may catch what is raised in it (see `transpiler/catching.py`).
        self.catches = True
        #: It may call functions of the host's.
        self.hands_over = True
        #: A program that awaits nothing finds a running loop all the same, as in `run_async`.
        self.on_loop = False
        self.clock = clock
        self.seed = seed
        #: How deep the host's own stack was when the run got the floor, if that is asked for.
        self.floor = 0
        #: The step iterator; `__ticks__` in its namespace.
        self.ticks = self.budget.ticks
        self.output = Output(self.budget, listener)
        #: What was written to `sys.stderr`.
        self.errors = Output(self.budget)
        #: Compiles source text of the guest's: (source, file name, mode, known names,
        #: whether annotations are lazy) -> snippet.
        self.compiler: Callable[[str | bytes, str, str, frozenset[str], bool], Any] | None = None
        #: Makes what asynchronous tools run on, where that is no event loop of this process (see
        #: `asyncio_outside.Outside`).
        self.outside: Callable[[], Any] | None = None
        #: A real loop that was made for one of its own, open still (`asyncio_outside.Outside`).
        self.left: Any = None
        self._hold_nothing()

    def _hold_nothing(self) -> None:
        #: Classes this guest has made.
        self.own: set[type] = set()
        #: Those of them that are no metaclasses; `__own__` in its namespace.
        self.written: set[type] = set()
        #: Those of them that `guards/bare.py` is about; `__bare__` in its namespace.
        self.bare: set[type] = set()
        #: What its `__eq__` compare (`guards/answering.py`); `__answering__` in its namespace.
        self.answering: list[Any] = []
        #: What was there, until the next is.
        self.buried: list[list[Any]] = [[]]
        #: Classes in `bare`, and exact types of scalars; `__scalars__` in its namespace.
        self.scalars: set[Any] = set()
        #: The guest's global names.
        self.globals: dict[str, object] = {}
        #: More dictionaries of global names, those of code run by `exec(…, names)`: by identity.
        self.spaces: dict[int, Space] = {}
        #: Source text by file name, for tracebacks.
        self.sources: dict[str, str] = {}
        #: What marks words of it, by file name.
        self.programs: dict[str, Program] = {}
        #: Stand-ins of the modules it has imported.
        self.modules: dict[str, object] = {}
        #: State that library shims keep per run (a random generator, the names of tasks).
        self.state: dict[str, object] = {}
        #: The current context of `decimal`, once one is asked for; each task has its own.
        self.decimal: Any = None

    @property
    def shown(self) -> Shown:
        """What its tracebacks are made of."""
        return Shown(self.sources, self.programs)

    @property
    def turn(self) -> Any:
        """The lock that is held by who makes code of the run go: threads take turns."""
        return self.state.setdefault(_TURN, RLock())

    def holds(self, names: object) -> bool:
        """Tell whether *names*, the global names of some code, are a guest's of this run."""
        return names is self.globals or id(names) in self.spaces

    def clear(self) -> None:
        """Forget every global name, once no code of the run will be called any more.

        What closes with them is in nobody's name: another run may be current, whose tool this is.
        """
        if under_way or _CURRENT.get(None) is None:
            self._forget()
        else:
            outside(self._forget)

    def _forget(self) -> None:
        self.globals.clear()
        self.answering.clear()
        self.buried[0] = []
        if self.spaces:
            for space in self.spaces.values():
                space.clear()
            self.spaces.clear()
        if not self.budget.live:
            self.budget.retire()

    def enter(self) -> Token[Run]:
        """Grant the limits and become the current run of this context.

        Raises:
            RecursionError: a tool begins it, and there is no room for all of that and of `leave`.
        """
        if _floors:
            demand(self.ticks)
        budget, before = self.budget, _CURRENT.get(_NEVER)
        try:
            _floors.append(budget)
            budget.thread = get_ident()
            if self.catches or self.hands_over or signals.levels:
                self._hold()
            WARNED.put_first()
            budget.arm()
            if not budget.watched:
                monitor.watch(budget)
            if self.asynchronous:
                self._hooks = finalizing.hold(self)
            if budget.limits.recursion is not None:
                self.floor = depth.of_stack()
            if self._level is not None and self._level.failure is not None:
                budget.interrupt(self._level.failure)
            if before is _NEVER:  # as `_set_current`
                _CURRENT.set(None)  # type: ignore[arg-type]
            return _CURRENT.set(self)
        except BaseException:
            # A handler of the host's, in a run that is not held, or no stack is left.
            _CURRENT.set(None if before is _NEVER else before)  # type: ignore[arg-type]
            self._end()
            raise

    def expect_coroutines(self) -> None:
        """Prepare for coroutines and async generators of text that is compiled as it goes."""
        self.asynchronous = True
        if self._hooks is None:
            self._hooks = finalizing.hold(self)

    def leave(self, token: Token[Run]) -> None:
        """End the run: no guest code of it gets past its next tick.

        Raises:
            what a handler of a signal has raised meanwhile.
        """
        try:
            _CURRENT.reset(token)
        finally:
            level = self._end()
            if self.left is not None:
                self.left.close_late()
        if level is not None and level.failure is not None:
            raise level.failure

    def _hold(self) -> None:
        """From here on, what handlers of signals raise is not raised in code of the guest."""
        level = signals.hold(self.budget)
        if level is not None:
            level.around, self._level = self._level, level

    def _let_go(self) -> signals.Level | None:
        level = self._level
        if level is not None:
            self._level = level.around
            signals.release(level)
        return level

    def _end(self) -> signals.Level | None:
        if self._hooks is not None:
            self._release()
        budget = self.budget
        budget.end()
        if collecting.sleeping:
            collecting.wake()  # nobody could
        try:
            _floors.remove(budget)
        except ValueError:  # it never began, or stands still
            return self._let_go()
        return self._let_go() if self._level is not None else None

    def begin(self) -> None:
        """Grant the limits; code of the run has the floor between `come_in` and `go_out` only."""
        self.budget.arm()
        self.budget.hand_back()
        if not self.budget.watched:
            monitor.watch(self.budget)

    def come_in(self) -> Token[Run]:
        """Become the current run of this context, as it goes on.

        Raises:
            RecursionError: as `enter`, of `go_out`.
        """
        if _floors:
            demand(self.ticks)
        if self.catches or self.hands_over or signals.levels:
            self._hold()
        WARNED.put_first()
        if self._hooks is None:
            self._hooks = finalizing.hold(self)
        if self.budget.limits.recursion is not None:
            self.floor = depth.of_stack()
        self._take_floor()
        return _set_current(self)

    def go_out(self, token: Token[Run]) -> BaseException | None:
        """Give the floor back; return what a handler of a signal has raised meanwhile.

        The run is stopped for it.
        """
        _CURRENT.reset(token)
        self._yield_floor()
        # What the collector comes upon until it goes on ends at its first tick.
        self.budget.hand_back()
        self._release()
        level = self._let_go()
        if level is None or level.failure is None:
            return None
        self.budget.interrupt(level.failure)
        return level.failure

    def call_back(self, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        """Call *function* within a run that a tool of this one has begun, as this one.

        Raises:
            BaseException: as *function* does, or a handler of a signal.
        """
        # Those of this thread are the other run's, and so they are when this returns.
        hooks, self._hooks = self._hooks, None
        failure: BaseException | None = None
        try:
            token = self.come_in()
            try:
                return function(*args, **kwargs)
            finally:
                failure = self.go_out(token)
        finally:
            self._hooks = hooks
            if failure is not None:
                raise failure

    def park(self) -> None:
        """Stand still in a tool, for as long as the host likes (see `Budget.park`)."""
        self._yield_floor()
        self.budget.park()

    def unpark(self) -> None:
        """Go on where `park` was called, in the thread it was in; any thread may say so."""
        _floors.append(self.budget)
        try:
            if self.budget.unpark():
                monitor.watch(self.budget)
        except RecursionError:
            # Nobody would look at it.
            self.budget.stop("abort", None, None)
            raise

    def _take_floor(self) -> None:
        _floors.append(self.budget)
        self.budget.thread = get_ident()

    def _yield_floor(self) -> None:
        # It may stand still (`park`).
        with contextlib.suppress(ValueError):
            _floors.remove(self.budget)

    def _release(self) -> None:
        hooks, self._hooks = self._hooks, None
        finalizing.release(hooks)

    def charge(self, steps: int) -> None:
        """Take *steps* steps (see `Budget.charge`)."""
        self.budget.charge(steps)

    def abort(self, cause: BaseException) -> NoReturn:
        """Stop the run; the host sees *cause*, the guest cannot catch it."""
        self.budget.abort(cause)


class _Asleep(Run):
    """What a run is while garbage is collected in its time.

    Other threads, of a host that asks what has been printed, find it as it is: nobody's code is
    come upon there.
    """

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        if object.__getattribute__(self, "budget").thread == get_ident():
            if under_way and not collecting.overslept(self):
                raise Stop
            collecting.wake()  # nobody could, or what a handler of a signal raised came first
        return object.__getattribute__(self, name)


#: Key in `Run.state`.
_TURN: Final = "whose turn it is"
_CURRENT: ContextVar[Run] = ContextVar("cloche_run")
_NEVER: Final[Any] = object()
_floors: Final = collecting.floors
collecting.Runs.current, collecting.Runs.awake, collecting.Runs.asleep = _CURRENT, Run, _Asleep


def _set_current(run: Run) -> Token[Run]:
    # So that `reset` never deletes the variable: CPython would go on to give what it held to
    # everyone who asks, if someone did so, in a collection, while it was being deleted.
    if _CURRENT.get(_NEVER) is _NEVER:
        _CURRENT.set(None)  # type: ignore[arg-type]
    return _CURRENT.set(run)


def current() -> Run:
    """Return the run in whose name this code executes.

    Raises:
        Stop: there is none, as when garbage is collected (`collecting.py`).
    """
    run = _CURRENT.get(None)
    if run is None or (under_way and not _goes_on(run)):
        raise Stop
    return run


def _goes_on(run: Run) -> bool:
    """Tell whether *run* has the floor here, while CPython collects garbage somewhere.

    What a tool has begun keeps its context, and collects in it what others have left.
    """
    budget = object.__getattribute__(run, "budget")
    return budget in _floors and budget.thread == get_ident()


#: `running(None)` is what `current` returns, or None: for what is called very often.
running: Final = _CURRENT.get


def is_current(run: Run) -> bool:
    """Tell whether code of *run* may be called now: it has the floor, and is awake."""
    if _CURRENT.get(None) is not run:
        return False
    if type(run) is not Run and under_way and not collecting.overslept(run):
        return False
    return run.budget.thread == get_ident()


def insist() -> None:
    """Let only a run that has the floor, and is not stopped, go on.

    For what C comes upon as it closes a generator that was dropped: the run may sleep, or be over.

    Raises:
        Stop: there is none.
    """
    budget = current().budget
    if budget.thread != get_ident():
        raise Stop
    budget.checkpoint()


def demand_room() -> None:
    """Look that there is room on the stack for work of several steps, before the first can be seen.

    A program that caught RecursionError in between would find it half done: a class it can reach,
    say, and what makes it safe missing.

    Raises:
        RecursionError: there is none (see `room.py`).
    """
    demand(current().ticks)


def check_freeing() -> None:
    """Look that what ends here ends at once, before a run begins in a tool of another.

    CPython puts off what is deep in containers (`Py_TRASHCAN_BEGIN`) to the end of the outermost.
    If a tool is called as one of a program's is being freed, the other run would be over by then.

    Raises:
        RuntimeError: it is put off.
    """
    deep: Any = set()
    gone = ref(deep)
    for _ in range(_TRASHCAN):
        deep = [deep]
    del deep
    if gone() is not None:
        raise RuntimeError("no other program can begin while containers of this one are freed")


def outside(
    function: Callable[..., T], args: tuple[Any, ...] = (), named: Mapping[str, Any] = _NO_NAMES
) -> T:
    """Call *function* where no run is current: in a tool, say, which begins another one.

    What that one leaves behind ends there, and not in the name of the run whose tool it is.
    In a collection no variable is set but in a context of its own (`collecting.py`).
    """
    run = _CURRENT.get(None)
    if under_way and (run is None or not is_current(run)):
        return copy_context().run(_without_run, function, args, named)
    return _without_run(function, args, named)


def _without_run(function: Callable[..., T], args: tuple[Any, ...], named: Mapping[str, Any]) -> T:
    token = _CURRENT.set(None)  # type: ignore[arg-type]
    try:
        return function(*args, **named)
    finally:
        _CURRENT.reset(token)


def leave_all() -> None:
    """In this context, no run is current any more."""
    _CURRENT.set(None)  # type: ignore[arg-type]


def charge(steps: int) -> None:
    """Take *steps* steps from the current run (see `Budget.charge`)."""
    current().budget.charge(steps)


def allocate(size: int) -> None:
    """Pay for *size* bytes about to be allocated (see `Budget.allocate`)."""
    current().budget.allocate(size)
