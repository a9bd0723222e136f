"""Global names of code that runs by `exec(source, names)`.

CPython finds the builtins of a function in its globals, so a guest must never hold the
dictionary that code of its own has for globals: under `__builtins__` are the guards. Such code
gets a dictionary of ours, and the guest's own is brought up to date when the call begins and ends.
"""

from __future__ import annotations

from collections import deque
from sys import getrefcount
from typing import Any, Final

from cloche.transpiler import vocabulary as words
from cloche.transpiler.vocabulary import VARIABLES, is_dunder

from .guards.answering import unasked
from .guards.contents import SCALARS
from .run import Run, charge

_BUILTINS: Final = "__builtins__"
_NAME: Final = "__name__"
#: Dunder names that are a guest's own to see and to bind among its global names.
OPEN: Final = VARIABLES | {"__name__"}
#: And to see only.
SHOWN: Final = OPEN | {"__annotations__"}
_ABSENT: Final = object()
#: Key in `Run.state`: spaces that were in use when they were to be forgotten.
_WAITING: Final = "spaces in use"
#: So many of them are looked at each time that one is entered.
_FEW: Final = 8


def visible(name: object) -> bool:
    """Tell whether a guest may see *name* among its global names."""
    return type(name) is str and (not is_dunder(name) or name in SHOWN)


def shown(names: dict[str, Any]) -> dict[str, Any]:
    """Return a copy of those of *names* a guest may see."""
    charge(len(names) // 8)
    return {name: value for name, value in names.items() if visible(name)}


def taken(given: dict[Any, Any]) -> dict[str, Any]:
    """Return a copy of what code may have for names of *given*, an exact dictionary of a guest's.

    What is no exact string stays out: its `__eq__` would run whenever CPython looks a name up.

    Raises:
        TypeError: `__name__`, which becomes the `__module__` of functions, could be a link of a
            chain that CPython frees level by level in C (see `guards/writing.py`).
    """
    charge(len(given) // 8)
    found = {
        name: value
        for name, value in given.items()
        if type(name) is str and (not is_dunder(name) or name in OPEN)
    }
    if type(found.get(_NAME)) not in SCALARS:
        raise TypeError("__name__ must be a string here")
    return found


class Space:
    """A dictionary *given* by a guest and the one that code has in its place.

    Parameters:
        given: the guest's.
        real: the code's; holds the guards.
    """

    __slots__ = ("_last", "given", "real")

    def __init__(self, run: Run, given: dict[Any, Any]) -> None:
        self.given = given
        self.real: dict[str, Any] = {}
        self._last: dict[str, Any] = {}
        self.enter(run)

    def enter(self, run: Run) -> None:
        """Bring the code's names up to date with the guest's dictionary."""
        mine, theirs, last = self.real, taken(self.given), self._last
        for name in [*last, *theirs]:
            value = theirs.get(name, _ABSENT)
            if value is last.get(name, _ABSENT):
                continue  # what the code made of it meanwhile stands
            if value is _ABSENT:
                mine.pop(name, None)
            else:
                mine[name] = value
        mine[_BUILTINS] = _builtins(run, self.given.get(_BUILTINS, _ABSENT))

    def clear(self) -> None:
        """Forget the code's names: its functions refer to them, and they to its functions."""
        self.real.clear()

    def leave(self) -> None:
        """Bring the guest's dictionary up to date with the code's names."""
        now = shown(self.real)
        update(self.given, taken(self.given), now)
        self._last = taken(self.real)


def update(given: dict[Any, Any], before: dict[str, Any], after: dict[str, Any]) -> None:
    """Make those changes to *given* that lead from *before* to *after*."""
    unasked(given)
    for name in before:
        if name not in after:
            given.pop(name, None)
    for name, value in after.items():
        if before.get(name, _ABSENT) is not value:
            given[name] = value


def space_of(run: Run, given: dict[Any, Any]) -> Space:
    """Return the space of the dictionary *given*, which stays the same for the run."""
    known: Any = run.state.setdefault("spaces", {})
    _release_waiting(run)
    found: Space | None = known.get(id(given))
    if found is None:
        found = known[id(given)] = Space(run, given)
        run.spaces[id(found.real)] = found
        charge(100)
    else:
        found.enter(run)
    return found


def release(run: Run, space: Space) -> None:
    """Forget *space* if no code is left that has its names for globals; else look again later.

    Frames of an error have them as long as that is known to somebody.
    """
    if not _is_released(run, space):
        waiting: Any = run.state.setdefault(_WAITING, deque())
        if space not in waiting:
            waiting.append(space)


def _is_released(run: Run, space: Space) -> bool:
    """Tell whether *space* is forgotten, which it is if no code is left that has its names."""
    known: Any = run.state["spaces"]
    if known.get(id(space.given)) is not space:
        return True
    if getrefcount(space.real) != _UNHELD:
        return False
    del known[id(space.given)], run.spaces[id(space.real)]
    return True


def _release_waiting(run: Run) -> None:
    """Look at a few of the spaces that were in use when they were to be forgotten, in turn."""
    waiting: Any = run.state.get(_WAITING, ())
    for _ in range(min(len(waiting), _FEW)):
        space = waiting.popleft()
        if not _is_released(run, space):
            waiting.append(space)


def _references() -> int:
    space = Space.__new__(Space)
    space.real = {}
    return getrefcount(space.real)


#: What `getrefcount` says of names that only their space holds.
_UNHELD: Final = _references()


# --- Builtins ------------------------------------------------------------------------------


def _builtins(run: Run, given: object) -> Any:
    """Return the builtins of code whose globals name *given* as `__builtins__`.

    Raises:
        TypeError: it is neither a dictionary nor None.
    """
    everything: Any = run.globals[_BUILTINS]
    if given is _ABSENT:
        return everything
    if given is not None and type(given) is not dict:
        raise TypeError("__builtins__ must be a dict here")
    named = {} if given is None else given
    charge(100 + len(named) // 8)
    guards = {name: everything[name] for name in words.INJECTED if name in everything}
    del guards[words.BUILD_CLASS]  # CPython says that it is not found
    for load in (words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES):
        guards[load] = _no_import
    offered = {
        name: value for name, value in named.items() if type(name) is str and not is_dunder(name)
    }
    return {**offered, **guards}


def _no_import(*names: str) -> None:
    raise ImportError("__import__ not found")
