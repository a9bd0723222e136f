"""`functools.singledispatch`, without evaluating annotations, and without real classes in sight."""

from __future__ import annotations

import functools as real
from types import FunctionType, MappingProxyType, UnionType
from typing import Any

from cloche.transpiler.vocabulary import is_dunder

from ..guards.rendering import shown
from ..prices import spend
from ..run import current
from ..standins import is_class, real_of
from .stand_in import shim


class _Registry:
    """The implementations of one generic function.

    Parameters:
        function: what is called for any other class.
    """

    def __init__(self, function: Any) -> None:
        #: By the class a guest named.
        self.seen: dict[Any, Any] = {object: function}
        #: By the real class behind it.
        self.real: dict[type, Any] = {object: function}
        self.found: dict[type, Any] = {}

    def add(self, cls: Any, function: Any) -> None:
        for kind in cls.__args__ if type(cls) is UnionType else (cls,):
            if not is_class(kind):
                raise TypeError(
                    f"Invalid first argument to `register()`. {shown(kind)!r} "
                    "is not a class or union."
                )
            self.seen[kind] = self.real[real_of(kind)] = function
        self.found.clear()

    def dispatch(self, cls: Any) -> Any:
        if not is_class(cls):
            raise TypeError(f"{shown(cls)!r} is not a class")
        kind = real_of(cls)
        if kind not in self.found:
            spend(len(self.real) * len(kind.__mro__) + 20)
            self.found[kind] = real._find_impl(kind, self.real)  # type: ignore[attr-defined]
        return self.found[kind]


def _annotated_class(function: Any) -> Any:
    """Return the annotation of a function's first parameter, a class."""
    own = type(function) is FunctionType and current().holds(function.__globals__)
    annotations = function.__annotations__ if own else {}
    name, cls = next(iter(annotations.items()), (None, None))
    if name is None or name == "return":
        raise TypeError(
            f"Invalid first argument to `register()`: {shown(function)!r}. "
            "Use either `@register(some_class)` or plain `@register` on an annotated function."
        )
    if type(cls) is str:
        # The name of a class, looked up; nothing is evaluated.
        cls = cls.strip()
        if is_dunder(cls):
            raise TypeError(f"{cls!r} is not a class")
        cls = function.__globals__.get(cls, function.__builtins__.get(cls, cls))
    return cls


@shim(real.singledispatch)
def singledispatch(func: Any) -> Any:
    registry = _Registry(func)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if not args:
            name = getattr(func, "__name__", "singledispatch function")
            raise TypeError(f"{name} requires at least 1 positional argument")
        return registry.dispatch(type(args[0]))(*args, **kwargs)

    def register(cls: Any, func: Any = None) -> Any:
        if func is not None:
            registry.add(cls, func)
            return func
        if type(cls) is UnionType or is_class(cls):
            return lambda function: register(cls, function)
        registry.add(_annotated_class(cls), cls)
        return cls

    def dispatch(cls: Any) -> Any:
        return registry.dispatch(cls)

    shim(func, getattr(func, "__name__", "wrapper"))(wrapper)
    wrapper.register = register  # type: ignore[attr-defined]
    wrapper.dispatch = dispatch  # type: ignore[attr-defined]
    wrapper.registry = MappingProxyType(registry.seen)  # type: ignore[attr-defined]
    return wrapper
