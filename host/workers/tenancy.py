"""A worker that is kept for one function or session."""

from __future__ import annotations

import weakref
from typing import Any

from ..runtime import errors
from .messages import Done
from .pool import Pool
from .supervision import Worker


class Tenancy:
    """A worker that is kept for one function or session, and whose death is told once."""

    __slots__ = ("__weakref__", "_end", "_pool", "_worker")

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._end: Any = None
        self._worker: Worker | None = None

    def worker(self) -> Worker | None:
        """Return the worker; None if there is none, or its death was told.

        Raises:
            WorkerCrashed: it died since it was last used, and what it kept is gone.
        """
        worker = self._worker
        if worker is None or worker.lives():
            return worker
        self._worker = None
        raise errors.WorkerCrashed(worker.dead)

    @property
    def current(self) -> Worker | None:
        """The worker, dead or alive."""
        return self._worker

    def hire(self) -> Worker:
        """Return a new worker, which ends with this tenancy."""
        self._worker = worker = self._pool.hire()
        self._end = weakref.finalize(self, self._pool.drop, worker)
        self._end.atexit = False  # the pool's own does it
        return worker

    def leave(self) -> None:
        """Give the worker back; it keeps nothing."""
        worker, self._worker = self._worker, None
        if worker is not None:
            self._end.detach()
            self._pool.dismiss(worker)

    def request(self, worker: Worker, *order: Any, bare: bool = False) -> Done:
        """Have the worker do something (see `Worker.request`)."""
        try:
            with self._pool.inside():
                return worker.request(*order, bare=bare)
        finally:
            if worker.dead and self._worker is worker:
                self._worker = None
