"""The thread that looks at the clock and the memory of runs in flight.

There is one for the process. It sleeps for good once nothing has run for a while, so an
idle host pays nothing, and a busy one pays no wake-up per run.

It never collects garbage: that would close suspended generators of guests here, and one that does
not end would be the end of all deadlines. CPython collects where an object is made that the
collector knows (a list, a tuple, a bound method, not a number), in the thread that makes it. So
none is made here once it runs, and nobody has to turn the collector off, which is for the host.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from threading import get_ident
from typing import Final

from .budget import Budget

INTERVAL = 0.005
IDLE_LOOKS = 200

in_flight: list[Budget] = []
#: A run has ended since the last collection (`census.py`).
ended = False
#: Taken while it sleeps; a lock, for it makes nothing that could begin a collection.
_wake = threading.Lock()
_lock = threading.Lock()
#: Held by the thread that looks.
_only = threading.Lock()
#: Held for ever: to wait for it is to sleep, without the audit event of `time.sleep`, whose hooks
#: make objects.
_never = threading.Lock()
_never.acquire()
#: The method and its arguments, ready: a call makes neither.
_wait: Final[Callable[..., bool]] = _never.acquire
_NAP: Final = (True, INTERVAL)
_AT_ONCE: Final = (False,)
_thread: threading.Thread | None = None
_asleep = True


def watch(budget: Budget) -> None:
    """Look at *budget*, which is armed, every `INTERVAL` seconds until it has ended.

    It is forgotten at a look, not by the run, so that runs in close succession (a closure called
    again and again) find themselves watched already.
    """
    # What was never watched need not be searched for, among as many as ended since the last look.
    is_new = budget.watched is None
    budget.watched = True
    if is_new or budget not in in_flight:
        in_flight.append(budget)
    if _asleep:
        try:
            _rouse()
        except BaseException:
            budget.watched = False  # to be asked again when it is next armed
            raise


def _look_at_all() -> None:
    """Look at every run."""
    global ended
    at = 0
    while at < len(in_flight):
        budget = in_flight[at]
        if budget.live:
            budget.look()
            at += 1
            continue
        del in_flight[at]
        budget.watched = False
        ended = True
        # A run that armed it before this saw it watched; one that does from now on sees it is not.
        if budget.live:
            watch(budget)


def _rouse() -> None:
    global _thread, _asleep
    with _lock:
        if _thread is None:
            thread = threading.Thread(target=_loop, name="cloche-monitor", daemon=True)
            thread.start()
            _thread = thread
        if _wake.locked():
            _wake.release()
        # Last: if no thread can be had, or no stack is left, whoever comes next tries again.
        _asleep = False


def _loop() -> None:
    global _asleep
    # It may have been started by one who failed to wait for that, and then by another.
    if not _only.acquire(*_AT_ONCE):
        return
    idle = 0
    while True:
        _look_at_all()
        idle = 0 if in_flight else idle + 1
        if idle > IDLE_LOOKS:
            # (`with` makes bound methods.)
            _lock.acquire()
            _wake.acquire(*_AT_ONCE)
            _asleep = True
            _lock.release()
            # A run that began before `_asleep` was set did not rouse us.
            if not in_flight:
                _wake.acquire()
            _asleep = False
            idle = 0
        _wait(*_NAP)


def _forget_all() -> None:
    """In a forked child the thread is gone, and so are runs of the parent's other threads.

    Those that this thread is in go on here: a tool of theirs may have forked.
    """
    global _thread, _asleep, _lock, _wake, _only
    before = in_flight.copy()
    for budget in before:
        budget.watched = False
    in_flight.clear()
    _thread, _asleep = None, True
    _lock, _wake, _only = threading.Lock(), threading.Lock(), threading.Lock()
    failure: BaseException | None = None
    for budget in before:
        if not budget.live or budget.thread != get_ident():
            continue
        try:
            watch(budget)
        except BaseException as error:
            budget.stop("abort", None, None)
            failure = error
    if failure is not None:
        raise failure  # no thread can be had; CPython only reports it


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
