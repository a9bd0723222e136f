"""What is inside a container, read in C (`list.__iter__(x)`): no method of a guest class runs."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Collection
from functools import partial
from gc import get_referents
from itertools import chain
from types import (
    EllipsisType,
    GenericAlias,
    MappingProxyType,
    MethodType,
    NoneType,
    NotImplementedType,
    SimpleNamespace,
    UnionType,
)
from typing import Any, Final
from weakref import ref

from ..prices import SMALL_BYTES
from ..run import charge
from .listed import arguments_of
from .toil import lost

#: Exact types without contents; they compare, hash and print in one short walk.
SCALARS: Final = frozenset(
    {int, float, complex, bool, str, bytes, NoneType, EllipsisType, NotImplementedType}
)
#: Exact types that are their own contents.
PLAIN = frozenset({list, tuple, set, frozenset, deque})
SEQUENCES = frozenset({list, tuple})


def _pairs(x: dict[Any, Any]) -> list[Any]:
    return [*dict.__iter__(x), *dict.values(x)]


def _shown(x: Any) -> Any:
    """Return the view *x*, paid for: many may show one dictionary that has lost its entries."""
    if (table := lost(x)) > SMALL_BYTES:
        charge(table // SMALL_BYTES)
    return x


def _partial(x: partial[Any]) -> list[Any]:
    return [x.func, *x.args, *x.keywords.values()]


def _arguments(x: BaseException) -> tuple[Any, ...]:
    """Return the arguments of an exception and what else its text is made of.

    Raises:
        ValueError: CPython's own rendering would read memory that is not the exception's.
    """
    args: tuple[Any, ...] = BaseException.args.__get__(x)  # type: ignore[attr-defined]
    order = type(x).__mro__
    for kind, readers in _PARTS.items():
        if kind in order:
            parts = [read(x) for read in readers]
            if kind is OSError:
                _refuse_unstable(parts)
            args += tuple([part for part in parts if all(part is not each for each in args)])
    for kind, readers in _UNICODE_PARTS.items():
        if kind in order:
            _refuse_unsound([read(x) for read in readers], _UNICODE_ERRORS[kind])
    return args


def _refuse_unstable(parts: list[Any]) -> None:
    """Refuse an OSError whose text runs code of a guest: CPython holds none of its parts."""
    if not all(type(part) in SCALARS for part in parts):
        raise ValueError("a part of this error is neither text nor a number")


def _refuse_unsound(parts: list[Any], types: tuple[type, ...]) -> None:
    """Refuse a UnicodeError whose positions lie outside its object: CPython reads memory there.

    Nothing of it may run code of a guest, who could make another of it meanwhile.
    """
    text, start, end, *names = parts
    if type(text) not in types or not 0 <= start <= end <= len(text):
        raise ValueError("the positions of this error lie outside its object")
    if not all(type(name) is str for name in names):
        raise ValueError("the parts of this error are not its own")


_UNICODE_ERRORS: Final[dict[type, tuple[type, ...]]] = {
    UnicodeDecodeError: (bytes, bytearray),
    UnicodeEncodeError: (str,),
    UnicodeTranslateError: (str,),
}


def _readers(kind: type, names: str) -> list[Callable[[Any], Any]]:
    # The descriptors in C: a guest's class may have attributes of these names.
    return [kind.__dict__[name].__get__ for name in names.split()]


_UNICODE_PARTS: Final = {
    kind: _readers(
        kind, "object start end reason" + " encoding" * (kind is not UnicodeTranslateError)
    )
    for kind in _UNICODE_ERRORS
}
#: What exceptions render besides their arguments, and keep outside of them.
_PARTS: Final = {
    OSError: _readers(OSError, "errno strerror filename filename2"),
    SyntaxError: _readers(SyntaxError, "msg filename lineno"),
    ImportError: _readers(ImportError, "msg"),
}
#: The descriptor in C: what is in the dictionary may have any name.
_ATTRIBUTES: Final[Callable[[Any], dict[str, Any]]] = SimpleNamespace.__dict__["__dict__"].__get__
_STATIC: Final[Callable[[Any], Any]] = staticmethod.__dict__["__func__"].__get__
_CLASSWISE: Final[Callable[[Any], Any]] = classmethod.__dict__["__func__"].__get__
_FACTORY: Final[Callable[[Any], Any]] = defaultdict.__dict__["default_factory"].__get__
_KEYS, _VALUES, _ITEMS = (type(getattr({}, name)()) for name in ("keys", "values", "items"))
#: What to read of an instance of a subclass, or of a type that is rarer than the plain ones.
READERS: Final[dict[type, Callable[[Any], Collection[Any]]]] = {
    list: lambda x: [*list.__iter__(x)],
    tuple: lambda x: [*tuple.__iter__(x)],
    dict: _pairs,
    set: lambda x: [*set.__iter__(x)],
    frozenset: lambda x: [*frozenset.__iter__(x)],
    deque: lambda x: [*deque.__iter__(x)],
    _KEYS: lambda x: [*_shown(x)],
    _VALUES: lambda x: [*_shown(x)],
    _ITEMS: lambda x: [*chain.from_iterable(_shown(x))],
    BaseException: _arguments,
    slice: lambda x: (x.start, x.stop, x.step),
    partial: _partial,
    GenericAlias: arguments_of,
    UnionType: lambda x: x.__args__,
    # Printed with what they are bound to, hashed and compared as what is called.
    MethodType: lambda x: (x.__func__, x.__self__),
    staticmethod: lambda x: (_STATIC(x),),
    classmethod: lambda x: (_CLASSWISE(x),),
    # Printed with its factory.
    defaultdict: lambda x: [*_pairs(x), _FACTORY(x)],
    SimpleNamespace: lambda x: [*_ATTRIBUTES(x).values()],
    MappingProxyType: get_referents,
    # Hashed and compared as what it refers to.
    ref: lambda x: [x()],
}


def contents(x: Any) -> Collection[Any] | None:
    """Return what is inside the container *x*, or None if it is none."""
    kind: type | None = type(x)
    if kind in PLAIN:
        return x  # type: ignore[no-any-return]
    while (read := READERS.get(kind)) is None:  # type: ignore[arg-type]
        # `__base__` leads to the builtin type whose layout, and so whose contents, *x* has.
        kind = kind.__base__  # type: ignore[union-attr]
        if kind is object or kind is None:
            return None
    return read(x)
