"""Nobody's run is current while CPython collects garbage.

It collects wherever it likes: in the time of another run, in a tool, in code of the host. What it
closes may be a suspended generator of any guest, whose `finally` suite runs there and then. Its
ticks are those of its own run, but shims would take the current one for it: its loop with its
tasks, its state, its budget. So there is none, and a shim ends such a suite as if its run had
been stopped.
"""

from __future__ import annotations

import gc
from contextvars import ContextVar, Token
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
#: Thread and token of the collection under way, if there is one.
_under_way: list[tuple[int, Token[Any]]] = []


def watch(current: ContextVar[Any]) -> None:
    """Have *current* hold nobody's run during collections, in whatever thread they happen."""

    def collecting(phase: str, info: dict[str, int]) -> None:
        # There is one collection at a time, and it ends in the thread and context where it began.
        if phase == "start":
            _under_way.append((get_ident(), current.set(_NOBODY)))
        elif _under_way:
            current.reset(_under_way.pop()[1])

    gc.callbacks.append(collecting)


def interrupted() -> Any:
    """Return the run in whose time this thread is collecting garbage, if that is so, else None."""
    for thread, token in _under_way:
        if thread == get_ident():
            run = token.old_value
            return None if run is Token.MISSING else run
    return None
