"""`functools`: C where it is safe, our own where the real one walks, evaluates or leaks."""

from __future__ import annotations

import functools as real
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final

from cloche.transpiler.vocabulary import WRITABLE_DUNDERS, is_dunder

from ..builtins.reflection import getattr as load
from ..builtins.reflection import setattr as store
from ..guards import dunders
from ..guards.aliases import SUBSCRIPT
from ..guards.contents import SCALARS
from ..guards.hashing import key
from ..guards.interruptible import interruptible
from ..guards.lineage import pay_for_heirs
from ..guards.metaclasses import writes_classes
from ..guards.survey import COMPARES
from ..guards.versions import annotated
from ..guards.writing import writable
from ..nesting import nested
from ..prices import reserve
from ..rehomed import ordered
from ..run import charge, current
from ..standins import is_class, plain, stand_in, trust
from .cached_property import cached_property
from .methods import partialmethod, singledispatchmethod
from .partials import merged, partial
from .singledispatch import singledispatch
from .stand_in import module, shim, ticked
from .wrappers import CacheInfo, resemble

VETTED = "WRAPPER_ASSIGNMENTS WRAPPER_UPDATES"

_ABSENT: Final = object()
#: Methods that `total_ordering` makes.
_ORDERS: Final = ("__lt__", "__gt__", "__le__", "__ge__")
#: What may be copied from one function to another: nothing of code or namespaces.
_ASSIGNED: Final = frozenset(
    {"__module__", "__name__", "__qualname__", "__doc__", "__annotations__", "__type_params__"}
)


@shim(real.reduce)
def reduce(function: Callable[[Any, Any], Any], iterable: Iterable[Any], *initial: Any) -> Any:
    if len(initial) > 1:
        return real.reduce(function, iterable, *initial)  # CPython's own error
    try:
        items = ticked(iterable)
    except TypeError:  # whoever raised it
        raise TypeError("reduce() arg 2 must support iteration") from None
    return real.reduce(interruptible(function), items, *initial)


@shim(real.cmp_to_key)
def cmp_to_key(mycmp: Callable[[Any, Any], Any]) -> Callable[[Any], Any]:
    current().state[COMPARES] = True

    # The real keys hold one another without a bound on depth when they are freed.
    def K(obj: Any) -> _Key:
        charge(1)  # a sort makes all its keys in one loop in C
        return _Key(mycmp, obj)

    return K


class _Key:
    """A key that compares by calling a function of the guest."""

    __slots__ = ("__compare__", "obj")
    __hash__ = None  # type: ignore[assignment]

    def __init__(self, compare: Callable[[Any, Any], Any], obj: Any) -> None:
        self.__compare__ = compare
        self.obj = obj

    def __lt__(self, other: _Key) -> bool:
        return bool(_compare(self)(self.obj, _object(other)) < 0)

    def __gt__(self, other: _Key) -> bool:
        return bool(_compare(self)(self.obj, _object(other)) > 0)

    def __eq__(self, other: object) -> bool:
        return bool(_compare(self)(self.obj, _object(other)) == 0)

    def __le__(self, other: _Key) -> bool:
        return bool(_compare(self)(self.obj, _object(other)) <= 0)

    def __ge__(self, other: _Key) -> bool:
        return bool(_compare(self)(self.obj, _object(other)) >= 0)


_Key.__name__ = _Key.__qualname__ = "KeyWrapper"
_Key.__module__ = "functools"
plain(_Key, derivable=False)
trust(_Key)
_compare: Callable[[object], Callable[[Any, Any], Any]] = _Key.__dict__["__compare__"].__get__
_obj: Callable[[object], Any] = _Key.__dict__["obj"].__get__


def _object(other: object) -> Any:
    if type(other) is not _Key:
        raise TypeError("other argument must be K instance")
    return _obj(other)


@shim(real.total_ordering)
def total_ordering(cls: Any) -> Any:
    if not is_class(cls):
        raise TypeError("total_ordering() takes a class")
    if writes_classes(type(cls), _ORDERS):
        # It would be given functions of the library's.
        raise TypeError("total_ordering() is for classes that no metaclass of the program writes")
    pay_for_heirs(writable(cls), len(_ORDERS))
    return ordered(real.total_ordering(cls))


#: One is read and written as the guest itself would, by guards.
_STEPS_AN_ATTRIBUTE: Final = 4


@shim(real.update_wrapper)
def update_wrapper(
    wrapper: Any, wrapped: Any, assigned: Any = None, updated: Any = ("__dict__",)
) -> Any:
    names = real.WRAPPER_ASSIGNMENTS if assigned is None else tuple(ticked(assigned))
    writable(wrapper)
    charge(_STEPS_AN_ATTRIBUTE * len(names))
    for name in names:
        if type(name) is not str or (is_dunder(name) and name not in _ASSIGNED):
            raise ValueError(f"update_wrapper() copies only {', '.join(sorted(_ASSIGNED))} here")
        value = _read(wrapped, name)
        if name == "__type_params__":
            _copy_parameters(wrapper, wrapped)
        elif value is not _ABSENT:
            store(wrapper, name, value)
    for name in ticked(updated):
        if type(name) is not str or (is_dunder(name) and name != "__dict__"):
            raise ValueError("update_wrapper() updates only __dict__ here")
        if name != "__dict__":
            load(load(wrapper, name), "update")(load(wrapped, name, {}))
            continue
        found = _read(wrapped, "__dict__")
        if type(found) is dict:
            charge(_STEPS_AN_ATTRIBUTE * len(found))
            for key, value in list(found.items()):
                # What an assignment of the guest's own could not write is no part of a wrapper.
                if type(key) is str and (not is_dunder(key) or key in WRITABLE_DUNDERS):
                    store(wrapper, key, value)
    store(wrapper, "__wrapped__", wrapped)
    return wrapper


def _copy_parameters(wrapper: Any, wrapped: Any) -> None:
    """Give *wrapper* the type parameters of *wrapped*: CPython's own, which no guest can name."""
    if dunders.is_own_function(wrapper) and dunders.is_own_function(wrapped):
        wrapper.__type_params__ = getattr(wrapped, "__type_params__", ())


def _read(wrapped: Any, name: str) -> Any:
    """Return an attribute as the guest itself could read it."""
    read = dunders.READERS.get(name)
    try:
        return load(wrapped, name) if read is None else read(wrapped)
    except AttributeError:
        return _ABSENT


@shim(real.wraps)
def wraps(wrapped: Any, assigned: Any = None, updated: Any = ("__dict__",)) -> Any:
    def decorate(wrapper: Any) -> Any:
        return update_wrapper(wrapper, wrapped, assigned, updated)

    return decorate


@shim(real.lru_cache)
def lru_cache(maxsize: Any = 128, typed: Any = False) -> Any:
    if callable(maxsize) and isinstance(typed, bool):
        return _cached(maxsize, 128, typed)
    if maxsize is not None and not isinstance(maxsize, int):
        raise TypeError("Expected first argument to be an integer, a callable, or None")

    def decorate(function: Any) -> Any:
        return _cached(function, maxsize, bool(typed))

    return decorate


@shim(real.cache)
def cache(user_function: Any, /) -> Any:
    return _cached(user_function, None, False)


#: More arguments than these are counted, and paid for: bytes of each in the key of a cache, and
#: with an object around it and a call of ours.
_FEW: Final = 64
_KEPT: Final = 16
_TYPED: Final = 512


class _Typed:
    """An argument that equals others of the same type only.

    The real cache puts the types themselves into its keys, and guests' `__eq__` would see them.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __hash__(self) -> int:
        return hash(self.value)

    def __eq__(self, other: object) -> bool:
        if type(other) is not _Typed or type(other.value) is not type(self.value):
            return False
        return other.value is self.value or bool(other.value == self.value)


def _unwrapping(function: Any) -> Any:
    def call(*args: _Typed, **kwargs: _Typed) -> Any:
        named = {name: each.value for name, each in kwargs.items()}
        return function(*[each.value for each in args], **named)

    return call


def _cached(function: Any, maxsize: Any, typed: bool) -> Any:
    if not callable(function):
        raise TypeError("the first argument must be callable")
    annotated(function)
    remembering = real.lru_cache(maxsize)
    computing = _unwrapping(function) if typed else function
    answers, computes = current().answering, getattr(computing, "__code__", None)
    cached = remembering(computing)

    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if answers and _is_looked_into(cached, computes):
            return function(*args, **kwargs)  # C may be comparing keys in the cache
        # The cache hashes its arguments in C.
        if len(args) > _FEW:
            reserve((_TYPED if typed else _KEPT) * len(args))
        for arg in args if len(args) <= _FEW else ticked(args):
            if type(arg) not in SCALARS:
                key(arg)
        if kwargs:
            key(tuple(kwargs.values()))
        if typed:
            named = {name: _Typed(value) for name, value in kwargs.items()}
            return cached(*[*map(_Typed, args)], **named)
        return cached(*args, **kwargs)

    def cache_info() -> CacheInfo:
        return CacheInfo(*cached.cache_info())

    def cache_clear() -> None:
        # C may be comparing keys in the one there was.
        nonlocal cached
        cached = remembering(computing)

    def cache_parameters() -> dict[str, Any]:
        return {"maxsize": maxsize, "typed": typed}

    resemble(wrapper, function)
    wrapper.cache_info = cache_info  # type: ignore[attr-defined]
    wrapper.cache_clear = cache_clear  # type: ignore[attr-defined]
    wrapper.cache_parameters = cache_parameters  # type: ignore[attr-defined]
    return wrapper


def _is_looked_into(cached: Any, computes: Any) -> bool:
    """Tell whether C is looking for a key in the cache of *cached*, and was led to code by that.

    Parameters:
        computes: the code that C runs for what is not there; None if that cannot be told.
    """
    last = sys._getframe(1)  # a wrapper
    code, inner, frame = last.f_code, last, last.f_back
    while frame is not None:
        is_this = frame.f_code is code and frame.f_locals.get("cached") is cached
        if is_this and inner.f_code is not computes:
            return True
        inner, frame = frame, frame.f_back
    return False


def _partial(function: Any, /, *args: Any, **kwargs: Any) -> Any:
    function, args, kwargs = merged(function, args, kwargs)
    return real.partial(nested(function), *map(nested, args), **kwargs)


MODULE = module(
    real, VETTED, reduce, cmp_to_key, total_ordering, update_wrapper, wraps, lru_cache, cache,
    singledispatch, cached_property, partialmethod, singledispatchmethod,
    stand_in(real.partial, _partial, members=SUBSCRIPT, aliases=(partial,), derived=partial),
)  # fmt: skip
