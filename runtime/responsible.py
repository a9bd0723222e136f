"""Who is responsible for what happens on a thread: a guest, the host, or a file of this package."""

from __future__ import annotations

import gc
import os
import signal
import sys
from functools import partial
from types import CodeType, FrameType
from typing import Any, Final

from cloche.transpiler import vocabulary as words

from . import signals
from .collecting import interrupted

#: What `responsible` says, where it is no file of this folder.
GUEST: Final = "a guest"
HOST: Final = "the host"
_ROOT: Final = os.path.dirname(os.path.abspath(__file__)) + os.sep
#: `host/` and `transpiler/`, wherever they are installed.
_BESIDE: Final = tuple(
    os.path.dirname(os.path.abspath(str(file))) + os.sep
    for file in (words.__file__, sys.modules[__package__.partition(".")[0]].__file__)
)


def responsible(frame: FrameType | None) -> tuple[str, list[CodeType]]:
    """Return whose the innermost frame from *frame* on is, and the code of those further in.

    `GUEST`, `HOST`, or the path of a file in this folder; a thread without any of ours is the
    host's, and so is what `host/` (which starts and ends runs) and `transpiler/` (which reads
    source text for `eval`) do.
    """
    others: list[CodeType] = []
    while frame is not None:
        if others and frame in interrupted:
            # A finalizer of the host's, which the collector has called.
            return HOST, others
        # The builtins of a run are in no other frames than a guest's.
        if words.TICKS in frame.f_builtins:
            return GUEST, others
        path = frame.f_code.co_filename
        if path.startswith(_ROOT):
            return path[len(_ROOT) :].replace(os.sep, "/"), others
        if path.startswith(_BESIDE):
            return HOST, others
        if frame.f_code.co_name == "__del__" or path.endswith("weakref.py"):
            # The host's own finalizer, which came while guest code was on the thread.
            return HOST, others
        others.append(frame.f_code)
        frame = frame.f_back
    return HOST, others


def is_a_hook(codes: list[CodeType]) -> bool:
    """Tell whether one of *codes* is a function that the host has CPython call in its time.

    The handler of a signal is called between two instructions of whatever runs on the main thread;
    some are told when garbage is collected, and of exceptions that CPython has to drop.
    """
    if not codes:
        return False
    handlers = map(signals.handler_behind, map(signal.getsignal, signal.valid_signals()))
    for hook in (*handlers, *gc.callbacks, sys.unraisablehook):
        function: Any = hook.func if type(hook) is partial else hook
        function = getattr(function, "__func__", function)
        if any(code is getattr(function, "__code__", None) for code in codes):
            return True
    return False
