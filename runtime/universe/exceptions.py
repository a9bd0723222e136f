"""Exceptions. Guests hold the real classes: `except` does not ask a metaclass.

Their constructors take what they are given and walk nothing. What a guest must not read are the
objects that CPython or this runtime puts into an error on its own: the traceback and its
frames, and the object an attribute was looked up on.
"""

from __future__ import annotations

import builtins
from typing import Any

from ..run import charge
from .registry import Family, entry, register

#: `with_traceback` is absent: there is no traceback to give. `split` is vetted for the sake of
#: `str.split`; what it walks is what `except*` walks natively.
COMMON = "add_note args derive split"
#: Values given to the constructor, or text. `AttributeError.obj` is absent: the runtime may
#: have been looking at something of its own.
PARTS = """
    name name_from msg path value code message exceptions
    errno strerror filename filename2 characters_written
    lineno offset text end_lineno end_offset print_file_and_line
    encoding object start end reason
"""


def _group(method: str) -> Any:
    """Pay for the walk of a tree of groups; a group may hold another twice, level after level."""
    native = getattr(BaseExceptionGroup, method)

    def shim(self: Any, argument: Any, /) -> Any:
        pay_for_group(self)
        return native(self, argument)

    return shim


def pay_for_group(group: Any) -> None:
    """Pay for native code that walks the tree of *group* (`split`, `except*`)."""
    stack = [group]
    while stack:
        charge(1)
        item = stack.pop()
        if isinstance(item, BaseExceptionGroup):
            stack.extend(BaseExceptionGroup.exceptions.__get__(item))


GROUP = {name: _group(name) for name in ("subgroup",)}

#: What a guest means by `KeyboardInterrupt`. The real one is the host's: no handler of a guest's
#: that names it catches it, and what a guest raises interrupts its own run alone.
Interrupt: type[BaseException] = type(
    "KeyboardInterrupt",
    (BaseException,),
    {"__module__": "builtins", "__doc__": KeyboardInterrupt.__doc__, "__slots__": ()},
)
#: Exceptions that leave an event loop at once.
LEAVING = (SystemExit, KeyboardInterrupt, Interrupt)

#: By name the last one counts (`constructors.CLASSES`).
CLASSES = (
    *dict.fromkeys(
        kind
        for kind in vars(builtins).values()
        if isinstance(kind, type) and issubclass(kind, BaseException)
    ),
    Interrupt,
)

EXCEPTIONS = register(
    Family(
        "exceptions",
        tuple(entry(kind, f"{COMMON} {PARTS}", GROUP) for kind in CLASSES),
    )
)
