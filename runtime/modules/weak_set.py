"""`weakref.WeakSet`: a set of references, from which what dies is taken out at once."""

from __future__ import annotations

import weakref as real
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from ..budget import BYTES_PER_STEP
from ..guards.aliases import alias
from ..guards.answering import note_weak, unasked
from ..guards.comparing import hashable
from ..guards.walking import weigh
from ..prices import SMALL_BYTES, spend
from ..rehomed import remade
from ..run import charge
from ..standins import basis_of, plain, trust
from .collections_abc import MODULE as ABC
from .stand_in import ticked

_Base: Any = basis_of(ABC.MutableSet)


class WeakSet(_Base):  # type: ignore[misc]
    __slots__ = ("__changes__", "__data__", "__weakref__")

    def __init__(self, data: Any = None) -> None:
        note_weak()
        _DATA.__set__(self, set())
        _CHANGES.__set__(self, 0)
        if data is not None:
            self.update(data)

    def __iter__(self) -> Iterator[Any]:
        before = _changes(self)
        entries = list(_data(self))
        charge(len(entries) // 8)
        for ref in ticked(entries):
            item = ref()
            if item is not None:
                yield item
                if _changes(self) != before:
                    raise RuntimeError("Set changed size during iteration")

    def __len__(self) -> int:
        return len(_data(self))

    def __contains__(self, item: Any) -> bool:
        try:
            wrapped = real.ref(hashable(item))
        except TypeError:
            return False
        return wrapped in _data(self)

    def add(self, item: Any) -> None:
        """Add an element."""
        data = _data(self)
        before = len(data)
        unasked(data).add(real.ref(hashable(item), _forgetting(self)))
        if len(data) > before:
            _changed(self)

    def discard(self, item: Any) -> None:
        """Take an element out, if it is there."""
        unasked(_data(self)).discard(real.ref(hashable(item)))
        _changed(self)

    def remove(self, item: Any) -> None:
        """Take out an element that is there."""
        unasked(_data(self)).remove(real.ref(hashable(item)))
        _changed(self)

    def pop(self) -> Any:
        """Take out any element and return it."""
        data = unasked(_data(self))
        while data:
            item = data.pop()()
            if item is not None:
                _changed(self)
                return item
        raise KeyError("pop from empty WeakSet") from None

    def clear(self) -> None:
        """Take everything out."""
        unasked(_data(self)).clear()
        _changed(self)

    def copy(self) -> Any:
        """Return another set of the same."""
        return remade(WeakSet, self, self)

    __copy__ = copy

    def update(self, other: Iterable[Any]) -> None:
        """Add what is in *other*."""
        unasked(self)
        for item in ticked(other):
            self.add(item)

    def __ior__(self, other: Any) -> Any:  # type: ignore[misc]
        unasked(self).update(other)
        return self

    def difference(self, other: Iterable[Any]) -> Any:
        """Return what is in this set and not in *other*."""
        return self._chosen(other, False)

    def intersection(self, other: Iterable[Any]) -> Any:
        """Return what is in both."""
        return self._chosen(other, True)

    def _chosen(self, other: Iterable[Any], inside: bool) -> Any:
        theirs = _references(other)
        return remade(WeakSet, self, [x for x in self if (real.ref(x) in theirs) is inside])

    def union(self, other: Iterable[Any]) -> Any:
        """Return what is in either."""
        made = self.copy()
        unasked(made).update(other)
        return made

    def symmetric_difference(self, other: Iterable[Any]) -> Any:
        """Return what is in one of the two alone."""
        made = self.copy()
        made.symmetric_difference_update(other)
        return made

    def difference_update(self, other: Iterable[Any]) -> None:
        """Take out what is in *other*."""
        unasked(self)
        if other is self:
            self.clear()
        for item in ticked(other):
            self.discard(item)

    def intersection_update(self, other: Iterable[Any]) -> None:
        """Take out what is not in *other*."""
        unasked(self)
        theirs = _references(other)
        for item in ticked([x for x in self if real.ref(x) not in theirs]):
            self.discard(item)

    def symmetric_difference_update(self, other: Iterable[Any]) -> None:
        """Add what is new in *other*, and take out what is not."""
        unasked(self)
        for item in ticked([x() for x in _references(other)]):
            self.discard(item) if item in self else self.add(item)

    def issubset(self, other: Iterable[Any]) -> bool:
        """Tell whether all of this set is in *other*."""
        mine, theirs = _met(_data(self), _references(other))
        return mine <= theirs

    def issuperset(self, other: Iterable[Any]) -> bool:
        """Tell whether all of *other* is in this set."""
        mine, theirs = _met(_data(self), _references(other))
        return mine >= theirs

    def isdisjoint(self, other: Iterable[Any]) -> bool:
        """Tell whether nothing is in both."""
        return not self.intersection(other)

    __sub__, __and__, __or__, __xor__ = difference, intersection, union, symmetric_difference
    __rsub__ = __rand__ = __ror__ = __rxor__ = None
    __le__, __ge__ = issubset, issuperset

    def __isub__(self, other: Any) -> Any:  # type: ignore[misc]
        self.difference_update(other)
        return self

    def __iand__(self, other: Any) -> Any:  # type: ignore[misc]
        self.intersection_update(other)
        return self

    def __ixor__(self, other: Any) -> Any:  # type: ignore[misc]
        self.symmetric_difference_update(other)
        return self

    def __lt__(self, other: Any) -> bool:
        mine, theirs = _met(_data(self), _references(other))
        return mine < theirs

    def __gt__(self, other: Any) -> bool:
        mine, theirs = _met(_data(self), _references(other))
        return mine > theirs

    def __eq__(self, other: object) -> Any:
        if not isinstance(other, WeakSet) or type(self) not in type(other).__mro__:
            return NotImplemented
        mine, theirs = _met(_data(self), _data(other))
        return mine == theirs

    __hash__ = None  # type: ignore[assignment]
    __class_getitem__: Any = classmethod(alias)

    def __repr__(self) -> str:
        charge(8 * len(_data(self)))
        return repr(_data(self))


#: What it takes to compare what two references lead to, in `prices.STEP_SECONDS`.
_STEPS_A_LOOK: Final = 8
_DATA: Any = vars(WeakSet)["__data__"]
_CHANGES: Any = vars(WeakSet)["__changes__"]
#: The slots' own accessors: they refuse anything but one of these sets.
_data: Final[Callable[[object], set[Any]]] = _DATA.__get__
_changes: Final[Callable[[object], int]] = _CHANGES.__get__


def _changed(weak: WeakSet) -> None:
    _CHANGES.__set__(weak, _changes(weak) + 1)


def _met(mine: set[Any], theirs: set[Any]) -> tuple[set[Any], set[Any]]:
    """Pay for looking for all references of one among the other, and return both.

    C makes any number of such comparisons in one call: `[a] * n == [b] * n`.
    """
    spend(1 + _STEPS_A_LOOK * min(len(mine), len(theirs)))
    # References know the hashes of what they lead to.
    crowds = [Counter(map(hash, each)) for each in (mine, theirs)]
    alike = [max(each.values(), default=0) for each in crowds]
    looks = sum(count * crowds[1][each] for each, count in crowds[0].items() if count > 1)
    if looks:
        spend(_STEPS_A_LOOK * looks)
    shorter = mine if len(mine) < len(theirs) else theirs
    weight = weigh([ref() for ref in shorter])
    if weight > SMALL_BYTES:
        spend(weight * max(1, *alike) // BYTES_PER_STEP)
    return mine, theirs


def _references(other: Iterable[Any]) -> set[Any]:
    return {real.ref(hashable(item)) for item in ticked(other)}


def _forgetting(weak: WeakSet) -> Callable[[Any], None]:
    holder = real.ref(weak)

    def forget(dead: Any) -> None:
        # A dead reference is compared by identity and knows its hash: no code of a guest runs.
        found = holder()
        if found is not None:
            _data(found).discard(dead)

    return forget


WeakSet.__module__ = "weakref"
WeakSet.__doc__ = real.WeakSet.__doc__
plain(WeakSet)
trust(WeakSet, careful=True)
