"""Says whether a guest may hold an object: by its type, and by what it is bound to."""

from __future__ import annotations

import builtins
import functools
import sys
import types
from typing import Any

from cloche.runtime import namespace
from cloche.runtime.modules import loading
from cloche.runtime.run import Run
from cloche.runtime.standins import StandIn, builtin, standin_of, trusted
from cloche.runtime.universe import ENTRIES, HIDDEN

#: Methods that lead out, whatever they are bound to.
LEADING_OUT = frozenset(
    """
    __getattribute__ __subclasses__ __reduce__ __reduce_ex__ __setstate__ __getstate__ mro
    format format_map __prepare__ __instancecheck__ __subclasscheck__ __set_name__
    """.split()
)
_BOUND = types.BuiltinFunctionType
_DESCRIPTORS = (
    types.MethodDescriptorType, types.MethodWrapperType, types.WrapperDescriptorType,
    types.ClassMethodDescriptorType,
)  # fmt: skip
#: Real constructors: what they are given decides how long they take.
_RAW = (
    list, dict, tuple, set, frozenset, str, bytes, bytearray, range, map, filter, zip, enumerate,
    reversed, type, slice, property, classmethod, staticmethod, types.FunctionType,
    types.MethodType, types.SimpleNamespace, functools.partial,
)  # fmt: skip


class Judge:
    """Judges objects of one run.

    Parameters:
        run: whose classes and functions are the guest's own.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._offered = {id(each) for each in namespace.STATIC.values()}
        for module in (*loading._shared.values(), *run.modules.values()):
            self._offered.update(map(id, vars(module).values()))

    def foreign(self, x: Any) -> str:
        """Return why no guest may hold *x*, or nothing."""
        kind = type(x)
        if issubclass(kind, type):
            return self._foreign_class(x)
        if any(issubclass(kind, hidden) for hidden in HIDDEN):
            return f"a {kind.__name__}"
        if not (kind in ENTRIES or kind in self._run.own or trusted(kind) or builtin(kind)):
            return f"of type {kind.__module__}.{kind.__qualname__}, which no table lists"
        if kind is types.FunctionType:
            return self._foreign_function(x)
        if kind is types.MethodType:
            return self._foreign_method(x)
        if kind is types.GenericAlias and any(x.__origin__ is raw for raw in _RAW):
            return f"an alias of the real class {x.__origin__.__name__}"
        if kind is _BOUND:
            return self._foreign_bound(x)
        if kind in _DESCRIPTORS and x.__name__ in LEADING_OUT:
            return f"the native method {x.__name__}"
        if kind is dict and (x is self._run.globals or "__builtins__" in x):
            return "a namespace"
        return ""

    def _foreign_class(self, x: type) -> str:
        if type(x) not in (type, *self._run.own) and isinstance(x, StandIn):
            return ""
        if x in self._run.own or trusted(x):
            return ""
        if any(x is raw for raw in _RAW):
            return f"the real class {x.__name__}"
        if builtin(x) and standin_of(x) is x:
            return ""
        return f"the class {x.__module__}.{x.__qualname__}, which guests do not hold"

    def _foreign_function(self, x: types.FunctionType) -> str:
        if x.__globals__ is self._run.globals:
            return ""
        home = x.__globals__
        name = str(home.get("__name__"))
        if name.startswith("cloche.runtime."):
            return ""
        # A module made anew from the library's text is none of the host's.
        module = sys.modules.get(name)
        of_host = module is not None and vars(module) is home
        real = home.get("__builtins__") in (builtins, vars(builtins))
        return f"a function of {name}" if of_host or real else ""

    def _foreign_method(self, x: types.MethodType) -> str:
        """What it is bound to is readable if it is a function of the guest."""
        function = x.__func__
        if function is types.GenericAlias:
            return ""
        if type(function) is types.FunctionType and function.__globals__ is self._run.globals:
            return self.foreign(x.__self__)
        return self.foreign(function)

    def _foreign_bound(self, x: Any) -> str:
        if any(x is getattr(builtins, name) for name in ("eval", "exec", "open", "__import__")):
            return f"the real {x.__name__}"
        if x.__name__ in LEADING_OUT:
            return f"the native method {x.__name__}"
        subject = x.__self__
        if isinstance(subject, types.ModuleType):
            # A C function of a module: on a table, or nothing for guests.
            return "" if id(x) in self._offered else f"the function {subject.__name__}.{x.__name__}"
        # `bytes.fromhex`: CPython binds it to the real class, and reads a text with it.
        if isinstance(subject, type) and subject in _RAW and x.__name__ != "fromhex":
            return f"{x.__name__} of the real class {subject.__name__}"
        return ""
