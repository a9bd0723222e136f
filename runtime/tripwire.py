"""The second layer: an audit hook that stops a run which does what no program can do.

CPython tells audit hooks of what reaches outside an object: a file opened, a module imported, code
compiled, a process or a socket made. While guest code is on a thread, whoever is *responsible* for
such an event must be expected to cause it: the innermost frame that belongs to a guest or
to this package. For a guest's own frame almost nothing is expected; for a file of ours, what
`PLACES` lists. Anything else ends the run with `EscapeDetected`, uncatchably, and does not happen.

The question is asked of the stack of the very thread, so threads and tasks need no bookkeeping:
what a tool does is the tool's business, for `boundary/calls.py` is responsible for it.
"""

from __future__ import annotations

import importlib._bootstrap_external
import importlib.machinery
import os
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

from .budget import Budget
from .errors import EscapeDetected
from .responsible import GUEST, HOST, is_a_hook, responsible
from .run import _CURRENT, Run

#: Events that reach nothing, whoever causes them.
HARMLESS: Final = frozenset(
    {
        # `f.__name__ = …` and reads of functions: the language wall decides which of them.
        "object.__getattr__", "object.__setattr__", "object.__delattr__",
        "builtins.id",  # an address, veiled before a guest sees it
        "sys.unraisablehook",  # something of the host's, or a stopped generator, was collected
        "sys._getframe", "sys._getframemodulename",  # named tuples and enums ask who calls
        "array.__new__",  # numbers
        "gc.get_referents",  # how deep lazy iterators nest, asked by `nesting.nested`
    }
)  # fmt: skip
#: Stands for `open` where a file of a module is read, and nothing else.
READS_MODULE: Final = "open of a module"
_SUFFIXES: Final = (".py", ".pyc")
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_IMPORTED: Final = frozenset(
    {"import", READS_MODULE, "marshal.loads", "exec", "compile", "os.listdir"}
)
_MODULES: Final = _IMPORTED | {"code.__new__", "function.__new__"}
#: Per file of this folder, or folder, the events it causes on a guest's behalf; None: any.
PLACES: Final[dict[str, frozenset[str] | None]] = {
    "boundary/": None,  # the host's function behind a tool
    "output.py": None,  # the host's listener
    "handling.py": None,  # both of these, while the program handles an exception
    "signals.py": None,  # its handler of a signal
    "chains.py": frozenset({"gc.get_objects"}),
    "memory.py": frozenset({"open"}),  # the size of this process
    # Its own thread, in a child that a tool has forked.
    "monitor.py": frozenset({"_thread.start_joinable_thread", "_thread.start_new_thread"}),
    "own_stack.py": frozenset({"_thread.start_joinable_thread", "_thread.start_new_thread"}),
    # The files of modules, read at their first import; named tuples and dataclasses are made of
    # source text whose names have been checked.
    "modules/": _MODULES,
    "modules/zoneinfo.py": _MODULES | {"open", "os.scandir"},  # the files of time zones
    "modules/clock.py": frozenset({"time.sleep"}),
    "modules/time.py": _MODULES | {"time.sleep"},
    "modules/asyncio_driving.py": _MODULES | {"time.sleep"},
    "finalizing.py": None,  # the host's hooks, and what is said of its coroutines
    # A function that takes what another takes, to say what does not fit.
    "binding.py": frozenset({"code.__new__", "function.__new__"}),
    "rehomed.py": frozenset({"function.__new__"}),
    "namespace.py": frozenset({"function.__new__"}),  # reads builtins, of a run in a run's tool
    "syntax_errors.py": _IMPORTED,
    # (New code has other names for its temporaries.)
    "builtins/evaluation.py": frozenset({"exec", "compile", "code.__new__"}),
    # Arithmetic on long integers is Python code since 3.12, read when it is first needed; so are
    # codecs and a few files of these folders.
    "guards/": _IMPORTED,
    "builtins/": _IMPORTED,
    "universe/": _IMPORTED,
}

#: Where an import keeps what it has compiled: whoever may import may cause this.
_KEEPING: Final = frozenset(
    function.__code__
    for name in ("_code_to_timestamp_pyc", "_code_to_hash_pyc", "_write_atomic")
    if (function := getattr(importlib._bootstrap_external, name, None)) is not None
) | {importlib.machinery.SourceFileLoader.set_data.__code__}

#: What a run that sleeps (`collecting.py`) would not tell.
_wired: Final[Callable[[Run], bool]] = vars(Run)["wired"].__get__
_budget: Final[Callable[[Run], Budget]] = vars(Run)["budget"].__get__

_lock = threading.Lock()
_installed = False
_asking = threading.local()


def install() -> None:
    """Add the hook to this process, once; hooks cannot be taken away again."""
    global _installed
    if _installed:
        return
    with _lock:
        if not _installed:
            _installed = True
            sys.addaudithook(_hook)


def _hook(event: str, args: tuple[Any, ...]) -> None:
    run = _CURRENT.get(None)
    if run is None or event in HARMLESS or not _wired(run):
        return
    # The run may be asleep: code of a guest that the collector runs is watched as well.
    budget = _budget(run)
    if not budget.live:
        return
    # The questions below cause events too.
    if getattr(_asking, "now", False):
        return
    _asking.now = True
    try:
        asked = READS_MODULE if event == "open" and _reads_module(*args) else event
        expected = _expected(asked, sys._getframe().f_back)  # none, as a thread ends
    finally:
        _asking.now = False
    if not expected:
        budget.abort(EscapeDetected(event))


def _reads_module(path: Any, mode: Any, flags: Any) -> bool:
    return (
        type(path) is str
        and path.endswith(_SUFFIXES)
        and not flags & _WRITING
        and (mode is None or mode.startswith("r"))
    )


def _expected(event: str, frame: FrameType | None) -> bool:
    place, others = responsible(frame)
    if place == HOST:
        return True
    if place == GUEST:
        return is_a_hook(others)
    asked = event if _KEEPING.isdisjoint(others) else "import"
    return _allowed(place, asked) or is_a_hook(others)


def _allowed(path: str, event: str) -> bool:
    folder = path[: path.find("/") + 1]
    events = PLACES.get(path, PLACES.get(folder, frozenset()))
    return events is None or event in events or (event == READS_MODULE and "open" in events)
