"""What a worker does before its walls stand: later nothing is read, and no thread begins."""

from __future__ import annotations

from ..runtime import memory, monitor
from ..runtime.budget import Budget
from ..runtime.limits import Limits
from ..sandbox import Sandbox
from ..transpiler import drawing, places


def prepare(box: Sandbox) -> None:
    """Load whatever a guest may import: from here on nothing more is read from disk."""
    from ..runtime.boundary.leaves import complete
    from ..runtime.modules.kept_code import write_waiting
    from ..runtime.modules.loading import preload
    from ..runtime.modules.names import MODULE_NAMES
    from ..runtime.own_stack import LATE, imported
    from ..runtime.universe.coding import CODECS, load_codec

    for name in LATE:
        imported(name)
    imported("regex").compile("a").search("a")  # some of it is loaded at first use
    places.place_of("", "", prepare.__code__, 0)
    drawing.drawn("é + 1", "<guest>", 1, "main", (1, 0, 6))
    for codec in CODECS:
        load_codec(codec)
    complete()
    preload(MODULE_NAMES)
    write_waiting()
    box.environment(None)
    memory.resident()


def rouse_the_monitor() -> None:
    """Its thread starts now: later no thread may."""
    budget = Budget(Limits())
    budget.arm()
    monitor.watch(budget)
    budget.end()
