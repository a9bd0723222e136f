"""What an object really is, asked of CPython and never of the object.

A guest decides what `x.__class__`, `x.__dict__`, `cls.__name__` and even `cls == int` answer:
a class or its metaclass may override all of them. Everything here reads the interpreter's own
descriptors, and compares classes by identity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import GetSetDescriptorType, MappingProxyType, MemberDescriptorType
from typing import Any, Final

#: Longest class name shown; in characters.
NAME_LENGTH: Final = 80

_class_dict: Callable[[type], MappingProxyType[str, Any]] = type.__dict__["__dict__"].__get__
_class_name: Callable[[type], str] = type.__dict__["__name__"].__get__
_class_mro: Callable[[type], tuple[type, ...]] = type.__dict__["__mro__"].__get__
_class_base: Callable[[type], type | None] = type.__dict__["__base__"].__get__


def name_of(kind: type) -> str:
    """Return the name of a class as an exact, short `str`."""
    # A class may be named by an instance of a subclass of `str`.
    return str.__str__(_class_name(kind))[:NAME_LENGTH]


def names_in(kind: type) -> int:
    """Return how many names *kind* and all its bases have."""
    return sum(len(_class_dict(each)) for each in _class_mro(kind))


def mro_of(kind: type) -> tuple[type, ...]:
    """Return the method resolution order that CPython uses."""
    return _class_mro(kind)


def is_kind(kind: type, base: type) -> bool:
    """Return whether `base` is in the method resolution order of `kind`."""
    return any(ancestor is base for ancestor in _class_mro(kind))


def base_of(kind: type, own: frozenset[int]) -> type:
    """Return the class not in `own` whose layout instances of `kind` have.

    Parameters:
        own: identities (`id`) of the guest's classes.
    """
    base: type | None = kind
    while base is not None and id(base) in own:
        base = _class_base(base)
    return object if base is None else base


def class_value(kind: type, name: str) -> Any:
    """Return what the class or its nearest ancestor binds to `name`, unbound, or None."""
    for ancestor in _class_mro(kind):
        if name in _class_dict(ancestor):
            return _class_dict(ancestor)[name]
    return None


def attributes_of(value: object, own: frozenset[int]) -> dict[str, Any]:
    """Return an instance's own attributes without running a line of its code.

    Dunder names are left out: they are bookkeeping, such as `__orig_class__`.

    Parameters:
        value: an instance of a guest's class.
        own: identities (`id`) of the guest's classes.
    """
    found: dict[str, Any] = {}
    for kind in reversed(_class_mro(type(value))):
        if id(kind) in own:
            found.update(_slots(value, kind))
    for kind in _class_mro(type(value)):
        getter = _class_dict(kind).get("__dict__")
        if type(getter) is GetSetDescriptorType and getter.__objclass__ is kind:
            found.update(_exact_names(getter.__get__(value)))
            break
    return {name: found[name] for name in found if not is_dunder(name)}


def _slots(value: object, kind: type) -> Iterator[tuple[str, Any]]:
    """Yield the name and content of each filled slot that `kind` itself declares."""
    for name, member in _class_dict(kind).items():
        # A name may be bound to a slot of another class; its own name and class tell.
        if type(member) is MemberDescriptorType and member.__objclass__ is kind:
            try:
                yield name, member.__get__(value)
            except AttributeError:
                continue


def _exact_names(attributes: dict[Any, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the entries of an instance's dictionary; each name is made an exact `str`."""
    for name, value in dict.items(attributes):
        if is_kind(type(name), str):
            yield str.__str__(name), value


def is_dunder(name: str) -> bool:
    """Return whether Python and libraries may look for *name* on an object, as on a class.

    numpy reads memory at the address that `__array_interface__` says.
    """
    return name.startswith("__") and name.endswith("__")
