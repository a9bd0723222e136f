"""Methods of classes of this package that tell of wrong arguments as CPython's own do."""

from __future__ import annotations

import sys
from types import FunctionType
from typing import Any, Final
from weakref import WeakKeyDictionary

from .binding import copied, fitted

#: Wrapped method -> the function that it wraps.
WRITTEN: Final[WeakKeyDictionary[Any, FunctionType]] = WeakKeyDictionary()


def fit_methods(kind: Any, real: Any = None) -> None:
    """Let methods of *kind*, its own and those it inherits from classes of this package, tell of
    wrong arguments as those of CPython's class do.

    Parameters:
        real: that class; by default what has the name of *kind* in the module that it names.
    """
    model: Any = real or getattr(sys.modules.get(kind.__module__), kind.__name__, None)
    if not isinstance(model, type) or model is kind:
        return
    settled: set[str] = set()
    for ancestor in kind.__mro__:
        for name, value in [*vars(ancestor).items()]:
            if name in settled or (name[0] == "_" and name not in _CONSTRUCTING):
                continue
            settled.add(name)
            inner = getattr(value, "__func__", value)
            if type(inner) is not FunctionType or not _ours(inner):
                continue
            if name in _CONSTRUCTING and inner.__name__ != name:
                continue  # looked at by identity
            if ancestor is not kind:
                inner = copied(inner)
            made = _fitted_method(model, name, inner, type(value) is classmethod)
            if made is not inner or ancestor is not kind:
                WRITTEN[made] = inner
                setattr(kind, name, _like(value, made))


_CONSTRUCTING: Final = ("__init__", "__new__")


def _ours(function: FunctionType) -> bool:
    return str(function.__globals__.get("__name__", "")).startswith("cloche.runtime.")


def _like(member: Any, function: Any) -> Any:
    """Return *function* as a member of the same kind: a class or static method, or itself."""
    kind = type(member)
    return kind(function) if kind in (classmethod, staticmethod) else function


def _fitted_method(real: Any, name: str, function: FunctionType, of_class: bool) -> Any:
    native = getattr(real, name, None)
    if name in _CONSTRUCTING and type(native) is not FunctionType:
        return fitted(function, real, type)
    if of_class:
        behind = getattr(native, "__func__", None)
        found = fitted(function, behind or native, None if behind else type)
    else:
        found = fitted(function, native, real)
    if native is not None:
        # C's messages about a call name the function by these; methods of C's have no module.
        found.__qualname__ = native.__qualname__
        found.__module__ = getattr(native, "__module__", None)
    return found
