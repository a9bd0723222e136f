"""Child processes: what is done in one leaves no trace here."""

from __future__ import annotations

import os
import resource
import select
import signal
from collections.abc import Callable
from pathlib import Path


def in_child(work: Callable[[], str], seconds: float | None = None, room: int | None = None) -> str:
    """Return what *work* returns in a forked child; what it prints is nowhere seen.

    Parameters:
        work: what to do there.
        seconds: how long to wait for it.
        room: how many bytes it may take besides what there is.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        if room is not None:
            _leave(room)
        _work(work, reading, writing)
    os.close(writing)
    try:
        ready, _, _ = select.select([reading], [], [], seconds)
        text = os.read(reading, 4096).decode(errors="replace") if ready else "it does not end"
    finally:
        os.close(reading)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    # The pipe of a child that has died is at its end; one that ends says so.
    return text.removesuffix(_END) if text.endswith(_END) else text or "it died"


_END = "\0"


def _leave(room: int) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + room
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _work(work: Callable[[], str], reading: int, writing: int) -> None:
    os.close(reading)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for each in (0, 1, 2):
        os.dup2(nowhere, each)
    try:
        found = work()
    except BaseException as error:
        found = repr(error)
    os.write(writing, (found[:1000] + _END).encode(errors="replace"))
    os._exit(0)
