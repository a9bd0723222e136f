"""The work of comparing, hashing or printing nested containers, known before it is done.

Sharing makes sizes lie: 27 levels of `t = (t, t)` are 27 tuples, and 2**27 visits to whatever
hashes them. Depth kills: hashing has no recursion check, so a tuple nested deeply
enough ends the process. `weigh` finds both without doing the work: one visit to each distinct
container, whose weight counts as often as it is shared.

Only C-level reads are used (`list.__iter__(x)`), so no method of a guest class runs. A guest's
object that is no container weighs nothing more: its `__eq__` and `__repr__` tick for themselves.
"""

from __future__ import annotations

import sys
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterator
from functools import partial
from gc import get_referents
from itertools import chain, compress
from types import (
    EllipsisType,
    GenericAlias,
    MappingProxyType,
    MethodType,
    NoneType,
    NotImplementedType,
    SimpleNamespace,
    UnionType,
)
from typing import Any, Final
from weakref import ref

from ..budget import BYTES_PER_STEP
from ..prices import NODE, SMALL_BYTES, hold_walk, reserve, spend, spend_walk
from ..run import charge, current, running
from .crowds import FEW, SHARED_FEW, Looks, crowding
from .digits import digits_steps
from .listed import arguments_of
from .naming import names_alike, names_of
from .short import FIXED
from .toil import lost, toil, toils_alike

#: Exact types without contents; they compare, hash and print in one short walk.
SCALARS: Final = frozenset(
    {int, float, complex, bool, str, bytes, NoneType, EllipsisType, NotImplementedType}
)
#: Exact types that are their own contents.
_PLAIN = frozenset({list, tuple, set, frozenset, deque})
_SEQUENCES = frozenset({list, tuple})
_TABLES = frozenset({dict, set, frozenset})
#: Deeper structures are refused. CPython itself stops comparing and printing at 1,000 levels, but
#: does not stop hashing: near 100,000 that overflows the C stack.
MAX_DEPTH: Final = 10_000
#: Containers visited between two charges.
_BATCH = 1024
#: Steps that each of them takes: the walk goes through them in Python. A few are free.
_VISIT: Final = 4
_FREE: Final = 128
#: Items whose types and sizes are read in a step.
_SCANNED: Final = 8
#: In place of a weight that is each instance's own.
_VARIES: Final = -1
#: Items read in a step of what others may be around as well.
_READ: Final = 32
#: Rows of up to so many items in all are looked at in one sweep.
_SWEEP = 100_000
#: So few items are looked at one by one.
_SHORT = 8
#: A structure that contains itself, lighter than this, is not worth counting its unfolding.
_LIGHT = 2**16

#: Key in `Run.state`: something that contains itself has been weighed.
ENDLESS: Final = "endless"
_TOO_DEEP = "maximum recursion depth exceeded in comparison"

# --- What is inside ----------------------------------------------------------------------


def _pairs(x: dict[Any, Any]) -> list[Any]:
    return [*dict.__iter__(x), *dict.values(x)]


def _shown(x: Any) -> Any:
    """Return the view *x*, paid for: many may show one dictionary that has lost its entries."""
    if (table := lost(x)) > SMALL_BYTES:
        charge(table // SMALL_BYTES)
    return x


def _partial(x: partial[Any]) -> list[Any]:
    return [x.func, *x.args, *x.keywords.values()]


def _arguments(x: BaseException) -> tuple[Any, ...]:
    """Return the arguments of an exception and what else its text is made of.

    Raises:
        ValueError: CPython's own rendering would read memory that is not the exception's.
    """
    args: tuple[Any, ...] = BaseException.args.__get__(x)  # type: ignore[attr-defined]
    order = type(x).__mro__
    for kind, readers in _PARTS.items():
        if kind in order:
            parts = [read(x) for read in readers]
            if kind is OSError:
                _refuse_unstable(parts)
            args += tuple([part for part in parts if all(part is not each for each in args)])
    for kind, readers in _UNICODE_PARTS.items():
        if kind in order:
            _refuse_unsound([read(x) for read in readers], _UNICODE_ERRORS[kind])
    return args


def _refuse_unstable(parts: list[Any]) -> None:
    """Refuse an OSError whose text runs code of a guest: CPython holds none of its parts."""
    if not all(type(part) in SCALARS for part in parts):
        raise ValueError("a part of this error is neither text nor a number")


def _refuse_unsound(parts: list[Any], types: tuple[type, ...]) -> None:
    """Refuse a UnicodeError whose positions lie outside its object: CPython reads memory there.

    Nothing of it may run code of a guest, who could make another of it meanwhile.
    """
    text, start, end, *names = parts
    if type(text) not in types or not 0 <= start <= end <= len(text):
        raise ValueError("the positions of this error lie outside its object")
    if not all(type(name) is str for name in names):
        raise ValueError("the parts of this error are not its own")


_UNICODE_ERRORS: Final[dict[type, tuple[type, ...]]] = {
    UnicodeDecodeError: (bytes, bytearray),
    UnicodeEncodeError: (str,),
    UnicodeTranslateError: (str,),
}


def _readers(kind: type, names: str) -> list[Callable[[Any], Any]]:
    # The descriptors in C: a guest's class may have attributes of these names.
    return [kind.__dict__[name].__get__ for name in names.split()]


_UNICODE_PARTS: Final = {
    kind: _readers(
        kind, "object start end reason" + " encoding" * (kind is not UnicodeTranslateError)
    )
    for kind in _UNICODE_ERRORS
}
#: What exceptions render besides their arguments, and keep outside of them.
_PARTS: Final = {
    OSError: _readers(OSError, "errno strerror filename filename2"),
    SyntaxError: _readers(SyntaxError, "msg filename lineno"),
    ImportError: _readers(ImportError, "msg"),
}
#: The descriptor in C: what is in the dictionary may have any name.
_ATTRIBUTES: Final[Callable[[Any], dict[str, Any]]] = SimpleNamespace.__dict__["__dict__"].__get__
_STATIC: Final[Callable[[Any], Any]] = staticmethod.__dict__["__func__"].__get__
_CLASSWISE: Final[Callable[[Any], Any]] = classmethod.__dict__["__func__"].__get__
_FACTORY: Final[Callable[[Any], Any]] = defaultdict.__dict__["default_factory"].__get__
_KEYS, _VALUES, _ITEMS = (type(getattr({}, name)()) for name in ("keys", "values", "items"))
#: What to read of an instance of a subclass, or of a type that is rarer than the plain ones.
READERS: Final[dict[type, Callable[[Any], Collection[Any]]]] = {
    list: lambda x: [*list.__iter__(x)],
    tuple: lambda x: [*tuple.__iter__(x)],
    dict: _pairs,
    set: lambda x: [*set.__iter__(x)],
    frozenset: lambda x: [*frozenset.__iter__(x)],
    deque: lambda x: [*deque.__iter__(x)],
    _KEYS: lambda x: [*_shown(x)],
    _VALUES: lambda x: [*_shown(x)],
    _ITEMS: lambda x: [*chain.from_iterable(_shown(x))],
    BaseException: _arguments,
    slice: lambda x: (x.start, x.stop, x.step),
    partial: _partial,
    GenericAlias: arguments_of,
    UnionType: lambda x: x.__args__,
    # Printed with what they are bound to, hashed and compared as what is called.
    MethodType: lambda x: (x.__func__, x.__self__),
    staticmethod: lambda x: (_STATIC(x),),
    classmethod: lambda x: (_CLASSWISE(x),),
    # Printed with its factory.
    defaultdict: lambda x: [*_pairs(x), _FACTORY(x)],
    SimpleNamespace: lambda x: [*_ATTRIBUTES(x).values()],
    MappingProxyType: get_referents,
    # Hashed and compared as what it refers to.
    ref: lambda x: [x()],
}


def contents(x: Any) -> Collection[Any] | None:
    """Return what is inside the container *x*, or None if it is none."""
    kind: type | None = type(x)
    if kind in _PLAIN:
        return x  # type: ignore[no-any-return]
    while (read := READERS.get(kind)) is None:  # type: ignore[arg-type]
        # `__base__` leads to the builtin type whose layout, and so whose contents, *x* has.
        kind = kind.__base__  # type: ignore[union-attr]
        if kind is object or kind is None:
            return None
    return read(x)


# --- How much it is ------------------------------------------------------------------------


def weigh(x: object) -> int:
    """Return how many bytes a walk over *x* touches, shared parts counted as often as they are met.

    Raises:
        RecursionError: it is nested more than `MAX_DEPTH` levels deep.
        Stop: looking at it has used up the budget.
    """
    if type(x) in SCALARS:
        return leaf(x)
    inside = contents(x)
    return NODE + names_of(x) if inside is None else _weigh_container(x, inside)[0]


def _weigh_container(x: object, inside: Collection[Any]) -> tuple[int, bool]:
    """Return what *x* weighs, and whether something in it contains itself."""
    weight, endless = _weigh_shallow(inside), False
    if weight is None:
        weighing = _Weighing()
        weight = weighing.weigh(x, inside)
        endless = weighing.endless
        if endless and (run := running(None)) is not None:
            run.state[ENDLESS] = True
    return weight if type(x) in _SEQUENCES else weight + beside_items(x, FEW), endless


def beside_items(x: Any, few: int, looks: Looks | None = None) -> int:
    """Return what a container that is no sequence weighs besides itself and its items."""
    weight = crowding(x, few, looks) + lost(x)
    # Neither has a name of the program's, nor a method that takes long.
    return weight if type(x) in _TABLES else weight + names_of(x) + toil(x)


def _weigh_shallow(inside: Collection[Any]) -> int | None:
    """Return the weight of scalars, or of rows of scalars; None for anything deeper."""
    if len(inside) <= _SHORT:
        weight = NODE
        for item in inside:
            if type(item) not in SCALARS:
                break
            weight += leaf(item)
        else:
            return weight
    kinds = set(map(type, inside))
    if kinds <= SCALARS:
        return flat_weight(inside, kinds)
    if kinds <= _SEQUENCES and sum(map(len, inside)) <= _SWEEP:
        row = [*chain.from_iterable(inside)]
        kinds = set(map(type, row))
        if kinds <= SCALARS:
            return NODE * len(inside) + flat_weight(row, kinds)
    return None


def leaf(x: Any) -> int:
    """Return what a scalar weighs."""
    kind = type(x)
    if kind is str or kind is bytes:
        return NODE + len(x)
    return NODE + x.bit_length() // 8 if kind is int else NODE


def flat_weight(items: Collection[Any], kinds: set[type]) -> int:
    """Return the weight of scalars of the given exact types."""
    weight = NODE + NODE * len(items)
    if kinds <= FIXED:
        return weight
    if len(kinds) == 1:
        if int in kinds:
            return weight + sum(map(int.bit_length, items)) // 8
        return weight + sum(map(len, items))
    for item in items:
        kind = type(item)
        if kind is str or kind is bytes:
            weight += len(item)
        elif kind is int:
            weight += item.bit_length() // 8
    return weight


def _stepwise(inside: Collection[Any]) -> Iterator[Any]:
    """Return an iterator over *inside* that takes a step for each of many items.

    What is met again is not visited again, but the loop goes round for it.
    """
    return compress(inside, current().ticks) if len(inside) > _BATCH else iter(inside)


class _Weighing:
    """One pass over a structure, depth first, without recursion.

    Containers that can reach one another are *endless*: a component of the graph, as Tarjan finds
    it. An unfolding is taken to go down one path of at most the recursion limit through it, and
    to meet what is finite beside that path. What merely holds a component is finite, and counts
    it as often as it is met: one and the same endless object is passed by, by identity.
    """

    __slots__ = (
        "endless", "fixed", "heaviest", "known", "left", "looks", "lowest", "order", "owed",
        "twice",
    )  # fmt: skip

    #: What a container weighs by itself.
    node = NODE
    #: Types of containers that compare twice what is in them, where it differs.
    doubling: tuple[Any, ...] = (deque,)

    def __init__(self) -> None:
        #: Weight of each container that has been left, and all that it can reach, by identity.
        self.known: dict[int, int] = {}
        #: When each container was met that is on the path, or in a component with one that is.
        self.order: dict[int, int] = {}
        #: The first that was met of the component of what is on the path, where it is in one.
        self.lowest: dict[int, int] = {}
        #: Most that is finite in one of those of its component that have been left.
        self.heaviest: dict[int, int] = {}
        #: Those of them that are in a component with something on the path, in their order.
        self.left: list[int] = []
        #: Whether there is anything endless.
        self.endless = False
        #: Those on the path that weigh twice what is in them.
        self.twice: set[int] = set()
        #: Type -> what its instances weigh, which hold nothing known, or `_VARIES`.
        self.fixed: dict[type, int] = {}
        #: What has been found of hashes.
        self.looks = Looks()
        #: Steps for what has been looked at.
        self.owed = 0

    def weigh(self, root: object, inside: Collection[Any]) -> int:
        path: list[tuple[int, Iterator[Any]]] = [(id(root), _stepwise(inside))]
        weights = [self.node]
        order = self.order
        order[id(root)] = met = 0
        while path:
            name, rest = path[-1]
            for item in rest:
                found = self._look(item)
                if isinstance(found, int):
                    weights[-1] += found
                    continue
                if found is None:
                    self._reach(name, order[id(item)])
                    continue
                if len(path) >= MAX_DEPTH:
                    raise RecursionError(_TOO_DEEP)
                path.append((id(item), _stepwise(found)))
                weights.append(self.node)
                if type(item) not in _SEQUENCES:
                    weights[-1] += self.beside(item)
                    if issubclass(type(item), self.doubling):
                        self.twice.add(id(item))
                met += 1
                order[id(item)] = met
                break
            else:
                path.pop()
                weight = weights.pop()
                if name in self.twice:
                    weight *= 2
                if name in self.lowest:
                    weight = self._leave_endless(name, weight, path)
                else:
                    self.known[name] = weight
                    del order[name]
                if path:
                    weights[-1] += weight
        if self.owed > _FREE:
            spend(self.owed)
        return self.known[id(root)]

    leaf = staticmethod(leaf)
    flat = staticmethod(flat_weight)

    def beside(self, item: Any) -> int:
        """Return what a container weighs besides itself and its items."""
        return beside_items(item, SHARED_FEW, self.looks)

    @staticmethod
    def opaque(item: Any) -> int:
        """Return what an object weighs that holds nothing known."""
        return NODE + names_of(item) + toil(item)

    def _look(self, item: Any) -> Collection[Any] | int | None:
        """Return the weight of *item*, None if that is not known yet, or else what is in it."""
        kind = type(item)
        if kind in SCALARS:
            return self.leaf(item)
        name = id(item)
        weight = self.known.get(name)
        if weight is not None:
            return weight
        if name in self.order:
            return None
        weight = self.fixed.get(kind)
        if weight is not None:
            return self.opaque(item) if weight == _VARIES else weight
        inside = contents(item)
        if inside is None:
            return self._first(item)
        if len(inside) > _BATCH and kind not in _PLAIN:
            charge(len(inside) // _READ)  # many may be around one
        self.owed += _VISIT + len(inside) // _SCANNED
        if self.owed > _VISIT * _BATCH:
            self._settle()
        kinds = set(map(type, inside))
        if kinds <= SCALARS:
            weight = self.flat(inside, kinds)
            if kind not in _SEQUENCES:
                weight += self.beside(item)
            self.known[name] = weight
            return weight
        if len(inside) <= _BATCH:  # (more of them take steps as they are met)
            self.owed += len(inside) // 2
        return inside

    def _settle(self) -> None:
        owed, self.owed = self.owed, 0
        spend(owed)

    def _first(self, item: Any) -> int:
        """Return the weight of the first of a type that is no container's."""
        kind, weight = type(item), self.opaque(item)
        uniform = names_alike(kind) and toils_alike(kind)
        self.fixed[kind] = weight if uniform else _VARIES
        return weight

    def _reach(self, name: int, met: int) -> None:
        """Note that the container *name*, on the path, reaches what was met as number *met*."""
        self.lowest[name] = min(self.lowest.get(name, met), self.order[name], met)

    def _leave_endless(self, name: int, weight: int, path: list[tuple[int, Iterator[Any]]]) -> int:
        """Return what its component adds to what holds it: nothing before all of it is left."""
        lowest, heaviest = self.lowest.pop(name), max(self.heaviest.pop(name, 0), weight)
        met = self.order[name]
        if lowest < met:
            parent = path[-1][0]  # which is in the component as well
            self._reach(parent, lowest)
            self.heaviest[parent] = max(self.heaviest.get(parent, 0), heaviest)
            self.left.append(name)
            return 0
        self.endless = True
        unfolded = _unfolded(heaviest)
        while self.left and self.order[self.left[-1]] > met:
            each = self.left.pop()
            self.known[each] = unfolded
            del self.order[each]
        self.known[name] = unfolded
        del self.order[name]
        return unfolded


def _unfolded(heaviest: int) -> int:
    return heaviest * (sys.getrecursionlimit() if heaviest > _LIGHT else 16)


class _Printing(_Weighing):
    """The same walk, for what is printed: none of it is compared."""

    __slots__ = ("sparse",)
    doubling = ()

    def __init__(self) -> None:
        super().__init__()
        #: Whether there are tables to go through that take no text.
        self.sparse = False

    def beside(self, item: Any) -> int:
        if lost(item) > SMALL_BYTES:
            self.sparse = True
        return names_of(item)

    @staticmethod
    def opaque(item: Any) -> int:
        return NODE + names_of(item)


class _Digits(_Weighing):
    """The same walk, for the steps that long integers take which are printed."""

    __slots__ = ()
    node = 0
    doubling = ()
    leaf = staticmethod(digits_steps)

    @staticmethod
    def flat(items: Collection[Any], kinds: set[type]) -> int:
        return sum(map(digits_steps, items)) if int in kinds else 0

    def beside(self, item: Any) -> int:
        return 0

    @staticmethod
    def opaque(item: Any) -> int:
        return 0


class _Tables(_Digits):
    """The same walk, for tables that have lost their entries."""

    __slots__ = ()

    @staticmethod
    def leaf(x: Any) -> int:
        return 0

    @staticmethod
    def flat(items: Collection[Any], kinds: set[type]) -> int:
        return 0

    def beside(self, item: Any) -> int:
        return lost(item)


# --- What it costs -------------------------------------------------------------------------


def walk(x: object) -> bool:
    """Pay for comparing or hashing *x*.

    Returns whether something in it contains itself: how often C goes round that is for what it
    is compared with to tell, which has a weight of its own.

    Raises:
        RecursionError: it is nested too deeply.
        Stop: it would cost more than is left.
    """
    inside, endless = contents(x), False
    if inside is None:
        weight = leaf(x)
    elif type(x) in _SEQUENCES and current().bare.issuperset(map(type, inside)):
        weight = NODE + NODE * len(inside)  # instances that are compared by methods, or identity
    else:
        weight, endless = _weigh_container(x, inside)
    if weight > SMALL_BYTES:
        spend_walk(weight)
    return endless


def walk_rendering(x: object) -> int:
    """Pay for printing *x*: as much text, and for what contains itself every path through it.

    Returns what it weighs.
    """
    if type(x) in SCALARS:
        weight = leaf(x)
    else:
        inside = contents(x)
        if inside is None:
            weight = names_of(x)
        else:
            weight = _weigh_rendered(x, inside)
            if weight > _MUCH and (steps := _Digits().weigh(x, inside)):
                spend(steps)
            if type(x) not in _PLAIN:
                weight += names_of(x)
    if weight > SMALL_BYTES:
        # What cannot be printed becomes `\\x00`.
        reserve(weight, _PRINTED * weight)
        hold_walk(weight // BYTES_PER_STEP)
    return weight


def _weigh_rendered(x: object, inside: Collection[Any]) -> int:
    shallow = _weigh_shallow(inside)
    if shallow is not None:
        return shallow
    weighing = _Printing()
    weight = weighing.weigh(x, inside)
    if weighing.endless:
        return _explore(x, inside)
    if weighing.sparse:
        spend_walk(_Tables().weigh(x, inside))
    return weight


#: Text of fewer bytes holds no more than ten integers that take long to print.
_MUCH: Final = 2**14
#: Characters that one takes in a `repr`, beyond ASCII up to ten.
_PRINTED: Final = 4


def _explore(root: object, inside: Collection[Any]) -> int:
    """Return the weight of printing a structure that contains itself.

    CPython prints `[...]` only for what it is in the middle of printing; so every path
    without repetition is printed, and there may be very many. They are paid for as they are found.
    """
    path = [(id(root), iter(inside))]
    on_path = {id(root)}
    weight = paid = 0
    while path:
        name, rest = path[-1]
        for item in rest:
            weight += leaf(item)
            if type(item) not in SCALARS:
                weight += names_of(item)
                if (table := lost(item)) > SMALL_BYTES:
                    spend_walk(table)
            if id(item) not in on_path and (found := contents(item)) is not None:
                path.append((id(item), _stepwise(found)))
                on_path.add(id(item))
                break
        else:
            path.pop()
            on_path.discard(name)
        if weight - paid > _LIGHT:
            spend((weight - paid) // NODE)
            paid = weight
    return weight
