"""`inspect`: what kind of thing something is, and the signatures of the guest's own functions.

A signature is read from the function here and copied into plain objects of ours: nothing of it
leads to the code, and nothing of the library is asked.
"""

from __future__ import annotations

import inspect as real
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType
from typing import Any

from ..builtins.reflection import dir as dir_
from ..builtins.reflection import read
from ..guards.dunders import is_own_function
from ..guards.rendering import render_repr
from ..prices import reserve
from ..run import charge
from ..standins import is_class
from .plain import exact_str
from .signature_reading import signature_of
from .signatures import BoundArguments, Parameter, Signature
from .stand_in import module, shim, ticked

VETTED = ""


@shim(real.signature)
def signature(obj: Any) -> Signature:
    charge(20)
    found = signature_of(obj)
    if found is None:
        if not callable(obj):
            raise TypeError(f"{render_repr(obj)} is not a callable object")
        what = "builtin type " if is_class(obj) else ""
        raise ValueError(f"no signature found for {what}{render_repr(obj)}")
    return found


def _from_callable(cls: Any, obj: Any) -> Signature:
    return signature(obj)


Signature.from_callable = classmethod(_from_callable)  # type: ignore[attr-defined]


@shim(real.getmembers)
def getmembers(object: Any, predicate: Any = None) -> list[Any]:
    found = []
    for name in ticked(dir_(object)):
        try:
            value = read(object, name)
        except AttributeError:
            continue
        if predicate is None or predicate(value):
            found.append((name, value))
    return found


@shim(real.isabstract)
def isabstract(object: Any) -> bool:
    return is_class(object) and bool(object.__flags__ & (1 << 20))


# --- Kinds -----------------------------------------------------------------------------------


@shim(real.isclass)
def isclass(object: Any) -> bool:
    return is_class(object)


@shim(real.isfunction)
def isfunction(object: Any) -> bool:
    return is_own_function(object)


@shim(real.ismethod)
def ismethod(object: Any) -> bool:
    return type(object) is MethodType and is_own_function(object.__func__)


@shim(real.isbuiltin)
def isbuiltin(object: Any) -> bool:
    # Functions of the runtime stand for CPython's.
    return type(object) is BuiltinFunctionType or (
        type(object) is FunctionType and not is_own_function(object)
    )


@shim(real.isroutine)
def isroutine(object: Any) -> bool:
    return any(each(object) for each in (isbuiltin, isfunction, ismethod))


@shim(real.isgenerator)
def isgenerator(object: Any) -> bool:
    return type(object) is GeneratorType


def _flagged(test: Any) -> Any:
    @shim(test)
    def flagged(obj: Any) -> bool:
        function = obj.__func__ if type(obj) is MethodType else obj
        return is_own_function(function) and bool(test(function))

    return flagged


@shim(real.cleandoc)
def cleandoc(doc: Any) -> str:
    text = exact_str(doc)
    reserve(8 * len(text))
    return real.cleandoc(text)


@shim(real.getdoc)
def getdoc(object: Any) -> str | None:
    try:
        found = read(object, "__doc__")
    except AttributeError:
        return None
    return cleandoc(found) if isinstance(found, str) else None


MODULE = module(
    real, VETTED, Parameter, Signature, BoundArguments, signature, getmembers, isabstract,
    isclass, isfunction, ismethod, isbuiltin, isroutine, isgenerator, cleandoc, getdoc,
    _flagged(real.isgeneratorfunction), _flagged(real.iscoroutinefunction),
    _flagged(real.isasyncgenfunction),
)  # fmt: skip
