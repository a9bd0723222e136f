"""The container classes of `collections`, derived from the real ones, with draining that ticks.

Guests hold these classes and derive from them. Methods that are inherited take one walk over
what has been paid for; those that take an iterable are written here.
"""

from __future__ import annotations

import collections as real
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import index
from typing import Any, Final

from ..guards.aliases import alias
from ..guards.answering import check_idle, unasked
from ..guards.comparing import HASHED, hashable
from ..guards.contents import SCALARS
from ..guards.draining import SEARCHED, merged, method_of, one_by_one, pairs
from ..guards.emptying import clear, fill, setdefault
from ..guards.keys import hashed_in_turn
from ..guards.ordered_keys import looking, storing
from ..prices import pay_copy, pay_repeat, spend
from ..rehomed import adopt, remade
from ..run import current
from ..standins import behind, opaque, owned, plain, trust
from ..universe.registry import ENTRIES, entry
from ..universe.special import OVERRIDES
from .counter import READ_AT_ONCE, STEPS_AN_ENTRY, Counter
from .kinds import declare
from .stand_in import ticked


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
    spend(STEPS_AN_ENTRY * dict.__len__(x))


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


# This one is behind what guests hold, where `super(OrderedDict, x).pop` finds it.


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


CLASSES: Final = (deque, OrderedDict, defaultdict, Counter)
for _kind in CLASSES:
    _kind.__module__ = "collections"
    _kind.__doc__ = getattr(real, _kind.__name__).__doc__
    opaque(getattr(real, _kind.__name__))
for _behind in (_Deque, _Looking):
    opaque(_behind)
plain(*CLASSES)
trust(*CLASSES)
HASHED.update((OrderedDict, defaultdict, Counter))
SEARCHED.update((OrderedDict, defaultdict, Counter))
READ_AT_ONCE.update((OrderedDict, defaultdict))
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
