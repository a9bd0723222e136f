"""What classes of a guest derive from in the place of `functools.partial`.

Not the real class: chains of its instances call one another in C without a bound, and what counts
their depth (`nesting.nested`) knows the exact type only. Here each call is a frame of Python's.
"""

from __future__ import annotations

import functools as real
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

from ..guards.aliases import alias
from ..guards.rendering import render_repr
from ..run import charge
from ..standins import trust

_Parts = tuple[Any, tuple[Any, ...], dict[str, Any]]


class partial:
    __slots__ = ("__dict__", "__parts__", "__weakref__")

    def __new__(cls, *args: Any, **keywords: Any) -> Any:
        if not args:
            raise TypeError("type 'partial' takes at least one argument")
        func, *rest = args
        if not callable(func):
            raise TypeError("the first argument must be callable")
        made = object.__new__(cls)
        set_parts(made, merged(func, tuple(rest), keywords))
        return made

    def __call__(self, /, *args: Any, **keywords: Any) -> Any:
        func, before, named = parts(self)
        return func(*before, *args, **{**named, **keywords})

    def __repr__(self) -> str:
        func, args, keywords = parts(self)
        kind = type(self)
        name = kind.__qualname__
        if _QUALIFIED:
            name = f"{kind.__module__}.{name}"
        charge(10)
        shown = [render_repr(func), *map(render_repr, args)]
        shown += [f"{key}={render_repr(value)}" for key, value in keywords.items()]
        return f"{name}({', '.join(shown)})"

    __class_getitem__: Any = classmethod(alias)


#: Since 3.13 the module of a derived class is part of what it shows.
_QUALIFIED: Final = sys.version_info >= (3, 13)
partial.__module__ = "functools"
partial.__doc__ = real.partial.__doc__
#: The function, arguments and keywords, whatever the class says.
parts: Callable[[object], _Parts] = vars(partial)["__parts__"].__get__
set_parts: Callable[[object, _Parts], None] = vars(partial)["__parts__"].__set__


def _reader(at: int) -> Callable[[Any], Any]:
    return lambda self: parts(self)[at]


def _readonly(self: Any, value: Any = None) -> NoReturn:
    raise AttributeError("readonly attribute")


for _at, _name in enumerate(("func", "args", "keywords")):
    setattr(partial, _name, property(_reader(_at), _readonly, _readonly))


def merged(func: Any, args: tuple[Any, ...], keywords: dict[str, Any]) -> _Parts:
    """Return what to call with what: CPython does not call through another of these."""
    if type(func) is real.partial:
        inner, before, named = func.func, func.args, func.keywords
    elif isinstance(func, partial) and type(func).__call__ is partial.__call__:
        inner, before, named = parts(func)
    else:
        return func, args, keywords
    charge(len(before) + len(named))
    return inner, (*before, *args), {**named, **keywords}


trust(partial, careful=True)
