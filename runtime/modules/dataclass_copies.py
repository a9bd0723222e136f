"""`asdict`, `astuple`, `replace`: a step a value, and no `copy.deepcopy` of what they meet."""

from __future__ import annotations

import dataclasses as real
import sys
from collections.abc import Callable
from typing import Any, Final

from ..builtins.reflection import read
from ..guards.contents import SCALARS
from ..run import charge
from ..standins import is_class
from .containers import defaultdict
from .copying import deeply
from .dataclass_fields import ORDINARY, checked_fields, fields_of
from .stand_in import ticked

#: What `replace` raises for a field it cannot take, or lacks.
_REFUSED: Final = TypeError if sys.version_info >= (3, 13) else ValueError


def asdict(obj: Any, *, dict_factory: Any = dict) -> Any:
    if is_class(obj) or fields_of(obj) is None:
        raise TypeError("asdict() should be called on dataclass instances")

    def convert(value: Any, fields: tuple[Any, ...]) -> Any:
        return dict_factory([(each.name, copy(read(value, each.name), convert)) for each in fields])

    return copy(obj, convert)


def astuple(obj: Any, *, tuple_factory: Any = tuple) -> Any:
    if is_class(obj) or fields_of(obj) is None:
        raise TypeError("astuple() should be called on dataclass instances")

    def convert(value: Any, fields: tuple[Any, ...]) -> Any:
        return tuple_factory([copy(read(value, each.name), convert) for each in fields])

    return copy(obj, convert)


def replaced(obj: Any, changes: dict[str, Any]) -> Any:
    """Do what `dataclasses.replace` does, with the fields of the class itself."""
    for each in checked_fields(type(obj)) or ():
        name, kind = each.name, each._field_type  # type: ignore[attr-defined]
        if kind is real._FIELD_CLASSVAR:  # type: ignore[attr-defined]
            continue
        if not each.init:
            if name in changes:
                raise _REFUSED(
                    f"field {name} is declared with init=False, "
                    "it cannot be specified with replace()"
                )
            continue
        if name not in changes:
            if kind is not ORDINARY and each.default is real.MISSING:
                raise _REFUSED(f"InitVar {name!r} must be specified with replace()")
            changes[name] = read(obj, name)
    return type(obj)(**changes)


def copy(value: Any, convert: Callable[[Any, tuple[Any, ...]], Any]) -> Any:
    """Return *value* with dataclass instances converted and containers copied, at any depth."""
    charge(1)
    kind: Any = type(value)
    if kind in SCALARS:
        return value
    if is_class(value):
        return value
    fields = fields_of(value)
    if fields is not None:
        return convert(value, fields)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return kind(*[copy(each, convert) for each in ticked(value)])
    if isinstance(value, (list, tuple)):
        return kind(copy(each, convert) for each in ticked(value))
    if isinstance(value, dict):
        pairs = [(copy(key, convert), copy(each, convert)) for key, each in ticked(value.items())]
        if isinstance(value, defaultdict):
            return kind(value.default_factory, pairs)
        return kind(pairs)
    return deeply(value)
