"""`dataclasses`: the real decorator over checked classes, with methods that are paid for."""

from __future__ import annotations

import dataclasses as real
from typing import Any

from ..standins import is_class, opaque, plain, trust
from ..universe.registry import entry
from .dataclass_copies import asdict, astuple, replaced
from .dataclass_fields import Field, fields_of
from .dataclass_making import made
from .kinds import declare
from .stand_in import module, shim

VETTED = "FrozenInstanceError InitVar KW_ONLY MISSING"


@shim(real.dataclass)
def dataclass(
    cls: Any = None,
    /,
    *,
    init: Any = True,
    repr: Any = True,
    eq: Any = True,
    order: Any = False,
    unsafe_hash: Any = False,
    frozen: Any = False,
    match_args: Any = True,
    kw_only: Any = False,
    slots: Any = False,
    weakref_slot: Any = False,
) -> Any:
    options = {
        "init": bool(init), "repr": bool(repr), "eq": bool(eq), "order": bool(order),
        "unsafe_hash": bool(unsafe_hash), "frozen": bool(frozen), "match_args": bool(match_args),
        "kw_only": bool(kw_only), "slots": bool(slots), "weakref_slot": bool(weakref_slot),
    }  # fmt: skip
    return (lambda kind: made(kind, options)) if cls is None else made(cls, options)


@shim(real.field)
def field(
    *,
    default: Any = real.MISSING,
    default_factory: Any = real.MISSING,
    init: Any = True,
    repr: Any = True,
    hash: Any = None,
    compare: Any = True,
    metadata: Any = None,
    kw_only: Any = real.MISSING,
) -> Any:
    if default is not real.MISSING and default_factory is not real.MISSING:
        raise ValueError("cannot specify both default and default_factory")
    return Field(default, default_factory, init, repr, hash, compare, metadata, kw_only)


@shim(real.fields)
def fields(class_or_instance: Any) -> tuple[Any, ...]:
    found = fields_of(class_or_instance)
    if found is None:
        raise TypeError("must be called with a dataclass type or instance")
    return found


@shim(real.is_dataclass)
def is_dataclass(obj: Any) -> bool:
    return fields_of(obj) is not None


@shim(real.replace)
def replace(obj: Any, /, **changes: Any) -> Any:
    if is_class(obj) or fields_of(obj) is None:
        raise TypeError("replace() should be called on dataclass instances")
    return replaced(obj, changes)


declare(
    "dataclasses",
    entry(
        real.Field,
        "compare default default_factory hash init kw_only metadata name repr type",
    ),
)
plain(real.FrozenInstanceError)
plain(real.InitVar, Field, derivable=False)
trust(real.InitVar)
opaque(type(real.MISSING))
opaque(type(real.KW_ONLY))

MODULE = module(
    real, VETTED, dataclass, field, fields, is_dataclass, replace, shim(real.asdict)(asdict),
    shim(real.astuple)(astuple), Field,
)  # fmt: skip
