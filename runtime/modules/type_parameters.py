"""What type parameters and `type` aliases (PEP 695) look like to a guest."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.dunders import READERS
from ..run import charge
from .plain import exact_str
from .typing_basics import _Type
from .typing_classes import Generic
from .typing_forms import UNPACK, barred
from .typing_vars import ParamSpec, TypeVar, TypeVarTuple, home, lazily

_KINDS: Final = {"TypeVar": TypeVar, "ParamSpec": ParamSpec, "TypeVarTuple": TypeVarTuple}


def shown(real: Any) -> Any:
    """Return the type variable that stands for *real*, CPython's."""
    return lazily(_KINDS[type(real).__name__], real)


def generic(parameters: tuple[Any, ...]) -> Any:
    """Return `Generic[parameters]`."""
    return Generic.__class_getitem__(
        tuple(UNPACK[each] if type(each) is TypeVarTuple else each for each in parameters)
    )


class TypeAliasType(_Type):
    """A type alias: its value is evaluated when it is asked for."""

    __slots__ = ("__dict__", "__given__", "__lazy__", "__name__", "__type_params__")

    def __init__(self, name: Any, value: Any, *, type_params: Any = ()) -> None:
        if type(type_params) is not tuple:
            raise TypeError("type_params must be a tuple")
        self.__name__ = exact_str(name, "name")
        self.__type_params__ = type_params
        self.__given__ = value
        self.__lazy__ = None
        self.__dict__["__module__"] = home()

    @classmethod
    def of(cls, name: str, parameters: tuple[Any, ...], real: Any) -> TypeAliasType:
        """Return the alias *name* whose value is that of *real*."""
        made = cls(name, None, type_params=parameters)
        made.__lazy__ = real
        return made

    @property
    def __value__(self) -> Any:
        charge(1)
        real: Any = _LAZY(self)
        return _GIVEN(self) if real is None else real.__value__

    @property
    def __parameters__(self) -> tuple[Any, ...]:
        given = _PARAMETERS(self)
        charge(len(given))
        return tuple(UNPACK[each] if type(each) is TypeVarTuple else each for each in given)

    def __getitem__(self, params: Any) -> Any:
        if not _PARAMETERS(self):
            raise TypeError("Only generic type aliases are subscriptable")
        return alias(self, params)

    def __or__(self, other: Any) -> Any:
        return barred((self, other))

    def __ror__(self, other: Any) -> Any:
        return barred((other, self))

    def __iter__(self) -> Iterator[Any]:
        raise TypeError(f"{type(self).__name__!r} object is not iterable")

    def __instancecheck__(self, instance: object) -> bool:
        raise TypeError("isinstance() arg 2 must be a type, a tuple of types, or a union")

    def __subclasscheck__(self, cls: type) -> bool:
        raise TypeError("issubclass() arg 2 must be a class, a tuple of classes, or a union")

    def __repr__(self) -> str:
        return self.__name__


_LAZY: Final = TypeAliasType.__dict__["__lazy__"].__get__
_GIVEN: Final = TypeAliasType.__dict__["__given__"].__get__
_PARAMETERS: Final = TypeAliasType.__dict__["__type_params__"].__get__
_parameters: Final = READERS["__parameters__"]


def _value(x: Any) -> Any:
    if type(x) is TypeAliasType:
        return x.__value__
    raise AttributeError(f"{type(x).__name__!r} object has no attribute '__value__'")


def _parameters_of(x: Any) -> Any:
    return x.__parameters__ if type(x) is TypeAliasType else _parameters(x)


READERS["__value__"] = _value
READERS["__parameters__"] = _parameters_of
OFFERED: Final[list[Any]] = [TypeAliasType] if hasattr(typing, "TypeAliasType") else []
