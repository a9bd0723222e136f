"""`asdict` and `astuple`, with a step for every value and no `copy.deepcopy` of what it meets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..guards.walking import SCALARS
from ..run import charge, current
from .containers import defaultdict
from .dataclass_fields import fields_of
from .stand_in import ticked


def asdict(obj: Any, *, dict_factory: Any = dict) -> Any:
    if isinstance(obj, type) or fields_of(obj) is None:
        raise TypeError("asdict() should be called on dataclass instances")

    def convert(value: Any, fields: tuple[Any, ...]) -> Any:
        return dict_factory(
            [(each.name, copy(getattr(value, each.name), convert)) for each in fields]
        )

    return copy(obj, convert)


def astuple(obj: Any, *, tuple_factory: Any = tuple) -> Any:
    if isinstance(obj, type) or fields_of(obj) is None:
        raise TypeError("astuple() should be called on dataclass instances")

    def convert(value: Any, fields: tuple[Any, ...]) -> Any:
        return tuple_factory([copy(getattr(value, each.name), convert) for each in fields])

    return copy(obj, convert)


def copy(value: Any, convert: Callable[[Any, tuple[Any, ...]], Any]) -> Any:
    """Return *value* with dataclass instances converted and containers copied, at any depth."""
    charge(1)
    kind: Any = type(value)
    if kind in SCALARS:
        return value
    if isinstance(value, type):
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
    return _duplicate(value, convert)


def _duplicate(value: Any, convert: Callable[[Any, tuple[Any, ...]], Any]) -> Any:
    """Do what `copy.deepcopy` would do with what is neither a dataclass nor a container."""
    kind: Any = type(value)
    if kind in (set, frozenset):
        return kind(ticked(value))
    if kind is bytearray:
        return value[:]
    if kind not in current().own:
        return value
    if hasattr(kind, "__deepcopy__"):
        return value.__deepcopy__({})
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return value
    made = object.__new__(kind) if kind.__base__ is object else value
    if made is not value:
        for name, each in list(attributes.items()):
            made.__dict__[name] = _plain_copy(each)
    return made


def _plain_copy(value: Any) -> Any:
    """Copy a part of an object that is no dataclass: dataclasses in it stay what they are."""

    def keep(part: Any, fields: tuple[Any, ...]) -> Any:
        made = object.__new__(type(part))
        for each in fields:
            object.__setattr__(made, each.name, _plain_copy(getattr(part, each.name)))
        return made

    return copy(value, keep)
