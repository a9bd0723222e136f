"""`list[x]`: what C asks of the objects in an alias, and prints of them, later on (`list[x][int]`).

It takes the answers for tuples of a certain length, and for what they were when it asked before.
"""

from __future__ import annotations

from types import MethodType
from typing import Any, Final

from ..run import current
from .listed import aliased
from .refused import pay_refused

#: Classes of this package whose instances are asked for type parameters, and answer by themselves.
ASKED: Final[set[type]] = set()


def settled(item: Any) -> Any:
    """Return *item*, about to be in an alias, if no guest says what C finds as its attributes.

    Raises:
        TypeError: a guest does.
    """
    kind: Any = type(item)
    if issubclass(kind, type) or kind in ASKED:
        return item
    forwards = kind is MethodType or hasattr(kind, "__getattr__")
    if kind in current().own or forwards or kind.__dictoffset__:
        raise TypeError(f"a {kind.__name__!r} object does not stand in the alias of a type here")
    return item


def alias(cls: Any, item: Any, /) -> Any:
    """Return `cls[item]`, once there is room for its text in a message."""
    for each in item if type(item) is tuple else (item,):
        pay_refused(settled(each))
    return aliased(cls, item)


#: What a class that has aliases is given in the place of C's own method.
SUBSCRIPT: Final[dict[str, Any]] = {"__class_getitem__": classmethod(alias)}
