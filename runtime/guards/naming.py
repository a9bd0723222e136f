"""How long the names are that C prints of an object, which a program sets to what it likes.

`C.__qualname__ = "a" * 5_000_000`, and the class, and each instance and error of it,
prints so much; so does a function, a generator, and what stands for either.
"""

from __future__ import annotations

from collections.abc import Callable
from types import (
    AsyncGeneratorType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MemberDescriptorType,
)
from typing import Any, Final

#: `Py_TPFLAGS_HEAPTYPE`: the names of other types are CPython's own.
_HEAP: Final = 1 << 9

#: The descriptors in C: a class may have attributes of these names.
_READ: Final[tuple[Callable[[type], Any], ...]] = tuple(
    [type.__dict__[name].__get__ for name in ("__name__", "__qualname__", "__module__")]
)
_FLAGS: Final[Callable[[type], int]] = type.__dict__["__flags__"].__get__
_THIS: Final[Callable[[Any], Any]] = super.__dict__["__thisclass__"].__get__
_OWN: Final[Callable[[Any], Any]] = super.__dict__["__self_class__"].__get__


def _of_class(x: Any) -> int:
    if not _FLAGS(x) & _HEAP:
        return 0
    return sum([len(text) for text in [read(x) for read in _READ] if type(text) is str])


def _of_super(x: Any) -> int:
    return sum([_of_class(each) for each in (_THIS(x), _OWN(x)) if each is not None])


def _of_code(x: Any) -> int:
    return len(x.__qualname__)


#: What prints other names than that of its type.
_NAMES: Final[dict[type, Callable[[Any], int]]] = {
    FunctionType: _of_code,
    GeneratorType: _of_code,
    CoroutineType: _of_code,
    AsyncGeneratorType: _of_code,
    super: _of_super,
    MemberDescriptorType: lambda x: len(x.__name__) + _of_class(x.__objclass__),
}


def names_of(x: Any) -> int:
    """Return how many characters of names printing *x* may take."""
    kind = type(x)
    if issubclass(kind, type):
        return _of_class(x)
    found = _NAMES.get(kind)
    return _of_class(kind) if found is None else found(x)
