"""Ordered dictionaries of programs whose classes compare or hash by code of their own.

C keeps the entries of an OrderedDict in a list of its own, beside the dictionary, and goes through
that list, and through a table of its nodes, while it compares keys. An `__eq__` of a program that
empties the dictionary meanwhile frees what C holds. So no key of an OrderedDict is one whose
comparison leads to code of a program.

Nearly no program has such keys, and C asks nobody before it takes one. So nothing is in the way
until a program has both, an OrderedDict and a class that says how it compares, or hashes. From
then on the class `OrderedDict`, which all runs share, has methods that look at each key
(`watching.py`), until the last such program is gone; they look no further in any other.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable
from gc import get_referents
from typing import Any, Final
from weakref import ref

from ..prices import spend
from ..run import Run, current, running
from ..standins import namespace
from .ordered_keys import WATCHES, refuse, unsafe
from .survey import is_native, method_of
from .watching import WATCHED

#: Keys in `Run.state`: the ordered dictionaries there are; that a class says how it compares, or
#: hashes.
_KEPT: Final = "ordered dictionaries"
_SPEAKS: Final = "classes that compare or hash"
_FEW: Final = 64
_ITEMS_PER_STEP: Final = 8


class _Kept:
    """The ordered dictionaries of a run, as long as they live."""

    __slots__ = ("limit", "refs")

    def __init__(self) -> None:
        self.refs: list[Any] = []
        self.limit = _FEW

    def add(self, x: Any) -> None:
        if len(self.refs) >= self.limit:
            self.refs = [each for each in self.refs if each() is not None]
            self.limit = max(_FEW, 2 * len(self.refs))
        self.refs.append(ref(x))


def note_ordered(x: Any) -> None:
    """Note that *x*, an OrderedDict, was made in the current run."""
    run = running(None)
    if run is None:
        return
    kept: Any = run.state.get(_KEPT)
    if kept is None:
        kept = run.state[_KEPT] = _Kept()
        if _SPEAKS in run.state:
            _watch(run)
    kept.add(x)


def has_ordered() -> bool:
    """Tell whether the current run has made an OrderedDict."""
    return _KEPT in current().state


# --- Classes ------------------------------------------------------------------------------


def note_class_to_be(bases: tuple[type, ...], names: Collection[str]) -> None:
    """Note that the current guest is about to have a class of *bases* with these *names*.

    Raises:
        TypeError: it compares or hashes, and there is a key that might lead to it.
    """
    if _SPEAKS not in current().state and (
        not _SPEAKING.isdisjoint(names) or any(map(_speaks, bases))
    ):
        _begin(None)


def note_speaker(kind: type) -> None:
    """Note the class *kind* of the current guest, which nobody has an instance of.

    Raises:
        TypeError: as `note_class_to_be`.
    """
    if _SPEAKS not in current().state and _speaks(kind):
        _begin(None)


def note_methods(kind: type, names: Iterable[str]) -> None:
    """Note that the class *kind*, which may have instances, is about to get methods of *names*.

    Raises:
        TypeError: it will compare or hash, and an instance is a key.
    """
    if not _SPEAKING.isdisjoint(names):
        _begin(kind)


_SPEAKING: Final = frozenset({"__eq__", "__hash__"})


def _speaks(kind: type) -> bool:
    """Tell whether instances of *kind* compare or hash by code of the guest's, for all we know."""
    return (
        not is_native(method_of(kind, "__eq__"))
        or datetime.tzinfo in kind.__mro__
        or hashes_itself(kind)
    )


def hashes_itself(kind: type) -> bool:
    """Tell whether *kind* has a `__hash__` of the guest's."""
    home = next(base for base in kind.__mro__ if "__hash__" in namespace(base))
    method = namespace(home)["__hash__"]
    if method is None or is_native(method):
        return False
    return home in current().own or home is kind  # (the library's, of `Enum`, asks for a name)


def _begin(late: type | None) -> None:
    """From here on, code of the guest may compare keys: of *late*, which may have instances."""
    run = current()
    run.state[_SPEAKS] = True
    kept: Any = run.state.get(_KEPT)
    if kept is None:
        return
    _watch(run)
    for each in [*kept.refs]:
        found = each()
        if found is not None:
            _look_through(found, late)


def _look_through(x: Any, late: type | None) -> None:
    inside = get_referents(x)
    spend(1 + len(inside) // _ITEMS_PER_STEP)
    # Keys are in there twice, as C has them: in the dictionary and in its list.
    values = Counter(map(id, dict.values(x)))
    for each in inside:
        if values[id(each)] > 0:
            values[id(each)] -= 1
        elif type(each) is not dict and (kind := unsafe(each, late)) is not None:
            refuse(kind)


def _watch(run: Run) -> None:
    if WATCHES not in run.state:
        run.state[WATCHES] = WATCHED.watch()
