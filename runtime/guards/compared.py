"""Containers that are compared item by item, in Python: code of a guest may change them meanwhile.

What C walks was weighed before. A method of a guest's that runs in the middle of it (`__eq__` of an
item) may put anything into a list that is still to be read, and C would go on for ever. So
where both may meet, something that can change and code of a guest, C compares no more than two
items at a time, each weighed when its turn comes. The order of all that happens is CPython's.
"""

from __future__ import annotations

import operator
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator
from gc import get_referents
from itertools import compress, count
from operator import getitem
from types import MappingProxyType, SimpleNamespace
from typing import Any, Final, TypeVar
from weakref import ref

from ..prices import SMALL_BYTES
from ..run import current
from .contents import SCALARS
from .hashing import key as hashable
from .inherited import is_inherited
from .pairing import walk_both
from .survey import (
    COMPARED,
    COMPARES,
    Survey,
    armed,
    gives,
    holds,
    is_native,
    is_steady,
    method_of,
)  # fmt: skip
from .walking import walk

T = TypeVar("T")

APPLY: Final[dict[str, Callable[[Any, Any], Any]]] = {
    name: getattr(operator, name) for name in COMPARED
}
_SWAPPED: Final = {
    "__eq__": "__eq__", "__ne__": "__ne__", "__lt__": "__gt__", "__gt__": "__lt__",
    "__le__": "__ge__", "__ge__": "__le__",
}  # fmt: skip
_SIGNS: Final = dict(zip(COMPARED, ("==", "!=", "<", "<=", ">", ">="), strict=True))
#: Where C alone compares, and what it is compared with is not known yet.
LOOPS: Final = (
    "a container that contains itself: compare two at a time, with an operator of its own"
)
CHANGES: Final = (
    "a container that might change while it is compared: "
    "compare two at a time, with an operator of its own"
)
#: Classes of what stands for an operand `x` (`operands.py`).
STANDING: Final[set[type]] = set()
_MISSING: Final[Any] = object()
_OBJECTS: Final = {name: object.__dict__[name] for name in COMPARED}


# --- May it change? ------------------------------------------------------------------------


def steady(x: T) -> T:
    """Return *x*, which C is going to compare, if no code of a guest could change it meanwhile.

    Raises:
        TypeError: some could.
    """
    if type(x) not in SCALARS and armed() and not is_steady(x) and Survey.changes(x):
        raise TypeError(CHANGES)
    return x


def refuse_endless(x: Any) -> Any:
    """Refuse *x*, which contains itself: what it will be compared with is not known.

    Raises:
        TypeError: always.
    """
    raise TypeError(LOOPS)


def may_change(*values: Any) -> bool:
    """Tell whether comparing *values* may run code of a guest, and walk what that could change.

    Raises:
        Stop: looking at them has used up the budget.
    """
    return armed() and Survey(COMPARED, leaves=True).finds(values)


# --- One after the other -------------------------------------------------------------------


def compare(name: str, one: Any, other: Any) -> Any:
    """Return what the operator of the method *name* gives for *one* and *other*, paid for.

    Raises:
        TypeError: CPython's own, or they are of a kind that only C can compare.
    """
    if type(other) in STANDING:
        other = other.x
    kind, its = type(one), type(other)
    run = current()
    if kind in run.scalars or its in run.scalars:
        return _paid(name, one, other)
    if COMPARES not in run.state:
        walk_both(one, other)
        return APPLY[name](one, other)
    if kind is its and (kind is list or kind is tuple):
        return _in_turn(name, one, other, kind)
    if not (holds(kind) and holds(its)):
        return _paid(name, one, other)
    return _by_turns(name, one, other)


def _paid(name: str, one: Any, other: Any) -> Any:
    """Compare two of which one is no container: that ends at once, or with the shorter text."""
    if type(one) in _TEXTS and len(one) > SMALL_BYTES:
        walk(one)
    return APPLY[name](one, other)


_TEXTS: Final = frozenset({str, bytes})


def same(one: Any, other: Any) -> bool:
    """Tell what C takes for the same: one object, or what is equal."""
    return one is other or bool(compare("__eq__", one, other))


def _by_turns(name: str, one: Any, other: Any) -> Any:
    """Ask both sides, as the operator does."""
    kind, its = type(one), type(other)
    turns = [(one, name, other), (other, _SWAPPED[name], one)]
    if kind is not its and issubclass(its, kind):
        turns.reverse()
    for subject, method, argument in turns:
        found = _ask(subject, method, argument)
        if found is not NotImplemented:
            return found
    if name in ("__eq__", "__ne__"):
        return (one is other) is (name == "__eq__")
    raise TypeError(
        f"{_SIGNS[name]!r} not supported between instances of {_named(one)} and {_named(other)}"
    )


def _named(x: Any) -> str:
    """Return the name of a container's type as C writes it in errors (`'collections.deque'`)."""
    try:
        int.__neg__(x)
    except TypeError as error:
        return str(error).partition("received a ")[2]
    raise AssertionError("an integer is no container")


def _ask(subject: Any, name: str, argument: Any) -> Any:
    kind = type(subject)
    method = method_of(kind, name)
    if not is_native(method) and issubclass(kind, Counter) and not _is_own(kind, name):
        return _counters(name, subject, argument)
    if not is_native(method):
        return method.__get__(subject, kind)(argument)
    return ask_native(method, name, subject, argument)


def _is_own(kind: type, name: str) -> bool:
    """Tell whether the current guest's is the class that says what *name* is in *kind*."""
    own = current().own
    for each in kind.__mro__:
        if name in each.__dict__ and not is_inherited(each.__dict__[name]):
            return each in own
    return False


def ask_native(method: Any, name: str, subject: Any, argument: Any) -> Any:
    """Do what *method* does, which is of C's, for containers that may change meanwhile.

    Raises:
        TypeError: only C can.
    """
    kind, base = type(subject), method.__objclass__
    walker = _WALKERS.get(base)
    if walker is not None:
        fits = issubclass(type(argument), _BESIDE.get(base, base))
        return walker(name, subject, argument) if fits else NotImplemented
    if method is _OBJECTS[name]:
        return method(subject, argument)
    if not issubclass(kind, (set, frozenset)) and may_change(subject, argument):
        raise TypeError(CHANGES)
    walk_both(subject, argument)
    return method(subject, argument)


def _in_turn(name: str, one: Any, other: Any, base: Any) -> Any:
    """Compare two lists, or tuples, as C does: their lengths are read anew before each item."""
    exact = type(one) is base and type(other) is base
    size, read = (len, getitem) if exact else (base.__len__, base.__getitem__)
    if base is list and name in ("__eq__", "__ne__") and size(one) != size(other):
        return name == "__ne__"
    run = current()
    leaves = run.scalars
    if _are_still(base, one, other, leaves):
        walk(one)
        return base.__dict__[name](one, other)
    at = 0
    for at in compress(count(), run.ticks):
        if at >= size(one) or at >= size(other):
            return APPLY[name](size(one), size(other))
        mine, its = read(one, at), read(other, at)
        if mine is its:
            continue
        kind = type(mine)
        if kind in leaves and kind not in _TEXTS:
            equal = mine == its
            if not equal:
                break
        elif not compare("__eq__", mine, its):
            break
    if at >= size(one) or at >= size(other):
        return APPLY[name](size(one), size(other))
    if name in ("__eq__", "__ne__"):
        return name == "__ne__"
    return compare(name, read(one, at), read(other, at))


def _are_still(base: Any, one: Any, other: Any, leaves: Any) -> bool:
    """Tell whether two rows of the type *base* stay as they are while C compares them."""
    if base is tuple:
        rows = (tuple.__iter__(one), tuple.__iter__(other))
        return any(leaves.issuperset(map(type, row)) for row in rows)
    return SCALARS.issuperset(map(type, list.__iter__(one))) and SCALARS.issuperset(
        map(type, list.__iter__(other))
    )


def _lists(name: str, one: Any, other: Any) -> Any:
    return _in_turn(name, one, other, list)


def _tuples(name: str, one: Any, other: Any) -> Any:
    return _in_turn(name, one, other, tuple)


def _dicts(name: str, one: Any, other: Any) -> Any:
    if name not in ("__eq__", "__ne__"):
        return NotImplemented
    return _are_equal(one, other) is (name == "__eq__")


def _are_equal(one: Any, other: Any) -> bool:
    if dict.__len__(one) != dict.__len__(other):
        return False
    parts = (*_sides(one), *_sides(other))
    if all(SCALARS.issuperset(map(type, each)) for each in parts):
        walk(one)
        return bool(dict.__eq__(one, other))
    for key, mine in entries(one):
        its = dict.get(other, key, _MISSING)
        if its is _MISSING or not same(mine, its):
            return False
    return True


def _sides(x: Any) -> tuple[Any, Any]:
    return dict.__iter__(x), dict.values(x)


def entries(x: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the entries of a dict as they are when their turn comes, and hash nothing.

    Raises:
        TypeError: it has grown or shrunk meanwhile; only C could tell what it has not passed yet.
    """
    rest = compress(dict.items(x), current().ticks)
    while True:
        try:
            entry = next(rest, None)
        except RuntimeError:
            raise TypeError(CHANGED) from None
        if entry is None:
            return
        yield entry


CHANGED: Final = "a dictionary that has grown or shrunk while it was compared or printed"


def _ordered(name: str, one: Any, other: Any) -> Any:
    found = _dicts(name, one, other)
    if found is NotImplemented or not issubclass(type(other), OrderedDict):
        return found
    equal = found is (name == "__eq__")
    if equal:
        ticks = current().ticks
        mine, its = OrderedDict.__iter__(one), OrderedDict.__iter__(other)
        equal = all(map(same, compress(mine, ticks), its))
    return equal is (name == "__eq__")


def _counters(name: str, one: Any, other: Any) -> Any:
    """Do what the methods of `Counter` do, which are Python."""
    if not issubclass(type(other), Counter):
        return NotImplemented
    if name in ("__lt__", "__gt__"):
        weaker = "__le__" if name == "__lt__" else "__ge__"
        return _counters(weaker, one, other) and compare("__ne__", one, other)
    wanted = "__eq__" if name == "__ne__" else name
    for counter in (one, other):
        for element in map(hashable, compress(counter, current().ticks)):
            if not compare(wanted, one[element], other[element]):
                return name == "__ne__"
    return name != "__ne__"


def _through(x: Any) -> Iterator[Any]:
    """Return what C goes through to compare the deque *x*."""
    return iter(x) if gives(type(x)) else deque.__iter__(x)


def _deques(name: str, one: Any, other: Any) -> Any:
    if name in ("__eq__", "__ne__") and len(one) != len(other):
        return name == "__ne__"
    rest, others = _through(one), _through(other)
    for _ in compress(count(), current().ticks):
        mine, its = next(rest, _MISSING), next(others, _MISSING)
        if mine is _MISSING or its is _MISSING:
            return APPLY[name](mine is not _MISSING, its is not _MISSING)
        if not same(mine, its):
            return bool(compare(name, mine, its))  # for `==` as well: C asks twice
    return NotImplemented


def _namespaces(name: str, one: Any, other: Any) -> Any:
    read = SimpleNamespace.__dict__["__dict__"].__get__
    return compare(name, read(one), read(other))


def _references(name: str, one: Any, other: Any) -> Any:
    if name not in ("__eq__", "__ne__"):
        return NotImplemented
    mine, its = ref.__call__(one), ref.__call__(other)
    if mine is None or its is None:
        return (one is other) is (name == "__eq__")
    return compare(name, mine, its)


def _slices(name: str, one: Any, other: Any) -> Any:
    mine, its = ((x.start, x.stop, x.step) for x in (one, other))
    return compare(name, mine, mine if one is other else its)


def _proxies(name: str, one: Any, other: Any) -> Any:
    return compare(name, get_referents(one)[0], other)


#: What a type compares itself with, if that is more than its like.
_BESIDE: Final[dict[Any, type]] = {OrderedDict: dict, MappingProxyType: object}
_WALKERS: Final[dict[Any, Callable[[str, Any, Any], Any]]] = {
    list: _lists, tuple: _tuples, dict: _dicts, deque: _deques, OrderedDict: _ordered,
    SimpleNamespace: _namespaces, ref: _references, slice: _slices,
    MappingProxyType: _proxies,
}  # fmt: skip
