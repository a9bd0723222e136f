"""How deep iterators written in C nest, and other objects that free one another in C."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable
from functools import partial
from itertools import compress
from types import MethodType
from typing import Any, Final, TypeVar

from .links import LAZY as LAZY
from .prices import reserve, spend
from .run import charge, current

T = TypeVar("T")

#: Their containers: followed, but no level of their own.
_THROUGH: Final = frozenset({tuple, type(iter(()))})
DEPTH: Final = 100
#: So few items are looked at one by one.
_SHORT: Final = 16
_ITEMS_PER_STEP: Final = 8
_POINTER: Final = 8
#: Of more objects than these, each takes a step.
_FREE: Final = 256


def nested(source: T) -> T:
    """Return *source*, about to be wrapped by another lazy iterator.

    Whatever makes an object of a type in `LAZY` passes each argument through here.

    Raises:
        RecursionError: it is itself `DEPTH` levels deep.
    """
    if type(source) in LAZY:
        measure(source)
    return source


def _within(x: object, more: Collection[type]) -> Iterable[object]:
    """Return what there is in *x*; of a long tuple nothing if none of it is to be followed.

    Tuples are not gone through themselves: C leaves holes in those of a `zip_longest` and a
    `product`, which end whoever takes them for objects.
    """
    if type(x) is partial:
        # Its arguments are freed by way of a tuple, which CPython does level by level.
        return [x.func]
    if type(x) is not tuple or len(x) <= _SHORT:
        return gc.get_referents(x)
    spend(len(x) // _ITEMS_PER_STEP)
    reserve(0, _POINTER * len(x))
    found = gc.get_referents(x)
    if not any(kind in LAZY or kind in _THROUGH or kind in more for kind in set(map(type, found))):
        return ()
    return compress(found, current().ticks)


def measure(source: object, more: Collection[type] = ()) -> None:
    """Go through the levels of *source*: objects of types in `LAZY`, and of *more*.

    Raises:
        RecursionError: there are more than `DEPTH`.
    """
    level: list[object] = [source]
    seen = {id(source)}
    for _ in range(DEPTH):
        following: list[object] = []
        while level:
            if len(seen) > _FREE:
                charge(1)
            for item in _within(level.pop(), more):
                kind = type(item)
                is_level = kind in LAZY or kind in more
                if id(item) not in seen and (is_level or kind in _THROUGH):
                    seen.add(id(item))
                    (following if is_level else level).append(item)
        charge(len(following))
        if not following:
            return
        level = following
    raise RecursionError("maximum recursion depth exceeded")


#: Type -> what it asks whether it is abstract, when it is asked that itself. Modules add theirs.
ASKS: Final[dict[type, tuple[Any, ...]]] = {
    property: tuple(property.__dict__[name].__get__ for name in ("fget", "fset", "fdel")),
    **{
        kind: (kind.__dict__["__func__"].__get__,)
        for kind in (classmethod, staticmethod, MethodType)
    },
}
#: A property in C asks no more than so many, each as often as a way leads to it.
MOST_ASKED: Final = 300


def in_property(function: T) -> T:
    """Return *function*, about to become part of a property.

    Raises:
        RecursionError: too many others are in it.
    """
    if _asked(nested(function)) > MOST_ASKED // 3:
        raise RecursionError("maximum recursion depth exceeded")
    return function


def holds_property(function: object) -> bool:
    """Tell whether *function* is a property, or asks one whether it is abstract."""
    level = [function]
    while level:
        item = level.pop()
        if issubclass(type(item), property):
            return True
        level += _asked_by(item)
    return False


def _asked(function: object) -> int:
    """Count what is asked to know whether *function* is abstract, up to `MOST_ASKED`."""
    level, count = [function], 0
    while level and count < MOST_ASKED:
        count += 1
        level += _asked_by(level.pop())
    return count


def _asked_by(item: object) -> list[object]:
    kind = next((each for each in ASKS if issubclass(type(item), each)), None)
    found = [read(item) for read in ASKS[kind]] if kind is not None else []
    return [each for each in found if each is not None]
