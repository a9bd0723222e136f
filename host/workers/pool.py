"""Which worker serves whom.

Workers are started when one is wanted and none is idle, up to the size of the pool; one that dies
is replaced at once, so that the next run does not wait. No thread of the host looks after them: a
death is met by whoever uses the worker, or by the system when the host ends.
"""

from __future__ import annotations

import gc
import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ..runtime import errors
from .asides import ticket
from .bounds import Box
from .hardening import PROCESSOR
from .supervision import Worker

#: Functions, sessions and started runs that may have a worker each at once.
MOST_HIRED: Final = 64
#: A worker is replaced after so many exchanges,
RUNS: Final = 20_000
#: when its memory has grown by so many bytes,
GROWTH: Final = 32 * 2**20
#: How often a task that waits for a worker looks whether it was cancelled, in seconds.
_LOOK: Final = 0.05
CLOSED: Final = "the sandbox was closed"

#: Pools one of whose workers this context is in the middle of using.
_inside: ContextVar[frozenset[int]] = ContextVar("cloche_pools", default=frozenset())
_pools: weakref.WeakSet[Pool] = weakref.WeakSet()


class Pool:
    """The workers of one sandbox.

    Parameters:
        box: whose runs they execute.
        size: how many may be at work for runs at once. Functions and sessions have a worker each
            beside these.
    """

    def __init__(self, box: Box, size: int) -> None:
        self._box = box
        self._size = size
        self._free = threading.Condition()
        self._idle: list[Worker] = []
        #: All that live, by identity; those in use for runs are counted.
        self._alive: set[Worker] = set()
        self._busy = 0
        self._hired: set[Worker] = set()
        #: Set when no worker is started any more.
        self._over = threading.Event()
        _pools.add(self)
        self._finalizer = weakref.finalize(self, _end_all, self._alive, self._over)

    @property
    def output(self) -> int | None:
        """How much a run may print."""
        return self._box.output

    @contextmanager
    def worker(self) -> Iterator[Worker]:
        """Lend a worker for one run; waits until one is free."""
        worker = self._take()
        token = _inside.set(_inside.get() | {id(self)})
        try:
            yield worker
        finally:
            _inside.reset(token)
            self._give_back(worker)

    def hire(self) -> Worker:
        """Return a worker that nobody else uses, for as long as `dismiss` is not called.

        Raises:
            ClocheError: too many are hired.
        """
        if self._count_hired() >= MOST_HIRED:
            gc.collect()  # what hired one may be forgotten, and in a cycle
            if self._count_hired() >= MOST_HIRED:
                raise errors.ClocheError(
                    f"{MOST_HIRED} functions and sessions of this sandbox are kept, each in a "
                    "worker: forget some first, or use more than one sandbox"
                )
        worker = self._unused() or self._start()
        with self._free:
            self._hired.add(worker)
        return worker

    def _count_hired(self) -> int:
        with self._free:
            self._hired = {worker for worker in self._hired if not worker.dead}
            return len(self._hired)

    def _unused(self) -> Worker | None:
        with self._free:
            self._check_open()
            while self._idle:
                worker = self._idle.pop()
                if worker.lives():
                    return worker
                self._alive.discard(worker)
        return None

    def dismiss(self, worker: Worker) -> None:
        """Take back a hired worker, which keeps nothing any more."""
        with self._free:
            self._hired.discard(worker)
            spare = len(self._idle) + self._busy < self._size
        self._settle(worker, spare)

    def drop(self, worker: Worker) -> None:
        """End a hired worker, whose owner is gone."""
        with self._free:
            self._hired.discard(worker)
            self._alive.discard(worker)
        worker.kill("what it was kept for is gone")

    @contextmanager
    def inside(self) -> Iterator[None]:
        """For the time of a call of a hired worker, whose tools may need one of the others."""
        token = _inside.set(_inside.get() | {id(self)})
        try:
            yield
        finally:
            _inside.reset(token)

    # --- Lending --------------------------------------------------------------------------

    def _take(self) -> Worker:
        # A tool of one of our runs waits for a run of its own: not for itself.
        nested = id(self) in _inside.get()
        waiting = ticket.get()
        with self._free:
            while True:
                self._check_open()
                if self._idle:
                    worker = self._idle.pop()
                    if worker.lives():
                        self._busy += 1
                        return worker
                    self._alive.discard(worker)
                    continue
                if self._busy < self._size or nested:
                    self._busy += 1
                    break
                if waiting is None:
                    self._free.wait()
                else:
                    self._free.wait(_LOOK)
                    waiting.check()
        try:
            return self._start()
        except BaseException:
            self._one_less()
            raise

    def _start(self) -> Worker:
        worker = Worker(self._box)
        with self._free:
            if not self._over.is_set():
                self._alive.add(worker)
                return worker
        worker.kill(CLOSED)
        raise errors.ClocheError("the sandbox is closed")

    def _give_back(self, worker: Worker) -> None:
        self._one_less()
        self._settle(worker, True)

    def _one_less(self) -> None:
        with self._free:
            self._busy -= 1
            self._free.notify()

    def _settle(self, worker: Worker, wanted: bool) -> None:
        """Keep *worker*, or a new one in its place, for the next who needs one."""
        failed = bool(worker.dead)
        if not failed and (not wanted or _is_worn(worker)):
            worker.kill("it was recycled")
        if worker.dead:
            with self._free:
                self._alive.discard(worker)
                # One that never was ready would not fare better a second time.
                wanted = wanted and worker.served > 0 and not self._over.is_set()
            if not wanted:
                return
            try:
                worker = self._start()
            except (OSError, errors.ClocheError):
                return  # whoever needs one is told
        with self._free:
            if len(self._idle) + self._busy < self._size and not self._over.is_set():
                self._idle.append(worker)
                self._free.notify()
                return
            self._alive.discard(worker)
        worker.kill("it was not needed any more")

    def _check_open(self) -> None:
        if self._over.is_set():
            raise errors.ClocheError("the sandbox is closed")

    # --- Ends ------------------------------------------------------------------------------

    def close(self) -> None:
        """End all workers; runs under way end with `WorkerCrashed`."""
        with self._free:
            self._over.set()
            idle, self._idle = self._idle, []
            others = self._alive.difference(idle)
            self._alive.clear()
            self._free.notify_all()
        for worker in idle:
            worker.kill(CLOSED)
        for worker in others:
            worker.end(CLOSED)

    @property
    def workers(self) -> list[Worker]:
        """All that live, idle or not."""
        with self._free:
            return [*self._alive]

    def forget_parent(self) -> None:
        """In a forked child: the workers are the parent's, and no lock is held by anyone here."""
        self._free = threading.Condition()
        if self._over.is_set():
            return
        self._over = threading.Event()
        self._finalizer.detach()
        self._finalizer = weakref.finalize(self, _end_all, self._alive, self._over)
        self._idle.clear()
        self._hired.clear()
        self._busy = 0
        for worker in self._alive:
            worker.disown()
        self._alive.clear()


def _is_worn(worker: Worker) -> bool:
    health = worker.health
    return (
        worker.served > RUNS
        # It says so while it has what it sends; what is left is the kernel's to tell.
        or (health.resident - worker.base > GROWTH < worker.resident() - worker.base)
        or health.processor > PROCESSOR
    )


def _end_all(workers: set[Worker], over: threading.Event) -> None:
    """The pool is gone, or the interpreter is about to be; threads may still use its workers."""
    over.set()
    for worker in [*workers]:
        worker.end(CLOSED)


def _forget_parents() -> None:
    for pool in _pools:
        pool.forget_parent()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_parents)
