"""`list[x]`: C prints an alias, and all in it, in what it refuses later on (`list[x][int]`)."""

from __future__ import annotations

from types import GenericAlias
from typing import Any, Final

from .refused import refused


def alias(cls: Any, item: Any, /) -> Any:
    """Return `cls[item]`, once there is room for its text in a message."""
    for each in item if type(item) is tuple else (item,):
        refused(each)
    return GenericAlias(cls, item)


#: What a class that has aliases is given in the place of C's own method.
SUBSCRIPT: Final[dict[str, Any]] = {"__class_getitem__": classmethod(alias)}
