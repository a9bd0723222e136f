"""What a guest sees when it imports a module.

A module here is a short file with a table at its top: *vetted* members, taken from the real
module as they are, and *shims*, written in the file. Everything else is absent.

A member may be vetted when it is a C function or an immutable C type that cannot run long or
allocate out of proportion to arguments already paid for, evaluates no strings, leads to no
frame, namespace or module, and is not a mutable object that tenants would share. A Python
function or class of the standard library is never vetted: its loops do not tick.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import compress
from types import FunctionType, MethodType, ModuleType
from typing import Any, Final, NoReturn, TypeVar

from cloche.transpiler.vocabulary import is_dunder

from ..binding import fitted
from ..guards.draining import iterable
from ..guards.dunders import READERS
from ..guards.dunders import _absent as absent
from ..run import charge, current
from ..standins import plain, trust
from ..unbound import note
from .names import STAR_NAMES

F = TypeVar("F", bound=Callable[..., Any])

#: Per module, public names of the real one that are left out: only to word an error.
_LEFT_OUT: dict[str, frozenset[str]] = {}
#: A search for a near miss is paid for, and names longer than this get none.
_MISS_STEPS = 500


class Module:
    """A frozen namespace in the place of a module.

    Members live in the instance's `__dict__`, so that `math.sqrt` is CPython's own fast load.
    Nothing in it refers to the real module.
    """

    __slots__ = ("__dict__",)

    def __new__(cls, *args: object, **kwargs: object) -> Module:
        # `type(math)` is this class, and a guest may call it.
        raise TypeError("cannot create 'module' instances")

    def __init_subclass__(cls, **kwargs: object) -> NoReturn:
        raise TypeError("type 'module' is not an acceptable base type")

    def __getattr__(self, name: str) -> NoReturn:
        charge(_MISS_STEPS)
        members = self.__dict__
        owner = members.get("__name__", "?")
        message = f"module {owner!r} has no attribute {name!r}"
        if name in _LEFT_OUT.get(owner, ()):
            raise AttributeError(f"{message} here: it is left out of the sandbox")
        raise AttributeError(message, name=name, obj=self)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"module {self.__name__!r} is read-only")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"module {self.__name__!r} is read-only")

    def __dir__(self) -> list[str]:
        return sorted(self.__dict__)

    def __repr__(self) -> str:
        return f"<module {self.__name__!r}>"


def _all(x: Any) -> list[str]:
    """`module.__all__`: the names that `from module import *` binds."""
    name = str(x.__name__) if type(x) is Module else ""
    listed = getattr(sys.modules.get(name), "__all__", None)
    if name not in STAR_NAMES or listed is None:
        return absent(x, "__all__")
    charge(len(listed))
    return [str(each) for each in listed if each in STAR_NAMES[name]]


READERS["__all__"] = _all
Module.__name__ = Module.__qualname__ = "module"
Module.__module__ = "builtins"
plain(Module, derivable=False)
trust(Module)


def module(real: ModuleType, vetted: str, *shims: Any, **values: Any) -> Module:
    """Make the stand-in of a module.

    Parameters:
        real: the module itself; only its name, documentation and vetted members are kept.
        vetted: names of members that are safe as they are; those this Python lacks are absent.
        shims: functions and classes, each under its `__name__`.
        values: anything else, by name.
    """
    return frozen(
        real.__name__,
        real.__doc__,
        {name: getattr(real, name) for name in vetted.split() if hasattr(real, name)}
        | {member.__name__: member for member in shims}
        | values,
        left_out=frozenset(name for name in dir(real) if name[0] != "_"),
    )


#: What the names of modules of this package begin with.
_OURS: Final = __name__.partition(".runtime.")[0] + ".runtime."


def frozen(
    name: str,
    doc: str | None,
    members: dict[str, Any],
    left_out: frozenset[str] = frozenset(),
) -> Module:
    """Make a stand-in from its parts; *left_out* may contain names that are offered."""
    real = vars(sys.modules.get(name, sys))
    for member in members.values():
        # Messages of CPython's name the module of a function.
        function: Any = member.__func__ if type(member) is MethodType else member
        if type(function) is FunctionType and str(function.__module__).startswith(_OURS):
            function.__module__ = name
    stand_in = object.__new__(Module)
    stand_in.__dict__.update(
        {each: fitted(member, real.get(each)) for each, member in members.items()},
        __name__=name,
        __doc__=doc,
    )
    _LEFT_OUT[name] = left_out - members.keys()
    return stand_in


def offered(stand_in: Module) -> frozenset[str]:
    """Return the names a stand-in offers, besides dunders."""
    return frozenset(name for name in stand_in.__dict__ if not is_dunder(name))


def shim(real: Any, name: str | None = None) -> Callable[[F], F]:
    """Give a shim the name and documentation of what it replaces.

    Not `functools.wraps`: that would keep the real function within reach as `__wrapped__`.
    Annotations go, since they name the host's types.
    """

    def dress(function: F) -> F:
        function.__name__ = function.__qualname__ = name or real.__name__
        function.__module__ = getattr(real, "__module__", None) or "builtins"
        function.__doc__ = real.__doc__
        function.__annotations__ = {}
        function = fitted(function, real)
        note(function, real)
        return function

    return dress


def ticked(iterable: Iterable[Any]) -> Iterator[Any]:
    """Return an iterator over *iterable* that takes a step an item."""
    return compress(iterable, current().ticks)


def draining(real: Callable[..., Any], position: int = 0, keyword: str = "") -> Callable[..., Any]:
    """Return a shim of *real* that ticks through the iterable it drains.

    All other arguments go to *real* untouched, which keeps CPython's own errors.

    Parameters:
        position: of the iterable among the positional arguments.
        keyword: its name, where it may be given by keyword.
    """

    def drain(*args: Any, **kwargs: Any) -> Any:
        if len(args) > position and iterable(type(args[position])):
            args = (*args[:position], ticked(args[position]), *args[position + 1 :])
        elif keyword in kwargs:
            kwargs[keyword] = ticked(kwargs[keyword])
        return real(*args, **kwargs)

    return shim(real)(drain)
