"""Fields of guest dataclasses, read from the classes themselves and not from what they say."""

from __future__ import annotations

import dataclasses as real
from typing import Any, Final

from ..guards.rendering import shown
from ..run import charge, current
from ..standins import namespace, trust

FIELDS: Final = "__dataclass_fields__"
#: What the real decorator calls an ordinary field.
ORDINARY: Final = real._FIELD  # type: ignore[attr-defined]


class Field(real.Field[Any]):
    """A field; printing its default is paid for."""

    __slots__ = ()

    def __repr__(self) -> str:
        charge(1)
        shown((self.default, self.metadata))
        return super().__repr__()


Field.__module__ = "dataclasses"
trust(Field)


def all_fields(kind: type) -> dict[str, Any] | None:
    """Return the mapping of fields of a class; None if it is no dataclass of the current run."""
    own = current().own
    for base in kind.__mro__:
        if base in own:
            found = namespace(base).get(FIELDS)
            if type(found) is dict:
                return found
    return None


def fields_of(x: Any) -> tuple[Any, ...] | None:
    """Return the fields of a dataclass or of an instance of one; None for anything else."""
    found = all_fields(x if isinstance(x, type) else type(x))
    if found is None:
        return None
    charge(len(found))
    # A guest can reach the mapping and put anything into it.
    return tuple(
        each
        for each in list(found.values())
        if isinstance(each, real.Field) and each._field_type is ORDINARY  # type: ignore[attr-defined]
    )
