"""`List[T][int]`: the values that type variables are given, in aliases and in classes."""

from __future__ import annotations

import sys
from types import GenericAlias, UnionType
from typing import Any

from ..guards.listed import arguments_of, settling
from ..run import charge
from .typing_basics import SUBSTITUTING, _Type
from .typing_forms import (
    Alias,
    checked,
    is_parameters,
    is_union,
    miscounted,
    parameters,
    union,
    unpacked,
)


def assigned(owner: Any, variables: tuple[Any, ...], args: tuple[Any, ...]) -> dict[Any, Any]:
    """Return the value of each of *variables* in `owner[args]`; of a `TypeVarTuple` a tuple.

    Raises:
        TypeError: there are too many of them, or too few.
    """
    kinds = [type(each).__name__ for each in variables]
    if sys.version_info >= (3, 13) and "TypeVarTuple" not in kinds:
        while len(args) < len(kinds) and variables[len(args)].has_default():
            args = (*args, variables[len(args)].__default__)
    if kinds == ["ParamSpec"] and (not args or not is_parameters(args[0])):
        args = (args,)
    if "TypeVarTuple" in kinds:
        place = kinds.index("TypeVarTuple")
        behind = len(kinds) - place - 1
        if len(args) < len(kinds) - 1:
            miscounted(owner, len(args), len(kinds) - 1, "at least ")
        middle = args[place : len(args) - behind]
        args = (*args[:place], middle, *args[len(args) - behind :])
    if len(variables) != len(args):
        miscounted(owner, len(args), len(variables))
    return {
        variable: _fitting(variable, kind, value)
        for variable, kind, value in zip(variables, kinds, args, strict=True)
    }


def _fitting(variable: Any, kind: str, value: Any) -> Any:
    """Return *value* as what a variable of its kind stands for."""
    if kind == "ParamSpec":
        if type(value) is list:
            return tuple(value)
        if not is_parameters(value):
            raise TypeError(
                f"Expected a list of types, an ellipsis, ParamSpec, or Concatenate. Got {value}"
            )
    elif kind == "TypeVar":
        value = checked(value, "Parameters to generic types must be types.")
        if unpacked(value) is not None:
            raise TypeError(f"{value} is not valid as type argument")
    return value


def substituted(alias: Alias, args: tuple[Any, ...]) -> Any:
    """Return `alias[args]`, its variables being given values.

    Raises:
        TypeError: it has none, or another number of them.
    """
    variables = alias.__parameters__
    if not variables:
        raise TypeError(f"{alias} is not a generic class")
    return _with(alias, assigned(alias, variables, args))


def _with(x: Any, values: dict[Any, Any]) -> Any:
    charge(1)
    if type(x) in (list, tuple):
        return type(x)(_all_with(x, values))
    if type(x) is GenericAlias and parameters(arguments_of(x)):
        args = tuple(_all_with(arguments_of(x), values))
        origin: Any = x.__origin__
        return settling(origin[args if len(args) != 1 else args[0]])
    if type(x) is UnionType:
        return union(tuple(_all_with(x.__args__, values)))
    if type(x) is not Alias:
        return values.get(x, x) if isinstance(x, _Type) else x
    args = tuple(_all_with(x.__args__ or (), values))
    if x.__name__ == "Callable" and len(args) == 2 and type(args[0]) is tuple:
        args = (*args[0], args[1])
    if x.__name__ == "Concatenate" and args:
        last = args[-1]
        if type(last) is tuple:
            return (*args[:-1], *last)
        if type(last) is Alias and last.__name__ == "Concatenate":
            args = (*args[:-1], *(last.__args__ or ()))
    return remade(x, args)


def remade(alias: Alias, args: tuple[Any, ...]) -> Any:
    """Return *alias* with other arguments."""
    if is_union(alias):
        return union(args)
    origin, metadata = alias.__origin__, alias.__metadata__
    if alias.__name__ == "Annotated":
        origin = args[0]
        if type(origin) is Alias and origin.__name__ == "Annotated" and origin.__args__:
            metadata = (*origin.__metadata__, *metadata)
            args = origin.__args__
            origin = args[0]
    return Alias(origin, args, alias.__name__, metadata=metadata)


def _all_with(args: Any, values: dict[Any, Any]) -> list[Any]:
    found: list[Any] = []
    for each in args:
        variadic = unpacked(each)
        if variadic is not None and type(values.get(variadic)) is tuple:
            found.extend(values[variadic])
        else:
            found.append(_with(each, values))
    return found


SUBSTITUTING.append(substituted)
