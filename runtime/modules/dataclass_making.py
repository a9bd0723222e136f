"""Making a dataclass. The real decorator writes source text from the names of fields and runs it.

So before it sees a class:

* each name is an exact string, an identifier and no dunder, in this class and in its bases;
* defaults are fetched and wrapped in fields, so that no guest code runs between the check and the
  use (a default may be a descriptor with a `__get__`);
* annotations become `object`, or the real `ClassVar`, `InitVar` or `KW_ONLY`, decided here: the
  real one looks strings up in the host's modules;
* `__module__`, `__qualname__` and `__doc__` are exact strings that lead nowhere: it would use the
  host module of that name as namespace, and build a signature for `__doc__`.

Afterwards the methods that compare, hash or print natively are replaced by ours.
"""

from __future__ import annotations

import dataclasses as real
import re
import typing
from typing import Any, Final

from ..builtins.reflection import getattr as read
from ..guards.bare import register
from ..guards.lineage import pay_for_heirs
from ..guards.matching import check_matching
from ..prices import spend
from ..run import current
from ..standins import is_class, namespace
from ..universe import guarded
from .dataclass_fields import FIELDS, Field
from .dataclass_methods import install, signature
from .namedtuples import MOST_FIELDS, check_field, check_number

_NOWHERE: Final = "a module of the guest"
_ABSENT: Final = object()
#: At most so many methods are made.
_METHODS: Final = 12
#: A name is written some twenty times into texts that are compiled.
_STEPS, _STEPS_A_FIELD, _STEPS_A_LETTER = 5_000, 500, 40
#: A string annotation that may name one of the special ones: `ClassVar[int]`, `t.ClassVar`.
_TEXT: Final = re.compile(r"\s*(?:(\w+)\s*\.\s*)?(\w+)")


def made(cls: Any, options: dict[str, Any]) -> Any:
    """Make *cls*, a class of the current guest, a dataclass.

    Raises:
        TypeError: it is none, or a field is not what it should be.
        ValueError: the name of a field is not for guests, or as the real decorator says.
    """
    run = current()
    if not is_class(cls) or cls not in run.own:
        raise TypeError("dataclass() takes a class that the program defines")
    annotations = _annotations(cls)
    _check_bases(cls)
    letters = sum(map(len, annotations))
    spend(_STEPS + _STEPS_A_FIELD * len(annotations) + _STEPS_A_LETTER * letters)
    kinds = {name: _special(annotation) for name, annotation in annotations.items()}
    originals = _wrap_defaults(cls, kinds)
    before = dict(namespace(cls))
    pay_for_heirs(cls, _METHODS)
    result = _processed(cls, kinds, options)
    register(result)
    _restore(result, originals, before)
    _own_fields(result)
    _show_annotations(result, annotations)
    install(result, before)
    _finish(result, before)
    return result


def _annotations(cls: type) -> dict[str, Any]:
    """Return a copy of the class's own annotations, checked."""
    # From 3.14 on they are computed when asked for.
    found = namespace(cls).get("__annotations__", {})
    if type(found) is not dict:
        raise TypeError("__annotations__ must be a dict")
    check_number(found)
    for name in found:
        _check_name(name)
    return dict(found)


def _check_name(name: Any) -> None:
    if type(name) is not str:
        raise TypeError("the names of fields must be strings")
    check_field(name, "Field names")


def _check_bases(cls: type) -> None:
    """Check the fields that are inherited: a guest can reach the mapping that holds them."""
    for base in cls.__mro__[1:]:
        found = namespace(base).get(FIELDS)
        if found is None:
            continue
        if type(found) is not dict or len(found) > MOST_FIELDS:
            raise TypeError(f"the fields of {base.__name__} were changed")
        for name, each in found.items():
            if type(each) is not Field or each.name != name:
                raise TypeError(f"the fields of {base.__name__} were changed")
            _check_name(name)


# --- Annotations ----------------------------------------------------------------------------


def _special(annotation: Any) -> Any:
    """Return what the real decorator is to see in the place of *annotation*."""
    if type(annotation) is str:
        annotation = _named(annotation)
    if annotation is real.KW_ONLY or annotation is real.InitVar:
        return annotation
    if type(annotation) is real.InitVar:
        return real.InitVar
    origin = getattr(annotation, "__origin__", None) if _is_ours(annotation) else None
    if _is_class_var(annotation) or (origin is not None and _is_class_var(origin)):
        return typing.ClassVar
    return object


def _is_ours(annotation: Any) -> bool:
    return type(annotation).__module__ == "typing" and type(annotation) not in current().own


def _is_class_var(annotation: Any) -> bool:
    return _is_ours(annotation) and getattr(annotation, "__name__", None) == "ClassVar"


def _named(text: str) -> Any:
    """Return the special form that a string annotation names, if it is one the guest imported."""
    match = _TEXT.match(text)
    if match is None:
        return None
    from .stand_in import Module

    prefix, name = match.groups()
    names = current().globals
    if prefix is None:
        return names.get(name)
    owner = names.get(prefix)
    return owner.__dict__.get(name) if type(owner) is Module else None


# --- Before and after -------------------------------------------------------------------------


def _wrap_defaults(cls: Any, kinds: dict[str, Any]) -> dict[str, Any]:
    """Make a `Field` of every default; return what was there."""
    originals: dict[str, Any] = {}
    wrapped: dict[str, Any] = {}
    for name, kind in kinds.items():
        if kind is typing.ClassVar or kind is real.KW_ONLY:
            continue
        # As the guest would read it: `format` of a class derived from `str` is not the real one.
        default = read(cls, name, real.MISSING)
        if isinstance(default, real.Field) and type(default) is not Field:
            raise TypeError(f"the default of {name!r} is no field made here")
        originals[name] = namespace(cls).get(name, _ABSENT)
        wrapped[name] = default if type(default) is Field else _field(default)
    for name, field in wrapped.items():
        type.__setattr__(cls, name, field)
    return originals


def _field(default: Any) -> Field:
    missing: Any = real.MISSING
    metadata: Any = None
    if isinstance(default, type(_SLOT)):
        default = missing  # the slot of an inherited `__slots__`
    return Field(default, missing, True, True, None, True, metadata, missing)


class _Slotted:
    __slots__ = ("slot",)


_SLOT: Final = _Slotted.__dict__["slot"]


def _processed(cls: Any, kinds: dict[str, Any], options: dict[str, Any]) -> Any:
    """Run the real decorator over a class that looks harmless."""
    known = {
        name: namespace(cls).get(name) for name in ("__module__", "__doc__", "__annotations__")
    }
    qualname = cls.__qualname__
    cls.__qualname__ = qualname = str.__str__(qualname)
    cls.__module__, cls.__doc__, cls.__annotations__ = _NOWHERE, "x", dict(kinds)
    result = cls
    try:
        result = real.dataclass(cls, **options)
    finally:
        for kind in {cls, result}:
            kind.__module__ = known["__module__"]
            kind.__doc__ = known["__doc__"]
            if known["__annotations__"] is not None:
                kind.__annotations__ = known["__annotations__"]
            else:
                del kind.__annotations__
    return result


def _restore(cls: Any, originals: dict[str, Any], before: dict[str, Any]) -> None:
    """Put descriptors back that were fetched as defaults."""
    slots = namespace(cls).get("__slots__", ())
    for name, original in originals.items():
        if original is _ABSENT:
            if name in namespace(cls) and name not in slots:
                type.__delattr__(cls, name)
        elif type(original) is not Field and (name not in slots or type(original) is type(_SLOT)):
            type.__setattr__(cls, name, original)


def _own_fields(cls: Any) -> None:
    """Put fields of ours in the place of those that the real decorator made (class variables)."""
    fields = namespace(cls)[FIELDS]
    for name, each in fields.items():
        if type(each) is not Field:
            made = _field(each.default)
            made.init, made.repr, made.hash = each.init, each.repr, each.hash
            made.compare, made.kw_only = each.compare, each.kw_only
            made.name, made.type = each.name, each.type
            made._field_type = each._field_type  # type: ignore[attr-defined]
            fields[name] = made


def _show_annotations(cls: Any, annotations: dict[str, Any]) -> None:
    """Let fields and `__init__` show the annotations as they were written."""
    fields = namespace(cls)[FIELDS]
    for name, annotation in annotations.items():
        if name in fields:
            fields[name].type = annotation
    init = namespace(cls).get("__init__")
    shown = getattr(init, "__annotations__", None)
    if type(shown) is dict and init is not None and not current().holds(init.__globals__):
        for name in shown:
            if name in fields:
                shown[name] = fields[name].type


def _finish(cls: Any, before: dict[str, Any]) -> None:
    if before.get("__doc__") is None:
        cls.__doc__ = cls.__name__ + signature(cls)
    # `case Point(x, y)` reads these natively.
    names = namespace(cls).get("__match_args__", ())
    if "__match_args__" not in before and not _are_read_natively(cls, names):
        type.__setattr__(cls, "__match_args__", ())


def _are_read_natively(cls: Any, names: tuple[str, ...]) -> bool:
    if not guarded().isdisjoint(names):
        return False
    try:
        check_matching(cls.__mro__, {"__match_args__": names}, type(cls))
    except TypeError:
        return False
    return True
