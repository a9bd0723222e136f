"""Type variables and new types."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterator
from typing import Any, Final

from ..guards.aliases import settled
from ..guards.listed import given, kept
from ..guards.rendering import render_repr
from ..run import _CURRENT, charge
from ..standins import AS_BASE, NO_BASE
from .plain import exact_str
from .typing_basics import Form, ForwardRef, _Type
from .typing_forms import UNPACK, Alias, argument, checked

_CONSTRAINTS: Final = "TypeVar(name, constraint, ...): constraints must be types."


class NoDefaultType(_Type):
    """The type of the NoDefault singleton."""

    __slots__ = ()

    def __new__(cls) -> Any:
        return NO_DEFAULT

    def __repr__(self) -> str:
        return "typing.NoDefault"


NO_DEFAULT: Final[NoDefaultType] = object.__new__(NoDefaultType)
_HAS_DEFAULTS: Final = sys.version_info >= (3, 13)


def home() -> str:
    """Return the name of the module of the code that runs."""
    run = _CURRENT.get(None)
    module = None if run is None else run.globals.get("__name__")
    return module if type(module) is str else "typing" if run is None else "__main__"


class _Variable(_Type):
    """What type variables of every kind have: perhaps one of CPython's, which evaluates lazily."""

    __slots__ = ("__lazy__",)


_LAZY: Final = _Variable.__dict__["__lazy__"].__get__


def _evaluated(name: str) -> property:
    """Return an attribute that was given, or is CPython's to evaluate when it is asked for."""
    slot = f"__given_{name.strip('_')}__"

    def read(self: Any) -> Any:
        real = _LAZY(self)
        if real is None:
            return getattr(self, slot)
        charge(1)
        found = getattr(real, name, NO_DEFAULT)
        return NO_DEFAULT if found is _REAL_NO_DEFAULT else found

    def write(self: Any, value: Any) -> None:
        setattr(self, slot, value)
        self.__lazy__ = None

    return property(read, write)


#: None before Python 3.13, where no default can be written.
_REAL_NO_DEFAULT: Final = getattr(typing, "NoDefault", NO_DEFAULT)


def lazily(kind: type, real: Any) -> Any:
    """Return the variable of *kind* that shows what CPython's *real* is."""
    made: Any = kind(real.__name__)
    for flag in ("__covariant__", "__contravariant__", "__infer_variance__"):
        if hasattr(made, flag):
            setattr(made, flag, getattr(real, flag))
    made.__lazy__ = real
    return made


class TypeVar(_Variable):
    """A type variable; only its name matters here."""

    __slots__ = (
        "__contravariant__",
        "__covariant__",
        "__dict__",
        "__given_bound__",
        "__given_constraints__",
        "__given_default__",
        "__infer_variance__",
        "__name__",
    )  # fmt: skip
    __is_variable__ = True
    __bound__ = _evaluated("__bound__")
    __constraints__ = _evaluated("__constraints__")
    __default__ = _evaluated("__default__")

    def __init__(
        self,
        name: Any,
        *constraints: Any,
        bound: Any = None,
        covariant: Any = False,
        contravariant: Any = False,
        infer_variance: Any = False,
        default: Any = NO_DEFAULT,
    ) -> None:
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        if infer_variance and (covariant or contravariant):
            raise ValueError("Variance cannot be specified with infer_variance.")
        if len(constraints) == 1:
            raise TypeError("A single constraint is not allowed")
        if constraints and bound is not None:
            raise TypeError("Constraints cannot be combined with bound=...")
        self.__name__ = exact_str(name, "name")
        self.__constraints__ = tuple(checked(each, _CONSTRAINTS) for each in constraints)
        self.__bound__ = None if bound is None else checked(bound, "Bound must be a type.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__default__ = default if default in (NO_DEFAULT, None) else argument(default)
        self.__dict__["__module__"] = home()

    def __typing_subst__(self, arg: Any) -> Any:
        # What C asks when `list[T]` is subscripted.
        charge(1)
        found = settled(checked(given(arg), "Parameters to generic types must be types."))
        return kept(found)

    if _HAS_DEFAULTS:

        def has_default(self) -> bool:
            return self.__default__ is not NO_DEFAULT

    def __repr__(self) -> str:
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class ParamSpec(_Variable):
    """A variable for the parameters of a callable."""

    __slots__ = (
        "__bound__",
        "__contravariant__",
        "__covariant__",
        "__dict__",
        "__given_default__",
        "__infer_variance__",
        "__name__",
        "args",
        "kwargs",
    )  # fmt: skip
    __is_variable__ = True
    __default__ = _evaluated("__default__")

    def __init__(
        self,
        name: Any,
        *,
        bound: Any = None,
        covariant: Any = False,
        contravariant: Any = False,
        infer_variance: Any = False,
        default: Any = NO_DEFAULT,
    ) -> None:
        if covariant and contravariant:
            raise ValueError("Bivariant types are not supported.")
        self.__name__ = exact_str(name, "name")
        self.__bound__ = None if bound is None else checked(bound, "Bound must be a type.")
        self.__covariant__ = bool(covariant)
        self.__contravariant__ = bool(contravariant)
        self.__infer_variance__ = bool(infer_variance)
        self.__default__ = default if default in (NO_DEFAULT, None) else argument(default)
        self.__dict__["__module__"] = home()
        self.args = ParamSpecArgs(self)
        self.kwargs = ParamSpecKwargs(self)

    if _HAS_DEFAULTS:

        def has_default(self) -> bool:
            return self.__default__ is not NO_DEFAULT

    def __repr__(self) -> str:
        if self.__infer_variance__:
            return self.__name__
        sign = "+" if self.__covariant__ else "-" if self.__contravariant__ else "~"
        return sign + self.__name__


class _Part(_Type):
    """`P.args` or `P.kwargs`."""

    __slots__ = ("__origin__",)

    def __init__(self, origin: Any) -> None:
        self.__origin__ = origin

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and self.__origin__ == other.__origin__

    def __hash__(self) -> int:
        return hash((type(self).__name__, self.__origin__))

    def __repr__(self) -> str:
        origin = self.__origin__
        part = "args" if type(self) is ParamSpecArgs else "kwargs"
        return f"{origin.__name__ if type(origin) is ParamSpec else render_repr(origin)}.{part}"


class ParamSpecArgs(_Part):
    """The args for a ParamSpec object."""

    __slots__ = ()


class ParamSpecKwargs(_Part):
    """The kwargs for a ParamSpec object."""

    __slots__ = ()


class TypeVarTuple(_Variable):
    """A variable for any number of types."""

    __slots__ = ("__dict__", "__given_default__", "__name__")
    __is_variable__ = True
    __default__ = _evaluated("__default__")

    def __init__(self, name: Any, *, default: Any = NO_DEFAULT) -> None:
        self.__name__ = exact_str(name, "name")
        self.__default__ = default if default in (NO_DEFAULT, None) else argument(default)
        self.__dict__["__module__"] = home()

    def __iter__(self) -> Iterator[Any]:
        yield UNPACK[self]

    if _HAS_DEFAULTS:

        def has_default(self) -> bool:
            return self.__default__ is not NO_DEFAULT

    def __repr__(self) -> str:
        return self.__name__


class NewType(_Type):
    """A type of its own to a checker; at run time, a function that returns its argument."""

    __slots__ = ("__dict__", "__name__", "__supertype__")

    def __init__(self, name: Any, tp: Any) -> None:
        qualname = exact_str(name, "name")
        self.__dict__["__qualname__"] = qualname
        self.__name__ = qualname.rpartition(".")[2]
        self.__supertype__ = tp
        self.__dict__["__module__"] = home()

    def __call__(self, x: Any, /) -> Any:
        return x

    def __repr__(self) -> str:
        return f"{self.__module__}.{self.__dict__['__qualname__']}"


_SPECIAL = "Cannot subclass special typing classes"
NO_BASE.update(dict.fromkeys((Form, Alias, ForwardRef), _SPECIAL))
if sys.version_info < (3, 12):
    NO_BASE.update(dict.fromkeys((TypeVar, ParamSpec, TypeVarTuple), _SPECIAL))


def _no_base(x: Any) -> Any:
    raise TypeError(f"Cannot subclass an instance of {type(x).__name__}")


AS_BASE.update(
    dict.fromkeys((TypeVar, ParamSpec, TypeVarTuple, ParamSpecArgs, ParamSpecKwargs), _no_base)
)
