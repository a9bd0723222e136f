"""`__starred__` and `__rest__`: patterns for which C copies what they match.

`case [x, *y]` makes a list of what is drawn from an iterator, `case {**z}` a dict. Nothing can
stand in the place of what is matched, so only what has a size that is known is taken apart, or
what ticks as it is read.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import Any, Final

from ..prices import NODE, pay_copy
from ..run import charge, current
from .draining import mapping
from .meeting import pay_crowd
from .survey import method_of
from .walking import walk

#: What an item of each takes in a list: a place, and an object of its own where there is none yet.
#: Modules add their own.
SIZES: Final[dict[Any, int]] = {list: 8, tuple: 8, deque: 8, range: 40}
#: Classes whose `__iter__` takes a step an item.
TICKING: Final[list[type]] = []
#: Key in `Run.state`: classes of the guest's, and those they derive from, that were relied upon.
_RELIED: Final = "classes taken apart"
#: So few items are nothing, however often they are written.
_HANDFUL: Final = 16


class _StarredCheck(type):
    def __instancecheck__(cls, value: Any) -> bool:
        kind = type(value)
        if kind is list or kind is tuple:
            if len(value) > _HANDFUL:
                charge(1)  # thousands of cases may stand in a row
                pay_copy(8 * len(value))
            return True
        match value:
            case [*_]:
                _pay_for_list(value, kind)
        return True


class _RestCheck(type):
    def __instancecheck__(cls, value: Any) -> bool:
        kind = type(value)
        if kind is dict:
            mapping(value)
            return True
        match value:
            case {}:
                _pay_for_dict(value, kind)
        return True


def _pay_for_list(value: Any, kind: type) -> None:
    charge(1)
    found = method_of(kind, "__iter__")
    for base, size in SIZES.items():
        if issubclass(kind, base) and found is base.__dict__["__iter__"]:
            pay_copy(size * base.__len__(value))
            break
    else:
        if not any(found is each.__dict__["__iter__"] for each in TICKING):
            _refuse(kind, "a star")
    _rely_on(kind)


def _pay_for_dict(value: Any, kind: type) -> None:
    charge(1)
    if issubclass(kind, dict) and method_of(kind, "__iter__") is dict.__iter__:
        mapping(value)
    elif issubclass(kind, OrderedDict) and kind not in current().own:
        # C asks it for its keys, and hashes them twice.
        pay_copy(2 * NODE * len(value))
        pay_crowd(value)
        walk([*value])
    else:
        _refuse(kind, "'**'")
    _rely_on(kind)


def _refuse(kind: type, what: str) -> None:
    raise TypeError(
        f"a pattern with {what} may not take apart a {kind.__name__!r} object; "
        f"match the object: `case {kind.__name__}() as x`, and take it apart in the body"
    )


def _rely_on(kind: type) -> None:
    """Remember *kind*: code of the guest may run before C iterates, and change its class."""
    run = current()
    if kind in run.own:
        relied: Any = run.state.setdefault(_RELIED, set())
        relied.update(kind.__mro__)


def check_steady(kind: type) -> None:
    """Refuse to change the `__iter__` of a class whose instances a pattern has taken apart.

    Raises:
        TypeError: says so.
    """
    relied: Any = current().state.get(_RELIED)
    if relied and kind in relied:
        raise TypeError(
            f"the __iter__ of {kind.__name__!r} cannot be changed once a pattern with a star has "
            "taken an instance apart"
        )


# Like `dict`, what derives from it takes one positional pattern: for the value itself.
Starred: Final = _StarredCheck("Starred", (dict,), {"__slots__": ()})
Rest: Final = _RestCheck("Rest", (dict,), {"__slots__": ()})
