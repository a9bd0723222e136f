"""What a worker does before its walls stand: later nothing is read, and no thread begins."""

from __future__ import annotations

import sys
from importlib import import_module

from ..execution import perform
from ..runtime import memory, monitor
from ..runtime.budget import Budget
from ..runtime.limits import Limits
from ..runtime.run import Run
from ..sandbox import Sandbox
from ..transpiler import drawing, places


def prepare(box: Sandbox) -> None:
    """Load whatever a guest may import: from here on nothing more is read from disk."""
    from ..runtime.boundary.leaves import complete
    from ..runtime.modules.kept_code import write_waiting
    from ..runtime.modules.loading import preload
    from ..runtime.modules.names import MODULE_NAMES
    from ..runtime.universe.coding import CODECS

    import_module("regex").compile("a").search("a")  # which `re` and the like load at first use
    for name in ("traceback", "unicodedata"):  # what shows an error
        import_module(name)
    places.place_of("", "", prepare.__code__, 0)
    drawing.drawn("é + 1", "<guest>", 1, "main", (1, 0, 6))
    # Since Python 3.12 what divides long integers, and since 3.13 some formats of `decimal`.
    for name in ("_pylong", "_pydecimal") if sys.version_info >= (3, 12) else ():
        import_module(name)
    for codec in CODECS:
        "".encode(codec)
    complete()
    # Some of the files make classes, which only a run may.
    unbounded = Limits(steps=None, seconds=None, memory=None, output=None)
    perform(Run(unbounded), preload, (MODULE_NAMES,))
    write_waiting()
    box.environment(None)
    memory.resident()


def rouse_the_monitor() -> None:
    """Its thread starts now: later no thread may."""
    budget = Budget(Limits())
    budget.arm()
    monitor.watch(budget)
    budget.end()
