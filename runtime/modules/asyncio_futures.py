"""`Future` and `Task`: a result to come, and a coroutine that is driven step by step."""

from __future__ import annotations

import sys
from collections.abc import Generator
from types import CoroutineType, GeneratorType
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.comparing import operand
from ..guards.rendering import render, render_repr
from ..links import AWAITABLES
from ..run import charge, current
from ..standins import plain, trust
from ..stops import Stop
from ..throwing import Throwing, throw_of
from ..universe.exceptions import LEAVING
from .asyncio_errors import CancelledError, InvalidStateError
from .asyncio_loop import Loop, get_running_loop, soon

_PENDING, _CANCELLED, FINISHED = "PENDING", "CANCELLED", "FINISHED"
#: Key of the number of tasks that were given a name, in `Run.state`.
_NAMED: Final = "asyncio tasks"


#: What a task can drive: coroutines, and the steps of async generators.
COROUTINES: Final = frozenset({CoroutineType, Throwing, *AWAITABLES[1:]})


class Future:
    """This class is *almost* compatible with concurrent.futures.Future."""

    __slots__ = (
        "__awaited__", "__callbacks__", "__error__", "__loop__", "__message__", "__result__",
        "__state__", "__weakref__",
    )  # fmt: skip
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, *, loop: Any = None) -> None:
        self.__loop__: Loop = loop if type(loop) is Loop else get_running_loop()
        self.__state__ = _PENDING
        self.__result__: Any = None
        self.__error__: BaseException | None = None
        #: Of a cancellation.
        self.__message__: Any = None
        #: Each with the context of `decimal` that was current where it was added.
        self.__callbacks__: list[tuple[Any, Any]] = []
        #: Yielded by its own `__await__`, as it must be.
        self.__awaited__ = False

    def cancel(self, msg: Any = None) -> bool:
        """Cancel the future and schedule callbacks."""
        if self.__state__ is not _PENDING:
            return False
        self.__state__ = _CANCELLED
        self.__message__ = msg
        call_back(self)
        return True

    def cancelled(self) -> bool:
        """Return True if the future was cancelled."""
        return self.__state__ is _CANCELLED

    def done(self) -> bool:
        """Return True if the future is done."""
        return self.__state__ is not _PENDING

    def result(self) -> Any:
        """Return the result this future represents."""
        if self.__state__ is _CANCELLED:
            raise cancellation(self)
        if self.__state__ is not FINISHED:
            raise InvalidStateError("Result is not set.")
        if self.__error__ is not None:
            raise self.__error__.with_traceback(self.__error__.__traceback__)
        return self.__result__

    def exception(self) -> Any:
        """Return the exception that was set on this future."""
        if self.__state__ is _CANCELLED:
            raise cancellation(self)
        if self.__state__ is not FINISHED:
            raise InvalidStateError("Exception is not set.")
        return self.__error__

    def add_done_callback(self, fn: Any, *, context: Any = None) -> None:
        """Add a callback to be run when the future becomes done."""
        pay(self, 1)
        if self.__state__ is _PENDING:
            self.__callbacks__.append((fn, self.__loop__.__run__.decimal))
        else:
            soon(self.__loop__, fn, self)

    def remove_done_callback(self, fn: Any, /) -> int:
        """Remove all instances of a callback from the "call when done" list."""
        before = self.__callbacks__
        pay(self, len(before))
        # By identity first: comparing walks what a guest may have nested.
        self.__callbacks__ = [
            each for each in before if each[0] is not fn and operand(each[0]) != fn
        ]
        return len(before) - len(self.__callbacks__)

    def set_result(self, result: Any, /) -> None:
        """Mark the future done and set its result."""
        _require_pending(self)
        settle(self, result)

    def set_exception(self, exception: Any, /) -> None:
        """Mark the future done and set an exception."""
        _require_pending(self)
        if isinstance(exception, type) and issubclass(exception, BaseException):
            exception = exception()
        if not isinstance(exception, BaseException):
            raise TypeError("Invalid exception object")
        if issubclass(type(exception), StopIteration):
            raise TypeError(
                "StopIteration interacts badly with generators and cannot be raised into a Future"
            )
        fail(self, exception)

    def get_loop(self) -> Any:
        """Return the event loop the Future is bound to."""
        return self.__loop__

    def __await__(self) -> Generator[Any, Any, Any]:
        if self.__state__ is _PENDING:
            self.__awaited__ = True
            yield self
        if self.__state__ is _PENDING:
            raise RuntimeError("await wasn't used with future")
        return self.result()

    __iter__ = __await__

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {_state(self)}>"


class Task(Future):
    """A coroutine wrapped in a Future."""

    __slots__ = (
        "__cancel_requests__", "__coroutine__", "__must_cancel__", "__title__", "__waits_for__",
    )  # fmt: skip

    def __init__(
        self, coro: Any, *, loop: Any = None, name: Any = None, context: Any = None,
        eager_start: Any = False,
    ) -> None:  # fmt: skip
        if type(coro) not in COROUTINES:
            raise TypeError(f"a coroutine was expected, got {render_repr(coro)}")
        super().__init__(loop=loop)
        charge(5)
        self.__coroutine__ = coro
        self.__title__ = _next_name() if name is None else str.__str__(_text(name))
        self.__must_cancel__ = False
        self.__cancel_requests__ = 0
        self.__waits_for__: Any = None
        self.__loop__.__tasks__[self] = None
        soon(self.__loop__, step, self)

    def get_coro(self) -> Any:
        return self.__coroutine__

    def get_name(self) -> str:
        return self.__title__

    def set_name(self, value: Any, /) -> None:
        self.__title__ = str.__str__(_text(value))

    def set_result(self, result: Any, /) -> None:
        raise RuntimeError("Task does not support set_result operation")

    def set_exception(self, exception: Any, /) -> None:
        raise RuntimeError("Task does not support set_exception operation")

    def cancel(self, msg: Any = None) -> bool:
        """Request that this task cancel itself."""
        if self.__state__ is not _PENDING:
            return False
        self.__cancel_requests__ += 1
        pay(self, 1)
        if self.__waits_for__ is not None and self.__waits_for__.cancel(msg=msg):
            return True
        self.__must_cancel__ = True
        self.__message__ = msg
        return True

    def cancelling(self) -> int:
        """Return the count of the task's cancellation requests."""
        return self.__cancel_requests__

    def uncancel(self) -> int:
        """Decrement the task's count of cancellation requests."""
        if self.__cancel_requests__ > 0:
            self.__cancel_requests__ -= 1
            if self.__cancel_requests__ == 0 and UNCANCEL_CLEARS:
                self.__must_cancel__ = False
        return self.__cancel_requests__

    def __repr__(self) -> str:
        coroutine = getattr(self.__coroutine__, "__qualname__", "")
        pay(self, (len(coroutine) + len(self.__title__)) // 64)
        return f"<Task {_state(self)} name={self.__title__!r} coro=<{coroutine}()>>"


#: From Python 3.13 on a request that was taken back before it was delivered is forgotten.
UNCANCEL_CLEARS: Final = sys.version_info >= (3, 13)


def _text(name: Any) -> Any:
    return name if type(name) is str else render(name)


def _next_name() -> str:
    state = current().state
    count: Any = state.get(_NAMED, 0)
    state[_NAMED] = count + 1
    return f"Task-{count + 1}"


def _state(future: Future) -> str:
    if future.__state__ is FINISHED:
        if future.__error__ is not None:
            return f"finished exception={render_repr(future.__error__)}"
        return f"finished result={render_repr(future.__result__)}"
    return future.__state__.lower()


def _require_pending(future: Future) -> None:
    if future.__state__ is not _PENDING:
        raise InvalidStateError("invalid state")


def pay(future: Future, steps: int) -> None:
    """Take *steps* from the run that *future* belongs to.

    Not from the current one: a coroutine that is collected late unwinds in anybody's.
    """
    future.__loop__.__run__.budget.charge(steps)


def cancellation(future: Future) -> CancelledError:
    """Return a new exception that says how *future* was cancelled."""
    if future.__error__ is not None:
        error, future.__error__ = future.__error__, None
        return error  # type: ignore[return-value]
    message = future.__message__
    return CancelledError() if message is None else CancelledError(message)


def settle(future: Future, result: Any) -> None:
    """Finish *future*, which is pending, with *result*."""
    future.__result__ = result
    future.__state__ = FINISHED
    call_back(future)


def fail(future: Future, error: BaseException) -> None:
    """Finish *future*, which is pending, with *error*."""
    future.__error__ = error
    future.__state__ = FINISHED
    call_back(future)


def call_back(future: Future) -> None:
    """Schedule the callbacks of *future*, which is done."""
    pay(future, len(future.__callbacks__))
    schedule(future)


def schedule(future: Future) -> None:
    """Schedule the callbacks of *future*, each in the context that it was added in."""
    callbacks, future.__callbacks__ = future.__callbacks__, []
    for callback, context in callbacks:
        soon(future.__loop__, callback, future).__context__ = context


def create_task(loop: Loop, coro: Any, name: Any = None) -> Task:
    """Return a new task of *loop*.

    Raises:
        TypeError: *coro* is no coroutine.
    """
    if loop.__closed__:
        raise RuntimeError("Event loop is closed")
    return Task(coro, loop=loop, name=name)


def is_future(x: Any) -> bool:
    """Tell whether *x* is a future of a guest's loop."""
    return issubclass(type(x), Future)


# --- Steps --------------------------------------------------------------------------------------


def step(task: Task, error: Any = None) -> None:
    """Let the coroutine of *task* go on until it waits or ends."""
    if task.__state__ is not _PENDING:
        raise InvalidStateError(f"_step(): already done: {task!r}, {error!r}")
    if task.__must_cancel__:
        if not isinstance(error, CancelledError):
            error = cancellation(task)
        task.__must_cancel__ = False
    loop = task.__loop__
    task.__waits_for__ = None
    before, loop.__current__ = loop.__current__, task
    try:
        _resume(task, error)
    finally:
        loop.__current__ = before
        if task.__state__ is not _PENDING:
            loop.__tasks__.pop(task, None)
            if task is loop.__program__:
                loop.__decimal__ = loop.__run__.decimal


def _resume(task: Task, error: Any) -> None:
    coroutine = task.__coroutine__
    try:
        found = coroutine.send(None) if error is None else throw_of(coroutine)(error)
    except Stop:
        raise
    except StopIteration as end:
        if task.__must_cancel__:
            # Cancelled at the last moment, and it did not wait any more.
            task.__must_cancel__ = False
            Future.cancel(task, task.__message__)
        else:
            settle(task, end.value)
    except CancelledError as cancelled:
        task.__error__ = cancelled
        Future.cancel(task)
    except LEAVING as leaving:
        fail(task, leaving)
        raise
    except BaseException as failed:
        fail(task, failed)
    else:
        _wait(task, found)


def _wait(task: Task, found: Any) -> None:
    """Let *task* go on when *found*, which its coroutine has yielded, is done."""
    loop = task.__loop__
    if is_future(found):
        if found.__loop__ is not loop:
            _throw(task, f"Task {task!r} got Future {found!r} attached to a different loop")
        elif not found.__awaited__:
            _throw(task, f"yield was used instead of yield from in task {task!r} with {found!r}")
        elif found is task:
            _throw(task, f"Task cannot await on itself: {task!r}")
        else:
            found.__awaited__ = False
            found.add_done_callback(_Wakeup(task))
            task.__waits_for__ = found
            if task.__must_cancel__ and found.cancel(msg=task.__message__):
                task.__must_cancel__ = False
    elif found is None:
        soon(loop, step, task)
    elif type(found) is GeneratorType:
        _throw(
            task,
            "yield was used instead of yield from for generator in task "
            f"{task!r} with {render_repr(found)}",
        )
    else:
        _throw(task, f"Task got bad yield: {render_repr(found)}")


def _throw(task: Task, message: str) -> None:
    soon(task.__loop__, step, task, RuntimeError(message))


class _Wakeup:
    """Lets a task go on when what it waited for is done."""

    __slots__ = ("__task__",)

    def __init__(self, task: Task) -> None:
        self.__task__ = task

    def __call__(self, future: Future) -> None:
        try:
            future.result()
        except Stop:
            raise
        except BaseException as error:
            step(self.__task__, error)
        else:
            step(self.__task__)


def current_task(loop: Any = None) -> Any:
    """Return a currently executed task."""
    found = loop if type(loop) is Loop else get_running_loop()
    return found.__current__


def all_tasks(loop: Any = None) -> Any:
    """Return a set of all tasks for the loop."""
    found = loop if type(loop) is Loop else get_running_loop()
    charge(len(found.__tasks__))
    return set(found.__tasks__)


plain(Future, Task, derivable=False)
trust(Future, Task)
Future.__module__ = Task.__module__ = "_asyncio"
