"""Which keys an OrderedDict takes: none whose comparison leads to code of a program.

C keeps the entries of an OrderedDict in a list of its own, beside the dictionary, and goes through
that list, and through a table of its nodes, while it compares keys. An `__eq__` of a program that
empties the dictionary meanwhile frees what C holds, and so it is with a `__hash__`. So what a key
may be is a list, whatever the program's classes are at the moment: what compares by identity, or in
C alone.

A class of the program that compares by identity is given no `__eq__` or `__hash__` once an instance
of it was a key, or in one: the classes of these are kept (`refuse_late`).
"""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable
from types import (
    BuiltinFunctionType,
    FunctionType,
    GenericAlias,
    MethodType,
    MethodWrapperType,
    UnionType,
)
from typing import Any, Final, NoReturn
from weakref import ref

from ..binding import MISSING
from ..prices import spend
from ..run import current, running
from .comparing import hashable
from .listed import arguments_of
from .survey import is_native, method_of

#: Key in `Run.state`: the classes of the program's that keys are of, or what is in keys.
_TAKEN: Final = "classes of keys in an OrderedDict"
#: Key in `Run.state`: id of a member -> the member, and its hash (see `lasting`).
_LASTING: Final = "hashes of keys in an OrderedDict"
_VISIT: Final = 4
#: Tuples of so few scalars are free (see `hashing.key`).
_SHORT: Final = 8


def check_key(x: Any) -> None:
    """Refuse *x*, a key of an OrderedDict, if comparing it may lead to code of the guest's.

    Raises:
        TypeError: it may.
    """
    run = running(None)
    if run is None:
        return
    own: list[type] = []
    kind = _unsafe(x, run.own, own)
    if kind is not None:
        _refuse(kind)
    if own:
        taken: Any = run.state.setdefault(_TAKEN, set())
        taken.update(own)


def refuse_late(kind: type) -> None:
    """Refuse to give an `__eq__` or `__hash__` to *kind*, a class of the guest's.

    Raises:
        TypeError: an instance has been a key of an OrderedDict, or in one.
    """
    if is_taken(kind):
        _refuse(kind)


def is_taken(kind: type) -> bool:
    """Tell whether an instance of *kind*, a class of the guest's, has been a key, or in one."""
    taken: Any = current().state.get(_TAKEN, ())
    spend(len(taken))
    return any(kind in each.__mro__ for each in taken)


def lasting(member: Any, found: int) -> int:
    """Return *found*, the hash of a member of an enumeration, or what it was before.

    A program can rename a member, whose name is what is hashed. C keeps hashes of the keys of an
    OrderedDict, and looks for keys that it has there by the hash they have now.
    """
    run = running(None)
    if run is None or _TAKEN not in run.state or not is_taken(type(member)):
        return found
    kept: Any = run.state.setdefault(_LASTING, {})
    return kept.setdefault(id(member), (member, found))[1]  # type: ignore[no-any-return]


def looking(native: Any) -> Any:
    """Return *native*, a method that is given a key before all else, with a look at that."""

    def method(self: Any = MISSING, key: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
        if key is MISSING or named:
            if "key" in named:
                beside(self, hashable(named["key"]))
            return native(*_given(self, key), *rest, **named)
        if type(key) not in SCALARS and not _is_short_row(key):
            beside(self, hashable(key))
        return native(self, key, *rest) if rest else native(self, key)

    return _like(native, method)


def storing(native: Any) -> Any:
    """Return *native*, a `__setitem__`, with a look at the key, and a hold on the old value."""

    def method(
        self: Any = MISSING, key: Any = MISSING, value: Any = MISSING, /, *rest: Any, **named: Any
    ) -> Any:
        if value is MISSING or rest or named:
            return native(*_given(self, key, value), *rest, **named)  # CPython's own error
        if type(key) not in SCALARS and not _is_short_row(key):
            beside(self, hashable(key))
        # What was there dies once C is done: it may be a suspended generator, which takes the
        # entry out while C puts a node for it into its list.
        held = dict.get(self, key) if isinstance(self, dict) else None
        try:
            return native(self, key, value)
        finally:
            del held

    return _like(native, method)


def _is_short_row(key: Any) -> bool:
    return type(key) is tuple and len(key) <= _SHORT and SCALARS.issuperset(map(type, key))


def _given(*args: Any) -> list[Any]:
    return [each for each in args if each is not MISSING]


def _like(native: Any, method: Any) -> Any:
    method.__name__, method.__qualname__ = native.__name__, native.__qualname__
    method.__module__, method.__doc__ = "builtins", native.__doc__
    method.__annotations__ = {}
    return method


def beside(x: Any, key: Any) -> None:
    """Refuse *key* for *x* if that is an OrderedDict: a method of `dict` is about to take it."""
    if isinstance(x, OrderedDict):
        check_key(key)


def in_order(x: Any, name: str) -> None:
    """Refuse *x* if it is an OrderedDict: the method *name* of `dict` would take an entry out.

    C's list beside the dictionary would keep it, and CPython 3.13 goes by that.

    Raises:
        TypeError: it is.
    """
    if isinstance(x, OrderedDict):
        raise TypeError(f"dict.{name} takes nothing out of an OrderedDict here: use its own method")


def beside_all(x: Any, source: Any) -> Any:
    """Return *source*, a dictionary or pairs that a method of `dict` is about to put into *x*.

    Keys are looked at as above.
    """
    if not isinstance(x, OrderedDict):
        return source
    if not isinstance(source, dict):
        return map(_looked_at, source)
    for each in dict.keys(source):
        check_key(each)
    return source


def _looked_at(pair: Any) -> Any:
    kind = type(pair)
    if kind is not tuple and kind is not list:
        pair = [*pair] if hasattr(kind, "__iter__") else pair
    if type(pair) in (tuple, list) and pair:
        check_key(pair[0])
    return pair


def _refuse(kind: type) -> NoReturn:
    raise TypeError(
        f"an OrderedDict takes no key of type {kind.__name__!r} here, which code of the "
        "program may compare or hash: use a dict, which keeps its order as well"
    )


def _unsafe(x: Any, classes: Collection[type], own: list[type]) -> type | None:
    """Return the type of something in the key *x* that a guest's code may compare, or None.

    Parameters:
        classes: those of the guest.
        own: those that are met are added to it.
    """
    todo, seen = [x], set()
    while todo:
        each = todo.pop()
        kind = type(each)
        if kind in SCALARS or id(each) in seen:
            continue
        seen.add(id(each))
        spend(_VISIT)
        if kind in classes:
            own.append(kind)
            if datetime.tzinfo in kind.__mro__:
                return kind  # C asks it how late it is there
        read = PARTS.get(kind)
        if read is not None:
            todo += read(each)
            continue
        hashing = method_of(kind, "__hash__")
        if hashing is None:
            continue  # CPython's own TypeError
        if kind in classes and not is_native(hashing) and _home(kind) in classes:
            return kind
        method = method_of(kind, "__eq__")
        if is_native(method) and method in CONTENTS:
            todo += CONTENTS[method](each)
        elif not (is_native(method) and method in QUIET):
            read = None if kind in classes else OF_LIBRARY.get(full_name(kind))
            if read is None:
                return kind
            todo += read(each)
    return None


def _home(kind: type) -> type:
    """Return the class that *kind* has its `__hash__` from (enumerations have one of ours)."""
    return next(each for each in kind.__mro__ if "__hash__" in each.__dict__)


def full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


#: Exact types that compare by identity, or without any code.
SCALARS: Final = frozenset(
    {int, float, complex, bool, str, bytes, type(None), type(...), type, FunctionType,
     BuiltinFunctionType, MethodWrapperType}
)  # fmt: skip
#: Methods that compare without any code of a program's, whatever is compared.
QUIET: Final = frozenset(
    kind.__dict__["__eq__"]
    for kind in (object, int, float, complex, str, bytes, range, datetime.date,
                 datetime.timedelta, datetime.timezone)
)  # fmt: skip


def _zone(x: Any) -> tuple[Any]:
    base: Any = datetime.datetime if isinstance(x, datetime.datetime) else datetime.time
    return (base.tzinfo.__get__(x),)


#: Methods that compare what is in two keys -> what that is.
CONTENTS: Final[dict[Any, Callable[[Any], Iterable[Any]]]] = {
    tuple.__eq__: tuple.__iter__,
    frozenset.__eq__: frozenset.__iter__,
    datetime.datetime.__eq__: _zone,
    datetime.time.__eq__: _zone,
}
#: The same by exact type.
PARTS: Final[dict[Any, Callable[[Any], Iterable[Any]]]] = {
    # What it is bound to is told apart by identity.
    MethodType: lambda x: (x.__func__,),
    GenericAlias: lambda x: (x.__origin__, *arguments_of(x)),
    UnionType: lambda x: x.__args__,
    slice: lambda x: (x.start, x.stop, x.step),
    ref: lambda x: (x(),),
}


def _nothing(x: Any) -> tuple[Any, ...]:
    return ()


#: Exact types of the library, written in Python, that ask nothing of what they are compared with
#: -> what they hold of a program's.
OF_LIBRARY: Final[dict[str, Callable[[Any], Iterable[Any]]]] = {
    **dict.fromkeys(
        """
        builtins.range builtins.traceback decimal.Decimal fractions.Fraction pathlib.PurePath
        pathlib.PurePosixPath pathlib.PureWindowsPath re.Pattern statistics.NormalDist
        """.split(),
        _nothing,
    ),
}
