"""What can be called, and generators. Nothing of a frame, a code object or a closure is there."""

from __future__ import annotations

from functools import partial
from types import MethodType, SimpleNamespace
from typing import Any

from ..standins import nested
from .registry import Family, entry, register


def _function() -> None: ...


def _generator() -> Any:
    yield


async def _coroutine() -> None: ...


async def _agen() -> Any:
    yield


_awaited = _coroutine()
_awaited.close()


def _accessor(name: str) -> Any:
    native = getattr(property, name)

    def decorator(self: Any, function: Any, /) -> Any:
        # A property inside a property, a million deep, overflows the C stack when it is freed.
        return native(nested(self), nested(function))

    return decorator


ACCESSORS = ("getter", "setter", "deleter")
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
            entry(GENERATOR, "close send throw"),
            entry(type(_awaited), "close send throw"),
            entry(type(_agen()), "aclose asend athrow"),
            # `fget`, `fset`, `fdel` are absent: the function behind a library's property.
            entry(property, "", {name: _accessor(name) for name in ACCESSORS}),
            entry(partial, "args func keywords"),
            entry(SimpleNamespace),
        ),
    )
)  # fmt: skip
