"""Sets and dictionaries with many entries of one hash, each of which C compares with the others.

Whoever writes numbers down can have as many of one hash as he likes (`i * (2**61 - 1)`), alone, in
tuples, frozensets or what derives from these; and so can whoever writes a `__hash__`. To make such
a set takes its square, with a step an item; to copy it or to look for all its items in another
takes that again, in one C call.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from gc import get_referents
from itertools import chain
from types import WrapperDescriptorType
from typing import Any, Final, cast

from ..budget import BYTES_PER_STEP
from ..prices import spend
from ..run import current
from .hashes import HASHED_AS, HASHERS, ROWS, Parts

_Saying = Callable[[Any], int | None]
BASES: Final[tuple[Any, ...]] = (set, frozenset, dict, type({}.keys()))
#: So few are compared within a few steps.
FEW: Final = 256
_ITEMS: Final[type] = type({}.items())
#: So few of what may be shared, and so met thousands of times.
SHARED_FEW: Final = 8
#: Exact types of which no more than a few have one hash.
_APART: Final = frozenset({float, bool, str, bytes, type(None)})
_WHOLE: Final = frozenset({int, bool})
#: Integers below have hashes of their own.
_MODULUS: Final = 2**61 - 1
_SCALARS: Final = frozenset({int, float, complex, bool, str, bytes, type(None)})
_HASHED: Final = _SCALARS | {tuple}
#: So far down is looked for what may be hashed.
_DEPTH: Final = 16
_ITEMS_PER_STEP: Final = 8
_BITS_PER_STEP: Final = 8 * BYTES_PER_STEP
#: Shorter integers are hashed as soon as others.
_LONG: Final = 1 << 1024
#: Steps for each that is looked into, and how many are owed at most.
_VISIT: Final = 2
_BATCH: Final = 1024
#: So much is remembered of what has been found.
_MEMORY: Final = 2**16
#: To find out that two of them are not the same takes as long as so many of the shortest steps.
PAIR: Final = 4


def crowding(x: Any, few: int = FEW, looks: Looks | None = None) -> int:
    """Return what the comparisons of entries of one hash weigh; 0 if *x* is no set, dict or keys.

    No code of the guest's runs: an object whose hash is the guest's is not asked for it.

    Parameters:
        few: no more entries than these are not looked at; of what is met again and again, hardly
            any are few.
        looks: what has been found in the same operation.
    """
    unknown, crowds = crowds_of(x, few, looks)
    return PAIR * BYTES_PER_STEP * (unknown**2 + sum(count * count for count in crowds))


def crowds_of(x: Any, few: int = FEW, looks: Looks | None = None) -> tuple[int, Iterable[int]]:
    """Return how many entries of *x* have the same hash, for each hash of more than one.

    Before that, how many have a hash of the guest's, and are compared by C: what it was when they
    were put in nobody knows, and it may be the same for all.

    Parameters:
        few: no more entries than these are not looked at.
        looks: what has been found in the same operation.

    Raises:
        Stop: looking at them has used up the budget.
    """
    kind = type(x)
    if issubclass(kind, _ITEMS):
        # What is equal in its items begins with the same key.
        (x,) = get_referents(x.mapping)
        kind = type(x)
    base = next((each for each in BASES if issubclass(kind, each)), None)
    if base is None or base.__len__(x) <= few:
        return 0, ()
    kinds = set(map(type, base.__iter__(x)))
    if kinds <= _APART:
        return 0, ()
    if kinds <= _WHOLE and min(base.__iter__(x)) > -_MODULUS and max(base.__iter__(x)) < _MODULUS:
        return 0, ()
    items = [*base.__iter__(x)]
    hashes = (Looks() if looks is None else looks).hashes_of(items, kinds)
    unknown = len(items) - len(hashes)
    if len(set(hashes)) == len(hashes):
        return unknown, ()
    return unknown, [count for count in Counter(hashes).values() if count > 1]


class Looks:
    """What has been found of hashes in one operation; no code of a guest's runs meanwhile.

    What is shared is looked at once, and all of it is paid for before: a tuple keeps no hash, and
    an integer may be as long as it likes.
    """

    __slots__ = ("_known", "_owed", "_ways")

    def __init__(self) -> None:
        #: By identity and depth.
        self._known: dict[tuple[int, int], int | None] = {}
        #: Type -> how its instances are hashed.
        self._ways: dict[type, Parts | _Saying] = {}
        self._owed = 0

    def hashes_of(self, items: list[Any], kinds: set[type]) -> list[int]:
        """Return the hashes of *items*, of these types, except of those of which nobody knows it.

        Raises:
            Stop: looking at them has used up the budget.
        """
        if kinds <= _HASHED:
            alike = len(kinds) == 1 and tuple in kinds
            rows = items if alike else [item for item in items if type(item) is tuple]
            self._pay((len(items) + sum(map(len, rows))) // _ITEMS_PER_STEP)
            parts = set(map(type, chain.from_iterable(rows)))
            if parts <= _SCALARS:
                if int in kinds:
                    self._pay_long(items, kinds)
                if int in parts:
                    self._pay_long([*chain.from_iterable(rows)], parts)
                return [*map(hash, items)]
        else:
            self._pay(len(items))
        if len(self._known) > _MEMORY:
            self._known.clear()
        said = [self._hash(item, _DEPTH) for item in items]
        return [each for each in said if each is not None]

    def _pay(self, steps: int) -> None:
        self._owed += steps
        if self._owed > _BATCH:
            owed, self._owed = self._owed, 0
            spend(owed)

    def _pay_long(self, items: list[Any], kinds: set[type], steps: int = 0) -> None:
        """Pay so many *steps*, and for hashing the integers among *items*, of these types."""
        if int in kinds:
            numbers = items if len(kinds) == 1 else [x for x in items if type(x) is int]
            if max(numbers) > _LONG or min(numbers) < -_LONG:
                steps += sum(map(int.bit_length, numbers)) // _BITS_PER_STEP
        self._pay(steps)

    def _hash(self, x: Any, depth: int) -> int | None:
        """Return what only entries of the hash of *x* have; None if there is no telling.

        What code in Python hashes stands for itself: another one is compared by such code, too, or
        else there is no telling. So rows that begin with what C tells apart, and end in what says
        the hash that they lack for having all the same, are told apart here; to compare them takes
        no longer than to put them there did, and where they are met more than once they are
        compared one by one, for what is in them (`survey.py`).

        Parameters:
            depth: how far down is looked.
        """
        kind = type(x)
        if kind in _APART:
            return hash(x)
        way = self._ways.get(kind)
        if way is None:
            way = self._ways[kind] = _way_of(kind)
        if type(way) is not tuple:
            if issubclass(kind, int):
                self._pay(int.bit_length(x) // _BITS_PER_STEP)
            return cast("_Saying", way)(x)
        # (What is too deep to be told is not too deep elsewhere.)
        name = id(x), depth
        if name not in self._known:
            self._known[name] = self._hash_of(x, way, depth)
        return self._known[name]

    def _hash_of(self, x: Any, way: Parts, depth: int) -> int | None:
        read, made = way
        inside = [*read(x)]
        kinds = set(map(type, inside))
        if kinds <= _SCALARS:
            self._pay_long(inside, kinds, _VISIT + len(inside) // _ITEMS_PER_STEP)
            return hash(x)
        self._pay(_VISIT + len(inside) // _ITEMS_PER_STEP)
        if not depth:
            return None
        hashes = [self._hash(each, depth - 1) for each in inside]
        return None if None in hashes else made(cast("list[int]", hashes))


def _way_of(kind: type) -> Parts | _Saying:
    """Return what tells the hash of an instance of *kind*, or by what parts it is hashed."""
    if kind in HASHED_AS:
        return HASHED_AS[kind]
    method = _found(kind, "__hash__")[1]
    found = ROWS.get(method) or HASHERS.get(method)
    if found is not None:
        return found
    return _nobody_knows if _says_its_hash(kind) else id


def _nobody_knows(_: Any) -> None:
    """Stand for a hash that is the guest's to say."""


def _says_its_hash(kind: type) -> bool:
    """Tell whether instances of *kind* are hashed by the guest's code, and compared by C's."""
    home, _ = _found(kind, "__hash__")
    return home in current().own and type(_found(kind, "__eq__")[1]) is WrapperDescriptorType


def _found(kind: type, name: str) -> tuple[type, Any]:
    """Return the class that *kind* has a special method from, and the method."""
    home = next(base for base in kind.__mro__ if name in base.__dict__)
    return home, home.__dict__[name]
