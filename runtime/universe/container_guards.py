"""Methods of the builtin containers that drain an iterable or sort."""

from __future__ import annotations

from functools import partial
from gc import get_referents
from types import MappingProxyType
from typing import Any, Final

from ..binding import MISSING, fitted
from ..builtins.functions import keys_of, pay_sort
from ..guards.answering import check_idle, unasked
from ..guards.draining import FREE, mapping
from ..guards.emptying import fill
from ..guards.keys import hashed, hashed_in_turn, hashed_items
from ..guards.operands import Compared
from ..guards.survey import unsteady
from ..guards.walking import weigh
from ..options import flag
from ..prices import NODE, SMALL_BYTES, pay_copy, reserve, sort_steps, spend
from ..run import charge
from ..standins import real_of
from .draining import ITEMS_PER_STEP, filled, pairs_for
from .registry import Shim

Self = Any


#: So many items are copied without a look at the memory.
_MANY: Final = 2**17


def list_extend(self: Self, iterable: Any, /) -> None:
    # (What is its own is copied first, whatever `__iter__` it has.)
    source = iterable if iterable is self else filled(iterable)
    if type(source) is list and len(source) > _MANY:
        reserve(_POINTER * len(source))
    list.extend(self, source)


_POINTER: Final = 8


def list_sort(self: Any = MISSING, /, *args: Any, **named: Any) -> Any:
    if type(self) is list and not (args or named):
        return self.sort(key=Compared) if pay_sort(self) else self.sort()
    return _sort(*(args if self is MISSING else (self, *args)), **named)


def _sorting(self: Self, /, *, key: Any = None, reverse: Any = False) -> None:
    keys: list[Any] | None = None
    changed = False
    if isinstance(self, list):
        reverse = flag(reverse)
        pay_copy(_POINTER * list.__len__(self))
        if key is not None:
            keys, changed = _keys(self, key)
            if pay_sort(keys):
                keys = [*map(Compared, keys)]
        else:
            spend(sort_steps(list.__len__(self), weigh(self, ordered=True)))
            if unsteady([*list.__iter__(self)]):
                key = Compared
    # `next(keys, item)`: the keys in turn, without a call of ours for each.
    list.sort(self, key=key if keys is None else partial(next, iter(keys)), reverse=reverse)
    if changed:
        raise ValueError("list modified during sort")


_sort: Final = fitted(_sorting, list.sort, list)


def _keys(items: list[Any], key: Any) -> tuple[list[Any], bool]:
    """Return the keys of *items*, and whether the list was changed meanwhile: it seems empty."""
    whole = list.__getitem__(items, slice(None))
    list.clear(items)
    try:
        keys = keys_of(whole, key)
    finally:
        changed = list.__len__(items) > 0
        list.__setitem__(items, slice(None), whole)
    return keys, changed


def copier(kind: Any, width: int) -> Shim:
    """Return the guard of `kind.copy`; an item of a copy takes *width* bytes."""
    native = kind.copy
    few = SMALL_BYTES // width

    def copy(self: Self, /) -> Any:
        if type(self) is kind and len(self) <= few:
            return native(self)
        if isinstance(self, kind):
            pay_copy(width * kind.__len__(self))
            if kind is dict:
                self = mapping(self)  # C asks `keys()` of a class that defines `__iter__`
        return native(self)

    return copy


def proxied_copy(self: Self, /) -> Any:
    """`MappingProxyType.copy`: what it shows is asked for a copy, as the guest would ask it."""
    from ..builtins.reflection import getattr as read

    if not isinstance(self, MappingProxyType):
        return MappingProxyType.copy(self)
    (shown,) = get_referents(self)
    return read(shown, "copy")()


def dict_update(self: Any = MISSING, /, *other: Any, **named: Any) -> Any:
    if type(self) is dict and len(other) == 1 and type(other[0]) is dict and len(other[0]) <= FREE:
        return fill(dict.update, self, other, named)
    return _update(*(other if self is MISSING else (self, *other)), **named)


def _updating(self: Self, /, *other: Any, **named: Any) -> None:
    fill(dict.update, self, pairs_for(self, other), named)


_update: Final = fitted(_updating, dict.update, dict)


def set_clear(self: Self, /) -> None:
    set.clear(unasked(self))


def dict_fromkeys(cls: type[dict[Any, Any]], iterable: Any, value: Any = None, /) -> Any:
    if cls is dict or real_of(cls) is dict:
        return dict.fromkeys(hashed_items(iterable), value)
    check_idle("fromkeys() of a class is called")  # which may return any dictionary there is
    return dict.__dict__["fromkeys"].__get__(None, cls)(hashed_in_turn(iterable), value)


def setwise(kind: Any, name: str) -> Shim:
    native = getattr(kind, name)

    def method(self: Self, /, *others: Any) -> Any:
        if isinstance(self, kind):
            # A new set starts as a copy, and a test may walk all of the old one.
            charge(kind.__len__(self) // ITEMS_PER_STEP)
        else:
            return getattr(kind, name)(self, *others)  # CPython's own error
        if name in UPDATES:
            unasked(self)
        if len(others) > 1 and name in _ONE_BY_ONE:
            return _one_by_one(self, native, name, others)
        if name == "isdisjoint" and not (others and others[0] is self):
            return native(self, *map(hashed_items, others))
        return native(self, *map(hashed, others))

    return method


def _one_by_one(self: Self, native: Any, name: str, others: tuple[Any, ...]) -> Any:
    """Do what *native* does with several operands, a call for each, and a step.

    A crowded set may take seconds to go through, and be there a thousand times.
    """
    first, *rest = others
    if name == "intersection_update":
        return native(self, _one_by_one(set(self), set.intersection, "intersection", others))
    result = native(self, hashed(first))
    changed = self if result is None else result
    for other in rest:
        charge(1)
        if isinstance(changed, set):
            _ONE_BY_ONE[name](changed, hashed(other))
        else:
            charge(frozenset.__len__(changed) // ITEMS_PER_STEP)
            result = changed = native(changed, hashed(other))
    return result


#: Methods that take several operands -> what they do with each.
_ONE_BY_ONE: Final[dict[str, Any]] = {
    "union": set.update, "update": set.update, "difference": set.difference_update,
    "difference_update": set.difference_update, "intersection": set.intersection_update,
    "intersection_update": set.intersection_update,
}  # fmt: skip
COPIED: Final[dict[type, Shim]] = {
    kind: copier(kind, width)
    for kind, width in ((list, 8), (dict, NODE), (set, NODE), (frozenset, NODE), (bytearray, 1))
}
SETWISE = ("union", "intersection", "difference", "symmetric_difference",
           "isdisjoint", "issubset", "issuperset")  # fmt: skip
UPDATES = ("update", "intersection_update", "difference_update", "symmetric_difference_update")
