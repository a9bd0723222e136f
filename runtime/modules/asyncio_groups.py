"""`asyncio.TaskGroup`."""

from __future__ import annotations

import sys
from typing import Any, Final

from ..guards.subclassing import derives
from ..run import charge
from ..standins import plain, trust
from ..stops import Stop
from ..universe.exceptions import LEAVING
from .asyncio_errors import CancelledError
from .asyncio_futures import Future, Task, create_task, current_task
from .asyncio_loop import get_running_loop

#: From then on a group takes its cancellation back when its tasks have ended.
_LATE: Final = sys.version_info >= (3, 13)


class TaskGroup:
    """Asynchronous context manager for managing groups of tasks."""

    __slots__ = (
        "__aborting__", "__base__error__", "__entered__", "__errors__", "__exiting__", "__loop__",
        "__parent__", "__requested__", "__tasks__", "__waiter__",
    )  # fmt: skip

    def __init__(self) -> None:
        self.__entered__ = self.__exiting__ = self.__aborting__ = self.__requested__ = False
        self.__loop__: Any = None
        self.__parent__: Any = None
        self.__tasks__: dict[Task, None] = {}
        self.__errors__: list[BaseException] = []
        self.__base__error__: BaseException | None = None
        self.__waiter__: Any = None

    def __repr__(self) -> str:
        info = [""]
        if self.__tasks__:
            info.append(f"tasks={len(self.__tasks__)}")
        if self.__errors__:
            info.append(f"errors={len(self.__errors__)}")
        if self.__aborting__:
            info.append("cancelling")
        elif self.__entered__:
            info.append("entered")
        return f"<TaskGroup{' '.join(info)}>"

    async def __aenter__(self) -> Any:
        if self.__entered__:
            raise RuntimeError(f"TaskGroup {self!r} has already been entered")
        self.__loop__ = get_running_loop()
        self.__parent__ = current_task()
        if self.__parent__ is None:
            raise RuntimeError(f"TaskGroup {self!r} cannot determine the parent task")
        self.__entered__ = True
        return self

    async def __aexit__(self, kind: Any, error: Any, traceback: Any) -> None:
        if kind is not None and derives(kind, Stop):
            return
        self.__exiting__ = True
        if isinstance(error, LEAVING) and self.__base__error__ is None:
            self.__base__error__ = error
        cancelled = error if isinstance(error, CancelledError) else None
        # A cancellation of its own is taken back; one from elsewhere goes on.
        if not _LATE and self.__requested__ and self.__parent__.uncancel() == 0:
            cancelled = None
        if kind is not None and not self.__aborting__:
            _abort(self)
        while self.__tasks__:
            if self.__waiter__ is None:
                self.__waiter__ = Future(loop=self.__loop__)
            try:
                await self.__waiter__
            except CancelledError as late:
                if not self.__aborting__:
                    cancelled = late
                    _abort(self)
            self.__waiter__ = None
        if self.__base__error__ is not None:
            raise self.__base__error__
        if _LATE and self.__requested__ and self.__parent__.uncancel() == 0:
            cancelled = None
        if cancelled is not None and not self.__errors__:
            raise cancelled
        if kind is not None and not derives(kind, CancelledError):
            self.__errors__.append(error)
        if self.__errors__:
            if _LATE and self.__parent__.cancelling():
                self.__parent__.uncancel()
                self.__parent__.cancel()
            errors, self.__errors__ = self.__errors__, []
            raise BaseExceptionGroup("unhandled errors in a TaskGroup", errors) from None

    def create_task(self, coro: Any, *, name: Any = None, context: Any = None) -> Any:
        """Create a new task in this group and return it."""
        if not self.__entered__:
            raise RuntimeError(f"TaskGroup {self!r} has not been entered")
        if self.__exiting__ and not self.__tasks__:
            raise RuntimeError(f"TaskGroup {self!r} is finished")
        if self.__aborting__:
            raise RuntimeError(f"TaskGroup {self!r} is shutting down")
        task = create_task(self.__loop__, coro, name)
        self.__tasks__[task] = None
        task.add_done_callback(lambda task: _ended(self, task))
        return task


def _abort(group: TaskGroup) -> None:
    group.__aborting__ = True
    charge(len(group.__tasks__))
    for task in group.__tasks__:
        if not task.done():
            task.cancel()


def _ended(group: TaskGroup, task: Task) -> None:
    group.__tasks__.pop(task, None)
    waiter = group.__waiter__
    if waiter is not None and not group.__tasks__ and not waiter.done():
        waiter.set_result(True)
    error = None if task.cancelled() else task.__error__
    if error is None:
        return
    group.__errors__.append(error)
    if isinstance(error, LEAVING) and group.__base__error__ is None:
        group.__base__error__ = error
    if group.__parent__.done() or group.__aborting__ or group.__requested__:
        return
    _abort(group)
    group.__requested__ = True
    group.__parent__.cancel()


plain(TaskGroup, derivable=False)
trust(TaskGroup)
TaskGroup.__module__ = "asyncio.taskgroups"
