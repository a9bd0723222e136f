"""Iterators of the builtin types: nothing but special methods.

Iterators that call `next` on another in C are in `nesting.LAZY`, which bounds their nesting.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from itertools import compress
from typing import Any

from .registry import Family, entry, register


class _Sequence:
    def __len__(self) -> int:
        return 0

    def __getitem__(self, index: int) -> int:
        raise IndexError


_SAMPLES: tuple[Iterator[Any], ...] = (
    iter([]), reversed([]), iter(()), iter(""), iter("\u20ac"), iter(b""), iter(bytearray()),
    iter(range(0)), iter(range(2**70)), iter(set()), iter(_Sequence()), iter(int, 0),
    iter({}.keys()), iter({}.values()), iter({}.items()),
    reversed({}.keys()), reversed({}.values()), reversed({}.items()),
    iter(OrderedDict()), reversed(_Sequence()),
    map(abs, ()), filter(None, ()), zip(), enumerate(()), compress((), ()),
)  # fmt: skip

ITERATORS = register(
    Family("iterators", tuple(map(entry, dict.fromkeys(type(sample) for sample in _SAMPLES))))
)
