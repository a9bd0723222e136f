"""`__writable__`: whose attributes a guest may set and delete.

What guests share is never written: library classes, module stand-ins, functions of the runtime.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any, Final, TypeVar

from cloche.transpiler.vocabulary import (
    CONVERTED,
    SPECIAL_METHODS,
    WRITABLE_DUNDERS,
    is_dunder,
)

from ..nesting import measure, nested
from ..run import current, demand_room
from ..standins import is_class
from ..standins import writable as owned_instances
from ..stopping import deleted, loses_value
from ..storing import delete, delete_natively, store, store_natively
from ..universe.exceptions import CLASSES
from ..universe.functions import GENERATOR
from .answering import note, unasked_attributes
from .class_members import check_namespace, own_method
from .contents import SCALARS
from .draining import drain
from .dunders import is_own_function
from .lineage import pay_for_heirs
from .matching import kept_fields
from .metaclasses import is_metaclass
from .ordered_keys import refuse_late
from .starring import check_steady
from .steady_keys import note_hash
from .survey import arm
from .versions import changing, replacing, storing
from .zoning import check_zone

T = TypeVar("T")

#: Each instance belongs to one guest. The positions of a UnicodeError are read by its renderer.
#: Modules add types of theirs whose setters check what they are given.
OWNED: Final = {SimpleNamespace, partial, GENERATOR}.union(
    kind for kind in CLASSES if not issubclass(kind, UnicodeError)
)
#: Nothing can be set: the native store raises CPython's own error. (Of builtin functions, which all
#: runs share, `__module__` can.)
_IMMUTABLE: Final = frozenset(
    {int, float, complex, bool, str, bytes, bytearray, list, tuple, dict, set, frozenset, range,
     slice, type(None), type(...), MethodType, type(str.upper), super, object}
)  # fmt: skip


def writable(x: Any) -> Any:
    """Return *x* if the guest may write its attributes.

    Raises:
        AttributeError: it may not.
    """
    kind = type(x)
    run = current()
    if run.answering and (kind is FunctionType or (kind in run.own and not issubclass(kind, type))):
        unasked_attributes(x)
        if kind is not FunctionType:
            return x
    if kind in run.written or kind in OWNED or kind in _IMMUTABLE:
        return x
    if owned_instances(kind):
        return x
    if isinstance(x, type):
        if x in run.own:
            note_hash()
            check_zone(x)
            if issubclass(x, type):
                raise TypeError(f"the metaclass {x.__name__!r} cannot be changed once it is made")
            if kept := kept_fields(x):
                raise TypeError(
                    f"the named tuple {x.__name__!r} has a field {min(kept)!r}, which hides a "
                    "method of tuples: it cannot be changed here"
                )
            changing()
            return x
        raise TypeError(f"cannot set attributes of immutable type {x.__name__!r}")
    if kind is FunctionType and is_own_function(x):
        return x
    if kind in (staticmethod, classmethod) and is_own_function(x.__func__):
        return x
    if kind is property and is_own_function(x.fget):
        return x
    raise AttributeError(f"the attributes of this {kind.__name__!r} object are read-only")


#: C frees what their slots hold one inside the other, without a bound on depth.
_SLOTTED: Final = frozenset(CLASSES) | {FunctionType, property}


_SETS_NATIVELY: Final = BaseException.__setattr__


class _Slots:
    """Stands for an object for the length of one assignment; no guest ever holds one."""

    __slots__ = ("_x",)
    _x: Any

    def __init__(self, x: Any) -> None:
        _hold(self, x)

    def __getattribute__(self, name: str) -> Any:
        return getattr(_held(self), name)

    def __setattr__(self, name: str, value: Any) -> None:
        x = _held(self)
        if name in CONVERTED and getattr(type(x), "__setattr__", None) is _SETS_NATIVELY:
            value = converted(x, value)
        check_slot(x, name, value)
        setattr(x, name, shallow(value))

    def __delattr__(self, name: str) -> None:
        x = _held(self)
        if loses_value(x, name):
            deleted(x)
        else:
            delattr(x, name)


_held: Final[Callable[[_Slots], Any]] = _Slots.__dict__["_x"].__get__
_hold: Final[Callable[[_Slots, Any], None]] = _Slots.__dict__["_x"].__set__


class _Class(_Slots):
    """Stands for a class: its old values live on for a while, and `__hash__` is stored so."""

    __slots__ = ()

    def __setattr__(self, name: str, value: Any) -> None:
        cls = _held(self)
        _pay_for(name, cls)
        store(cls, name, _settled(name, value))

    def __delattr__(self, name: str) -> None:
        _pay_for(name, _held(self))
        delete(_held(self), name)


def _settled(name: str, value: Any) -> Any:
    """Return what a class must hold under *name*, where it is given *value*."""
    if name != "__hash__":
        return value
    check_namespace({name: value})
    return own_method(name, value)


def _pay_for(name: str, cls: type) -> None:
    if name == "__hash__":
        refuse_late(cls)
    if name in SPECIAL_METHODS:
        pay_for_heirs(cls)


def stored_to(x: Any) -> Any:
    """Return *x*, or what stands for it, if the guest may write its attributes (see `writable`)."""
    target = writable(x)
    kind = type(target)
    if isinstance(target, type):
        return _Class(target)
    return _Slots(target) if kind in _SLOTTED or issubclass(kind, BaseException) else target


def converted(x: Any, value: Any) -> Any:
    """Return *value*, about to become the `args` of *x*, as what C makes of it: a tuple, paid for.

    Parameters:
        x: if it is no exception, or its class has an `args` of its own, nothing is made.

    Raises:
        TypeError: *value* cannot be iterated over.
    """
    holder = next((each for each in type(x).__mro__ if "args" in each.__dict__), None)
    if holder is not BaseException or type(value) is tuple:
        return value
    return tuple(drain(value))


def shallow(value: T) -> T:
    """Return *value*, about to go into a slot of an exception, a function or a property.

    Raises:
        RecursionError: these are nested in it too deeply.
    """
    if type(value) in _SLOTTED:
        measure(value, _SLOTTED)
    else:
        nested(value)
    return value


#: Slots of functions and properties that take any object. Nobody counts these as links of chains
#: (`census.py`), and they are freed one inside the other.
_TAKING: Final = frozenset({"__doc__", "__module__"})
#: What CPython frees no deeper than so many levels at once; and so are instances of the guest's.
_BOUNDED: Final = SCALARS | {tuple, list, dict, set, frozenset}


def check_slot(x: object, name: str, value: object) -> None:
    """Refuse *value* in the slot *name* of *x*, a function or a property, if it makes a chain.

    Raises:
        TypeError: it could be a link of one.
    """
    kind = type(value)
    if name not in _TAKING or type(x) not in (FunctionType, property) or kind in _BOUNDED:
        return
    if kind not in current().written:
        raise TypeError(f"{name} of a {type(x).__name__} is no {kind.__name__!r} object here")


#: What makes a class or its instances. A class is looked at with these in it (`classes`), once.
_SETTLED: Final = frozenset({"__new__", "__class_getitem__", "__init_subclass__", "__set_name__"})


def set_special(
    x: Any, name: str, value: Any, write: Callable[[Any, str, Any], None] = store
) -> None:
    """Do `x.name = value` for the *name* of a special method.

    Parameters:
        write: does it in the end.

    Raises:
        AttributeError, TypeError: *x* is neither a class of the guest's nor an instance of one, or
            could not have been made with such a member.
    """
    own = current().own
    if isinstance(x, type):
        if name in _SETTLED:
            raise TypeError(f"{name} of a class is defined in its body")
        target = writable(x)
        check_namespace({name: value})
        if name == "__iter__":
            check_steady(target)
        pay_for_heirs(target)
        arm((name,))
        if name == "__eq__":
            refuse_late(target)
        if name == "__getitem__":
            replacing(target)
        demand_room()
        write(target, name, own_method(name, value))
        note(target)
    elif type(x) in own:
        setattr(x, name, value)
    else:
        raise AttributeError(f"{type(x).__name__!r} object attribute {name!r} is read-only")


def store_in_class(cls: Any, name: Any, value: Any, /) -> None:
    """Do what `type.__setattr__(cls, name, value)` does: past the metaclass.

    Raises:
        AttributeError, TypeError: as an assignment to the attribute.
    """
    text = _name_in_class(cls, name)
    if text in SPECIAL_METHODS and text not in WRITABLE_DUNDERS:
        set_special(cls, text, value, store_natively)
    else:
        _pay_for(text, cls)
        store_natively(cls, text, _settled(text, value))


def delete_in_class(cls: Any, name: Any, /) -> None:
    """Do what `type.__delattr__(cls, name)` does."""
    text = _name_in_class(cls, name)
    if text in SPECIAL_METHODS and text not in WRITABLE_DUNDERS:
        raise TypeError(f"{text} cannot be removed")
    _pay_for(text, cls)
    delete_natively(cls, text)


def _name_in_class(cls: Any, name: Any) -> str:
    if not isinstance(name, str):
        raise TypeError(f"attribute name must be string, not '{type(name).__name__}'")
    if not (is_class(cls) and is_metaclass(type(cls)) and writable(cls) is cls):
        raise TypeError("only a class with a metaclass of the program is written to like this")
    text = str.__str__(name)
    if is_dunder(text) and text not in SPECIAL_METHODS and text not in WRITABLE_DUNDERS:
        raise AttributeError(f"{text} of a class is read-only")
    return text


class Settable:
    """`__settable__(x)`: lives for one assignment, to the attribute of *x* of the same name.

    Nothing is removed: what `__attr__` has found on an instance once, it loads natively.
    """

    __slots__ = ("_x",)
    _x: Any

    def __init__(self, x: Any) -> None:
        object.__setattr__(self, "_x", x)

    def __setattr__(self, name: str, value: Any) -> None:
        set_special(self._x, name, value)

    def __delattr__(self, name: str) -> None:
        raise TypeError(f"{name} cannot be removed")


for _kind in (_Slots, _Class, Settable):
    storing(_kind)
