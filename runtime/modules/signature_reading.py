"""The signature of what a guest made, read from functions and copied (`signatures.py`)."""

from __future__ import annotations

import dataclasses
import functools
import inspect as real
from types import FunctionType, MethodType
from typing import Any, Final

from ..guards.dunders import is_own_function, shows
from ..run import charge, current
from ..standins import is_class, namespace, opaque, trust
from .partials import merged, partial
from .signatures import ARGS, KEYWORD, NAMED, PLAIN, USUAL, Parameter, Signature, empty

#: More functions wrapped one in another than any program has.
_WRAPPED: Final = 1000
#: Global name of the `__init__` that `dataclass_methods` writes around the generated one.
_GENERATED: Final = "__generated__"


class Factory:
    """Stands for a default that a factory makes."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<factory>"


Factory.__name__ = Factory.__qualname__ = "_HAS_DEFAULT_FACTORY_CLASS"
Factory.__module__ = "dataclasses"
opaque(Factory)
trust(Factory)
_FACTORY: Final = Factory()
_HAS_FACTORY: Final = type(dataclasses._HAS_DEFAULT_FACTORY)  # type: ignore[attr-defined]


#: Class -> what it says of itself, of those that are not the guest's.
STATED: Final[dict[Any, tuple[Parameter, ...]]] = {}
#: Class -> the same of its instances.
STATED_OF: Final[dict[Any, tuple[Parameter, ...]]] = {}


def signature_of(obj: Any) -> Signature | None:
    """Return the signature of *obj*, None where there is nothing of the guest's to read it from."""
    if is_own_function(obj):
        return _of_function(_unwrapped(obj))
    if shows(obj):  # `lru_cache` of a function
        return signature_of(obj.__dict__["__wrapped__"])
    if _is_generated(obj):
        return _of_function(obj)
    if type(obj) is MethodType:
        found = signature_of(obj.__func__)
        return found and _bound(found)
    if isinstance(obj, (partial, functools.partial)):
        return _of_partial(obj)
    if is_class(obj):
        if obj in STATED:
            return Signature(STATED[obj])
        return _of_class(obj) if obj in current().own else None
    if type(obj) in STATED_OF:
        return Signature(STATED_OF[type(obj)])
    if type(obj) in current().own:
        call = _method(type(obj), "__call__")
        found = None if call is None else signature_of(call)
        return found and _bound(found)
    return None


def _unwrapped(function: Any) -> Any:
    """Return the function of the guest's that `functools.wraps` names as the one that is meant."""
    for _ in range(_WRAPPED):
        inner = function.__dict__.get("__wrapped__")
        if not is_own_function(inner):
            return function
        charge(1)
        function = inner
    raise ValueError("wrapper loop when unwrapping")


def _is_generated(obj: Any) -> bool:
    return type(obj) is FunctionType and _GENERATED in obj.__globals__


def _bound(found: Signature) -> Signature:
    """Return *found* without the parameter that a method is bound by.

    Raises:
        ValueError: there is none.
    """
    every = [*found.__parameters__.values()]
    if not every or every[0].kind in (KEYWORD, NAMED):
        raise ValueError("invalid method signature")
    if every[0].kind != ARGS:
        del every[0]
    return found.replace(parameters=every)  # type: ignore[no-any-return]


def _of_class(kind: type) -> Signature | None:
    call = _method(type(kind), "__call__")
    if call is not None:  # its metaclass decides what a call does
        found = signature_of(call)
        return found and _bound(found)
    for each in kind.__mro__:
        space = namespace(each)
        for name in ("__new__", "__init__"):
            if each is not object and name in space:
                function = space[name]
                function = function.__func__ if type(function) is staticmethod else function
                found = signature_of(function) if isinstance(function, FunctionType) else None
                return found and _bound(found)
    return Signature() if kind.__mro__[-2:][0] in current().own else None


def _method(kind: type, name: str) -> Any:
    """Return the function that *kind* finds under *name*, None if it finds something else."""
    for each in kind.__mro__:
        if name in namespace(each):
            found = namespace(each)[name]
            return found if isinstance(found, FunctionType) else None
    return None


def _of_partial(obj: Any) -> Signature | None:
    function, args, named = merged(obj, (), {})
    found = signature_of(function)
    if found is None:
        return None
    given = found.bind_partial(*args, **named).arguments
    parameters: list[Parameter] = []
    by_name = False
    for each in found.__parameters__.values():
        if each.name in named and each.kind in (USUAL, KEYWORD):
            by_name = True
            parameters.append(each.replace(kind=KEYWORD, default=named[each.name]))
        elif each.name in given and each.kind in (PLAIN, USUAL):
            continue
        elif by_name and each.kind == USUAL:
            parameters.append(each.replace(kind=KEYWORD))
        elif not (by_name and each.kind == ARGS):
            parameters.append(each)
    return found.replace(parameters=parameters)  # type: ignore[no-any-return]


def _of_function(function: FunctionType) -> Signature:
    code, notes = function.__code__, function.__annotations__
    count, plain_count = code.co_argcount, code.co_posonlyargcount
    names = code.co_varnames
    defaults = function.__defaults__ or ()
    found = []
    for i, name in enumerate(names[:count]):
        at = i - (count - len(defaults))
        kind = PLAIN if i < plain_count else USUAL
        found.append((name, kind, defaults[at] if at >= 0 else empty))
    end = count + code.co_kwonlyargcount
    if code.co_flags & real.CO_VARARGS:
        found.append((names[end], ARGS, empty))
    named = function.__kwdefaults__ or {}
    found += [(name, KEYWORD, named.get(name, empty)) for name in names[count:end]]
    if code.co_flags & real.CO_VARKEYWORDS:
        last = end + bool(code.co_flags & real.CO_VARARGS)
        found.append((names[last], NAMED, empty))
    charge(len(found))
    parameters = [
        Parameter(name, kind, default=_shown(default), annotation=notes.get(name, empty))
        for name, kind, default in found
    ]
    return Signature(parameters, return_annotation=notes.get("return", empty))


def _shown(default: Any) -> Any:
    return _FACTORY if type(default) is _HAS_FACTORY else default
