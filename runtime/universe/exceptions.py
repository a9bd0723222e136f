"""Exceptions. Guests hold the real classes: `except` does not ask a metaclass.

Their constructors take what they are given and walk nothing but what C draws from, for a
SyntaxError or a group: iterators that a guest has take steps by themselves. What a guest must not
read are the objects that CPython or this runtime puts into an error on its own: the traceback and
its frames, and the object an attribute was looked up on.
"""

from __future__ import annotations

import builtins
import sys
from typing import Any, Final

from ..binding import example
from ..guards.answering import unasked
from ..run import charge
from .registry import Family, entry, register

#: `with_traceback` is absent: there is no traceback to give. `split` is paid for as that of a text
#: is (`lengthy.py`).
COMMON = "args derive split"
#: Values given to the constructor, or text. `AttributeError.obj` is absent: the runtime may
#: have been looking at something of its own.
PARTS = """
    name name_from msg path value code message exceptions
    errno strerror filename filename2 characters_written
    lineno offset text end_lineno end_offset print_file_and_line
    encoding object start end reason
"""


example(BaseExceptionGroup("", [KeyboardInterrupt()]))


def group_method(method: str) -> Any:
    """Pay for the walk of a tree of groups; a group may hold another twice, level after level."""
    native = getattr(BaseExceptionGroup, method)

    def shim(self: Any, argument: Any, /) -> Any:
        pay_for_group(self)
        return native(self, argument)

    return shim


def caught(kind: Any) -> Any:
    """Return *kind*, the type of an `except*`; CPython is about to take apart what is handled."""
    handled = sys.exception()
    if isinstance(handled, BaseExceptionGroup):
        _look_at_methods(handled)
        pay_for_group(handled)
    return kind


_SPLITTING: Final = frozenset({"split", "derive"})
_attributes: Any = BaseException.__dict__["__dict__"].__get__


def _look_at_methods(group: Any) -> None:
    """Refuse a group that the guest takes apart.

    CPython takes what `split` gives for two exceptions, whatever it is, and asks what `derive`
    gives for its `split` at the next `except*`.
    """
    for each in type(group).__mro__:
        if each is BaseExceptionGroup:
            break
        if not _SPLITTING.isdisjoint(type.__dict__["__dict__"].__get__(each)):
            name = type(group).__name__
            raise TypeError(f"'except*' takes no {name}, which has its own split or derive")
    if not _SPLITTING.isdisjoint(_attributes(group)):
        raise TypeError("'except*' takes no group that has its own split or derive")


#: The walk looks at each exception, makes groups anew, and gathers those that are left over.
_STEPS_A_GROUP: Final = 8


def pay_for_group(group: Any) -> None:
    """Pay for native code that walks the tree of *group* (`split`, `except*`)."""
    stack = [group]
    while stack:
        charge(_STEPS_A_GROUP)
        item = stack.pop()
        if isinstance(item, BaseExceptionGroup):
            stack.extend(BaseExceptionGroup.exceptions.__get__(item))


def add_note(self: Any, note: Any, /) -> None:
    """Write into the dictionary of *self*, which a program can get at."""
    if isinstance(self, BaseException):
        unasked(_attributes(self))
    return BaseException.add_note(self, note)


GUARDED = {"add_note": add_note, "subgroup": group_method("subgroup")}

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
        tuple(entry(kind, f"{COMMON} {PARTS}", GUARDED) for kind in CLASSES),
    )
)
