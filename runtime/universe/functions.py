"""What can be called, and generators. Nothing of a frame, a code object or a closure is there."""

from __future__ import annotations

import sys
from functools import partial
from types import MethodType, SimpleNamespace
from typing import Any, Final

from ..links import AWAITABLES
from ..nesting import in_property, nested
from ..throwing import CLOSING, THROW, UNCHECKED
from .registry import Entry, Family, entry, register


def _function() -> None: ...


def _generator() -> Any:
    yield


async def _coroutine() -> None: ...


async def _agen() -> Any:
    yield


_awaited = _coroutine()
_asynchronous = _agen()
_awaited.close()


#: C gives up a reference to None for each None that an accessor is given (before 3.11.9; CPython's
#: issue 115618), and one too many ends the process. From 3.12 on nobody counts these.
_UNTAKEN: Final = sys.version_info < (3, 12)


def _accessor(name: str) -> Any:
    native = getattr(property, name)

    def decorator(self: Any, function: Any, /) -> Any:
        if function is None and _UNTAKEN and isinstance(self, property):
            return _copied(nested(self))
        # A property inside a property, a million deep, overflows the C stack when it is freed.
        return native(nested(self), in_property(function))

    return decorator


def _copied(x: Any) -> Any:
    """Return what all accessors give for None, a property that is like *x*.

    Each that is given what is there already does the same.
    """
    for name, part in zip(ACCESSORS, ("fget", "fset", "fdel"), strict=True):
        found = property.__dict__[part].__get__(x)
        if found is not None:
            return property.__dict__[name].__get__(x)(found)
    return type(x)(None, None, None, property.__dict__["__doc__"].__get__(x))


def _behind(name: str) -> Any:
    read: Any = property.__dict__[name].__get__

    def computed(self: Any) -> Any:
        """Return the guest's own function; what is behind a library's property stays there."""
        from ..guards.dunders import is_own_function

        found = read(self)
        if found is None or is_own_function(found):
            return found
        raise AttributeError(f"'property' object has no attribute {name!r}")

    return computed


ACCESSORS = ("getter", "setter", "deleter")


def _thrown_into(kind: type) -> Entry:
    if UNCHECKED:
        return entry(kind, "close send", {"throw": THROW[kind]})
    return entry(kind, "close send throw")


GENERATOR = type(_generator())

FUNCTIONS = register(
    Family(
        "functions",
        (
            *(
                entry(kind)
                for kind in (
                    type(_function), type(object().__str__), type(len), type(str.upper),
                    type(str.__len__), type(dict.__dict__["fromkeys"]), type(slice.start),
                    type(type.__dict__["__dict__"]), MethodType, classmethod, staticmethod, super,
                )
            ),
            *map(_thrown_into, (GENERATOR, type(_awaited), *AWAITABLES)),
            (
                entry(type(_asynchronous), "asend", CLOSING) if UNCHECKED
                else entry(type(_asynchronous), "aclose asend athrow")
            ),
            entry(
                property, "", {name: _accessor(name) for name in ACCESSORS},
                computed={name: _behind(name) for name in ("fget", "fset", "fdel")},
            ),
            entry(partial, "args func keywords"),
            entry(SimpleNamespace),
        ),
    )
)  # fmt: skip
