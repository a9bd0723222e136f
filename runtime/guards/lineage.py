"""How many ways lead from class to class: C goes all of them, wherever it goes by `__bases__`.

`object.__dir__`, `issubclass` and `functools.singledispatch` go up, the store of a special method
goes down, and none of them remembers where it has been. Forty classes, each derived from the two
before it, are a million million ways. So classes are bounded when they are made by the ways up:
whoever goes up goes no more than `WAYS`; whoever goes down no more than that for each class.
"""

from __future__ import annotations

from typing import Any, Final

from ..prices import spend
from ..run import current, running
from ..standins import namespace

#: So many classes a class may have above itself, each counted as often as ways lead there.
WAYS: Final = 2000
#: Steps for looking at a class on one of the ways down to it.
_STEPS_A_CLASS: Final = 100
#: One step pays for so many names of one class on one of the ways up to it.
_NAMES: Final = 4
#: Keys in `Run.state`: class -> all that C meets on its ways up; class -> below it, on ways down.
_UP: Final = "ways up"
_DOWN: Final = "ways down"
#: Fewer classes below are told within a step.
MANY: Final = 1000


def ways(kind: type) -> int:
    """Return how many classes C meets on all ways up from *kind*, itself included."""
    known: Any = current().state.setdefault(_UP, {})
    return _ways(kind, known)


def _ways(kind: type, known: dict[type, int]) -> int:
    found = known.get(kind)
    if found is None:
        found = known[kind] = 1 + sum([_ways(base, known) for base in kind.__bases__])
    return found


def check_ways(bases: tuple[type, ...]) -> None:
    """Refuse a class of *bases* from which too many ways lead up.

    Raises:
        TypeError: there are `WAYS`.
    """
    if sum(map(ways, bases)) >= WAYS:
        raise TypeError(
            f"a class may have fewer than {WAYS} classes above it, "
            "each counted as often as a way leads to it"
        )


def note_heir(kind: type) -> None:
    """Note with all classes above *kind*, a new one, how often C meets it from there."""
    order = kind.__mro__
    if len(order) == 2:
        return
    down: Any = current().state.setdefault(_DOWN, {})
    times = dict.fromkeys(order, 0)
    times[kind] = 1
    # Each class comes before those that it derives from.
    for each in order:
        for base in each.__bases__:
            times[base] += times[each]
    del times[kind]
    for each, more in times.items():
        down[each] = down.get(each, 0) + more


def heirs(kind: type) -> int:
    """Return how many classes C meets on all ways down from *kind*, itself included."""
    run = running(None)
    down: Any = run.state.get(_DOWN) if run else None
    return 1 + down.get(kind, 0) if down else 1


def pay_for_heirs(kind: type, times: int = 1) -> None:
    """Pay for storing so many special methods in *kind*: C tells each class below, by every way."""
    below = heirs(kind)
    if below > 1:
        spend(_STEPS_A_CLASS * times * below)


def pay_for_names(kind: type) -> None:
    """Pay for gathering the names of *kind*, as `dir` does: those of each class by every way."""
    most = max(len(namespace(each)) for each in kind.__mro__)
    spend(ways(kind) * (1 + most // _NAMES))
