"""`functools.singledispatch`, without evaluating annotations, and without real classes in sight."""

from __future__ import annotations

import functools as real
from types import FunctionType, MappingProxyType, UnionType
from typing import Any, Final

from ..guards.lineage import ways
from ..guards.rendering import shown
from ..prices import spend
from ..run import current
from ..standins import is_class, real_of
from .dispatching import implementation
from .stand_in import shim
from .typing_forms import is_union
from .typing_hints import hints
from .wrappers import resemble

#: Steps for finding the order of a class again, on one of the ways up to it.
_STEPS_A_CLASS: Final = 16


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
        """Take *function* for *cls*, a class or a union of classes.

        Raises:
            TypeError: it is neither.
        """
        if not _dispatches(cls):
            raise TypeError(
                f"Invalid first argument to `register()`. {shown(cls)!r} is not a "
                "class or union type."
            )
        for kind in _members(cls):
            self.seen[kind] = self.real[real_of(kind)] = function
        self.found.clear()

    def dispatch(self, cls: Any) -> Any:
        if not is_class(cls):
            raise TypeError(f"{shown(cls)!r} is not a class")
        kind = real_of(cls)
        if kind not in self.found:
            # The order of a class is found again, on each of the ways up to it.
            spend(_STEPS_A_CLASS * ways(kind) * len(kind.__mro__) + 20)
            self.found[kind] = implementation(kind, self.real)
        return self.found[kind]


def _members(cls: Any) -> tuple[Any, ...]:
    if type(cls) is not UnionType and not is_union(cls):
        return (cls,)
    return tuple(type(None) if each is None else each for each in cls.__args__)


def _dispatches(cls: Any) -> bool:
    """Tell whether *cls* is a class, or a union of nothing else."""
    return all(map(is_class, _members(cls)))


def annotated_class(function: Any) -> Any:
    """Return the annotation of a function's first parameter, a class.

    Raises:
        TypeError: there is none, or it is no class.
    """
    own = type(function) is FunctionType and current().holds(function.__globals__)
    annotations = hints(function, None, None, include_extras=False) if own else {}
    if not annotations:
        raise TypeError(
            f"Invalid first argument to `register()`: {shown(function)!r}. "
            "Use either `@register(some_class)` or plain `@register` on an annotated function."
        )
    name, cls = next(iter(annotations.items()))
    if not _dispatches(cls):
        union = len(_members(cls)) > 1
        said = "not all arguments are classes" if union else "is not a class"
        raise TypeError(f"Invalid annotation for {name!r}. {shown(cls)!r} {said}.")
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
        if _dispatches(cls):
            return lambda function: register(cls, function)
        registry.add(annotated_class(cls), cls)
        return cls

    def dispatch(cls: Any) -> Any:
        return registry.dispatch(cls)

    resemble(wrapper, func)
    wrapper.register = register  # type: ignore[attr-defined]
    wrapper.dispatch = dispatch  # type: ignore[attr-defined]
    wrapper.registry = MappingProxyType(registry.seen)  # type: ignore[attr-defined]
    return wrapper
