"""`@dataclass(slots=True)`: the class is made anew, since slots cannot be added to one."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable
from typing import Any

from ..guards.class_members import own_properties
from ..guards.registration import MARK, Registration, made
from ..standins import namespace
from .dataclass_mould import qualified


class _Installation(Registration):
    """Registers the class it is in, and finishes it, before any hook of the guest's sees it."""

    __slots__ = ("_install",)

    def __init__(self, install: Callable[[Any], None]) -> None:
        self._install = install

    def register(self, owner: type) -> None:
        super().register(owner)
        self._install(owner)


def check_slotted(cls: type) -> None:
    """Refuse a class that is not made by calling `type`.

    Raises:
        TypeError: it has a metaclass of the program, or one that wants its own namespace.
    """
    if type(cls) is not type and type(cls) is not ABCMeta:
        raise TypeError(
            f"dataclass(slots=True) takes no class with the metaclass {type(cls).__name__}"
        )


def slotted(
    cls: Any, slots: tuple[str, ...], fields: set[str], install: Callable[[Any], None]
) -> Any:
    """Return *cls*, a dataclass, once more, with *slots*.

    Parameters:
        fields: names of fields, of which it keeps no defaults.
        install: finishes the class.
    """
    left = {"__dict__", "__weakref__", *fields}
    members = {name: value for name, value in namespace(cls).items() if name not in left}
    own_properties(members)
    added = {"__slots__": slots, "__qualname__": qualified(cls)}
    space = {MARK: _Installation(install), **members, **added}
    return made(type(cls), str.__str__(cls.__name__), cls.__bases__, space)
