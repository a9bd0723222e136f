"""`dataclasses`: the real decorator over checked classes, with methods that are paid for."""

from __future__ import annotations

import dataclasses as real
import sys
from keyword import iskeyword
from typing import Any

from ..guards.classes import make_class
from ..guards.contents import READERS
from ..guards.rendering import render_repr
from ..standins import is_class, opaque, plain
from ..universe.draining import pairs
from ..universe.registry import entry
from ..universe.special import OVERRIDES
from .dataclass_copies import asdict, astuple, replaced
from .dataclass_fields import Field, fields_of
from .dataclass_making import made
from .kinds import declare
from .stand_in import module, shim, ticked

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


@shim(real.make_dataclass)
def make_dataclass(
    cls_name: Any, fields: Any, *, bases: Any = (), namespace: Any = None, module: Any = None,
    **options: Any,
) -> Any:  # fmt: skip
    space = dict(pairs(namespace)) if namespace is not None else {}
    annotations: dict[str, Any] = {}
    for item in ticked(fields):
        name, kind, *rest = _described(item)
        if type(name) is not str or not name.isidentifier():
            raise TypeError(f"Field names must be valid identifiers: {render_repr(name)}")
        if iskeyword(name):
            raise TypeError(f"Field names must not be keywords: {name!r}")
        if name in annotations:
            raise TypeError(f"Field name duplicated: {name!r}")
        annotations[name] = kind
        if rest:
            space[name] = rest[0]
    space["__annotations__"] = annotations
    if module is not None:
        space["__module__"] = module
    elif sys.version_info < (3, 12):
        # CPython makes the class in `types`, and did not say otherwise.
        space.setdefault("__module__", "types")
    return dataclass(**options)(make_class(cls_name, tuple(ticked(bases)), space))


def _described(item: Any) -> tuple[Any, ...]:
    """Return the name, the type and perhaps the default of a field."""
    if isinstance(item, str):
        return str.__str__(item), "typing.Any"
    parts = tuple(ticked(item))
    if len(parts) not in (2, 3):
        raise TypeError(f"Invalid field: {render_repr(item)}")
    return (str.__str__(parts[0]) if isinstance(parts[0], str) else parts[0], *parts[1:])


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
    entry(real.InitVar, "type"),
)
plain(real.FrozenInstanceError)
plain(real.InitVar, Field, derivable=False)
READERS[real.InitVar] = lambda x: (x.type,)
# `InitVar[int]` is the way to make one; the method is the library's own.
OVERRIDES[real.InitVar, "__class_getitem__"] = None
opaque(type(real.MISSING))
opaque(type(real.KW_ONLY))

MODULE = module(
    real, VETTED, dataclass, field, fields, make_dataclass, is_dataclass, replace,
    shim(real.asdict)(asdict), shim(real.astuple)(astuple), Field,
)  # fmt: skip
