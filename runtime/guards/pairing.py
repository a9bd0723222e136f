"""What C does to compare two containers of which both contain themselves, known before it is done.

One side tells how long a comparison may take that ends, for it ends with the lighter (`walking`).
What contains itself has no end: how often C goes round it, and down which of its branches, both
sides tell. So pairs are gone through as C does it, without recursion, and each pair once.

As long as all is equal, C goes on; the first difference ends all of it. So does a pair that is met
inside itself: C raises RecursionError there. What only C can compare may be equal, for all we know.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from gc import get_referents
from itertools import compress
from types import GenericAlias, MappingProxyType, SimpleNamespace
from typing import Any, Final, NamedTuple
from weakref import ref

from ..prices import NODE, SMALL_BYTES, spend_walk
from ..run import charge, current
from .contents import READERS, SCALARS, contents
from .crowds import SHARED_FEW
from .naming import names_of
from .toil import toil
from .walking import ENDLESS, MAX_DEPTH, beside_items, flat_weight, leaf, walk, weigh

#: A container whose keys are others than these is not looked into: a guest may say what they hash.
_PLAIN_HASHES: Final[tuple[Any, ...]] = (object.__hash__, type.__hash__)
_NOTHING: Final[Any] = object()
_IDENTITY: Final[Any] = object.__dict__["__eq__"]
_ROWS: Final = frozenset({list, tuple, deque})
_SIZED: Final = frozenset({list, tuple})
#: Steps that each pair takes which is gone into.
_VISIT: Final = 4
#: They compare as dictionaries, and hold what these hold.
_DICTS: Final = frozenset({dict, defaultdict})
_ATTRIBUTES: Final[Callable[[Any], dict[str, Any]]] = SimpleNamespace.__dict__["__dict__"].__get__
_STRANGE_KEYS: Final = "containers that contain themselves are not compared by keys of such types"

_Pairs = Iterator[tuple[Any, Any]]


def walk_both(one: object, other: object) -> None:
    """Pay for comparing *one* with *other*.

    Raises:
        RecursionError: *one* is nested too deeply.
        Stop: it would cost more than is left.
        TypeError: they contain themselves, and have keys that hash as a guest says.
    """
    # Once there is anything that contains itself, most others hang together with it.
    if ENDLESS not in current().state and not walk(one, ordered=True):
        return
    weight = _Pairing().weigh(one, other)
    if weight > SMALL_BYTES:
        spend_walk(weight)


class _Frame(NamedTuple):
    """A pair that C is in the middle of, and what is left of it to compare."""

    name: tuple[int, int]
    rest: _Pairs
    uneven: bool
    times: int


class _Pairing:
    """One pass over the pairs of two structures, in the order in which C meets them."""

    __slots__ = ("_costs", "_known", "_path")

    def __init__(self) -> None:
        #: What each pair costs that has been left (all was equal, as far as we know), or -1: it is
        #: on the path, and ends all where it is met again.
        self._known: dict[tuple[int, int], int] = {}
        self._path: list[_Frame] = []
        #: What there has been on the path so far, by level.
        self._costs: list[int] = []

    def weigh(self, one: Any, other: Any) -> int:
        """Return how many bytes C goes through."""
        path, costs = self._path, self._costs
        found = self._meet(one, other, even_if_same=True)
        if found is not None:
            return max(NODE, found)
        while True:
            frame = path[-1]
            for mine, its in frame.rest:
                found = self._meet(mine, its)
                if found is None:
                    break
                if found < 0:
                    return self._ended()
                costs[-1] += found
            else:
                if frame.uneven:
                    return self._ended()
                path.pop()
                cost = self._known[frame.name] = costs.pop() * frame.times
                if not path:
                    return cost
                costs[-1] += cost

    def _ended(self) -> int:
        """Return what has been done where a difference is found.

        What `<` finds, it asks for once more on each level; and `==` of deques asks twice.
        """
        equal = ordered = 0
        for frame, cost in zip(reversed(self._path), reversed(self._costs), strict=True):
            equal = cost + frame.times * equal
            ordered += equal
        return ordered

    def _meet(self, mine: Any, its: Any, even_if_same: bool = False) -> int | None:
        """Return what a pair costs, -1 if it ends all, or None where it is gone into."""
        if mine is its and not even_if_same:
            return NODE
        mine, its = _shown(mine), _shown(its)
        base, other = _base(mine), _base(its)
        if base is None or other is None:
            return _simple(mine, its, base is other)
        if base is not other:
            return -1
        if base not in _PAIRED:
            if type(mine).__eq__ is _IDENTITY and type(its).__eq__ is _IDENTITY:
                return -1
            return weigh(mine)  # sets, whose members do not contain themselves
        row = _flat(mine, its)
        if row is not None:
            return row
        name = (id(mine), id(its))
        if name in self._known:
            return self._known[name]
        if len(self._path) >= MAX_DEPTH:
            return -1
        charge(_VISIT)
        pairs, uneven = _PAIRED[base](mine, its)
        times = 2 if base is deque else 1
        self._path.append(_Frame(name, compress(pairs, current().ticks), uneven, times))
        self._known[name] = -1
        self._costs.append(NODE if type(mine) in _SIZED else NODE + _beside(mine, base))
        return None


def _shown(x: Any) -> Any:
    while type(x) is MappingProxyType:
        (x,) = get_referents(x)
    return x


def _base(x: Any) -> Any:
    """Return the type in C that says what is in *x*, or None if it is no container."""
    kind: Any = type(x)
    while kind not in READERS:
        kind = kind.__base__
        if kind is None:
            return None
    return dict if kind in _DICTS else kind


def _simple(mine: Any, its: Any, alone: bool) -> int:
    """Return what two cost of which one is no container, or -1 if they differ for sure."""
    kind, its_kind = type(mine), type(its)
    if kind in SCALARS and its_kind in SCALARS:
        weight = min(leaf(mine), leaf(its))
        if kind is its_kind and weight <= SMALL_BYTES and mine != its:
            return -1
        return weight
    if alone and kind.__eq__ is _IDENTITY and its_kind.__eq__ is _IDENTITY:
        return -1
    # Of whichever is no container, the method may be asked.
    things = [each for each in (mine, its) if contents(each) is None]
    return NODE + max(names_of(each) + toil(each) for each in things)


def _beside(x: Any, base: Any) -> int:
    """Return what looking for the keys of *x* weighs, and what else there is to a container."""
    keys = weigh([*dict.__iter__(x)]) if base is dict else 0
    return keys + beside_items(x, SHARED_FEW)


def _flat(mine: Any, its: Any) -> int | None:
    """Return what rows cost of which one has nothing but scalars, or -1 if they differ."""
    kind, its_kind = type(mine), type(its)
    if kind not in _SIZED or its_kind not in _SIZED:
        return None
    kinds, its_kinds = set(map(type, mine)), set(map(type, its))
    if not kinds <= SCALARS:
        return flat_weight(its, its_kinds) if its_kinds <= SCALARS else None
    weight = flat_weight(mine, kinds)
    small = weight <= SMALL_BYTES and its_kinds <= SCALARS
    return -1 if small and mine != its else weight


# --- What is compared with what ----------------------------------------------------------------


def _rows(base: Any) -> Callable[[Any, Any], tuple[_Pairs, bool]]:
    def pairs(mine: Any, its: Any) -> tuple[_Pairs, bool]:
        uneven = base.__len__(mine) != base.__len__(its)
        return zip(base.__iter__(mine), base.__iter__(its), strict=False), uneven

    return pairs


def _dicts(mine: Any, its: Any) -> tuple[_Pairs, bool]:
    return _entries(mine, its), False


def _entries(mine: Any, its: Any) -> _Pairs:
    """Yield the values under keys that both have; views look for those alone."""
    for key, value in dict.items(mine):
        if not _is_plain(key):
            raise TypeError(_STRANGE_KEYS)
        found = dict.get(its, key, _NOTHING)
        if found is not _NOTHING:
            yield value, found


def _is_plain(key: Any) -> bool:
    kind = type(key)
    if kind is tuple or kind is frozenset:
        return all(map(_is_plain, key))
    return kind in SCALARS or kind.__hash__ in _PLAIN_HASHES


def _namespaces(mine: Any, its: Any) -> tuple[_Pairs, bool]:
    return iter([(_ATTRIBUTES(mine), _ATTRIBUTES(its))]), False


def _read(base: Any) -> Callable[[Any, Any], tuple[_Pairs, bool]]:
    def pairs(mine: Any, its: Any) -> tuple[_Pairs, bool]:
        parts, others = READERS[base](mine), READERS[base](its)
        return zip(parts, others, strict=False), len(parts) != len(others)

    return pairs


_PAIRED: Final[dict[Any, Callable[[Any, Any], tuple[_Pairs, bool]]]] = {
    **{base: _rows(base) for base in _ROWS},
    dict: _dicts,
    SimpleNamespace: _namespaces,
    **{base: _read(base) for base in (slice, GenericAlias, ref)},
}
