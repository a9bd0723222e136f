"""The thread that looks at the clock and the memory of runs in flight.

There is one for the process. It sleeps for good once nothing has run for a while, so an
idle host pays nothing, and a busy one pays no wake-up per run.
"""

from __future__ import annotations

import gc
import os
import threading

from .budget import Budget

INTERVAL = 0.005
IDLE_LOOKS = 200

_in_flight: dict[int, Budget] = {}
#: Taken while it sleeps; a lock, for it makes nothing that could begin a collection.
_wake = threading.Lock()
_lock = threading.Lock()
#: Held for ever: to wait for it is to sleep, without the audit event of `time.sleep`, whose hooks
#: make objects.
_never = threading.Lock()
_never.acquire()
_thread: threading.Thread | None = None
_asleep = True


def watch(budget: Budget) -> None:
    """Look at *budget*, which is armed, every `INTERVAL` seconds until it has ended.

    It is forgotten at a look, not by the run, so that runs in close succession (a closure called
    again and again) find themselves watched already.
    """
    budget.watched = True
    _in_flight[id(budget)] = budget
    if _asleep:
        _rouse()


def _look(budget: Budget) -> None:
    if budget.live:
        budget.look()
        return
    del _in_flight[id(budget)]
    budget.watched = False
    # A run that armed it before this saw it watched; one that arms it from now on sees it is not.
    if budget.live:
        watch(budget)


def _look_at_all() -> None:
    """Look at every run; nothing is collected meanwhile.

    A collection in this thread would close suspended generators of guests here, and one that does
    not end would be the end of all deadlines. Whoever allocates next collects instead.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        for budget in tuple(_in_flight.values()):
            _look(budget)
    finally:
        if collects:
            gc.enable()


def _rouse() -> None:
    global _thread, _asleep
    with _lock:
        if _thread is None:
            _thread = threading.Thread(target=_loop, name="cloche-monitor", daemon=True)
            _thread.start()
        _asleep = False
        if _wake.locked():
            _wake.release()


def _loop() -> None:
    global _asleep
    idle = 0
    while True:
        _look_at_all()
        idle = 0 if _in_flight else idle + 1
        if idle > IDLE_LOOKS:
            with _lock:
                _wake.acquire(blocking=False)
                _asleep = True
            # A run that began before `_asleep` was set did not rouse us.
            if not _in_flight:
                _wake.acquire()
            _asleep = False
            idle = 0
        _never.acquire(timeout=INTERVAL)


def _forget_all() -> None:
    """In a forked child the thread is gone and the parent's runs are not ours."""
    global _thread, _asleep, _lock, _wake
    for budget in _in_flight.values():
        budget.watched = False
    _in_flight.clear()
    _thread, _asleep = None, True
    _lock, _wake = threading.Lock(), threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)
