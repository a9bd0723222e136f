"""Fields of guest dataclasses, read from the classes themselves and not from what they say."""

from __future__ import annotations

import dataclasses as real
from threading import get_ident
from typing import Any, Final

from cloche.transpiler.vocabulary import is_dunder

from ..guards.aliases import alias
from ..guards.rendering import shown
from ..run import charge, current
from ..standins import is_class, namespace, trust

FIELDS: Final = "__dataclass_fields__"
PARAMS: Final = "__dataclass_params__"
#: What the real decorator calls an ordinary field.
ORDINARY: Final = real._FIELD  # type: ignore[attr-defined]


#: Fields that are being printed, each with the thread: one may be its own type or default.
_PRINTED: Final[set[tuple[int, int]]] = set()


class Field(real.Field[Any]):
    """A field; printing its default is paid for."""

    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)

    def __init__(
        self,
        default: Any,
        default_factory: Any,
        init: Any,
        repr: Any,
        hash: Any,
        compare: Any,
        metadata: Any,
        kw_only: Any,
        *rest: Any,
    ) -> None:
        # The real one has one empty mapping for all fields of the process, and a proxy of it
        # hands the mapping itself to what it is compared with.
        metadata = {} if metadata is None else metadata
        make: Any = super().__init__
        make(default, default_factory, init, repr, hash, compare, metadata, kw_only, *rest)

    def __repr__(self) -> str:
        charge(1)
        key = (id(self), get_ident())
        if key in _PRINTED:
            return "..."
        parts: Any = object.__new__(real.Field)
        _PRINTED.add(key)
        try:
            for name in real.Field.__slots__:
                if hasattr(self, name):
                    setattr(parts, name, shown(getattr(self, name)))
            return repr(parts)
        finally:
            _PRINTED.discard(key)


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
    found = checked_fields(x if is_class(x) else type(x))
    if found is None:
        return None
    return tuple(
        each
        for each in found
        if each._field_type is ORDINARY  # type: ignore[attr-defined]
    )


def checked_fields(kind: type) -> tuple[Field, ...] | None:
    """Return what a class keeps as fields, class variables and the like among them."""
    found = all_fields(kind)
    if found is None:
        return None
    charge(len(found))
    # A guest can reach the mapping and put anything into it.
    return tuple(
        each
        for name, each in list(found.items())
        if type(name) is str
        and type(each) is Field
        and type(each.name) is str
        and each.name == name
        and name.isidentifier()
        and not is_dunder(name)
    )
