"""Methods of `OrderedDict` that look at keys, as long as some run needs them (`ordered.py`)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import RLock
from typing import Any, Final
from weakref import ref

from ..standins import namespace
from .comparing import hashable
from .ordered_keys import SCALARS, beside


def _looking(native: Any, look: Callable[[Any, Any], None]) -> Any:
    def method(*args: Any, **named: Any) -> Any:
        if len(args) > 1 and type(args[1]) not in SCALARS:
            look(args[0], hashable(args[1]))
        if "key" in named:
            look(args[0], hashable(named["key"]))
        return native(*args, **named)

    made: Any = method
    made.__name__ = made.__qualname__ = native.__name__
    made.__module__, made.__doc__ = "builtins", native.__doc__
    made.__annotations__ = {}
    return made


#: Methods that look for a node by a key they are given, by name. All others ask one of these, or
#: have a key from the dictionary itself.
LOOKING: Final[dict[str, Any]] = {
    name: _looking(getattr(OrderedDict, name), beside)
    for name in ("__setitem__", "__delitem__", "pop", "move_to_end")
}
#: What other classes have that puts a key into one, and is native: `dict.setdefault(x, k)`.
_PLACING: Final[dict[str, Any]] = {"setdefault": _looking(dict.setdefault, beside)}


class _Watch:
    """As long as one lives, there is a run that needs these methods."""

    __slots__ = ("__weakref__",)


class _Watched:
    """The classes that have such methods while there is a watch.

    A watch ends wherever its run is freed. So each change is made under a lock, and what another
    one, in the middle of it, may have left is looked at afterwards.
    """

    __slots__ = ("_changes", "_lock", "_methods", "_there", "_watches")

    #: CPython gives a class a thousand versions, and is slow with one that has used them up.
    MOST: Final = 50

    def __init__(self) -> None:
        self._methods: list[tuple[Any, str, Any]] = []
        self._lock = RLock()
        self._watches: set[Any] = set()
        self._there = False
        self._changes = 0

    def add(self, kind: Any, methods: dict[str, Any]) -> None:
        self._methods += [(kind, name, method) for name, method in methods.items()]

    def methods(self) -> list[tuple[Any, str, Any]]:
        """Return the classes, and the names and methods that they get."""
        return [*self._methods]

    def watch(self) -> _Watch:
        """Return what keeps the methods there."""
        watch = _Watch()
        with self._lock:
            self._watches.add(ref(watch, self._ended))
            self._settle()
        return watch

    def _ended(self, watch: Any) -> None:
        with self._lock:
            self._watches.discard(watch)
            self._settle()

    def _settle(self) -> None:
        while self._there is not self._is_needed():
            if self._there:
                self._changes += 1
                for kind, name, _ in self._methods:
                    if name in namespace(kind):
                        type.__delattr__(kind, name)
                self._there = False
            else:
                for kind, name, method in self._methods:
                    type.__setattr__(kind, name, method)
                self._there = True

    def _is_needed(self) -> bool:
        return bool(self._watches) or (self._there and self._changes >= self.MOST)


WATCHED: Final = _Watched()


def watch_over(kind: Any) -> None:
    """Let *kind*, a class of this package, be the OrderedDict of guests."""
    WATCHED.add(kind, LOOKING)


def watch_beside(*kinds: Any) -> None:
    """Watch over other classes derived from `dict` that guests hold, or derive from."""
    for each in kinds:
        WATCHED.add(each, _PLACING)
