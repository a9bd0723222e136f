"""Methods of shared classes written in Python: guests hold them as functions.

What a shared class inherits in Python (`Counter.copy`, `MutableMapping.setdefault`) is a function
whose `__globals__` is a module of the host. No guest can read that; but what need not be there
should not be there, so guests get a copy whose globals are the few names its code uses.
"""

from __future__ import annotations

import builtins
import functools
from collections.abc import Iterator
from types import CodeType, FunctionType
from typing import Any

from cloche.transpiler.vocabulary import is_dunder

from .guards.aliases import alias


def rehomed(function: Any) -> Any:
    """Return a copy of *function*, written in Python, that leads to nothing but what it uses.

    A `classmethod`, `staticmethod` or `property` is copied with what is in it; anything else is
    returned as it is.
    """
    if isinstance(function, (classmethod, staticmethod)):
        return type(function)(rehomed(function.__func__))
    if type(function) is property:
        getter, setter, deleter = map(rehomed, (function.fget, function.fset, function.fdel))
        return property(getter, setter, deleter, function.__doc__)
    if type(function) is not FunctionType:
        return function
    used = set(_names(function.__code__))
    offered = vars(builtins)
    home: dict[str, Any] = {name: function.__globals__[name] for name in used
                            if name in function.__globals__ and not is_dunder(name)}  # fmt: skip
    home["__name__"] = __name__
    home["__builtins__"] = {name: offered[name] for name in used if name in offered}
    copy = FunctionType(
        function.__code__, home, function.__name__, function.__defaults__, function.__closure__
    )
    copy.__kwdefaults__ = function.__kwdefaults__
    copy.__doc__ = function.__doc__
    copy.__qualname__ = function.__qualname__
    copy.__module__ = function.__module__
    # That a method is abstract is kept there.
    copy.__dict__.update(
        {name: value for name, value in function.__dict__.items() if name != "__wrapped__"}
    )
    return copy


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def ordered(kind: Any) -> Any:
    """Return the class *kind* with its comparisons, by `functools.total_ordering`, copied."""
    for name in ("__lt__", "__le__", "__gt__", "__ge__"):
        value = vars(kind).get(name)
        # Not its `__module__`, which a guest may write.
        if type(value) is FunctionType and value.__globals__ is vars(functools):
            setattr(kind, name, rehomed(value))
    return kind


def named_tuple(kind: Any) -> None:
    """Give a named tuple class copies of the methods that `collections` wrote for it."""
    for name in ("__new__", "__repr__", "__replace__", "_asdict", "_replace"):
        # `__replace__` came with 3.13.
        if name in vars(kind) and not _is_of_this_package(vars(kind)[name]):
            setattr(kind, name, rehomed(vars(kind)[name]))
    kind.__class_getitem__ = classmethod(alias)  # not that of `tuple`, which is C's


class NoDefaults:
    """The class is every tenant's: no dictionary of it is to be written, so each gets a new one."""

    __slots__ = ()

    def __get__(self, instance: object, owner: Any = None) -> dict[str, Any]:
        return {}


def remade(base: type, original: Any, *args: Any) -> Any:
    """Return a new instance of the class of *original*, which must be an instance of *base*.

    A guest may call a method with any object for `self`, a class too: the class of that is the
    real `type`, which would make classes nobody has looked at.

    Raises:
        TypeError: it is none.
    """
    kind = type(original)
    if not issubclass(kind, base):
        raise TypeError(f"a {base.__name__} is needed, not {kind.__name__!r}")
    return kind(*args)


def adopt(kind: type, *special: str) -> None:
    """Give *kind*, a class of this package, copies of the Python functions it inherits.

    None of them may loop without a step: those that do are written in this package, and a test
    looks for others.

    Parameters:
        special: names of special methods to copy as well; the others stay where the universe
            prices them or leaves them out.
    """
    settled: set[str] = set()
    for ancestor in kind.__mro__:
        for name, value in list(vars(ancestor).items()):
            if name in settled or (is_dunder(name) and name not in special):
                continue
            settled.add(name)
            if ancestor is kind or _is_of_this_package(value):
                continue
            copy = rehomed(value)
            if copy is not value:
                type.__setattr__(kind, name, copy)


def _is_of_this_package(value: Any) -> bool:
    inner = getattr(value, "__func__", value)
    home = getattr(inner, "__globals__", {})
    return str(home.get("__name__", "")).startswith("cloche.runtime.")
