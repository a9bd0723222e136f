"""`asyncio` on a loop of the run's own, made anew so that no guest comes near the host's.

    asyncio_loop      what is ready and what is due
    asyncio_futures   Future and Task
    asyncio_driving   turning the loop, from a guest's call or on the host's loop
    asyncio_outside   the host's side of it, where asynchronous tools run
    asyncio_tools     calls of these, as a guest awaits them
    asyncio_waiting   sleep, gather, wait …
    asyncio_timeouts  timeout, wait_for
    asyncio_locks, asyncio_queues, asyncio_groups

Everything here dies with its run: a callback is called after a step has been taken, and a task
goes on from a callback. Nothing here catches `Stop` and goes on.
"""

from __future__ import annotations

import sys
from functools import partial
from types import FunctionType, MethodType
from typing import Any, Final

from ..run import charge, current
from . import asyncio_timeouts as timeouts
from . import asyncio_waiting as waiting
from .asyncio_driving import is_coroutine, run_coroutine
from .asyncio_errors import ERRORS
from .asyncio_futures import Future, Task, all_tasks, create_task, current_task, is_future
from .asyncio_groups import TaskGroup
from .asyncio_locks import LOCKS
from .asyncio_loop import Loop, get_running_loop, running
from .asyncio_queues import QUEUES
from .stand_in import frozen

CO_COROUTINE: Final = 0x80
#: Key of the loop that `set_event_loop` has set, in `Run.state`.
_SET: Final = "asyncio set loop"


def iscoroutine(obj: Any) -> bool:
    """Return True if obj is a coroutine object."""
    return is_coroutine(obj)


def iscoroutinefunction(func: Any) -> bool:
    """Return True if func is a decorated coroutine function."""
    while type(func) in (partial, MethodType):
        charge(1)
        func = func.func if type(func) is partial else func.__func__
    return type(func) is FunctionType and bool(func.__code__.co_flags & CO_COROUTINE)


def isfuture(obj: Any) -> bool:
    """Return True if obj is a Future."""
    return is_future(obj)


def new_event_loop() -> Any:
    """Return a new event loop."""
    return Loop()


def get_event_loop() -> Any:
    """Return an asyncio event loop."""
    found = running()
    if found is not None:
        return found
    state = current().state
    if _SET not in state:
        if sys.version_info >= (3, 14):
            raise RuntimeError("There is no current event loop in thread 'MainThread'.")
        state[_SET] = Loop()
    return state[_SET]


def set_event_loop(loop: Any) -> None:
    """Set the current event loop."""
    if loop is not None and type(loop) is not Loop:
        raise TypeError(
            f"loop must be an instance of AbstractEventLoop or None, not '{type(loop).__name__}'"
        )
    current().state[_SET] = loop


def _create_task(coro: Any, *, name: Any = None, context: Any = None) -> Any:
    """Schedule the execution of a coroutine object in a spawn task."""
    return create_task(get_running_loop(), coro, name)


_FUNCTIONS: Final = {
    "create_task": _create_task,
    "run": run_coroutine,
    **{
        function.__name__: function
        for function in (
            iscoroutine, iscoroutinefunction, isfuture, new_event_loop, get_event_loop,
            set_event_loop, get_running_loop, all_tasks, current_task, waiting.as_completed,
            waiting.ensure_future, waiting.gather, waiting.shield, waiting.sleep, waiting.wait,
            timeouts.timeout, timeouts.timeout_at, timeouts.wait_for,
        )
    },
}  # fmt: skip
for _name, _function in _FUNCTIONS.items():
    _function.__name__ = _function.__qualname__ = _name
    _function.__module__ = "asyncio"
    _function.__annotations__ = {}

_CLASSES: Final = (Future, Task, TaskGroup, timeouts.Timeout, *LOCKS, *QUEUES, *ERRORS)
_NEWER: Final = frozenset({"QueueShutDown"} if sys.version_info < (3, 13) else ())

MODULE = frozen(
    "asyncio",
    "The asyncio package, tracking PEP 3156.",
    {
        **_FUNCTIONS,
        **{kind.__name__: kind for kind in _CLASSES if kind.__name__ not in _NEWER},
        "TimeoutError": TimeoutError,
        "FIRST_COMPLETED": waiting.FIRST_COMPLETED,
        "FIRST_EXCEPTION": waiting.FIRST_EXCEPTION,
        "ALL_COMPLETED": waiting.ALL_COMPLETED,
    },
    left_out=frozenset("to_thread Runner Protocol Transport StreamReader subprocess".split()),
)
