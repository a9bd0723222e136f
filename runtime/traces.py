"""What a guest sees of a traceback: lines of its own program, no frame.

CPython hands the real object to `__exit__`; nothing of that one can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, Final

from .frames import Frame, frames_of
from .run import charge, current
from .standins import opaque, trust


class Trace:
    """A traceback that starts at a frame of the guest's."""

    __slots__ = ("__trace__",)

    def __new__(cls, *args: object, **named: object) -> Trace:
        raise TypeError("tracebacks cannot be made here")

    # One is made for every look at the same traceback.
    def __eq__(self, other: object) -> bool:
        return type(other) is Trace and _trace(other) is _trace(self)

    def __hash__(self) -> int:
        return object.__hash__(_trace(self))

    @property
    def tb_lineno(self) -> int:
        return _trace(self).tb_lineno

    @property
    def tb_next(self) -> Trace | None:
        return _shown(_trace(self).tb_next)


Trace.__name__ = Trace.__qualname__ = "traceback"
Trace.__module__ = "builtins"
_trace: Final[Callable[[Trace], TracebackType]] = Trace.__dict__["__trace__"].__get__
_set_trace: Final = Trace.__dict__["__trace__"].__set__
trust(Trace, careful=True)
opaque(Trace, "tracebacks cannot be made here")


def _shown(real: TracebackType | None) -> Trace | None:
    sources = current().sources
    while real is not None and real.tb_frame.f_code.co_filename not in sources:
        charge(1)
        real = real.tb_next
    if real is None:
        return None
    made = object.__new__(Trace)
    _set_trace(made, real)
    return made


def trace_of(error: BaseException) -> Trace | None:
    """Return what a guest sees as the traceback of *error*."""
    return _shown(_of_exception(error))


_of_exception: Final[Callable[[BaseException], Any]] = BaseException.__dict__[
    "__traceback__"
].__get__


def frames(x: Any) -> Iterator[Frame]:
    """Yield the guest's frames of *x*, a traceback or None.

    Raises:
        TypeError: it is neither.
    """
    real = _trace(x) if type(x) is Trace else x
    if real is not None and type(real) is not TracebackType:
        raise TypeError(f"{type(x).__name__!r} object is no traceback")
    for frame in frames_of(real, current().shown):
        charge(1)
        yield frame
