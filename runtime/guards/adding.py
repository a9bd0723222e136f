"""What puts something into a set, while an `__eq__` of a program's may put something there, too.

C remembers a free place of the table while it compares what is added with members of its hash
(CPython's issue 141805, open in all versions here). What is put there meanwhile is written over:
the set counts more members than it has, and C goes through the memory behind its table. So while C
puts something into a set and is led to code of a program, nobody else does.

A run is calm (`__calm__` in its namespace) as long as no class of the program's is hashed and
compared by anything but identity or C: then C calls nobody in the middle.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from itertools import compress
from typing import Any, Final

from ..binding import MISSING
from ..run import current
from .ordered_keys import QUIET
from .survey import method_of

#: Key in `Run.state`: there is a class that compares, and that has no hash.
_ASLEEP: Final = "a class that compares has no hash"
#: Methods that compare in C, whatever has a hash and is in what they compare.
_CALM: Final = QUIET | {tuple.__eq__, frozenset.__eq__}


# --- Whether C may be led to code of a program ---------------------------------------------


def note(kind: type) -> None:
    """Note how *kind*, a class of the guest's that is new or has been written to, compares."""
    run = current()
    if not run.calm:
        return
    if datetime.tzinfo in kind.__mro__:
        disturb()  # C asks it how late it is when it compares
    elif method_of(kind, "__eq__") not in _CALM:
        if method_of(kind, "__hash__") is None:
            run.state[_ASLEEP] = True
        else:
            disturb()


def note_write() -> None:
    """Note that something is about to be written to a class: its hash, perhaps."""
    if _ASLEEP in current().state:
        disturb()


def disturb() -> None:
    """Note that C may be led to code of the program while it adds to a set."""
    current().calm.clear()


# --- What puts something into a set --------------------------------------------------------


def put(native: Callable[..., Any], x: Any, *args: Any) -> Any:
    """Return `native(x, *args)`, which may put something into *x*.

    A calm program may do so in the middle of it: C draws from a generator between two members. It
    may be calm no more after that, so *x* is noted in any case.

    Raises:
        RuntimeError: the program does so while C may compare by its code.
    """
    if not issubclass(type(x), set):
        return native(x, *args)
    run = current()
    filled, name = run.filled, id(x)
    if name in filled:
        if not run.calm:
            raise RuntimeError(_CHANGED)
        return native(x, *args)
    filled.add(name)
    try:
        return native(x, *args)
    finally:
        filled.discard(name)


class Filled:
    """Lives for one call of `add` of a set: `put(set.add, x, k)`, as fast as it can be.

    Parameters:
        filled: `Run.filled` of a run that is not calm.
    """

    __slots__ = ("_filled", "_whole")

    def __init__(self, whole: set[Any], filled: set[int]) -> None:
        self._whole, self._filled = whole, filled

    def add(self, key: Any = MISSING, /, *rest: Any, **named: Any) -> None:
        whole, filled = self._whole, self._filled
        if key is MISSING or rest or named:
            return whole.add(*(() if key is MISSING else (key, *rest)), **named)  # CPython's error
        name = id(whole)
        if name in filled:
            raise RuntimeError(_CHANGED)
        filled.add(name)
        try:
            return whole.add(key)
        finally:
            filled.discard(name)


def update(x: Any, *sources: Any) -> None:
    """Do `set.update(x, *sources)`, where a source is what `keys.hashed` has returned."""
    for each in sources:
        if type(each) in _DRAWN and not current().calm:
            for member in each:
                put(set.add, x, member)
        else:
            put(set.update, x, each)


def flip(x: Any, *sources: Any) -> Any:
    """The same of `set.symmetric_difference_update`, which draws all of its source first."""
    drawn = [set(each) if type(each) in _DRAWN else each for each in sources]
    return put(set.symmetric_difference_update, x, *drawn)


#: Exact types of what is drawn from a program's iterator.
_DRAWN: Final = (map, compress)


def renew(native: Callable[..., Any], x: Any, *args: Any) -> Any:
    """Return `native(x, *args)`, which gives *x* another table in the end.

    Raises:
        RuntimeError: C is putting something into *x*.
    """
    run = current()
    if not run.calm and id(x) in run.filled:
        raise RuntimeError(_CHANGED)
    return native(x, *args)


def check_none_filled() -> None:
    """Look that no set is being filled, since nobody knows which one is about to change.

    Raises:
        RuntimeError: one is, and C may compare by code of the program.
    """
    run = current()
    if not run.calm and run.filled:
        raise RuntimeError(_CHANGED)


_CHANGED: Final = "a set is changed by an __eq__ that compares what is added to it"
