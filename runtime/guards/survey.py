"""What there is in a structure: code of a guest that C calls, and containers that this may change.

C walks what was weighed before. A method of a guest's that runs in the middle of it may put
anything into a list that is still to be read, and C would go on for ever. Where both are found, C
is not asked (`compared.py`, `rendered.py`).
"""

from __future__ import annotations

import sys
from collections import OrderedDict, deque
from collections.abc import Collection, Iterable
from itertools import chain, count
from operator import is_
from types import BuiltinFunctionType, FunctionType, GenericAlias, MethodType, UnionType
from typing import Any, Final

from ..prices import spend
from ..run import current
from .contents import READERS, SCALARS, contents
from .walking import ENDLESS

COMPARED: Final = ("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__")
PRINTED: Final = ("__repr__", "__str__")
#: Exact types that compare by identity and print briefly, and that a guest has many of.
INERT: Final[frozenset[Any]] = SCALARS | {type, FunctionType, BuiltinFunctionType}
#: They do not change; what is in sets was weighed when it was put there.
STILL: Final[set[type]] = {
    tuple, set, frozenset, type({}.keys()), slice, MethodType, GenericAlias, UnionType,
}  # fmt: skip
#: Containers looked at between two charges, and steps for each.
_BATCH: Final = 256
VISIT: Final = 4
#: Items whose types are read in a step; so many at most are read for nothing.
_READ: Final = 8
_BRIEF: Final = 1024
#: Rows of so few items in all are read as often as they are met.
_SWEEP: Final = 2**16
#: Of a class of the guest's, C prints what these give, as the class has them.
_GIVING: Final[dict[type, str]] = {
    set: "__iter__", frozenset: "__iter__", deque: "__iter__",
    **({} if sys.version_info >= (3, 12) else {OrderedDict: "items"}),
}  # fmt: skip
_IDENTITY: Final = [object.__dict__[name] for name in COMPARED]
_SLOT: Final = type(list.__eq__)
#: Keys in `Run.state`: C may call code of the guest to compare, or to print.
COMPARES: Final = "compares"
PRINTS: Final = "prints"


def armed() -> bool:
    """Tell whether C may call code of the current guest to compare."""
    return COMPARES in current().state


def wary() -> bool:
    """Tell whether C is to compare pair by pair: it may call code of the guest, or what is
    weighed on one side alone may contain itself."""
    state = current().state
    return COMPARES in state or ENDLESS in state


def arm(names: Iterable[str]) -> None:
    """Note that a class of the current guest's has special methods of these *names*."""
    state = current().state
    if not _COMPARING.isdisjoint(names):
        state[COMPARES] = True
    if not _PRINTING.isdisjoint(names):
        state[PRINTS] = True


_COMPARING: Final = frozenset(COMPARED)
_PRINTING: Final = frozenset({*PRINTED, "__format__"})
#: What a class has that derives from more than `object` and ordinary exceptions, for all we know.
ANY: Final = _COMPARING | _PRINTING


def method_of(kind: type, name: str) -> Any:
    """Return the special method *name* as its class has it, or None."""
    for base in kind.__mro__:
        if name in base.__dict__:
            return base.__dict__[name]
    return None


def is_native(method: Any) -> bool:
    """Tell whether a special method is written in C."""
    return type(method) is _SLOT


def is_steady(x: Any) -> bool:
    """Tell whether nobody can change what C compares in *x*: a leaf, or a tuple of such."""
    leaves = current().scalars
    kind = type(x)
    if issubclass(kind, tuple):
        if (size := tuple.__len__(x)) > _BRIEF:
            spend(size // _READ)
        kinds = set(map(type, tuple.__iter__(x)))
        return leaves.issuperset(kinds) or not any(map(holds, kinds))
    return kind in leaves or not holds(kind)


def unsteady(items: Collection[Any]) -> bool:
    """Tell whether comparing *items* natively is not paid for by what each weighs.

    C might call code of a guest to compare them, of which one could change, or contain itself.
    """
    if not wary():
        return False
    kinds = set(map(type, items)) - current().scalars
    if tuple in kinds:
        kinds.discard(tuple)
        rows = [each for each in items if type(each) is tuple]
        if sum(map(len, rows)) > _SWEEP:
            rows = [*_distinct(rows).values()]
            spend(sum(map(len, rows)) // _READ)
        kinds |= set(map(type, chain.from_iterable(rows)))
    return any(map(holds, kinds))


def _distinct(rows: Collection[Any]) -> dict[int, Any]:
    return dict(zip(map(id, rows), rows, strict=True))


def holds(kind: Any) -> bool:
    """Tell whether instances of *kind* are containers, into which C looks."""
    while kind not in READERS:
        kind = kind.__base__
        if kind is object or kind is None:
            return False
    return True


def gives(kind: type) -> bool:
    """Tell whether C prints what a method of the guest's gives, not what is in a *kind*."""
    own = current().own
    return kind in own and any(
        next(each for each in kind.__mro__ if name in each.__dict__) in own
        for base, name in _GIVING.items()
        if issubclass(kind, base)
    )


class Survey:
    """What there is in a structure: code of a guest that C calls, and what that may change.

    Parameters:
        names: the methods that C calls.
        leaves: whether what is no container counts as a guest's, unless it compares by identity.
    """

    __slots__ = ("_kinds", "_leaves", "_names", "_owed", "_seen", "changeable", "guests")

    def __init__(self, names: tuple[str, ...], leaves: bool) -> None:
        self._names, self._leaves = names, leaves
        self.guests = self.changeable = False
        self._seen: set[int] = set()
        #: Steps for what has been read.
        self._owed = 0
        #: Type -> whether it is looked into.
        self._kinds: dict[type, bool] = dict.fromkeys(INERT, False)

    def finds(self, values: Any) -> bool:
        """Tell whether both are in one of *values*, or one here and the other there.

        Raises:
            Stop: looking at them has used up the budget.
        """
        todo = [*values]
        for visited in count(1):
            if not todo or (self.guests and self.changeable):
                break
            if visited % _BATCH == 0:
                spend(VISIT * _BATCH)
            x = todo.pop()
            if id(x) in self._seen or not self._enters(type(x)):
                continue
            self._seen.add(id(x))
            inside: Any = contents(x)
            self._owed += len(inside) // _READ
            if self._owed > _BRIEF:
                self._pay()
            self._look(inside, todo)
        return self.guests and self.changeable

    @classmethod
    def changes(cls, x: Any) -> bool:
        """Tell whether there is a container in *x* that could change.

        Raises:
            Stop: looking at it has used up the budget.
        """
        survey = cls(COMPARED, leaves=True)
        survey.guests = True
        return survey.finds((x,))

    def _pay(self) -> None:
        owed, self._owed = self._owed, 0
        spend(owed)

    def _look(self, inside: Any, todo: list[Any]) -> None:
        kinds = set(map(type, inside))
        if kinds == {tuple} and self._are_rows(inside):
            return
        entered = [self._enters(kind) for kind in kinds]  # all of them: each is noted
        if any(entered):
            todo += [each for each in inside if self._kinds[type(each)]]

    def _are_rows(self, inside: Collection[Any]) -> bool:
        """Tell whether these tuples hold nothing that is looked into, all at once."""
        many = (total := sum(map(len, inside))) > _SWEEP
        if many:
            seen = self._seen
            inside = [row for name, row in _distinct(inside).items() if name not in seen]
            total = sum(map(len, inside))
        self._owed += total // _READ
        if self._owed > _BRIEF:
            self._pay()
        # All of them: each is noted.
        entered = [self._enters(kind) for kind in set(map(type, chain.from_iterable(inside)))]
        if any(entered):
            return False
        if many:
            self._seen.update(map(id, inside))
        return True

    def _enters(self, kind: type) -> bool:
        known = self._kinds.get(kind)
        if known is None:
            known = self._kinds[kind] = self._note(kind)
        return known

    def _note(self, kind: type) -> bool:
        methods = [method_of(kind, name) for name in self._names]
        if self._leaves and all(map(is_, methods, _IDENTITY)):
            return False
        is_container = holds(kind)
        if is_container:
            # What is ours and written in Python compares what is in it, no more.
            self.guests |= kind in current().own and not all(map(is_native, methods))
            if not self._leaves and gives(kind):
                self.guests = self.changeable = True
        elif self._leaves or not all(map(is_native, methods)):
            self.guests = True
        if is_container and STILL.isdisjoint(kind.__mro__):
            self.changeable = True
        return is_container
