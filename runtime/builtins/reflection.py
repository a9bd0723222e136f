"""Builtins that look at objects: `getattr` and its kin, `vars`, `dir`.

`isinstance`, `issubclass`, `callable` and `super` are CPython's own. The first two call
nothing but `__instancecheck__` of stand-ins, since a guest can define none. `super()` without
arguments reads the frame that calls it, so it cannot be wrapped.
"""

from __future__ import annotations

import builtins
from typing import Any, Final

from cloche.transpiler.vocabulary import (
    BOUND,
    CONVERTED,
    GUARDED_DUNDERS,
    KEPT,
    NATIVE_DUNDERS,
    SPECIAL_METHODS,
    WRITABLE_DUNDERS,
    guard_attribute,
    is_dunder,
)

from ..guards import dunders
from ..guards.attributes import ATTR, refuse
from ..guards.keys import method
from ..guards.lineage import pay_for_names
from ..guards.refused import refusable
from ..guards.writing import check_slot, converted, set_special, shallow, stored_to, writable
from ..prices import SMALL_BYTES
from ..run import charge, current
from ..standins import real_of
from ..stopping import deleted, loses_value
from ..universe import ENTRIES, guarded
from ..universe.draining import ticked
from .names import caller, locals_of

_ABSENT: Final = object()
_SHOWN: Final = SPECIAL_METHODS | NATIVE_DUNDERS | GUARDED_DUNDERS


def attribute_name(name: Any) -> str:
    """Return the exact text of *name*, which a subclass of `str` could misreport.

    Raises:
        TypeError: it is no string.
    """
    if isinstance(name, str):
        text = str.__str__(name)
        if len(text) > SMALL_BYTES:
            refusable(text)
        return text
    raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")


def read(x: Any, name: str) -> Any:
    """Return the attribute *name* of *x* as the guarded program would.

    Raises:
        TypeError: *name* is not exactly `str`.
        AttributeError: there is none, or not for guests.
    """
    if type(name) is not str:
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    if name in guarded():
        return builtins.getattr(ATTR, guard_attribute(name))(x)
    if is_dunder(name) and name not in NATIVE_DUNDERS:
        return refuse(x, name)
    found = builtins.getattr(x, name)
    return method(found) if name in BOUND else found


def getattr(object: Any, name: Any, default: Any = _ABSENT, /) -> Any:
    """`getattr(object, name[, default])`."""
    name = attribute_name(name)
    if default is _ABSENT:
        return read(object, name)
    try:
        return read(object, name)
    except AttributeError:
        return default


def hasattr(object: Any, name: Any, /) -> bool:
    """`hasattr(object, name)`."""
    try:
        read(object, attribute_name(name))
    except AttributeError:
        return False
    return True


def _stored_name(x: Any, name: Any) -> str:
    text = attribute_name(name)
    if text in KEPT or (is_dunder(text) and text not in WRITABLE_DUNDERS):
        raise AttributeError(f"{text} of a {type(x).__name__!r} object is read-only")
    return text


def setattr(object: Any, name: Any, value: Any, /) -> None:
    """`setattr(object, name, value)`."""
    name = attribute_name(name)
    if name in SPECIAL_METHODS and name not in WRITABLE_DUNDERS:
        set_special(object, name, value)
    else:
        builtins.setattr(stored_to(object), _stored_name(object, name), value)


def delattr(object: Any, name: Any, /) -> None:
    """`delattr(object, name)`."""
    name = _stored_name(object, name)
    builtins.delattr(stored_to(object), name)


def store_natively(x: Any, name: Any, value: Any) -> None:
    """`object.__setattr__(x, name, value)`: past the `__setattr__` of the class."""
    name = _stored_name(x, name)
    target = writable(x)
    if name in CONVERTED:
        value = converted(target, value)
    check_slot(target, name, value)
    builtins.object.__setattr__(target, name, shallow(value))


def delete_natively(x: Any, name: Any) -> None:
    """`object.__delattr__(x, name)`: past the `__delattr__` of the class."""
    name = _stored_name(x, name)
    target = writable(x)
    if loses_value(target, name):
        deleted(target)
    else:
        builtins.object.__delattr__(target, name)


def vars(object: Any = _ABSENT, /) -> Any:
    """`vars(object)`; without an argument the caller's variables."""
    if object is _ABSENT:
        return locals_of(caller())
    try:
        return dunders.dict_(object)
    except AttributeError:
        raise TypeError("vars() argument must have __dict__ attribute") from None


def dir(object: Any = _ABSENT, /) -> list[str]:
    """`dir(object)`: the names a guest could read; without an argument the caller's own."""
    if object is _ABSENT:
        return sorted(locals_of(caller()))
    charge(200)
    if type(object) in current().own and any(
        "__dir__" in kind.__dict__ for kind in type(object).__mro__ if kind in current().own
    ):
        listing: Any = type(object).__dir__
        return sorted(ticked(listing(object)))
    pay_for_names(real_of(object) if isinstance(object, type) else type(object))
    names = builtins.dir(real_of(object))
    absent: set[str] = set()
    for kind in real_of(object).__mro__ if isinstance(object, type) else type(object).__mro__:
        if kind in ENTRIES:
            item = ENTRIES[kind]
            absent.update(
                name for name in item.unsafe()
                if all(name not in each for each in (item.guarded, item.classwise, item.computed))
            )  # fmt: skip
    own = dunders.object_dict(object)
    return [
        name for name in names
        if (not is_dunder(name) or name in _SHOWN) and (name not in absent or name in own)
    ]  # fmt: skip


#: Name in the guest's builtins -> what it finds there.
BUILTINS: Final[dict[str, Any]] = {
    "getattr": getattr, "hasattr": hasattr, "setattr": setattr, "delattr": delattr,
    "vars": vars, "dir": dir,
    "isinstance": builtins.isinstance, "issubclass": builtins.issubclass,
    "callable": builtins.callable,
}  # fmt: skip
for _each in (getattr, hasattr, setattr, delattr, vars, dir):
    _each.__module__ = "builtins"  # which messages of CPython's leave out
