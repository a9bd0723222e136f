"""Type parameters and aliases as CPython makes them (PEP 695), and what guests see in their place.

The real objects lead into the `typing` of the host: `T | "x"` and `T[...]` run its code and give
its objects. They stay in hidden scopes of the compiler; each carries what is shown for it.
"""

from __future__ import annotations

import typing
from typing import Any, Final

from ..own_stack import imported
from ..run import charge, current
from ..standins import is_class, namespace
from .dunders import READERS, is_own_function

_NAMES: Final = ("TypeVar", "ParamSpec", "TypeVarTuple")
#: Before Python 3.12 no syntax makes them.
_REAL: Final = frozenset(
    getattr(typing, name) for name in _NAMES if hasattr(typing, "TypeAliasType")
)
#: The base that the compiler gives to a class with type parameters.
_GENERIC_BASE: Final[Any] = type(typing.List[int])  # noqa: UP006  `Generic[T]` is one as well


def type_parameter(x: Any) -> Any:
    """Return what a guest sees for *x*, the value of a name that may be a type parameter."""
    return _shown(x) if type(x) in _REAL else x


def _shown(real: Any) -> Any:
    try:
        return real.__shown__
    except AttributeError:
        charge(10)
        real.__shown__ = shown = _variables().shown(real)
        return shown


def _variables() -> Any:
    # Not at the top: most programs have no types as values, and it is a module of the guest's.
    from ..modules.loading import stand_in

    stand_in("typing")
    return imported("cloche.runtime.modules.type_parameters")


def type_alias(real: Any, name: str) -> Any:
    """Return the alias *name* of the guest's for *real*, CPython's."""
    charge(10)
    parameters = tuple(map(type_parameter, real.__type_params__))
    return _variables().TypeAliasType.of(name, parameters, real)


def shown_base(base: Any) -> Any:
    """Return *base*, or `Generic[T]` as the guest would have written it for CPython's own."""
    if type(base) is not _GENERIC_BASE or base.__origin__ is not typing.Generic:
        return base
    parameters = tuple(map(type_parameter, base.__parameters__))
    charge(len(parameters))
    return _variables().generic(parameters)


def type_parameters(x: Any) -> Any:
    """`x.__type_params__`."""
    if hasattr(type, "__type_params__"):  # from Python 3.12 on
        if is_own_function(x) or (hasattr(x, "__func__") and is_own_function(x.__func__)):
            return tuple(map(type_parameter, x.__type_params__))
        if is_class(x):
            return namespace(x).get("__type_params__", ()) if x in current().own else ()
        if type(x).__name__ == "TypeAliasType" and type(x).__module__ == "typing":
            return x.__type_params__
    raise AttributeError(f"{type(x).__name__!r} object has no attribute '__type_params__'")


READERS["__type_params__"] = type_parameters
