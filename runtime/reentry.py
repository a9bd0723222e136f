"""Iterators in C that are never asked for an item while they are asked for one.

CPython does not hold what such an iterator draws from while it does: asked again in there, by code
of the guest that its source runs, it drops the source, which is freed while C is in it, or gives
up a reference twice. So what a guest holds in the place of one that may come upon code of the
guest's is a `Single`, which refuses to be entered twice, as a generator does; nobody else has
the iterator in it. As none is entered twice none drops what is under way: what only
goes through its sources (`map`, `zip`, `compress`) may stay as it is.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Iterator
from types import GeneratorType, MappingProxyType
from typing import Any, Final, NoReturn

from .links import LAZY
from .nesting import measure
from .run import current
from .standins import trust


class Single:
    """An iterator that is asked for one item at a time; what shares its lock counts as it."""

    __slots__ = ("__inside__", "__lock__", "__weakref__")
    __inside__: Iterator[Any]
    #: One element: whether it is under way.
    __lock__: list[bool]

    def __iter__(self) -> Any:
        return self

    def __next__(self) -> Any:
        if type(self) not in SINGLES:
            _refuse(self)
        lock = self.__lock__
        if lock[0]:
            _again(self)
        lock[0] = True
        try:
            return next(self.__inside__)
        finally:
            lock[0] = False


#: All classes of them.
SINGLES: Final[set[type]] = set()


def _refuse(x: object) -> NoReturn:
    raise TypeError(f"descriptor '__next__' does not apply to a '{type(x).__name__}' object")


def _again(x: object) -> NoReturn:
    raise RuntimeError(f"cannot re-enter the {type(x).__name__} iterator")


def single(kind: type, base: type[Single] = Single, **members: Any) -> type[Single]:
    """Make the class of what stands for iterators of *kind*."""
    named = {"__slots__": (), "__module__": kind.__module__, "__qualname__": kind.__qualname__}
    made = type(kind.__name__, (base,), {**named, **members})
    SINGLES.add(made)
    LAZY.add(made)
    trust(made, careful=True)
    return made


def alone(kind: type[Single], inside: Iterator[Any], lock: list[bool] | None = None) -> Any:
    """Return *inside*, which nobody else may have, as one of *kind*."""
    made = object.__new__(kind)
    made.__inside__ = inside
    made.__lock__ = [False] if lock is None else lock
    return made


class _Hinting(Single):
    __slots__ = ()

    def __length_hint__(self) -> Any:
        if type(self) not in SINGLES:
            _refuse(self)
        lock = self.__lock__
        if lock[0]:
            _again(self)
        lock[0] = True
        try:
            inside: Any = self.__inside__
            return inside.__length_hint__()
        finally:
            lock[0] = False


class _Sequence:
    def __getitem__(self, index: int) -> int:
        raise IndexError


trust(Single, _Hinting, careful=True)
CALLED: Final = single(type(iter(int, 0)))
REVERSED: Final = single(reversed, _Hinting)
#: Types of iterators that `iter` gives, and what stands for each.
WEAK: Final[dict[type, type[Single]]] = {
    type(iter(_Sequence())): single(type(iter(_Sequence())), _Hinting),
    type(iter(int, 0)): CALLED,
    # It hashes its keys, and lets go of the dictionary meanwhile.
    type(iter(OrderedDict())): single(type(iter(OrderedDict()))),
}
_ITERATORS: Final[tuple[Iterator[Any], ...]] = (
    iter([]), iter(()), iter(""), iter("\u20ac"), iter(b""), iter(range(0)), iter({}), iter(set()),
)  # fmt: skip
#: What never comes upon code of the guest's but when it is freed, at its end.
LEAVES: Final[frozenset[type]] = frozenset(
    {
        list, tuple, str, bytes, range, dict, set, frozenset, deque,
        type({}.keys()), type({}.values()),
        *map(type, _ITERATORS),
    }
)  # fmt: skip
_STEADY: Final = LEAVES | {GeneratorType}


def drawable(x: Any) -> Any:
    """Return *x*, about to be drawn from by an iterator that a guest holds.

    Raises:
        RecursionError: it is itself `DEPTH` levels deep.
        TypeError: as `iter(x)` does.
    """
    kind = type(x)
    if kind in _STEADY:
        return x
    if kind in LAZY:
        measure(x)
        if kind is not MappingProxyType:
            return x
    maker = _maker(kind)
    if maker is None or maker in current().own:
        return x  # C says that it is no iterable; or it gives what `iter` has given the guest
    found = protected(iter(x))
    if type(found) in LAZY:
        measure(found)
    return found


def _maker(kind: type) -> type | None:
    """Return the class that says how instances of *kind* are gone through: none, or `object`."""
    found: type | None = None
    for base in kind.__mro__:
        if "__iter__" in base.__dict__:
            return base
        if "__getitem__" in base.__dict__:
            found = object
    return found


def protected(iterator: Any) -> Any:
    """Return *iterator*, which `iter` gave, or what stands for it."""
    kind = WEAK.get(type(iterator))
    return iterator if kind is None else alone(kind, iterator)
