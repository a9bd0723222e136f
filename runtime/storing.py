"""Attributes of a guest's classes, stored and deleted.

CPython drops what a class had under a name first, and then makes what it remembers of the class
invalid (`type_setattro` before 3.13, `type_set_annotations` in all versions). Code that runs as the
old value dies, in a suspended generator or for a weak reference, would find it in there, and hold
memory that is freed. So the old value lives until the class has the new one.
"""

from __future__ import annotations

from typing import Any

from .standins import namespace


def store(cls: Any, name: str, value: Any) -> None:
    """Do `cls.name = value`, as the metaclass does it."""
    _old = namespace(cls).get(name)
    setattr(cls, name, value)


def delete(cls: Any, name: str) -> None:
    """Do `del cls.name`, as the metaclass does it."""
    _old = namespace(cls).get(name)
    delattr(cls, name)


def store_natively(cls: Any, name: str, value: Any) -> None:
    """Do `type.__setattr__(cls, name, value)`."""
    _old = namespace(cls).get(name)
    type.__setattr__(cls, name, value)


def delete_natively(cls: Any, name: str) -> None:
    """Do `type.__delattr__(cls, name)`."""
    _old = namespace(cls).get(name)
    type.__delattr__(cls, name)
