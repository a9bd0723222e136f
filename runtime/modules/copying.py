"""Copies of what guests have: a step an object, no `__reduce__`, no host object remade.

What `copy.copy` and `copy.deepcopy` do natively through pickling is done here kind by kind: an
instance of a guest's class is made by its `__new__` and given the attributes of the original.
"""

from __future__ import annotations

import time
import types
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

from cloche.transpiler.vocabulary import KEPT

from ..backwards import Backwards
from ..boundary.truth import _slots as slots_of
from ..builtins.functions import id_ as identity
from ..builtins.memory_view import memoryview
from ..guards.answering import unasked
from ..guards.comparing import hashable
from ..guards.contents import SCALARS
from ..guards.draining import mapping
from ..guards.dunders import object_dict
from ..guards.views import View
from ..guards.writing import writable
from ..prices import NODE, pay_copy
from ..run import charge, current
from ..standins import is_class, known, namespace, standin_of, trusted
from . import partials
from .containers import OrderedDict, defaultdict, deque
from .counter import Counter
from .stand_in import ticked

_ABSENT: Final = object()
#: Handed over as they are, at any depth.
_ATOMS: Final[tuple[Any, ...]] = (
    *SCALARS, range, property, types.FunctionType, types.BuiltinFunctionType,
)  # fmt: skip
#: Handed over by a shallow copy only.
_SHALLOW_ATOMS: Final[tuple[type, ...]] = (tuple, frozenset, slice, types.MethodType)
#: Builtin types that a guest's class may have the layout of, and which is a copy's argument.
_VALUES: Final[tuple[tuple[type, Callable[[Any], Any]], ...]] = (
    (int, int.__int__),
    (float, float.__float__),
    (complex, complex.__complex__),
    (str, str.__str__),
    (bytes, bytes.__bytes__),
    (bytearray, bytearray.copy),
    (tuple, lambda x: tuple(tuple.__iter__(x))),
    (set, lambda x: list(ticked(x))),
    (frozenset, lambda x: list(ticked(x))),
)
_MAPPINGS: Final = (Counter, OrderedDict, defaultdict)

#: What copies a part, with the same memory.
Part = Callable[[Any], Any]


def copied(x: Any) -> Any:
    """`copy.copy(x)`."""
    charge(1)
    kind: Any = type(x)
    if kind in _ATOMS or kind in _SHALLOW_ATOMS or is_class(x):
        return x
    if kind in _COPIES:
        pay_copy(NODE * len(x))
        return _COPIES[kind](x)
    method = _own_method(kind, "__copy__")
    if method is not None:
        return method(x)
    if isinstance(x, defaultdict):
        return kind(x.default_factory, x)
    return _remade(x, kind, lambda part: part, None)


def _copy_default(x: Any) -> Any:
    return defaultdict(x.default_factory, x)


_COPIES: Final[dict[type, Callable[[Any], Any]]] = {
    list: list.copy, dict: dict.copy, set: set.copy, bytearray: bytearray.copy,
    deque: lambda x: deque(x, x.maxlen), OrderedDict: OrderedDict, Counter: Counter,
    defaultdict: _copy_default,
}  # fmt: skip


def deeply(x: Any, memo: Any = None) -> Any:
    """`copy.deepcopy(x, memo)`."""
    kind: Any = type(x)
    if kind in _ATOMS or is_class(x):
        return x
    charge(1)
    if memo is None:
        memo = {}
    known_copy = memo.get(identity(x), _ABSENT)
    if known_copy is not _ABSENT:
        return known_copy
    made = _deep(x, kind, memo)
    if made is not x:
        unasked(memo)[identity(x)] = made
        _keep_alive(x, memo)
    return made


def _keep_alive(x: Any, memo: Any) -> None:
    """Keep the original for as long as its identity stands for its copy."""
    try:
        memo[identity(memo)].append(x)
    except KeyError:
        unasked(memo)[identity(memo)] = [x]


def _deep(x: Any, kind: Any, memo: Any) -> Any:
    def part(value: Any) -> Any:
        return deeply(value, memo)

    if kind is list:
        items: list[Any] = []
        unasked(memo)[identity(x)] = items
        for each in ticked(x):
            items.append(part(each))
        return items
    if kind is dict:
        entries: dict[Any, Any] = {}
        unasked(memo)[identity(x)] = entries
        for key, value in ticked(x.items()):
            key = part(key)
            entries[hashable(key)] = part(value)
        return entries
    if kind is tuple:
        return _deep_tuple(x, part, memo)
    if kind is types.MethodType:
        return types.MethodType(x.__func__, part(x.__self__))
    method = _own_method(kind, "__deepcopy__")
    if method is not None:
        return method(x, memo)
    return _remade(x, kind, part, memo)


def _deep_tuple(x: tuple[Any, ...], part: Part, memo: Any) -> Any:
    parts = [part(each) for each in ticked(x)]
    found = memo.get(identity(x), _ABSENT)
    if found is not _ABSENT:
        return found  # it is in itself, and was copied there
    same = all(new is old for new, old in zip(parts, x, strict=True))
    return x if same else tuple(parts)


def _own_method(kind: Any, name: str) -> Any:
    """Return a special method of a guest's class, or of one of this package."""
    own = current().own
    for base in kind.__mro__:
        found = namespace(base).get(name, _ABSENT)
        if found is not _ABSENT:
            return getattr(kind, name) if base in own or trusted(base) else None
    return None


# --- Making an object again ----------------------------------------------------------------------


def _remade(x: Any, kind: Any, part: Part, memo: Any) -> Any:
    """Return another instance of *kind* with what is in *x*, each part as *part* gives it."""
    if isinstance(x, BaseException) and known(kind):
        return _with_state(kind(*map(part, x.args)), x, part, memo)
    if kind in _PLAIN_KINDS:
        return _PLAIN_KINDS[kind](x, part)
    if kind in current().own or kind in _MAPPINGS or kind is deque:
        return _with_state(_new(x, kind, part), x, part, memo)
    if kind is memoryview:
        raise TypeError("cannot pickle memoryview objects")
    shared = trusted(kind) and not issubclass(kind, (View, Backwards))
    if shared or kind in _IMMUTABLE or kind.__module__ == "datetime":
        return x
    name = standin_of(kind).__name__ if known(kind) else kind.__name__
    raise TypeError(f"cannot pickle {name!r} object")


_IMMUTABLE: Final = frozenset({types.GenericAlias, types.UnionType, weakref.ref})


def _namespace_again(x: Any, part: Part) -> Any:
    return types.SimpleNamespace(**{key: part(value) for key, value in ticked(vars(x).items())})


def _partial_again(x: Any, part: Part) -> Any:
    again: Any = partial(part(x.func))
    # As it is pickled: what it is called with is kept, not taken apart.
    again.__setstate__((again.func, part(x.args), part(x.keywords), None))
    again.__dict__.update({key: part(value) for key, value in ticked(x.__dict__.items())})
    return again


def _moment_again(x: Any, part: Part) -> Any:
    _, (fields, zone) = x.__reduce__()
    return time.struct_time(
        tuple([part(each) for each in fields]), {key: part(value) for key, value in zone.items()}
    )


_PLAIN_KINDS: Final[dict[type, Callable[[Any, Part], Any]]] = {
    types.SimpleNamespace: _namespace_again,
    partial: _partial_again,
    time.struct_time: _moment_again,
    object: lambda x, part: object(),
    slice: lambda x, part: slice(part(x.start), part(x.stop), part(x.step)),
    set: lambda x, part: {hashable(part(each)) for each in ticked(x)},
    frozenset: lambda x, part: frozenset([hashable(part(each)) for each in ticked(x)]),
    bytearray: lambda x, part: x.copy(),
}


def _new(x: Any, kind: Any, part: Part) -> Any:
    """Return an instance as empty as its class makes it, with what it is as a value."""
    if isinstance(x, deque):
        return kind((), x.maxlen)
    if isinstance(x, defaultdict):
        return kind(part(x.default_factory))
    if isinstance(x, Counter):
        pay_copy(NODE * dict.__len__(x))
        return kind(part({**mapping(x)}))
    if isinstance(x, OrderedDict):
        return kind()
    if isinstance(x, partials.partial):
        function, args, keywords = partials.parts(x)
        made = kind.__new__(kind, part(function))
        if isinstance(made, partials.partial) and type(made) in current().own:
            partials.set_parts(made, (part(function), part(args), part(keywords)))
        return made
    for base, value in _VALUES:
        if isinstance(x, base):
            content = part(value(x))
            if base is tuple and isinstance(namespace(kind).get("_fields"), tuple):
                return kind.__new__(kind, *content)
            called = base in (set, frozenset, bytearray)
            return kind(content) if called else kind.__new__(kind, content)
    return kind.__new__(kind)


def _with_state(made: Any, x: Any, part: Part, memo: Any) -> Any:
    if memo is not None:
        unasked(memo)[identity(x)] = made
    _give_attributes(made, x, part)
    if isinstance(x, (list, deque)):
        for each in ticked(x):
            made.append(part(each))
    elif isinstance(x, dict) and not isinstance(x, Counter):
        for key, value in ticked(x.items()):
            key = hashable(part(key))
            value = part(value)
            unasked(made)[key] = value
    return made


def _give_attributes(made: Any, x: Any, part: Part) -> None:
    attributes = object_dict(x)
    if attributes:
        charge(len(attributes))
        fresh = {key: part(value) for key, value in list(attributes.items())}
        # What a guest's `__new__` returns may be anything, and not the guest's to write to.
        unasked(object_dict(writable(made))).update(fresh)
    for name, value in _slots(x):
        value = part(value)
        if name in KEPT:
            raise AttributeError(f"{name} of a {type(made).__name__!r} object is read-only")
        if _is_frozen(type(x)):
            object.__setattr__(writable(made), name, value)
        else:
            setattr(writable(made), name, value)


def _slots(x: Any) -> Iterator[tuple[str, Any]]:
    own = current().own
    for kind in type(x).__mro__:
        if kind in own:
            yield from slots_of(x, kind)


def _is_frozen(kind: type) -> bool:
    parameters = getattr(kind, "__dataclass_params__", None)
    return bool(getattr(parameters, "frozen", False))
