"""`weakref`: references, and the collections of them. No proxies.

A proxy stands for its object in C, past every guard: what it is asked for it asks its object.

A callback of a guest's runs only while its own run is the current one: what dies after the run, or
is freed by the collector (`collecting.py`), is not told of. The collections tell nobody anything:
what their own callbacks do runs no code of a guest.
"""

from __future__ import annotations

import weakref as real
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Final

from ..guards.aliases import SUBSCRIPT
from ..guards.answering import note_weak
from ..run import current, is_current
from ..standins import stand_in
from ..universe.registry import entry
from .kinds import declare
from .stand_in import module
from .weak_dicts import WeakKeyDictionary, WeakValueDictionary
from .weak_set import WeakSet

VETTED = ""


def _reference(*args: Any) -> Any:
    note_weak()
    if len(args) != 2:
        return real.ref(*args)
    o, callback = args
    return real.ref(o) if callback is None else real.ref(o, _of_this_run(callback))


def _of_this_run(callback: Any) -> Callable[[Any], None]:
    run = current()

    def called(dead: Any) -> None:
        # Over, or collecting garbage: nobody's code runs.
        if not is_current(run):
            return
        # CPython would report it to the host's stderr. A stopped run ends at its next tick.
        with suppress(BaseException):
            callback(dead)

    return called


declare("weakref", entry(real.ref))
_REF: Final = stand_in(real.ref, _reference, members=SUBSCRIPT)

MODULE = module(
    real, VETTED, WeakKeyDictionary, WeakValueDictionary, WeakSet, ref=_REF, ReferenceType=_REF
)
