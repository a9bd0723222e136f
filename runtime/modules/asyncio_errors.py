"""The exceptions of `asyncio`: what cancels a task of the host's is no guest's to raise."""

from __future__ import annotations

from typing import Final

from ..standins import plain, trust


class CancelledError(BaseException):
    """The Future or Task was cancelled."""


class InvalidStateError(Exception):
    """The operation is not allowed in this state."""


class BrokenBarrierError(RuntimeError):
    """Barrier is broken by barrier.abort() call."""


class QueueEmpty(Exception):
    """Raised when Queue.get_nowait() is called on an empty Queue."""


class QueueFull(Exception):
    """Raised when the Queue.put_nowait() method is called on a full Queue."""


class QueueShutDown(Exception):
    """Raised when putting on to or getting from a shut-down Queue."""


ERRORS: Final = (
    CancelledError, InvalidStateError, BrokenBarrierError, QueueEmpty, QueueFull, QueueShutDown,
)  # fmt: skip
for _kind in ERRORS:
    _kind.__module__ = "asyncio.queues" if _kind.__name__[:5] == "Queue" else "asyncio.exceptions"
plain(*ERRORS)
trust(*ERRORS)
