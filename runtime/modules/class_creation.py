"""`types.new_class` and its like: classes made by a call."""

from __future__ import annotations

import types as real
from operator import is_
from types import GenericAlias
from typing import Any

from ..guards.answering import unasked
from ..guards.classes import METACLASSES, entries_of, make_class, most_derived
from ..guards.draining import mapping
from ..guards.dunders import READERS, is_own_function
from ..guards.metaclasses import is_metaclass
from ..standins import AS_BASE, is_class, namespace, real_of, standin_of
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
    named = {**mapping(kwds or {})}
    metaclass = named.pop("metaclass", CLASSES["type"])
    if is_class(metaclass):
        metaclass = standin_of(most_derived(metaclass, tuple(ticked(bases))))
    space: Any = {}
    if is_metaclass(metaclass) and hasattr(metaclass, "__prepare__"):
        space = metaclass.__prepare__(name, bases, **named)
        if type(space) is not dict:
            raise TypeError(f"{metaclass.__name__}.__prepare__() must return a dict here")
    return metaclass, space, named


@shim(real.new_class)
def new_class(name: Any, bases: Any = (), kwds: Any = None, exec_body: Any = None) -> Any:
    written = tuple(ticked(bases))
    resolved = tuple(resolve_bases(written))
    metaclass, space, named = prepare_class(name, resolved, kwds)
    ours = is_metaclass(metaclass) or is_own_function(metaclass)
    if not ours and callable(metaclass) and real_of(metaclass) not in METACLASSES:
        raise TypeError("metaclasses are not available here")
    if exec_body is not None:
        exec_body(space)
    if not callable(metaclass):
        raise TypeError(f"{standin_of(type(metaclass)).__name__!r} object is not callable")
    if ours:
        if resolved is not bases and resolved != written:
            unasked(space)["__orig_bases__"] = written
        return metaclass(name, resolved, space, **named)
    # CPython takes it from the frame that makes the class, which is one of `types`.
    unasked(space).setdefault("__module__", "types")
    return make_class(name, resolved, space, written, real_of(metaclass), **named)


def get_original_bases(cls: Any, /) -> Any:
    """Return the class's "original" bases prior to modification by `__mro_entries__`."""
    if not is_class(cls):
        kind = standin_of(type(cls)).__name__
        raise TypeError(f"Expected an instance of type, not {kind!r}")
    return namespace(cls).get("__orig_bases__", READERS["__bases__"](cls))
