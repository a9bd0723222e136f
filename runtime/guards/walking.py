"""The work of comparing or hashing nested containers, known before it is done.

Sharing makes sizes lie: 27 levels of `t = (t, t)` are 27 tuples, and 2**27 visits to whatever
hashes them. Depth kills: hashing has no recursion check, so a tuple nested deeply
enough ends the process. `weigh` finds both without doing the work: one visit to each distinct
container, whose weight counts as often as it is shared.

A guest's object that is no container weighs nothing more: its `__eq__` and `__repr__` tick for
themselves.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Collection, Iterator
from itertools import chain, compress
from typing import Any, Final

from ..prices import NODE, SMALL_BYTES, spend, spend_walk
from ..run import charge, current, running
from .contents import PLAIN, SCALARS, SEQUENCES, contents
from .crowds import FEW, SHARED_FEW, Looks, crowding
from .naming import names_alike, names_of
from .short import FIXED
from .toil import lost, toil, toils_alike

#: They have no name of the program's, nor a method that takes long.
_TABLES: Final = frozenset({dict, set, frozenset})
#: Deeper structures are refused. CPython itself stops comparing and printing at 1,000 levels, but
#: does not stop hashing: near 100,000 that overflows the C stack.
MAX_DEPTH: Final = 10_000
#: `<` asks on each level of two nests for what differs, and goes through all that is equal before
#: it once more on the next one. So many levels are taken for one, and CPython goes down no more
#: than a thousand.
_LEVELS: Final = 16
_MOST_LEVELS: Final = 1_000
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
LIGHT = 2**16

#: Key in `Run.state`: something that contains itself has been weighed.
ENDLESS: Final = "endless"
_TOO_DEEP = "maximum recursion depth exceeded in comparison"


def weigh(x: object, ordered: bool = False) -> int:
    """Return how many bytes a walk over *x* touches, shared parts counted as often as they are met.

    Parameters:
        ordered: the operator may be `<`, which takes longer for deep nests.

    Raises:
        RecursionError: it is nested more than `MAX_DEPTH` levels deep.
        Stop: looking at it has used up the budget.
    """
    if type(x) in SCALARS:
        return leaf(x)
    inside = contents(x)
    return NODE + names_of(x) if inside is None else _weigh_container(x, inside, ordered)[0]


def _weigh_container(x: object, inside: Collection[Any], ordered: bool = False) -> tuple[int, bool]:
    """Return what *x* weighs, and whether something in it contains itself."""
    weight, endless = weigh_shallow(inside), False
    if weight is None:
        weighing = Weighing()
        weight = weighing.weigh(x, inside)
        endless = weighing.endless
        if ordered:
            weight *= 1 + min(weighing.deepest, _MOST_LEVELS) // _LEVELS
        if endless and (run := running(None)) is not None:
            run.state[ENDLESS] = True
    return weight if type(x) in SEQUENCES else weight + beside_items(x, FEW), endless


def beside_items(x: Any, few: int, looks: Looks | None = None) -> int:
    """Return what a container that is no sequence weighs besides itself and its items."""
    weight = crowding(x, few, looks) + lost(x)
    return weight if type(x) in _TABLES else weight + names_of(x) + toil(x)


def weigh_shallow(inside: Collection[Any]) -> int | None:
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
    if kinds <= SEQUENCES and sum(map(len, inside)) <= _SWEEP:
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


def stepwise(inside: Collection[Any]) -> Iterator[Any]:
    """Return an iterator over *inside* that takes a step for each of many items.

    What is met again is not visited again, but the loop goes round for it.
    """
    return compress(inside, current().ticks) if len(inside) > _BATCH else iter(inside)


class Weighing:
    """One pass over a structure, depth first, without recursion.

    Containers that can reach one another are *endless*: a component of the graph, as Tarjan finds
    it. An unfolding is taken to go down one path of at most the recursion limit through it, and
    to meet what is finite beside that path. What merely holds a component is finite, and counts
    it as often as it is met: one and the same endless object is passed by, by identity.
    """

    __slots__ = (
        "deepest", "endless", "fixed", "heaviest", "known", "left", "looks", "lowest", "order",
        "owed", "twice",
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
        #: Most levels on the path. (What was known by then, and may be deeper, is met twice.)
        self.deepest = 0
        #: Those on the path that weigh twice what is in them.
        self.twice: set[int] = set()
        #: Type -> what its instances weigh, which hold nothing known, or `_VARIES`.
        self.fixed: dict[type, int] = {}
        #: What has been found of hashes.
        self.looks = Looks()
        #: Steps for what has been looked at.
        self.owed = 0

    def weigh(self, root: object, inside: Collection[Any]) -> int:
        path: list[tuple[int, Iterator[Any]]] = [(id(root), stepwise(inside))]
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
                path.append((id(item), stepwise(found)))
                weights.append(self.node)
                self.deepest = max(self.deepest, len(path))
                if type(item) not in SEQUENCES:
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
        if len(inside) > _BATCH and kind not in PLAIN:
            charge(len(inside) // _READ)  # many may be around one
        self.owed += _VISIT + len(inside) // _SCANNED
        if self.owed > _VISIT * _BATCH:
            self._settle()
        kinds = set(map(type, inside))
        if kinds <= SCALARS:
            weight = self.flat(inside, kinds)
            if kind not in SEQUENCES:
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
    return heaviest * (sys.getrecursionlimit() if heaviest > LIGHT else 16)


def walk(x: object, ordered: bool = False) -> bool:
    """Pay for comparing or hashing *x*.

    Parameters:
        ordered: the operator may be `<` (see `weigh`).

    Returns whether something in it contains itself: how often C goes round that is for what it
    is compared with to tell, which has a weight of its own.

    Raises:
        RecursionError: it is nested too deeply.
        Stop: it would cost more than is left.
    """
    inside, endless = contents(x), False
    if inside is None:
        weight = leaf(x)
    elif type(x) in SEQUENCES and current().bare.issuperset(map(type, inside)):
        weight = NODE + NODE * len(inside)  # instances that are compared by methods, or identity
    else:
        weight, endless = _weigh_container(x, inside, ordered)
    if weight > SMALL_BYTES:
        spend_walk(weight)
    return endless
