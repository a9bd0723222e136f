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
        super().__init__()
        self._install = install

    def __set_name__(self, owner: type, name: str) -> None:
        super().__set_name__(owner, name)
        self.done = False
        self._install(owner)
        self.done = True


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
    mark, added = _Installation(install), {"__slots__": slots, "__qualname__": qualified(cls)}
    name = str.__str__(cls.__name__)
    return made(mark, type(cls), name, cls.__bases__, {MARK: mark, **members, **added})
