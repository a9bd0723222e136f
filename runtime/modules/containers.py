"""The container classes of `collections`, derived from the real ones, with draining that ticks.

Guests hold these classes and derive from them. Methods that are inherited take one walk over
what has been paid for; those that take an iterable are written here.
"""

from __future__ import annotations

import collections as real
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from operator import index
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.answering import check_idle, unasked
from ..guards.compared import refuse_endless
from ..guards.comparing import HASHED, comparand, hashable
from ..guards.contents import SCALARS
from ..guards.draining import SEARCHED, mapping, merged, method_of, one_by_one, pairs
from ..guards.emptying import clear, fill, items_of, setdefault
from ..guards.keys import hashed_in_turn, pay_integers
from ..guards.ordered_keys import looking, storing
from ..guards.pairing import walk_both
from ..guards.rendered import counter_text
from ..guards.short import are_short
from ..guards.survey import wary
from ..guards.walking import walk, weigh
from ..prices import pay_copy, pay_repeat, reserve, sort_steps, spend
from ..reentry import alone
from ..rehomed import adopt, rehomed, remade
from ..run import current
from ..standins import behind, opaque, owned, plain, trust
from ..universe.registry import ENTRIES, entry
from ..universe.special import OVERRIDES
from .counting_entries import Given, entries, of_entries, refuse_own
from .holding import CHAIN
from .kinds import declare
from .plain import exact_int
from .stand_in import ticked

#: Looking at one entry of a Counter, in Python, takes about so many steps.
_STEPS_AN_ENTRY: Final = 4


def drained(source: tuple[Any, ...]) -> Iterator[Any]:
    """Return arguments of a constructor or an update, each drained with ticks."""
    if len(source) > 1:
        return iter(source)  # one too many: CPython counts before it looks
    return (merged(each) if hasattr(each, "keys") else pairs(each) for each in source)


def _drained_items(source: tuple[Any, ...]) -> Iterator[Any]:
    """The same for an OrderedDict, which asks what has no `keys` for `items`."""
    if len(source) == 1 and not hasattr(source[0], "keys") and hasattr(source[0], "items"):
        source = (source[0].items(),)
    return map(one_by_one, drained(source))


def _united(left: Any, right: Any, make: Callable[[Any], Any], kind: Any = real.OrderedDict) -> Any:
    """Return what C makes of `left | right`, with every key looked at before it is hashed."""
    if not (isinstance(left, dict) and isinstance(right, dict)):
        return NotImplemented
    made = make(left)
    kind.update(unasked(made), *drained((right,)))
    return made


def _apart(mine: deque, iterable: Iterable[Any]) -> Iterable[Any]:
    """Return what is to be added to *mine*: a copy where that is *mine* itself."""
    if iterable is not mine:
        return iterable
    pay_copy(8 * real.deque.__len__(mine))
    return list(ticked(mine))


def _repeated(mine: deque, count: Any) -> Any:
    """Return how often *mine* is to be repeated, asked once and paid for."""
    if method_of(type(count), "__index__") is None:
        return count  # C says what it must be
    count, size, most = index(count), real.deque.__len__(mine), _most(mine)
    bound = sys.maxsize if most is None else most // max(size, 1) + 1
    pay_repeat(8 * size, min(count, bound))
    return count


_most: Final[Any] = vars(real.deque)["maxlen"].__get__


def _pay_for_copy(x: Any) -> None:
    """Pay for a copy of a dictionary, which C makes entry by entry."""
    spend(_STEPS_AN_ENTRY * dict.__len__(x))


@behind("insert", "rotate")
class _Deque(real.deque[Any]):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)


class deque(_Deque):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, iterable: Iterable[Any] = (), maxlen: int | None = None) -> None:
        super().__init__(ticked(iterable), maxlen)

    def extend(self, iterable: Iterable[Any], /) -> None:
        super().extend(ticked(_apart(self, iterable)))

    def extendleft(self, iterable: Iterable[Any], /) -> None:
        super().extendleft(ticked(_apart(self, iterable)))

    def __iadd__(self, other: Iterable[Any], /) -> Any:
        return super().__iadd__(ticked(_apart(self, other)))

    def __mul__(self, count: int, /) -> Any:
        return super().__mul__(_repeated(self, count))

    __rmul__ = __mul__

    def __imul__(self, count: int, /) -> Any:
        return super().__imul__(_repeated(self, count))


_REAL: Final[Any] = real.OrderedDict


# These two are behind what guests hold, where `super(OrderedDict, x).pop` finds them.


@behind("popitem")
class _Looking(real.OrderedDict[Any, Any]):
    """Looks at keys, wherever C is given one to look for in its list.

    All other methods of C's ask one of these, or have a key from the dictionary itself.
    """

    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)
    __setitem__: Any = storing(_REAL.__setitem__)
    __delitem__: Any = looking(_REAL.__delitem__)
    pop: Any = looking(_REAL.pop)
    move_to_end: Any = looking(_REAL.move_to_end)


@behind()
class _Counting(real.Counter[Any]):
    """May come before `dict` in a class that is an OrderedDict as well."""

    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)
    setdefault: Any = looking(setdefault)


class OrderedDict(_Looking):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, /, *source: Any, **named: Any) -> None:
        super().__init__(*[*_drained_items(source)], **named)

    def update(self, /, *source: Any, **named: Any) -> None:
        super().update(*[*_drained_items(source)], **named)

    def __ior__(self, other: Any, /) -> Any:
        self.update(other)
        return self

    def __or__(self, other: Any, /) -> Any:
        return _united(self, other, type(self))

    def __ror__(self, other: Any, /) -> Any:
        return _united(other, self, type(self))

    def copy(self) -> Any:
        # C goes on from an entry that a method of the guest's may have removed meanwhile.
        _pay_for_copy(self)
        made = remade(OrderedDict, self)
        for key in real.OrderedDict.__iter__(self):
            unasked(made)[key] = self[key]
        return made

    @classmethod
    def fromkeys(cls, iterable: Iterable[Any], value: Any = None) -> Any:
        if cls in current().own:
            check_idle("fromkeys() of a class is called")  # which may return any dictionary
        return super().fromkeys(hashed_in_turn(iterable), value)


class defaultdict(real.defaultdict[Any, Any]):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)
    setdefault: Any = looking(setdefault)

    def __init__(self, default_factory: Any = None, /, *source: Any, **named: Any) -> None:
        super(defaultdict, unasked(self)).__init__(default_factory, *drained(source), **named)

    def update(self, /, *source: Any, **named: Any) -> None:
        fill(real.defaultdict.update, self, tuple(drained(source)), named)

    def __ior__(self, other: Any, /) -> Any:
        self.update(other)
        return self

    def __or__(self, other: Any, /) -> Any:
        return _united(self, other, partial(type(self), self.default_factory), dict)

    def __ror__(self, other: Any, /) -> Any:
        return _united(other, self, partial(type(self), self.default_factory), dict)

    def __missing__(self, key: Any, /) -> Any:
        # C calls what only the dictionary holds, and a program may take from it meanwhile.
        factory = self.default_factory
        if factory is None:
            raise KeyError(key)
        made = factory()
        unasked(self)[key if type(key) in SCALARS else hashable(key)] = made
        return made

    @classmethod
    def fromkeys(cls, iterable: Iterable[Any], value: Any = None) -> Any:
        if cls in current().own:
            check_idle("fromkeys() of a class is called")  # which may return any dictionary
        return super().fromkeys(hashed_in_turn(iterable), value)


class Counter(_Counting):
    __slots__ = ()
    __class_getitem__: Any = classmethod(alias)

    def __init__(self, iterable: Any = None, /, **named: Any) -> None:
        self.update(iterable, **named)

    def update(self, iterable: Any = None, /, **named: Any) -> None:
        unasked(self)
        if type(iterable) in _OWN_MAPPINGS or not isinstance(iterable, Mapping) or self:
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
    if type(source) in _OWN_MAPPINGS:
        spend(_STEPS_AN_ENTRY * len(source))
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


_OWN_MAPPINGS: Final = frozenset({dict, Counter, OrderedDict, defaultdict})


def _pay_for_entries(*counters: Any) -> None:
    for each in counters:
        refuse_own(each)
    spend(_STEPS_AN_ENTRY * sum(len(each) for each in counters if isinstance(each, dict)))
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


CLASSES: Final = (deque, OrderedDict, defaultdict, Counter)
for _kind in CLASSES:
    _kind.__module__ = "collections"
    _kind.__doc__ = getattr(real, _kind.__name__).__doc__
    opaque(getattr(real, _kind.__name__))
for _behind in (_Deque, _Looking, _Counting):
    opaque(_behind)
plain(*CLASSES)
trust(*CLASSES)
HASHED.update((OrderedDict, defaultdict, Counter))
SEARCHED.update((OrderedDict, defaultdict, Counter))
# It has one attribute that can be set, `default_factory`.
owned(defaultdict)
adopt(Counter, "__missing__")


def _own(kind: type, names: str) -> dict[str, Any]:
    return {name: kind.__dict__[name] for name in names.split()}


_DICT: Final = "get items keys pop popitem setdefault values"

_FOUND: Final[tuple[type, ...]] = (type(iter(real.deque())), type(reversed(real.deque())))
_ITERATORS: Final = [kind for kind in _FOUND if kind not in ENTRIES]
for _iterator in _ITERATORS:
    opaque(_iterator)

# The real classes behind them: `super(deque, d).extendleft` leads past what is written here.
declare(
    "collections",
    entry(
        real.deque,
        "append appendleft clear copy count index insert maxlen pop popleft remove reverse rotate",
        _own(deque, "extend extendleft"),
    ),
    entry(
        real.OrderedDict,
        f"{_DICT} move_to_end",
        {"clear": clear, **_own(OrderedDict, "copy update")},
    ),
    entry(
        real.defaultdict,
        f"{_DICT} copy default_factory",
        {"clear": clear, **_own(defaultdict, "update")},
    ),
    entry(
        real.Counter,
        f"{_DICT} copy total",
        {"clear": clear, **_own(Counter, "elements most_common subtract update")},
    ),
    *map(entry, _ITERATORS),
)
_SPECIAL: Final = (
    "__init__", "__iadd__", "__mul__", "__rmul__", "__imul__", "__ior__", "__iter__", "__missing__",
)  # fmt: skip
for _class in CLASSES:
    _real = getattr(real, _class.__name__)
    for _name in _SPECIAL:
        if _name in _class.__dict__ and _name in _real.__dict__:
            OVERRIDES[_real, _name] = _class.__dict__[_name]
