"""Mixin methods of the abstract containers, with every loop ticking.

The real ones call methods of the guest, and most of those tick; but a guest may give a class
`__contains__ = {}.get`, and then a loop in the host's Python has no step in it.
"""

from __future__ import annotations

import collections.abc as real
from collections.abc import Iterable, Iterator, Mapping, Set
from itertools import count
from types import FunctionType
from typing import Any, Final, cast

from ..binding import fitted
from ..guards.answering import unasked
from ..guards.comparing import comparand, container, early, operand
from ..guards.rendering import render_repr
from ..paying import paying
from ..rehomed import rehomed
from ..run import charge
from .stand_in import ticked


def _forever() -> Any:
    return ticked(iter(int, 1))


def _same(item: Any, value: Any) -> bool:
    """Compare as a search does, having paid for it."""
    return item is value or operand(item) == value


def _in(item: Any, items: Any) -> bool:
    """Return `item in items`, having paid for it."""
    return comparand(item) in container(items)


def _asked(native: Any) -> Any:
    """Return *native*, a method that changes what it is called with: any dictionary or set."""
    native = rehomed(native)

    def method(self: Any, *args: Any, **named: Any) -> Any:
        return native(unasked(self), *args, **named)

    return fitted(method, native)


# --- Sequences ------------------------------------------------------------------------------


def _iter(self: Any) -> Iterator[Any]:
    # C draws from it to the end where a pattern has a star.
    try:
        for i in ticked(count()):
            yield self[i]
    except IndexError:
        return


def _contains(self: Any, value: Any) -> bool:
    return any(_same(item, value) for item in ticked(self))


def _count(self: Any, value: Any) -> int:
    return sum(1 for item in ticked(self) if _same(item, value))


def _index(self: Any, value: Any, start: Any = 0, stop: Any = None) -> int:
    if start is not None and start < 0:
        start = max(len(self) + start, 0)
    if stop is not None and stop < 0:
        stop += len(self)
    i = start
    while stop is None or i < stop:
        charge(1)
        try:
            item = self[i]
        except IndexError:
            break
        if _same(item, value):
            return i  # type: ignore[no-any-return]
        i += 1
    raise ValueError


def _reverse(self: Any) -> None:
    unasked(self)
    n = len(self)
    for i in ticked(range(n // 2)):
        self[i], self[n - i - 1] = self[n - i - 1], self[i]


def _clear_sequence(self: Any) -> None:
    unasked(self)
    try:
        for _ in _forever():
            self.pop()
    except IndexError:
        pass


def _extend(self: Any, values: Any) -> None:
    unasked(self)
    for value in list(ticked(values)) if values is self else ticked(values):
        self.append(value)


def _add_sequence(self: Any, values: Any) -> Any:
    self.extend(values)
    return self


SEQUENCE: Final = {
    "__iter__": _iter, "__contains__": _contains, "count": _count, "index": _index,
}  # fmt: skip
MUTABLE_SEQUENCE: Final = {
    **SEQUENCE, "clear": _clear_sequence, "extend": _extend, "reverse": _reverse,
    "__iadd__": _add_sequence,
    **{name: _asked(getattr(real.MutableSequence, name)) for name in ("pop", "remove")},
}  # fmt: skip

# --- Sets -----------------------------------------------------------------------------------


def _inside(items: Any, others: Any) -> bool:
    return all(_in(item, others) for item in ticked(items))


def _le(self: Any, other: Any) -> Any:
    if not isinstance(other, Set):
        return NotImplemented
    return len(self) <= len(other) and _inside(self, other)


def _lt(self: Any, other: Any) -> Any:
    if not isinstance(other, Set):
        return NotImplemented
    return len(self) < len(other) and self.__le__(other)


def _ge(self: Any, other: Any) -> Any:
    if not isinstance(other, Set):
        return NotImplemented
    return len(self) >= len(other) and _inside(other, self)


def _gt(self: Any, other: Any) -> Any:
    if not isinstance(other, Set):
        return NotImplemented
    return len(self) > len(other) and self.__ge__(other)


def _eq(self: Any, other: Any) -> Any:
    if not isinstance(other, Set):
        return NotImplemented
    return len(self) == len(other) and self.__le__(other)


def _and(self: Any, other: Any) -> Any:
    if not isinstance(other, Iterable):
        return NotImplemented
    return self._from_iterable(value for value in ticked(other) if _in(value, self))


def _isdisjoint(self: Any, other: Any) -> bool:
    return not any(_in(value, self) for value in ticked(other))


def _or(self: Any, other: Any) -> Any:
    if not isinstance(other, Iterable):
        return NotImplemented
    return self._from_iterable(item for items in (self, other) for item in ticked(items))


def _as_set(self: Any, other: Any) -> Any:
    return other if isinstance(other, Set) else self._from_iterable(ticked(other))


def _sub(self: Any, other: Any) -> Any:
    if not isinstance(other, Iterable):
        return NotImplemented
    other = _as_set(self, other)
    return self._from_iterable(value for value in ticked(self) if not _in(value, other))


def _rsub(self: Any, other: Any) -> Any:
    if not isinstance(other, Iterable):
        return NotImplemented
    other = _as_set(self, other)
    return self._from_iterable(value for value in ticked(other) if not _in(value, self))


def _xor(self: Any, other: Any) -> Any:
    if not isinstance(other, Iterable):
        return NotImplemented
    other = _as_set(self, other)
    return (self - other) | (other - self)


def _hash(self: Any) -> int:
    return hash(frozenset(ticked(self)))


SET: Final = {
    "__le__": _le, "__lt__": _lt, "__ge__": _ge, "__gt__": _gt, "__eq__": _eq, "__hash__": None,
    "__and__": _and, "__rand__": _and, "__or__": _or, "__ror__": _or, "__sub__": _sub,
    "__rsub__": _rsub, "__xor__": _xor, "__rxor__": _xor, "isdisjoint": _isdisjoint, "_hash": _hash,
}  # fmt: skip


def _clear_set(self: Any) -> None:
    unasked(self)
    try:
        for _ in _forever():
            self.pop()
    except KeyError:
        pass


def _ior(self: Any, other: Any) -> Any:
    unasked(self)
    for value in ticked(other):
        self.add(value)
    return self


def _iand(self: Any, other: Any) -> Any:
    unasked(self)
    for value in list(ticked(self)):
        if not _in(value, other):
            self.discard(value)
    return self


def _ixor(self: Any, other: Any) -> Any:
    unasked(self)
    if other is self:
        self.clear()
        return self
    for value in list(ticked(_as_set(self, other))):
        (self.discard if _in(value, self) else self.add)(value)
    return self


def _isub(self: Any, other: Any) -> Any:
    unasked(self)
    if other is self:
        self.clear()
        return self
    for value in ticked(other):
        self.discard(value)
    return self


MUTABLE_SET: Final = {
    **SET, "clear": _clear_set, "__ior__": _ior, "__iand__": _iand, "__ixor__": _ixor,
    "__isub__": _isub,
    **{name: _asked(getattr(real.MutableSet, name)) for name in ("remove", "pop")},
}  # fmt: skip

# --- Mappings -------------------------------------------------------------------------------


def _equal(self: Any, other: Any) -> Any:
    if not isinstance(other, Mapping):
        return NotImplemented
    mine = dict(ticked(self.items()))
    return early(mine) == dict(ticked(other.items()))


def _clear_mapping(self: Any) -> None:
    unasked(self)
    try:
        for _ in _forever():
            self.popitem()
    except KeyError:
        pass


def _update(self: Any, other: Any = (), /, **named: Any) -> None:
    unasked(self)
    if isinstance(other, Mapping):
        for key in ticked(other):
            self[key] = other[key]
    elif hasattr(other, "keys"):
        for key in ticked(other.keys()):
            self[key] = other[key]
    else:
        for key, value in ticked(other):
            self[key] = value
    for key, value in named.items():
        self[key] = value


def _has_value(self: Any, value: Any) -> bool:
    return any(_same(self._mapping[key], value) for key in ticked(self._mapping))


def _has_item(self: Any, item: Any) -> bool:
    key, value = item
    try:
        found = self._mapping[key]
    except KeyError:
        return False
    return _same(found, value)


def _view_repr(self: Any) -> str:
    return f"{type(self).__name__}({render_repr(self._mapping)})"


MAPPING_VIEW: Final = {"__repr__": paying(cast(FunctionType, _view_repr))}
KEYS_VIEW: Final = {**SET, **MAPPING_VIEW}
VALUES_VIEW: Final = {**MAPPING_VIEW, "__contains__": _has_value}
ITEMS_VIEW: Final = {**SET, **MAPPING_VIEW, "__contains__": _has_item}
MAPPING: Final = {"__eq__": _equal, "__hash__": None}
MUTABLE_MAPPING: Final = {
    **MAPPING, "update": _update, "clear": _clear_mapping,
    **{
        name: _asked(getattr(real.MutableMapping, name))
        for name in ("pop", "popitem", "setdefault")
    },
}  # fmt: skip
