"""Making a dataclass. The real decorator writes source text from the names of fields and runs it.

It never sees the guest's class. Three parts follow one another:

* What the guest says is looked at, and copied. Each name is an exact string, an identifier and no
  dunder, in this class and in its bases; defaults are fetched, which may call a `__get__`, and
  flags are asked whether they are true; annotations become `object`, or the real `ClassVar`,
  `InitVar` or `KW_ONLY`, decided here: the real one looks strings up in the host's modules.
* No code of the guest's runs: the real decorator makes a dataclass of a class of ours
  (`dataclass_mould.py`), and methods of ours are put into the guest's, past its metaclass.
* What the guest sees is done, and its code may run: `__init_subclass__` of the class with slots,
  what a default prints in `__doc__`, what is asked whether it is abstract.
"""

from __future__ import annotations

import abc
import dataclasses as real
import re
import typing
from collections.abc import Iterable, Iterator
from types import MemberDescriptorType
from typing import Any, Final

from cloche.transpiler.vocabulary import LONGEST_ATTRIBUTE

from ..builtins.reflection import getattr as read
from ..guards.bare import register
from ..guards.lineage import pay_for_heirs
from ..guards.matching import check_matching
from ..guards.metaclasses import writes_classes
from ..guards.versions import changing
from ..lasting import count_names
from ..prices import spend
from ..run import charge, current, demand_room
from ..standins import is_class, namespace
from ..storing import delete_natively, store_natively
from ..universe import guarded
from .dataclass_fields import FIELDS, PARAMS, Field
from .dataclass_methods import install, signature
from .dataclass_mould import (
    Cast,
    base_of_fields,
    base_of_slots,
    inherited_cast,
    mould,
    process,
)
from .dataclass_slots import check_slotted, slotted
from .namedtuples import MOST_FIELDS, check_field, check_number

_UPDATE: Final[Any] = abc.update_abstractmethods
#: At most so many methods are made.
_METHODS: Final = 12
#: A name is written some twenty times into texts that are compiled.
_STEPS, _STEPS_A_FIELD, _STEPS_A_LETTER = 5_000, 500, 40
#: A string annotation that may name one of the special ones: `ClassVar[int]`, `t.ClassVar`.
_TEXT: Final = re.compile(r"\s*(?:(\w+)\s*\.\s*)?(\w+)")
#: What is stored besides defaults.
_STORED: Final = frozenset(
    {FIELDS, PARAMS, "__match_args__", "__doc__"}
    | {f"__{name}__" for name in "init repr eq lt le gt ge hash setattr delattr replace".split()}
)


def made(cls: Any, options: dict[str, bool]) -> Any:
    """Make *cls*, a class of the current guest, a dataclass.

    Raises:
        TypeError: it is none, or a field is not what it should be.
        ValueError: the name of a field is not for guests, or as the real decorator says.
    """
    if not is_class(cls) or cls not in current().own:
        raise TypeError("dataclass() takes a class that the program defines")
    annotations = _annotations(cls)
    kinds = {name: _special(annotation) for name, annotation in annotations.items()}
    own = _own_fields(cls, kinds)
    inherited, frozen = _inherited(cls)
    names = {*kinds, *inherited}
    check_number(names)
    spend(_STEPS + _STEPS_A_FIELD * len(names) + _STEPS_A_LETTER * sum(map(len, names)))
    count_names(_written(names))
    pay_for_heirs(cls, _METHODS)
    casts = {name: inherited_cast(name, field) for name, field in inherited.items()}
    post_init = hasattr(cls, "__post_init__")

    changing()
    # From here on no code of the guest's runs.
    if writes_classes(type(cls), _STORED.union(kinds)):
        raise TypeError("dataclass() is for classes that no metaclass of the program writes")
    if options["slots"]:
        check_slotted(cls)
    bases = _moulds(cls, casts, frozen, options["slots"])
    plain = mould(cls, kinds, own, bases, post_init)
    fields, slots = process(plain, options, names)
    shown = _settled(fields, own, annotations)
    demand_room()
    _store_defaults(cls, own)
    store_natively(cls, PARAMS, namespace(plain)[PARAMS])
    store_natively(cls, FIELDS, shown)
    install(cls, fields, namespace(plain))
    _set_match_args(cls, namespace(plain))
    register(cls)

    # From here on it may.
    if not cls.__doc__:
        store_natively(cls, "__doc__", cls.__name__ + signature(cls))
    result = cls
    if options["slots"]:
        ordinary = {name for name, cast in fields.items() if cast.is_ordinary()}
        result = slotted(
            cls, slots, ordinary, lambda again: install(again, fields, namespace(plain))
        )
    if type(result) is abc.ABCMeta:
        charge(sum([len(namespace(kind)) for kind in result.__mro__]))
        _UPDATE(result)
    return result


def _written(names: Iterable[str]) -> Iterator[str]:
    """Yield what the real decorator writes for fields of these *names*."""
    for name in names:
        yield from (name, f"__dataclass_type_{name}__", f"__dataclass_dflt_{name}__")


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
    if len(name) > LONGEST_ATTRIBUTE:
        # (Instructions of its `__init__` have it.)
        raise ValueError(f"Field names have at most {LONGEST_ATTRIBUTE} characters here")


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


# --- Fields ---------------------------------------------------------------------------------


def _own_fields(cls: Any, kinds: dict[str, Any]) -> dict[str, Cast]:
    """Return a cast of each field of the class's own, class variables among them."""
    found: dict[str, Cast] = {}
    known: dict[int, Cast] = {}
    for name, kind in kinds.items():
        if kind is real.KW_ONLY:
            continue
        # As the guest would read it: `format` of a class derived from `str` is not the real one.
        default = read(cls, name, real.MISSING)
        if isinstance(default, real.Field) and type(default) is not Field:
            raise TypeError(f"the default of {name!r} is no field made here")
        if type(default) is not Field:
            found[name] = Cast(_field(default), kind is object, given=False)
            continue
        # One field under two names is one to CPython.
        cast = known.get(id(default))
        if cast is None:
            cast = known[id(default)] = Cast(default, kind is object, given=True)
        found[name] = cast
    return found


def _field(default: Any) -> Field:
    missing: Any = real.MISSING
    metadata: Any = None
    if type(default) is MemberDescriptorType:
        default = missing  # of `__slots__`, inherited perhaps
    return Field(default, missing, True, True, None, True, metadata, missing)


def _inherited(cls: type) -> tuple[dict[str, Field], dict[bool, Any]]:
    """Return the fields of the bases, copied and checked, and one base's parameters of a kind.

    A guest can reach the mappings that hold them.
    """
    fields: dict[str, Field] = {}
    frozen: dict[bool, Any] = {}
    checked: dict[type, dict[str, Field]] = {}
    for base in cls.__mro__[-1:0:-1]:
        owner = next((each for each in base.__mro__ if FIELDS in namespace(each)), None)
        if owner is None:
            continue
        if owner not in checked:
            checked[owner] = _checked(owner)
        fields |= checked[owner]
        params = namespace(owner)[PARAMS]
        frozen[params.frozen] = params
    return fields, frozen


def _checked(base: type) -> dict[str, Field]:
    found = namespace(base)[FIELDS]
    if type(found) is not dict or len(found) > MOST_FIELDS:
        raise TypeError(f"the fields of {base.__name__} were changed")
    charge(len(found))
    copy = dict(found)
    for name, each in copy.items():
        if type(each) is not Field or type(name) is not str or each.name != name:
            raise TypeError(f"the fields of {base.__name__} were changed")
        _check_name(name)
    return copy


# --- Without code of the guest's ------------------------------------------------------------


def _moulds(
    cls: type, casts: dict[str, Cast], frozen: dict[bool, Any], slots: bool
) -> tuple[type, ...]:
    """Return what the mould of *cls* derives from, for what the real decorator asks of bases."""
    bases = [base_of_fields(casts, params) for params in frozen.values()]
    if slots:
        bases += [base_of_slots(base) for base in cls.__mro__[1:-1]]
    return tuple(bases)


def _settled(
    fields: dict[str, Cast], own: dict[str, Cast], annotations: dict[str, Any]
) -> dict[str, Field]:
    """Tell the fields that the guest sees what the real decorator has made of them."""
    for cast in own.values():
        shown: Any = cast.shown
        shown.name, shown.type = cast.name, annotations[cast.name]
        shown._field_type = cast._field_type  # type: ignore[attr-defined]
        if shown.kw_only is real.MISSING:
            shown.kw_only = cast.kw_only
    return {name: cast.shown for name, cast in fields.items()}


def _store_defaults(cls: type, own: dict[str, Cast]) -> None:
    """Let the class have the default where it had a field."""
    for cast in own.values():
        if not cast.given:
            continue
        if cast.shown.default is not real.MISSING:
            store_natively(cls, cast.name, cast.shown.default)
        elif cast.name in namespace(cls):
            delete_natively(cls, cast.name)


def _set_match_args(cls: type, generated: Any) -> None:
    names = generated.get("__match_args__")
    if type(names) is tuple:
        # `case Point(x, y)` reads these natively.
        names = names if _are_read_natively(cls, names) else ()
        store_natively(cls, "__match_args__", names)


def _are_read_natively(cls: Any, names: tuple[str, ...]) -> bool:
    if not guarded().isdisjoint(names):
        return False
    try:
        check_matching(cls.__mro__, {"__match_args__": names}, type(cls))
    except TypeError:
        return False
    return True
