"""`types.new_class` and its like: classes made by a call."""

from __future__ import annotations

import types as real
from operator import is_
from types import GenericAlias
from typing import Any

from ..guards.classes import entries_of, make_class
from ..guards.dunders import READERS
from ..standins import AS_BASE, is_class, namespace, standin_of
from ..universe.constructors import CLASSES
from .stand_in import shim, ticked


@shim(real.resolve_bases)
def resolve_bases(bases: Any) -> Any:
    found = tuple(ticked(bases))
    resolved: list[Any] = []
    for base in found:
        entries = entries_of(base, found)
        resolved += (_resolved(base),) if entries is None else entries
    same = len(resolved) == len(found) and all(map(is_, resolved, found))
    return bases if same else tuple(resolved)


def _resolved(base: Any) -> Any:
    """Return the class that a base stands for, as a guest sees it."""
    if type(base) is GenericAlias:
        return READERS["__origin__"](base)
    if is_class(base) or type(base) not in AS_BASE:
        return base
    found = AS_BASE[type(base)](base)
    return standin_of(found) if is_class(found) else found


@shim(real.prepare_class)
def prepare_class(name: Any, bases: Any = (), kwds: Any = None) -> Any:
    named = dict(kwds or ())
    metaclass = named.pop("metaclass", CLASSES["type"])
    return metaclass, {}, named


@shim(real.new_class)
def new_class(name: Any, bases: Any = (), kwds: Any = None, exec_body: Any = None) -> Any:
    metaclass, space, named = prepare_class(name, bases, kwds)
    if metaclass is not CLASSES["type"]:
        raise TypeError("metaclasses are not available here")
    if exec_body is not None:
        exec_body(space)
    # CPython takes it from the frame that makes the class, which is one of `types`.
    space.setdefault("__module__", "types")
    written = tuple(ticked(bases))
    return make_class(name, tuple(resolve_bases(written)), space, written, **named)


def get_original_bases(cls: Any, /) -> Any:
    """Return the class's "original" bases prior to modification by `__mro_entries__`."""
    if not is_class(cls):
        kind = standin_of(type(cls)).__name__
        raise TypeError(f"Expected an instance of type, not {kind!r}")
    return namespace(cls).get("__orig_bases__", READERS["__bases__"](cls))
