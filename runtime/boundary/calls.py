"""Calls across the boundary: tools, which the guest calls, and closures, which the host calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from functools import partial
from keyword import iskeyword
from sys import exception
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from .. import signals
from ..errors import BoundaryError
from ..handling import apart
from ..own_stack import imported
from ..room import CALLS, LEVELS, demand, insist
from ..stops import Stop
from . import converting
from .converting import DECLARED, Clock, is_marked
from .exposed import PROXIES
from .inward import into_guest
from .leaves import complete
from .letting_go import empty, let_go
from .limits import OUTWARD, CrossingLimits
from .outward import out_of_guest
from .raised import awaited, for_guest, raised_by
from .rows import SHORT, SMALL

if TYPE_CHECKING:
    from ..run import Run


class Crossing(Protocol):
    """What a tool must know of the run that calls it; `runtime.run.Run` is one."""

    @property
    def own(self) -> Set[type]:
        """The classes this guest has made."""

    @property
    def ticks(self) -> Iterator[bool]:
        """The step iterator of its code."""

    def charge(self, steps: int, /) -> None:
        """Take *steps* steps."""

    def abort(self, cause: BaseException, /) -> NoReturn:
        """Stop the run so that the host sees `cause` and the guest cannot catch it."""


RunT = TypeVar("RunT", bound=Crossing)


def check_tool(name: str, function: object) -> None:
    """Refuse what cannot be a tool, and make ready for what one may be given and return.

    Raises:
        ValueError: a program could not spell `name`.
        TypeError: `function` cannot be called, or is an asynchronous generator.
    """
    if type(name) is not str or not name.isidentifier() or iskeyword(name):
        raise ValueError(f"tool {name!r}: the name must be an identifier")
    if name.startswith("__"):
        raise ValueError(f"tool {name!r}: the name must not begin with two underscores")
    if not callable(function):
        raise TypeError(f"tool {name!r}: {type(function).__name__} cannot be called")
    import inspect

    complete()
    for candidate in (function, getattr(type(function), "__call__", None)):  # noqa: B004
        if inspect.isasyncgenfunction(candidate):
            raise TypeError(
                f"tool {name!r}: asynchronous generators are not supported; "
                "give an asynchronous function that returns a list"
            )


def is_asynchronous(function: object) -> bool:
    """Tell whether calls of `function` must be awaited."""
    import inspect

    call = getattr(type(function), "__call__", None)  # noqa: B004
    return inspect.iscoroutinefunction(function) or inspect.iscoroutinefunction(call)


def wrap_async_tool(
    name: str,
    function: Callable[..., Any],
    current: Callable[[], Run],
    await_tool: Callable[..., Any],
    limits: CrossingLimits = OUTWARD,
    keeper: Clock | None = None,
) -> Callable[..., Any]:
    """Return what a guest sees of the host's asynchronous `function`: a function to be awaited.

    What crosses, and how, is as with `wrap_tool`. The function is called when the guest awaits.

    Parameters:
        await_tool: `modules.asyncio_tools.await_tool`.
        keeper: has what *function* makes of its arguments paid for (`converting.py`).
    """

    price = 1 if keeper is None else DECLARED

    def tool(*args, **kwargs):  # type: ignore[no-untyped-def]
        run = current()
        args, kwargs = _arguments_out(name, args, kwargs, run, limits, price)

        # In C: no frame of ours in a traceback holds what is taken.
        take = partial(_taken, name, run)
        made = await_tool(run, partial(_awaited, run.ticks, keeper, function, args, kwargs), take)
        made.__name__ = made.__qualname__ = name
        return made

    return _named(name, tool)


async def _awaited(
    ticks: Iterator[bool],
    keeper: Clock | None,
    function: Callable[..., Any],
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> Any:
    """Await a call of *function*, as a task, on a loop that the guest may drive deep in its stack.

    Raises:
        BaseException: as `awaited`; RecursionError: there is no room.
    """
    demand(ticks)
    if keeper is not None:
        converting.clock.set(keeper)
    return await awaited(function, *args, **kwargs)


def _taken(name: str, run: Run, ended: list[Any]) -> Any:
    """Return for the guest what the host's task in *ended* gave, or raise it.

    *ended* is emptied, and may have been the last to hold the task.
    """
    error = raised_by(ended[0])
    fatal: BaseException | None = None
    failure: Exception | None = None
    if isinstance(error, Exception) and not signals.is_of_handler(error):
        # Its `__str__` is the host's, and is called beneath what the guest handles.
        failure = apart(for_guest, (error,))
    elif error is not None:
        fatal = error
    else:
        try:
            return into_guest(ended[0].result(), f"{name}()", run=run)
        except BoundaryError as refused:
            fatal = refused
        finally:
            let_go(run.budget, ended)
    ended.append(error)
    del error
    let_go(run.budget, ended)
    # As in `wrap_tool`: the host's exception is nobody's `__context__`.
    try:
        if failure is not None:
            raise failure
        assert fatal is not None
        run.abort(fatal)
    finally:
        del failure, fatal


def wrap_tool(
    name: str,
    function: Callable[..., Any],
    current: Callable[[], RunT],
    enter: Callable[[RunT], object],
    leave: Callable[[RunT], object],
    limits: CrossingLimits = OUTWARD,
    settle: Callable[[RunT], object] = lambda run: None,
    drop: Callable[[RunT, list[Any]], object] = lambda run, held: held.clear(),
    price: int = 1,
) -> Callable[..., Any]:
    """Return what a guest sees of the host's `function`.

    Arguments and result cross as copies. An argument that may not leave raises TypeError in
    the guest, for the guest's mistake. A result that may not enter is the host's mistake: the
    run is aborted with the BoundaryError. Where the guest has left too little of the stack the
    function is not called (see `room.py`). An `Exception` of the function reaches the guest as
    a fresh builtin exception (see `for_guest`); anything else it raises aborts the run.

    Parameters:
        name: what the guest calls it, already checked by `check_tool`.
        current: finds the run in whose name the call is made.
        enter: called with the run just before the function: the guest's clock stops.
        leave: called with the run when the function has returned or raised.
        limits: bounds on each argument.
        settle: called with the run right after the function, while the host still has the floor;
            what it raises is the host's.
        drop: called with the run and what the function has returned, in a list, once that is
            copied: empties it.
        price: steps for each item of the arguments.
    """

    made = _calling(name, function, current, enter, leave, limits, settle, drop, price)
    return _named(name, made)


@signals.handing(still=True)
def _calling(
    name: str, function: Callable[..., Any], current: Callable[[], RunT],
    enter: Callable[[RunT], object], leave: Callable[[RunT], object], limits: CrossingLimits,
    settle: Callable[[RunT], object], drop: Callable[[RunT, list[Any]], object], price: int,
) -> Callable[..., Any]:  # fmt: skip
    """Return the function that calls *function*; parameters as of `wrap_tool`."""

    def tool(*args, **kwargs):  # type: ignore[no-untyped-def]
        run = current()
        # Before `enter`: copying what the guest built is the guest's own time.
        for value in args:
            # The test saves scalars a call; `out_of_guest` would return them as they are.
            if not (
                ((kind := type(value)) is str and len(value) <= SHORT)
                or (kind is int and -SMALL < value < SMALL)
            ):
                args, kwargs = _arguments_out(name, args, kwargs, run, limits, price)
                break
        else:
            if kwargs:
                args, kwargs = _arguments_out(name, args, kwargs, run, limits, price)
        short = False
        try:  # as `demand`
            isinstance(None, LEVELS)
            next(CALLS)
        except (RecursionError, ValueError):
            short = True
        if short:
            insist(run.ticks)
        fatal: BaseException | None = None
        failure: Exception | None = None
        result, deep = None, False
        gone: list[Any] | None = None if exception() is None else [args, kwargs]
        # While the clock stands still, what a handler of a signal raises is raised here as well
        # (see `signals._is_hosts`): none of it gets past these clauses, which call nothing.
        try:
            enter(run)
            try:
                if gone is None:
                    result = function(*args, **kwargs)
                else:
                    result = apart(function, args, kwargs)
            except Exception as error:
                if signals.is_of_handler(error):
                    fatal = error
                else:
                    failure = for_guest(error)
                if gone is not None:
                    gone.append(error)
            finally:
                if gone is None:
                    settle(run)
                else:
                    args, kwargs = (), {}
                    _settle_apart(run, settle, gone)
        except RecursionError:
            # The guest's own depth: not even the error can be copied here.
            deep = True
        except BaseException as error:
            fatal = error
        finally:
            # What the host has put into them ends while it has the floor.
            del args, kwargs
            leave(run)
        if deep:
            failure = RecursionError("maximum recursion depth exceeded")
        if failure is None and fatal is None:
            if (kind := type(result)) is str or kind is int or kind is float or result is None:
                return result
            held, result = [result], None
            try:
                return into_guest(held[0], f"{name}()", run=run)
            except BoundaryError as error:
                fatal = error
            finally:
                drop(run, held)
        # Out here, so that the host's exception is nobody's `__context__`.
        try:
            _raise(run, failure, fatal)
        finally:
            del failure, fatal

    return tool


def _raise(run: Crossing, failure: Exception | None, fatal: BaseException | None) -> NoReturn:
    """Raise *failure* for the guest, or end the run with what is *fatal*, if anything is."""
    try:
        if fatal is None:
            assert failure is not None
            raise failure
        if isinstance(fatal, Stop):
            raise fatal
        run.abort(fatal)
    finally:
        del failure, fatal


def _named(name: str, tool: Callable[..., Any]) -> Callable[..., Any]:
    """Return *tool*, of which nothing of the host's shows: no name, text, signature or module."""
    tool.__name__ = tool.__qualname__ = name
    tool.__module__ = "tools"
    return tool


def tool_for(
    name: str, function: Callable[..., Any], run: Run, current: Callable[[], Run] | None = None
) -> Callable[..., Any]:
    """Wrap *function* for *run* alone: whoever calls it, and when, it is this run that does.

    Parameters:
        current: finds the run instead, and may refuse to.
    """
    found = current or (lambda: run)
    if is_asynchronous(function):
        # Which is heavier than most tools need.
        await_tool = imported("cloche.runtime.modules.asyncio_tools").await_tool
        keeper = run.budget if is_marked(function) else None
        return wrap_async_tool(name, function, found, await_tool, keeper=keeper)
    if is_marked(function):
        enter, leave, price = converting.enter, converting.leave, DECLARED
    else:
        enter, leave, price = _enter, _leave, 1
    return wrap_tool(name, function, found, enter, leave, settle=_settle, drop=_drop, price=price)


def _enter(run: Run) -> None:
    """A stopped run calls no tools; the clock of a live one stands still."""
    run.budget.call(still=True)
    if (proxies := run.state.get(PROXIES)) is not None:
        proxies.forget()  # type: ignore[attr-defined]


def _settle(run: Run) -> None:
    """A handler that the tool has set is to be behind one of ours before the guest goes on."""
    if run.catches:
        signals.renew()


def _leave(run: Run) -> None:
    run.budget.resume()


def _settle_apart(run: RunT, settle: Callable[[RunT], object], gone: list[Any]) -> None:
    """Let go of *gone* while the guest handles something, which is none of the host's business."""
    try:
        empty(gone)
    finally:
        settle(run)


def _drop(run: Run, held: list[Any]) -> None:
    let_go(run.budget, held)


def _arguments_out(
    name: str,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
    run: Crossing,
    limits: CrossingLimits,
    price: int,
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return copies of a tool's arguments for the host.

    Each item of a container takes *price* steps, a shared one as often as it is met.

    Raises:
        TypeError: for the guest, when one may not leave.
        Stop: fewer steps are left.
    """
    charge = run.charge if price == 1 else lambda items: run.charge(price * items)
    try:
        # The test saves scalars a call; `out_of_guest` would return them as they are.
        args = tuple(
            [
                value
                if ((kind := type(value)) is str and len(value) <= SHORT)
                or (kind is int and -SMALL < value < SMALL)
                else out_of_guest(value, f"argument {position}", run.own, limits, charge)
                for position, value in enumerate(args, 1)
            ]
        )
        if kwargs:
            # A keyword may be an instance of the guest's own subclass of str.
            named = [(str.__str__(key), value) for key, value in kwargs.items()]
            kwargs = {
                key: value
                if ((kind := type(value)) is str and len(value) <= SHORT)
                or (kind is int and -SMALL < value < SMALL)
                else out_of_guest(value, f"argument {key!r}", run.own, limits, charge)
                for key, value in named
            }
    except BoundaryError as error:
        message = f"{name}() {refusal_text(error)}"
    else:
        return args, kwargs
    raise TypeError(message)


def refusal_text(error: BoundaryError) -> str:
    """Return why an argument may not leave, for the guest that gave it."""
    what = f"{error.type_name} {error.reason}" if error.reason else error.type_name
    hint = f" ({error.hint})" if error.hint else ""
    return f"{error.path} cannot leave the sandbox: {what}{hint}"


def arguments_in(
    args: tuple[Any, ...], kwargs: Mapping[str, Any], run: Run | None = None
) -> tuple[tuple[Any, ...], Mapping[str, Any]]:
    """Return copies of the host's arguments for a guest's function.

    Raises:
        BoundaryError: one may not enter.
    """
    for value in args:
        if (kind := type(value)) is not int and kind is not str and kind is not float:
            break
    else:
        if not kwargs:
            return args, kwargs
    copies = tuple(
        [
            into_guest(value, f"argument {position}", run=run)
            for position, value in enumerate(args, 1)
        ]
    )
    named = {key: into_guest(value, f"argument {key!r}", run=run) for key, value in kwargs.items()}
    return copies, named
