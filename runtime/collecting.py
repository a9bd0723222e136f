"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host. What it
closes may be a suspended generator of any guest, whose `finally` suite runs there and then. Its
ticks are those of its own run, but shims would take the current one for it: its loop with its
tasks, its state, its budget. So there is none, and a shim ends such a suite as if its run had
been stopped.
"""

from __future__ import annotations

import gc
import sys
from collections import deque
from contextvars import Context, ContextVar, Token, copy_context
from threading import get_ident
from typing import Any, Final, NoReturn

from .budget import Stop


class _Nobody:
    """Stands for the current run: whoever asks it for anything is stopped."""

    __slots__ = ()

    def __getattr__(self, name: str) -> NoReturn:
        raise Stop

    def __bool__(self) -> bool:
        return False


_NOBODY: Final = _Nobody()
#: Thread, run and token of the collection under way, if there is one.
_under_way: list[tuple[int, Any, Token[Any] | None]] = []

#: Before 3.12 any allocation collects, those within `ContextVar.set` and `reset` too.
_ANYWHERE: Final = sys.version_info < (3, 12)
#: By thread, what such a call is in the middle of reading: `set` here replaces it, and would free
#: it. No call allocates as often as there is room for.
kept: Final[dict[int, deque[Context]]] = {}
_ROOM: Final = 64


def watch(current: ContextVar[Any]) -> None:
    """Have *current* hold nobody's run during collections, in whatever thread they happen."""

    def collecting(phase: str, info: dict[str, int]) -> None:
        # There is one collection at a time, and it ends in the thread and context where it began.
        thread = get_ident()
        if phase == "start":
            run = current.get(None)
            token = None
            if run is not None:
                if _ANYWHERE:
                    kept.setdefault(thread, deque(maxlen=_ROOM)).append(copy_context())
                token = current.set(_NOBODY)
            _under_way.append((thread, run, token))
        elif _under_way:
            token = _under_way.pop()[2]
            if token is not None:
                current.reset(token)
                if _ANYWHERE:
                    # To enter a context has variables forget what they remember of their value,
                    # which an interrupted `reset` is about to take away.
                    kept[thread][-1].run(int)

    gc.callbacks.append(collecting)


def let_go() -> None:
    """Drop what is kept for this thread, which has run on since."""
    thread = get_ident()
    if all(collected != thread for collected, *_ in _under_way):
        kept.pop(thread, None)


def interrupted() -> Any:
    """Return the run in whose time this thread is collecting garbage, if that is so, else None."""
    for thread, run, _ in _under_way:
        if thread == get_ident():
            return run
    return None
