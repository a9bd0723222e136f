"""Which keys an OrderedDict takes, where a program has classes that compare (see `ordered.py`)."""

from __future__ import annotations

import datetime
from collections import OrderedDict
from collections.abc import Callable, Iterable
from types import (
    BuiltinFunctionType,
    FunctionType,
    GenericAlias,
    MethodType,
    MethodWrapperType,
    UnionType,
)
from typing import Any, Final
from weakref import ref

from ..prices import spend
from ..run import current, running
from .survey import is_native, method_of

#: Key in `Run.state`: keys of ordered dictionaries are looked at.
WATCHES: Final = "watches ordered dictionaries"
_VISIT: Final = 4


def watched_key(x: Any) -> None:
    """Refuse *x*, a key of an OrderedDict, if comparing it may lead to code of the guest's.

    Raises:
        TypeError: it may.
    """
    run = running(None)
    if run is not None and WATCHES in run.state:
        kind = unsafe(x, None)
        if kind is not None:
            refuse(kind)


def beside(x: Any, key: Any) -> None:
    """Refuse *key* for *x* if that is an OrderedDict: a method of `dict` is about to take it."""
    if isinstance(x, OrderedDict):
        watched_key(key)


def beside_all(x: Any, source: Any) -> Any:
    """Return *source*, a dictionary or pairs that a method of `dict` is about to put into *x*.

    Keys are looked at as above.
    """
    if not isinstance(x, OrderedDict):
        return source
    if not isinstance(source, dict):
        return map(_looked_at, source)
    for each in dict.keys(source):
        watched_key(each)
    return source


def _looked_at(pair: Any) -> Any:
    kind = type(pair)
    if kind is not tuple and kind is not list:
        pair = [*pair] if hasattr(kind, "__iter__") else pair
    if type(pair) in (tuple, list) and pair:
        watched_key(pair[0])
    return pair


def refuse(kind: type) -> None:
    raise TypeError(
        f"an OrderedDict takes no key of type {kind.__name__!r} here, which may be compared by "
        "code of the program: use a dict, which keeps its order as well"
    )


def unsafe(x: Any, late: type | None) -> type | None:
    """Return the type of something in the key *x* that a guest's code may compare, or None."""
    if type(x) in SCALARS:
        return None
    todo, seen = [x], set()
    while todo:
        each = todo.pop()
        kind = type(each)
        if kind in SCALARS or id(each) in seen:
            continue
        seen.add(id(each))
        spend(_VISIT)
        if (late is not None and late in kind.__mro__) or _is_zone(kind):
            return kind
        read = _PARTS.get(kind)
        if read is not None:
            todo += read(each)
            continue
        if method_of(kind, "__hash__") is None:
            continue  # CPython's own TypeError
        method = method_of(kind, "__eq__")
        if is_native(method) and method in _CONTENTS:
            todo += _CONTENTS[method](each)
        elif not (is_native(method) and method in _QUIET):
            read = None if kind in current().own else _OF_LIBRARY.get(_full_name(kind))
            if read is None:
                return kind
            todo += read(each)
    return None


def _is_zone(kind: type) -> bool:
    """Tell whether C asks instances of *kind*, a class of the guest's, how late it is there."""
    return datetime.tzinfo in kind.__mro__ and kind in current().own


def _full_name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


#: Exact types that compare by identity, or without any code.
SCALARS: Final = frozenset(
    {int, float, complex, bool, str, bytes, type(None), type(...), type, FunctionType,
     BuiltinFunctionType, MethodWrapperType}
)  # fmt: skip
#: Methods that compare without any code of a program's, whatever is compared.
_QUIET: Final = frozenset(
    kind.__dict__["__eq__"]
    for kind in (object, int, float, complex, str, bytes, range, datetime.date,
                 datetime.timedelta, datetime.timezone)
)  # fmt: skip


def _zone(x: Any) -> tuple[Any]:
    base: Any = datetime.datetime if isinstance(x, datetime.datetime) else datetime.time
    return (base.tzinfo.__get__(x),)


#: Methods that compare what is in two keys -> what that is.
_CONTENTS: Final[dict[Any, Callable[[Any], Iterable[Any]]]] = {
    tuple.__eq__: tuple.__iter__,
    frozenset.__eq__: frozenset.__iter__,
    datetime.datetime.__eq__: _zone,
    datetime.time.__eq__: _zone,
}
#: The same by exact type.
_PARTS: Final[dict[Any, Callable[[Any], Iterable[Any]]]] = {
    # What it is bound to is told apart by identity.
    MethodType: lambda x: (x.__func__,),
    GenericAlias: lambda x: (x.__origin__, *x.__args__),
    UnionType: lambda x: x.__args__,
    slice: lambda x: (x.start, x.stop, x.step),
    ref: lambda x: (x(),),
}


def _nothing(x: Any) -> tuple[Any, ...]:
    return ()


def _address(x: Any) -> tuple[Any, ...]:
    return x._ip, getattr(x, "_scope_id", None)


def _network(x: Any) -> tuple[Any, ...]:
    return *_address(x.network_address), *_address(x.netmask)


def _interface(x: Any) -> tuple[Any, ...]:
    return *_address(x), *_network(x.network)


#: Exact types of the library, written in Python, that ask nothing of what they are compared with
#: -> what they hold of a program's (`UUID(int=n)` keeps *n*).
_OF_LIBRARY: Final[dict[str, Callable[[Any], Iterable[Any]]]] = {
    **dict.fromkeys(
        """
        builtins.range builtins.traceback decimal.Decimal fractions.Fraction pathlib.PurePath
        pathlib.PurePosixPath pathlib.PureWindowsPath re.Pattern statistics.NormalDist
        """.split(),
        _nothing,
    ),
    "uuid.UUID": lambda x: (x.int,),
    "ipaddress.IPv4Address": _address,
    "ipaddress.IPv6Address": _address,
    "ipaddress.IPv4Network": _network,
    "ipaddress.IPv6Network": _network,
    "ipaddress.IPv4Interface": _interface,
    "ipaddress.IPv6Interface": _interface,
}
