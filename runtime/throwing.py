"""`throw` where CPython does not ask who is running, which is 3.11.

Thrown into, a generator hands that on to what it delegates to. There CPython 3.11 neither looks
whether the generator is in the middle of that already, nor where it stands once it is through: it
takes off its stack what it delegated to, once more, so a variable, and moves on by the argument of
an instruction that is another one by now. What runs in the meantime is the guest's: the handler
of an inner generator, a method `throw`, a property that leads to one.

So no guest calls it but by functions of ours, which go down to where the chain of delegation ends.
If anything on it is running they `send` in its place: nothing is taken off for that, and it raises
what newer versions of CPython say of either, in the same place.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from gc import get_referents
from types import AsyncGeneratorType, CoroutineType, GeneratorType, MethodType
from typing import Any, Final

from .binding import MISSING
from .links import AWAITABLES
from .standins import plain, trust

#: Whether it is this CPython's way.
UNCHECKED: Final = sys.version_info < (3, 12)
_STEPS: Final = frozenset(AWAITABLES)
_ATHROW: Final = AWAITABLES[2]
#: Types of this package that may be delegated to -> whether one runs code of the guest's, or what
#: it hands on to does.
RUNNING: Final[dict[type, Callable[[Any], bool]]] = {}


def is_running(x: Any) -> bool:
    """Tell whether *x*, or anything that it delegates to, is in the middle of something."""
    while True:
        kind = type(x)
        if kind is GeneratorType:
            if x.gi_running:
                return True
            x = x.gi_yieldfrom
        elif kind is CoroutineType:
            if x.cr_running:
                return True
            x = x.cr_await
        elif kind is AsyncGeneratorType:
            if x.ag_await is None:
                # It says that it is running while it merely waits.
                frame = x.ag_frame
                return frame is not None and frame.f_back is not None
            x = x.ag_await
        elif kind in _STEPS:
            x = get_referents(x)[0]  # what it is a step of, then what is sent or thrown
        else:
            running = RUNNING.get(kind)
            return running is not None and running(x)


def _guarded(kind: type, delegated: Callable[[Any], Any]) -> Callable[..., Any]:
    native: Any = vars(kind)["throw"]

    def throw(x: Any = MISSING, /, *args: Any, **named: Any) -> Any:
        try:
            if type(x) is kind and args and delegated(x) is not None and is_running(x):
                return kind.send(x, None)
            return native(*args, **named) if x is MISSING else native(x, *args, **named)
        finally:
            # This frame is in the traceback of what is thrown, which would hold itself by it.
            del args, named

    return throw


def _itself(x: Any) -> Any:
    return x


#: What stands for `throw` of each type.
THROW: Final[dict[type, Callable[..., Any]]] = {
    GeneratorType: _guarded(GeneratorType, GeneratorType.gi_yieldfrom.__get__),
    CoroutineType: _guarded(CoroutineType, CoroutineType.cr_await.__get__),
    **{kind: _guarded(kind, _itself) for kind in AWAITABLES},
} if UNCHECKED else {}  # fmt: skip


def throw_of(x: Any) -> Any:
    """Return what is called as `x.throw`."""
    shim = THROW.get(type(x))
    return x.throw if shim is None else MethodType(shim, x)


# --- Async generators ----------------------------------------------------------------------------


class Throwing:
    """What `aclose` and `athrow` of an async generator give: its first step throws.

    CPython asks whether the generator is running, but lets whoever sends to it, in vain, make it
    forget that.
    """

    __slots__ = ("__agen__", "__step__")
    __agen__: Any
    __step__: Any

    def __await__(self) -> Any:
        return self

    __iter__ = __await__

    def __next__(self) -> Any:
        return _send(self, None)

    def send(self, value: Any, /) -> Any:
        return _send(self, value)

    def throw(self, *args: Any) -> Any:
        step = _step(self)
        try:
            return _send(self, None) if args and is_running(step) else step.throw(*args)
        finally:
            del args

    def close(self) -> Any:
        return _step(self).close()


_step: Any = Throwing.__dict__["__step__"].__get__
_agen: Any = Throwing.__dict__["__agen__"].__get__
Throwing.__module__ = _ATHROW.__module__
Throwing.__name__ = Throwing.__qualname__ = _ATHROW.__name__


def _send(throwing: Throwing, value: Any) -> Any:
    step, agen = _step(throwing), _agen(throwing)
    if not agen.ag_running and is_running(agen):
        raise ValueError("async generator already executing")
    return step.send(value)


RUNNING[Throwing] = lambda throwing: is_running(_step(throwing))


def _closing(name: str) -> Callable[..., Any]:
    native: Any = vars(AsyncGeneratorType)[name]

    def method(agen: Any = MISSING, /, *args: Any, **named: Any) -> Any:
        if agen is MISSING:
            return native(*args, **named)
        made = object.__new__(Throwing)
        made.__step__, made.__agen__ = native(agen, *args, **named), agen
        return made

    return method


#: What stands for the methods of async generators.
CLOSING: Final[dict[str, Callable[..., Any]]] = (
    {name: _closing(name) for name in ("aclose", "athrow")} if UNCHECKED else {}
)
#: What `agen.aclose()` is, for an async generator of a guest's.
aclose: Final[Callable[[Any], Any]] = CLOSING.get("aclose", AsyncGeneratorType.aclose)
plain(Throwing, derivable=False)
trust(Throwing, careful=True)
