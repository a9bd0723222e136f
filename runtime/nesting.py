"""How deep iterators written in C nest, and other objects that free one another in C."""

from __future__ import annotations

import gc
from collections.abc import Collection
from functools import partial
from typing import Final, TypeVar

from .links import LAZY as LAZY
from .run import charge

T = TypeVar("T")

#: Their containers: followed, but no level of their own.
_THROUGH: Final = frozenset({tuple, type(iter(()))})
DEPTH: Final = 100


def nested(source: T) -> T:
    """Return *source*, about to be wrapped by another lazy iterator.

    Whatever makes an object of a type in `LAZY` passes each argument through here.

    Raises:
        RecursionError: it is itself `DEPTH` levels deep.
    """
    if type(source) in LAZY:
        measure(source)
    return source


def _within(x: object) -> list[object]:
    # Arguments of a `partial` are freed by way of a tuple, which CPython does level by level.
    return [x.func] if type(x) is partial else gc.get_referents(x)


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
            for item in _within(level.pop()):
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
