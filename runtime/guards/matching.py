"""`__taken__` and `__compared__`: what patterns read and compare natively.

`case C(get=f)` reads an attribute in C, and would bind a method that hashes unpaid; `case K.t`
compares in C. Each stands around the pattern of that one value, as a class that matches itself;
whether the value is an instance is asked here, and it always is.
"""

from __future__ import annotations

import enum
from abc import ABCMeta
from collections import namedtuple
from types import (
    ClassMethodDescriptorType,
    FunctionType,
    GetSetDescriptorType,
    MemberDescriptorType,
    MethodDescriptorType,
    WrapperDescriptorType,
)
from typing import Any, Final, TypeVar

from cloche.transpiler.vocabulary import BOUND

from ..prices import spend
from ..run import current
from ..standins import namespace
from .comparing import link
from .contents import SCALARS
from .keys import method
from .survey import Survey, is_steady, method_of

T = TypeVar("T")


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
        return subject(value) is value


_BY_IDENTITY: Final[Any] = object.__eq__


def subject(x: T) -> T:
    """Pay for comparing *x* with what a dotted name stands for, and return it.

    Raises:
        TypeError: code of the guest may change it when that name is read, or compared.
    """
    if type(x) not in SCALARS and not is_steady(x) and Survey.changes(x) and _computes():
        raise TypeError(
            "a container that might change while a dotted name is read, in a program that has "
            "properties: compare it in a guard, `case x if x == …`"
        )
    return link(x)


def _computes() -> bool:
    """Tell whether code of the guest may run where an attribute is read."""
    for kind in [*current().own]:
        names = namespace(kind)
        spend(len(names) // _NAMES_IN_A_STEP)
        if not _READING.isdisjoint(names) or any(map(_is_computed, names.values())):
            return True
    return False


def _is_computed(value: Any) -> bool:
    """Tell whether reading the attribute of an instance for which a class holds *value* runs it."""
    kind = type(value)
    if kind is classmethod:
        return type(value.__func__) is not FunctionType
    if kind is enum.property and value.fget is None:
        return False  # a member
    return kind not in _FOUND and method_of(kind, "__get__") is not None


_NAMES_IN_A_STEP: Final = 8
_READING: Final = frozenset({"__getattr__", "__getattribute__"})
#: Exact types of what is found, or bound, as it is.
_FOUND: Final = frozenset(
    {
        FunctionType, staticmethod, MemberDescriptorType, GetSetDescriptorType,
        WrapperDescriptorType, MethodDescriptorType, ClassMethodDescriptorType,
        type(vars(namedtuple("_", "x"))["x"]),
    }
)  # fmt: skip


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
