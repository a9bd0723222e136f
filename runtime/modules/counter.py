"""`collections.Counter`, derived from the real one: what is counted ticks, and is paid for."""

from __future__ import annotations

import collections as real
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.answering import unasked
from ..guards.compared import refuse_endless
from ..guards.comparing import comparand, hashable
from ..guards.contents import SCALARS
from ..guards.draining import mapping, pairs
from ..guards.emptying import items_of, setdefault
from ..guards.keys import pay_integers
from ..guards.ordered_keys import looking
from ..guards.pairing import walk_both
from ..guards.rendered import counter_text
from ..guards.short import are_short
from ..guards.survey import wary
from ..guards.walking import walk, weigh
from ..prices import reserve, sort_steps, spend
from ..reentry import alone
from ..rehomed import rehomed, remade
from ..run import current
from ..standins import behind, opaque
from .counting_entries import Given, entries, of_entries, refuse_own
from .holding import CHAIN
from .plain import exact_int
from .stand_in import ticked

#: Looking at one entry of a Counter, in Python, takes about so many steps.
STEPS_AN_ENTRY: Final = 4
#: Dictionaries whose entries C reads, and asks nobody for; `containers.py` adds its own.
READ_AT_ONCE: Final[set[type]] = {dict}


@behind()
class _Counting(real.Counter[Any]):
    """May come before `dict` in a class that is an OrderedDict as well."""

    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)
    setdefault: Any = looking(setdefault)


class Counter(_Counting):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, iterable: Any = None, /, **named: Any) -> None:
        self.update(iterable, **named)

    def update(self, iterable: Any = None, /, **named: Any) -> None:
        unasked(self)
        if type(iterable) in READ_AT_ONCE or not isinstance(iterable, Mapping) or self:
            counted = _added(self, iterable)
            if isinstance(counted, dict) and not self:
                super(real.Counter, self).update(items_of(self, counted))
                if named:
                    self.update(named)
                return
            if counted is None or isinstance(counted, dict) or not current().own:
                super().update(counted, **named)
                return
            # C adds to a count that only the dictionary holds, and `__add__` may take from it.
            for elem in counted:
                self[elem] = self.get(elem, 0) + 1
            if named:
                self.update(named)
            return
        # C reads what is in a dictionary; what comes next may be an OrderedDict.
        super(real.Counter, self).update(items_of(self, mapping(iterable)))
        if named:
            self.update(named)

    def __delitem__(self, elem: Any) -> None:
        super(Counter, unasked(self)).__delitem__(hashable(elem))

    def subtract(self, iterable: Any = None, /, **named: Any) -> None:
        super().subtract(_added(unasked(self), iterable), **named)

    __entries__ = entries
    __repr__ = counter_text
    _keep_positive = rehomed(of_entries("_keep_positive"))  # a guest may hold it

    def elements(self) -> Iterator[Any]:
        refuse_own(self)
        # A count may be the guest's, and says how much it is when its turn comes.
        return ticked(alone(CHAIN, _elements(self)))

    def most_common(self, n: int | None = None) -> list[tuple[Any, int]]:
        refuse_own(self)
        n = _how_many(n)
        for count in dict.values(self):
            comparand(count, refuse_endless)
        size = dict.__len__(self)
        spend(sort_steps(size, 64 * size))
        return _most_common(self, n)  # type: ignore[no-any-return]

    def copy(self) -> Any:
        return remade(Counter, self, self)

    __copy__ = copy

    def total(self) -> int:
        return sum(ticked(self.values()))

    @classmethod
    def fromkeys(cls, iterable: Any, v: Any = None) -> Any:
        raise NotImplementedError(
            "Counter.fromkeys() is undefined.  Use Counter(iterable) instead."
        )

    def __ior__(self, other: Any) -> Any:  # type: ignore[misc]
        _pay_for_entries(unasked(self), other)
        return _in_place(self, other if isinstance(other, Counter) else Given(other))


_elements, _most_common, _in_place = map(of_entries, ("elements", "most_common", "__ior__"))


def _how_many(n: Any) -> Any:
    """Return *n* as a number of whose methods none is asked.

    Raises:
        TypeError: it is an object of the guest's, which is compared with numbers in the host.
    """
    if isinstance(n, int):
        return exact_int(n)
    if type(n) in SCALARS:
        return n  # CPython's own error
    raise TypeError(f"an integer or None is needed here, not '{type(n).__name__}'")


def _added(mine: Any, source: Any) -> Any:
    """Return what to count, where counts may be added to those of *mine*: both are paid for."""
    counted = _counted(source)
    if isinstance(counted, dict):
        _pay_for_counts(counted)
        if dict.__len__(mine):
            found = map(partial(dict.get, mine), dict.keys(counted))
            _pay_for_values([each for each in found if each is not None])
    return counted


def _counted(source: Any) -> Any:
    """Return what to count: a mapping, or items that tick, and whose hashing is paid for."""
    if source is None:
        return None
    if type(source) in READ_AT_ONCE:
        spend(STEPS_AN_ENTRY * len(source))
        return source
    if isinstance(source, Mapping):
        return dict(pairs(source.items()))
    if type(source) in (str, bytes, range):
        return ticked(source)
    if type(source) in (list, tuple):
        kinds = set(map(type, source))
        if SCALARS.issuperset(kinds):
            if int in kinds:
                pay_integers(source, kinds)
            if not kinds.isdisjoint((str, bytes)):
                walk(source)  # what is equal and not the same is compared to the end
            return ticked(source)
    return map(hashable, ticked(source))


def _pay_for_entries(*counters: Any) -> None:
    for each in counters:
        refuse_own(each)
    spend(STEPS_AN_ENTRY * sum(len(each) for each in counters if isinstance(each, dict)))
    for each in counters:
        if isinstance(each, dict):
            _pay_for_counts(each)


def _pay_for_counts(counts: dict[Any, Any]) -> None:
    """Pay for hashing the keys of *counts* anew, and for what is made of its values.

    CPython's methods are one loop of the host's over all of them, in which no step is taken.
    """
    if not are_short(dict.keys(counts)):
        walk([*dict.keys(counts)])
    _pay_for_values([*dict.values(counts)])


def _pay_for_values(values: list[Any]) -> None:
    """Pay for adding and comparing *values*, shared ones as often as they are met."""
    kinds = set(map(type, values))
    if kinds <= {int} and sum(map(int.bit_length, values)) <= _SHORT_BITS * len(values):
        return
    if not kinds <= _PLAIN:
        reserve(weigh(values))


#: So long counts are, on average, that are free.
_SHORT_BITS: Final = 64
#: Counts that are added and compared at once.
_PLAIN: Final = frozenset({float, bool, complex, type(None)})


def _binary(name: str) -> Any:
    native = of_entries(name)
    changes = name.startswith("__i")

    def operator(self: Any, other: Any) -> Any:
        _pay_for_entries(unasked(self) if changes else self, other)
        if changes and not isinstance(other, Counter):
            other = Given(other)
        if wary():
            walk_both(self, other)  # what is under the same key is compared, twice at most
        result = native(self, other)
        # The real methods name the real class.
        return result if result is NotImplemented or result is self else _copied(result)

    return operator


def _unary(name: str) -> Any:
    native = of_entries(name)

    def operator(self: Any) -> Any:
        _pay_for_entries(self)
        return _copied(native(self))

    return operator


def _copied(result: Any) -> Any:
    if type(result) is not real.Counter:
        return result
    made = Counter()
    dict.update(made, result)
    return made


for _name in "add sub or and iadd isub iand le lt ge gt eq ne".split():
    setattr(Counter, f"__{_name}__", _binary(f"__{_name}__"))
for _name in "pos neg".split():
    setattr(Counter, f"__{_name}__", _unary(f"__{_name}__"))
# Defining `__eq__` afterwards leaves the hash alone; a dict has none.
Counter.__hash__ = None
opaque(_Counting)
READ_AT_ONCE.add(Counter)
