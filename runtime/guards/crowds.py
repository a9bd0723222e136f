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
from types import GenericAlias, MethodType, UnionType, WrapperDescriptorType
from typing import Any, Final
from weakref import ref

from ..budget import BYTES_PER_STEP
from ..prices import spend
from ..run import current

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
#: Methods that hash without any code of a guest's, in classes of his, too. A module adds its own.
HASHERS: Final[list[Any]] = [
    kind.__hash__ for kind in (object, int, float, complex, str, bytes, range)
]
#: What C hashes of rarer types, and compares if it has one hash.
_HASHED_AS: Final[dict[Any, Callable[[Any], Any]]] = {
    GenericAlias: lambda x: x.__args__,
    UnionType: lambda x: x.__args__,
    slice: lambda x: (x.start, x.stop, x.step),
    MethodType: lambda x: (x.__func__, id(x.__self__)),
    ref: lambda x: (x(),),
}
#: So far down is looked for what may be hashed.
_DEPTH: Final = 16
_ITEMS_PER_STEP: Final = 8
#: Steps for each that is looked into, and how many are between two charges.
_VISIT: Final = 4
_BATCH: Final = 1024
#: To find out that two of them are not the same takes as long as so many of the shortest steps.
PAIR: Final = 4


_Known = dict[tuple[int, int], int | None]


def crowding(x: Any, few: int = FEW) -> int:
    """Return what the comparisons of entries of one hash weigh; 0 if *x* is no set, dict or keys.

    No code of the guest's runs: an object whose hash is the guest's is not asked for it.

    Parameters:
        few: no more entries than these are not looked at; of what is met again and again, hardly
            any are few.
    """
    unknown, crowds = crowds_of(x, few)
    return PAIR * BYTES_PER_STEP * (unknown**2 + sum(count * count for count in crowds))


def crowds_of(x: Any, few: int = FEW) -> tuple[int, Iterable[int]]:
    """Return how many entries of *x* have the same hash, for each hash of more than one.

    Before that, how many have a hash of the guest's, and are compared by C: what it was when they
    were put in nobody knows, and it may be the same for all.

    Parameters:
        few: no more entries than these are not looked at.

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
    if kinds <= _HASHED and _SCALARS.issuperset(map(type, chain.from_iterable(_rows(items)))):
        hashes = [*map(hash, items)]
    else:
        known: _Known = {}
        said = [_hash(item, _DEPTH, known) for item in items]
        hashes = [each for each in said if each is not None]
    unknown = len(items) - len(hashes)
    if len(set(hashes)) == len(hashes):
        return unknown, ()
    return unknown, [count for count in Counter(hashes).values() if count > 1]


def _rows(items: list[Any]) -> list[tuple[Any, ...]]:
    return [item for item in items if type(item) is tuple]


def _says_its_hash(kind: type) -> bool:
    """Tell whether instances of *kind* are hashed by the guest's code, and compared by C's."""
    home, _ = _found(kind, "__hash__")
    return home in current().own and type(_found(kind, "__eq__")[1]) is WrapperDescriptorType


def _found(kind: type, name: str) -> tuple[type, Any]:
    """Return the class that *kind* has a special method from, and the method."""
    home = next(base for base in kind.__mro__ if name in base.__dict__)
    return home, home.__dict__[name]


def _hash(x: Any, depth: int, known: _Known) -> int | None:
    """Return what only entries of the hash of *x* have; None if there is no telling.

    A part that the guest's code hashes stands for itself: another one is compared by code of the
    guest's, too, or else there is no telling.

    Parameters:
        depth: how far down is looked.
        known: what has been found, by identity and depth: what is shared is looked at once.

    Raises:
        Stop: looking at it has used up the budget.
    """
    kind = type(x)
    if kind in _SCALARS:
        return hash(x)
    method = tuple.__hash__ if kind is tuple else _found(kind, "__hash__")[1]
    read: Any
    if kind in _HASHED_AS:
        read = _HASHED_AS[kind]
    elif method is tuple.__hash__ or method is frozenset.__hash__:
        read = (tuple if method is tuple.__hash__ else frozenset).__iter__
    elif any(method is each for each in HASHERS):
        return hash(x)
    else:
        return None if _says_its_hash(kind) else id(x)
    # (What is too deep to be told is not too deep elsewhere.)
    name = id(x), depth
    if name not in known:
        known[name] = _hash_of(x, [*read(x)], method is frozenset.__hash__, depth, known)
        if len(known) % _BATCH == 0:
            spend(_VISIT * _BATCH)
    return known[name]


def _hash_of(x: Any, inside: list[Any], is_set: bool, depth: int, known: _Known) -> int | None:
    if len(inside) > FEW:
        spend(len(inside) // _ITEMS_PER_STEP)
    if _SCALARS.issuperset(map(type, inside)):
        return hash(x)
    if not depth:
        return len(inside)
    hashes = [_hash(each, depth - 1, known) for each in inside]
    if None in hashes:
        return None
    return hash(frozenset(hashes) if is_set else tuple(hashes))
