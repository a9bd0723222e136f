"""Work done on a stack of its own, since a guest may be at the end of this one.

What is done once for the process is done here if it may be needed within a run: a module that is
imported, a table that is filled. In its middle no guest can have the stack end.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from importlib import import_module
from threading import Thread
from typing import Any, Final, TypeVar

from .room import require

T = TypeVar("T")
#: Calls that it takes to start a thread and to wait for it, and as many again.
_CALLS: Final = 32
#: Modules that programs may come to need as they run, besides those that they import.
LATE: Final = (
    "regex", "traceback", "cloche.runtime.boundary.library",
    *(f"cloche.runtime.modules.{each}" for each in ("asyncio_tools", "ipaddress",
                                                    "type_parameters")),
    # Since Python 3.12 what divides long integers, and since 3.13 some formats of `decimal`.
    *(("_pylong", "_pydecimal") if sys.version_info >= (3, 12) else ()),
)  # fmt: skip
#: Modules that are there as a whole, by name.
_imported: Final[dict[str, Any]] = {}


def on_own_stack(work: Callable[[], T]) -> T:
    """Call *work* in another thread, where no run is current, and wait for it.

    Raises:
        RecursionError: there is no room for that, and nothing was begun.
        BaseException: as *work* does.
    """
    require(_CALLS)
    made: list[T] = []
    failed: list[BaseException] = []

    def caught() -> None:
        try:
            made.append(work())
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=caught, name="cloche-work", daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed.pop().with_traceback(None)
    return made.pop()


def imported(name: str) -> Any:
    """Return the module *name*, which a guest's program needs now: one of `LATE`, for a worker has
    these only.

    What an import has done stays done when it ends in its middle: the next one may find a module
    half made, or registers twice what it registers.
    """
    found = _imported.get(name)
    if found is None:
        found = _imported[name] = on_own_stack(partial(import_module, name))
    return found
