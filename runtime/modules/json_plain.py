"""How large the JSON of a structure gets, and plain copies of structures that are not plain.

The C encoder asks guest objects for their items in loops that do not tick, so it is only ever
handed exact `dict`, `list`, `tuple`, `str`, `int`, `float`, `bool` and `None`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from operator import itemgetter
from typing import Any, Final

from ..builtins.functions import sorted_
from ..guards.digits import digits_steps
from ..run import charge
from .plain import exact_int
from .stand_in import ticked

#: The encoder refuses deeper structures, in every version.
DEPTH: Final = 10_000
_TOO_DEEP: Final = "maximum recursion depth exceeded while encoding a JSON object"
#: Few are deeper, and nobody remembers where the walk is until then.
_SHALLOW: Final = 64
#: Shorter integers are no longer, written down, than the longest float.
_SHORT_BITS: Final = 64
_WORDS: Final = frozenset({float, bool, type(None)})
_KEYS: Final = frozenset({str, int, float, bool, type(None)})


@dataclass(slots=True)
class Size:
    """What the walk has seen.

    Parameters:
        nodes: values, and keys that are no strings, each as often as it is reached.
        text: characters in strings.
        digits: characters of integers that are long.
        steps: what it takes to write those down.
        depths: the sum of the depths of all values: indents.
    """

    nodes: int = 0
    text: int = 0
    digits: int = 0
    steps: int = 0
    depths: int = 0

    def write_down(self, number: int) -> None:
        """Count *number*, a value or a key, as often as it is reached."""
        bits = number.bit_length()
        if bits > _SHORT_BITS:
            self.digits += bits // 3
            self.steps += digits_steps(number)


def survey(value: Any, checks: bool = True, sorts: bool = False) -> Size | None:
    """Walk *value* and pay for the walk; None if something in it is not plain.

    Parameters:
        checks: what contains itself ends the encoder.
        sorts: it goes through dictionaries in another order than the walk does.

    Raises:
        RecursionError: it is so deep that the encoder would refuse it.
    """
    size = Size()
    path: list[Iterator[Any]] = [iter((value,))]
    #: What the walk is inside of, where it is deep; whatever contains itself is there in the end.
    around: dict[int, None] = {}
    shallow = 0 if sorts else _SHALLOW
    # Calls in C have had a count of their own since 3.12.
    deepest = DEPTH if sys.version_info >= (3, 12) else min(DEPTH, sys.getrecursionlimit())
    while path:
        for value in path[-1]:
            kind = type(value)
            if kind is str:
                size.text += len(value)
            elif kind is int:
                size.write_down(value)
            elif kind is dict or kind is list or kind is tuple:
                count = len(value)
                charge(count + 1)
                size.nodes += count
                size.depths += count * len(path)
                if len(path) > shallow:
                    mark = id(value) if checks else len(path)
                    if mark in around:
                        if sorts:
                            continue
                        return size  # the encoder, too, goes no further
                    if len(path) > deepest:
                        raise RecursionError(_TOO_DEEP)
                    around[mark] = None
                if kind is dict:
                    if not _plain_keys(value, size):
                        return None
                    value = value.values()
                path.append(iter(value))
                break
            elif kind not in _WORDS:
                return None
        else:
            path.pop()
            if len(path) > shallow:
                around.popitem()
    return size


def _plain_keys(value: dict[Any, Any], size: Size) -> bool:
    for key in value:
        kind = type(key)
        if kind is str:
            size.text += len(key)
            continue
        if kind not in _KEYS:
            return False
        size.nodes += 1
        if kind is int:
            size.write_down(key)
    return True


Default = Callable[[Any], Any]


def plain(
    value: Any, default: Default | None, skipkeys: bool, sorts: bool, refuse: Default | None
) -> Any:
    """Return a plain copy of *value*, with what is not plain handed to *default*.

    Parameters:
        sorts: dictionaries are gone through in the order of their keys.
        refuse: raises the encoder's error of a number that is not finite; None if it writes those.

    Raises:
        TypeError: something is not plain and there is no *default*, or a key is not plain
            and *skipkeys* is false, or keys cannot be sorted.
        ValueError: *value* contains itself.
    """
    return _Copier(default, skipkeys, sorts, refuse).copy(value)


class _Copier:
    __slots__ = ("_default", "_path", "_refuse", "_skipkeys", "_sorts")

    def __init__(
        self, default: Default | None, skipkeys: bool, sorts: bool, refuse: Default | None
    ) -> None:
        self._default = default
        self._skipkeys = skipkeys
        self._sorts = sorts
        self._refuse = refuse
        #: Identities of the containers being copied.
        self._path: set[int] = set()

    def copy(self, value: Any) -> Any:
        charge(1)
        if value is None or isinstance(value, (str, int, float)):
            return self._scalar(value)
        return self._inside(value)

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, float):
            value = float.__pos__(value)
            if self._refuse is not None and not isfinite(value):
                self._refuse(value)
            return value
        if type(value) in _KEYS:
            return value
        return str.__str__(value) if isinstance(value, str) else exact_int(value)

    def _inside(self, value: Any) -> Any:
        if id(value) in self._path:
            raise ValueError("Circular reference detected")
        self._path.add(id(value))
        try:
            if isinstance(value, (list, tuple)):
                return [self.copy(item) for item in ticked(value)]
            if isinstance(value, dict):
                return {
                    self._scalar(key): self.copy(item)
                    for key, item in self._items(value)
                    if self._keeps(key)
                }
            return self.copy(self._converted(value))
        finally:
            self._path.discard(id(value))

    def _items(self, value: dict[Any, Any]) -> Iterable[tuple[Any, Any]]:
        items: Iterator[tuple[Any, Any]] = ticked(value.items())
        return sorted_(items, key=itemgetter(0)) if self._sorts else items

    def _keeps(self, key: Any) -> bool:
        if key is None or isinstance(key, (str, int, float)):
            return True
        if not self._skipkeys:
            name = type(key).__name__
            raise TypeError(f"keys must be str, int, float, bool or None, not {name}")
        return False

    def _converted(self, value: Any) -> Any:
        if self._default is None:
            name = "type" if isinstance(value, type) else type(value).__name__
            raise TypeError(f"Object of type {name} is not JSON serializable")
        return self._default(value)
