"""`functools.cached_property`, for guest instances only and without the real one's lock."""

from __future__ import annotations

from typing import Any, NoReturn

from cloche.transpiler.vocabulary import is_dunder

from ..guards.aliases import alias
from ..guards.answering import unasked
from ..run import current
from ..standins import plain, trust
from .plain import exact_str


class cached_property:
    # A property that is computed once and then kept in the instance's `__dict__`. (The
    # documentation of an instance has the place of that of the class.)
    __slots__ = ("__doc__", "attrname", "func")

    __class_getitem__: Any = classmethod(alias)

    def __init__(self, func: Any) -> None:
        self.func = func
        self.__doc__ = getattr(func, "__doc__", None)
        self.attrname: str | None = None

    def __init_subclass__(cls, **kwargs: object) -> NoReturn:
        raise TypeError("functools.cached_property cannot be subclassed here")

    def __set_name__(self, owner: Any, name: Any) -> None:
        name = exact_str(name)
        if is_dunder(name):
            raise TypeError(f"a cached_property may not be called {name!r}")
        if self.attrname is None:
            self.attrname = name
        elif name != self.attrname:
            raise TypeError(
                "Cannot assign the same cached_property to two different names "
                f"({self.attrname!r} and {name!r})."
            )

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return self
        name = self.attrname
        if name is None:
            raise TypeError(
                "Cannot use cached_property instance without calling __set_name__ on it."
            )
        kept = _kept(instance, name)
        if name not in kept:
            found = self.func(instance)
            unasked(kept)[name] = found
        return kept[name]


cached_property.__module__ = "functools"
plain(cached_property, derivable=False)
trust(cached_property)


def _kept(instance: Any, name: str) -> dict[str, Any]:
    kind = type(instance)
    if kind in current().own:
        try:
            found: dict[str, Any] = object.__getattribute__(instance, "__dict__")
        except AttributeError:
            pass
        else:
            return found
    raise TypeError(
        f"No '__dict__' attribute on {kind.__name__!r} instance to cache {name!r} property."
    )
