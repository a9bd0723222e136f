"""`functools.partialmethod` and `singledispatchmethod`: descriptors over a guest's functions."""

from __future__ import annotations

import functools as real
from types import MethodType
from typing import Any

from ..guards.aliases import alias
from ..guards.dunders import SAYS_ABSTRACT
from ..guards.rendering import render_repr
from ..nesting import ASKS, nested
from ..run import charge
from ..standins import plain, trust
from .singledispatch import annotated_class, singledispatch
from .wrappers import resemble


class partialmethod:
    """Method descriptor with partial application of the given arguments and keywords."""

    __slots__ = ("args", "func", "keywords")
    args: tuple[Any, ...]
    func: Any
    keywords: dict[str, Any]

    def __init__(self, func: Any, /, *args: Any, **keywords: Any) -> None:
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{render_repr(func)} is not callable or a descriptor")
        if isinstance(func, partialmethod):
            args, keywords = func.args + args, {**func.keywords, **keywords}
            func = func.func
        self.func, self.args, self.keywords = nested(func), args, keywords

    def __get__(self, obj: Any, cls: Any = None) -> Any:
        charge(1)  # C calls what this returns, of a special method
        bind = getattr(type(self.func), "__get__", None)
        bound = self.func if bind is None else bind(self.func, obj, cls)
        if bound is self.func:
            method = self._unbound()
            return method if obj is None else MethodType(method, obj)
        return real.partial(nested(bound), *self.args, **self.keywords)

    def _unbound(self) -> Any:
        function, args, keywords = self.func, self.args, self.keywords

        def method(self: Any, /, *more: Any, **named: Any) -> Any:
            return function(self, *args, *more, **{**keywords, **named})

        return method

    @property
    def __isabstractmethod__(self) -> bool:
        return bool(getattr(self.func, "__isabstractmethod__", False))

    def __repr__(self) -> str:
        parts = [render_repr(self.func), *map(render_repr, self.args)]
        parts += [f"{key}={render_repr(value)}" for key, value in self.keywords.items()]
        return f"functools.partialmethod({', '.join(parts)})"

    __class_getitem__: Any = classmethod(alias)


class singledispatchmethod:
    """Single-dispatch generic method descriptor."""

    __slots__ = ("dispatcher", "func")

    def __init__(self, func: Any) -> None:
        if not callable(func) and not hasattr(func, "__get__"):
            raise TypeError(f"{render_repr(func)} is not callable or a descriptor")
        self.dispatcher = singledispatch(func)
        self.func = func

    def register(self, cls: Any, method: Any = None) -> Any:
        if method is None and isinstance(cls, (staticmethod, classmethod)):
            # Decorators below this one: the annotation is the function's own.
            self.dispatcher.register(self._annotated(cls.__func__), cls)
            return cls
        return self.dispatcher.register(cls, func=method)

    def _annotated(self, function: Any) -> Any:
        return annotated_class(function)

    def __get__(self, obj: Any, cls: Any = None) -> Any:
        charge(1)
        dispatch = self.dispatcher.dispatch

        def method(*args: Any, **kwargs: Any) -> Any:
            if not args:
                name = getattr(self.func, "__name__", "singledispatchmethod method")
                raise TypeError(f"{name} requires at least 1 positional argument")
            found = dispatch(type(args[0]))
            return type(found).__get__(found, obj, cls)(*args, **kwargs)

        method.__name__ = getattr(self.func, "__name__", "method")
        method.__doc__ = getattr(self.func, "__doc__", None)
        inner = self.func
        resemble(method, getattr(inner, "__func__", inner))
        method.register = self.register  # type: ignore[attr-defined]
        return method

    @property
    def __isabstractmethod__(self) -> bool:
        return bool(getattr(self.func, "__isabstractmethod__", False))


for _kind in (partialmethod, singledispatchmethod):
    _kind.__module__ = "functools"
ASKS.update(
    dict.fromkeys((partialmethod, singledispatchmethod), (lambda x: getattr(x, "func", None),))
)
SAYS_ABSTRACT.update((partialmethod, singledispatchmethod))
plain(partialmethod, singledispatchmethod, derivable=False)
trust(partialmethod, singledispatchmethod)
