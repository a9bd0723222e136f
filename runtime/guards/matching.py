"""`__taken__` and `__compared__`: what patterns read and compare natively.

`case C(get=f)` reads an attribute in C, and would bind a method that hashes unpaid; `case K.t`
compares in C. Each stands around the pattern of that one value, as a class that matches itself;
whether the value is an instance is asked here, and it always is.
"""

from __future__ import annotations

from abc import ABCMeta
from typing import Any, Final

from cloche.transpiler.vocabulary import BOUND

from ..run import current
from ..standins import namespace
from .comparing import link
from .contents import SCALARS
from .keys import method


class _TakenCheck(type):
    def __instancecheck__(cls, value: Any) -> bool:
        if method(value) is not value:
            raise TypeError(
                f"a pattern may not take the method {value.__name__!r}; "
                "match the object and call the method in a guard: `case C() as x if x.… == …`"
            )
        return True


class _ComparedCheck(type):
    def __instancecheck__(cls, value: Any) -> bool:
        kind = type(value)
        if kind in SCALARS or kind.__eq__ is _BY_IDENTITY:
            return True
        return link(value) is value


_BY_IDENTITY: Final[Any] = object.__eq__


# Like `dict`, what derives from it takes one positional pattern: for the value itself.
Taken: Final = _TakenCheck("Taken", (dict,), {"__slots__": ()})
Compared: Final = _ComparedCheck("Compared", (dict,), {"__slots__": ()})


def matched_names(kind: type) -> set[str]:
    """Return the names that a positional pattern may read of what passes for a *kind*, and that
    methods have which do not go about as values."""
    own = current().own
    found: set[str] = set()
    for each in kind.__mro__:
        names = namespace(each).get("__match_args__", ()) if each in own else ()
        found.update(name for name in names if name in BOUND)
    return found


#: Key in `Run.state`: class of a named tuple -> its fields that are called like methods of tuples.
_KEPT: Final = "kept fields"


def keep_fields(kind: type, names: frozenset[str]) -> None:
    """Let `case C(x)` read *names* of instances of *kind*, which hide methods for good.

    Nobody changes *kind* (see `writing`), so what derives from it never shows the methods.
    """
    kept: Any = current().state.setdefault(_KEPT, {})
    kept[kind] = names


def kept_fields(kind: type) -> frozenset[str]:
    """Return the names that nobody removes from *kind*."""
    kept: Any = current().state.get(_KEPT)
    return kept.get(kind, _NONE) if kept else _NONE


_NONE: Final[frozenset[str]] = frozenset()


def check_matching(bases: tuple[type, ...], space: Any, metaclass: Any = type) -> None:
    """Refuse a class of whose instances `case C(x)` could read such a method.

    Parameters:
        metaclass: it decides what passes for an instance.

    Raises:
        TypeError: says which.
    """
    names = {name for name in space.get("__match_args__", ()) if name in BOUND}
    for base in bases:
        names |= matched_names(base)
    if not names:
        return
    own = current().own
    classes = {each for base in bases for each in base.__mro__}
    hidden = _NONE.union(*(kept_fields(each) for each in classes & own))
    for kind in classes - own:
        for name in (names - hidden if kind is tuple else names) & namespace(kind).keys():
            raise TypeError(
                f"__match_args__ may not hold {name!r} in a class derived from {kind.__name__}"
            )
    # What is registered with an ABC has been looked at (`abc.register`).
    if metaclass is not type and metaclass is not ABCMeta:
        raise TypeError(f"__match_args__ may not hold {min(names)!r} in a class with a metaclass")
