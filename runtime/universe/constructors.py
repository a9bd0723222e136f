"""What a guest finds under the names of the builtin types.

`CLASSES` is the table an auditor signs: the real class where no argument makes its
constructor unsafe, else its stand-in.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import chain, compress
from types import (
    GeneratorType,
    GenericAlias,
    MappingProxyType,
    MethodType,
    SimpleNamespace,
    UnionType,
)
from typing import Any, Final

from ..backwards import BACKWARDS, backwards
from ..binding import MISSING, fitted
from ..columns import WIDE_ROW, columns_of
from ..guards.aliases import SUBSCRIPT, alias
from ..guards.answering import unasked, unasked_attributes
from ..guards.class_members import in_steps
from ..guards.classes import TypeBasis, make_class
from ..guards.draining import COLLECTIONS, FREE, mapping
from ..guards.emptying import fill, pop, popitem, setdefault
from ..guards.interruptible import interruptible
from ..guards.keys import hashed
from ..guards.ordered_keys import looking
from ..guards.rendering import NUMBERS, shown
from ..guards.versions import annotated
from ..guards.views import plain_view
from ..nesting import LAZY, holds_property, in_property, nested
from ..prices import SMALL_BYTES, pay_copy, pay_made, reserve
from ..reentry import LEAVES, REVERSED, WEAK, alone, drawable, protected
from ..run import current
from ..standins import (
    builtin,
    opaque,
    plain,
    real_of,
    stand_for,
    stand_in,
    standin_of,
    trust,
)
from .containers import CONTAINERS
from .draining import pairs, pairs_for, ticked
from .exceptions import CLASSES as EXCEPTIONS
from .functions import FUNCTIONS
from .iterators import ITERATORS
from .making import bytes_source, exactly_named, named_source, rendered
from .numbers import read_digits, read_float
from .ranges import LongRange, make_range

# --- Real classes --------------------------------------------------------------------

# Numbers cost what their argument cost; CPython bounds decimal digits. None of these walks a
# container, keeps an argument that could be nested, or has a class method that does.
plain(complex, object)
plain(bool, type(None), type(...), type(NotImplemented), super, derivable=False)
# `except` looks at the class itself and asks no metaclass, so these must be real. The positions
# of a UnicodeError are checked whenever it is rendered (`pricing.sound`); a derived class
# could rewrite them under the renderer.
_REAL: Final = {kind for kind in EXCEPTIONS if not issubclass(kind, UnicodeError)}
#: Such have a basis of ours (`stopping.py`, `initialising.py`).
_BASED: Final = {kind for kind in _REAL if issubclass(kind, (StopIteration, SyntaxError))}
plain(*_REAL - _BASED)
plain(*_BASED, derivable=False)
plain(UnicodeError)
plain(UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError, derivable=False)

# --- Stand-ins -------------------------------------------------------------------------


def _draining(kind: Any) -> Callable[..., Any]:
    """Return the constructor of a collection: one step an item."""

    def construct(items: Any = MISSING, /, *rest: Any, **named: Any) -> Any:
        if items is MISSING:
            return kind(**named)
        if rest or named:
            return kind(items, *rest, **named)  # CPython's own error
        if hashing:
            return kind(hashed(items))
        items = plain_view(items)
        if type(items) not in COLLECTIONS or len(items) > FREE:
            items = compress(items, current().ticks)
        return kind(items)

    hashing = kind in _HASHING
    return construct


_HASHING: Final = frozenset({set, frozenset})


def _dict(*source: Any, **named: Any) -> Any:
    if len(source) == 1 and type(source[0]) is dict and len(source[0]) <= FREE:
        return dict(source[0], **named)
    return dict(*(source if len(source) > 1 else [*map(pairs, source)]), **named)


def _str(*args: Any, **named: Any) -> Any:
    if len(args) == 1 and not named:
        x = args[0]
        return str(x if type(x) in NUMBERS else shown(x))
    if not args and named.keys() == {"object"}:
        return str(shown(named["object"]))
    return str(*[*rendered(args, named)], **named)


def _int(*args: Any, **named: Any) -> Any:
    if args and not _is_short(args[0]):
        args = read_digits(args, named)
    return int(*args, **named)


def _float(*args: Any, **named: Any) -> Any:
    if args and not _is_short(args[0]):
        args = read_float(args, named)
    return float(*args, **named)


def _is_short(x: Any) -> bool:
    kind = type(x)
    return len(x) <= SMALL_BYTES if kind is str else kind in NUMBERS


def _bytes(*args: Any, **named: Any) -> Any:
    return bytes(*[*_filled(args, named, asks=True)], **named)


def _bytearray(*args: Any, **named: Any) -> Any:
    return bytearray(*[*_filled(args, named)], **named)


def _filled(args: tuple[Any, ...], named: dict[str, Any], *, asks: bool = False) -> tuple[Any, ...]:
    source = args[0] if args else named.pop("source", b"")
    codec = {key: value for key, value in named.items() if key in ("encoding", "errors")}
    return (bytes_source(source, args[1:], codec, asks=asks), *args[1:])


#: Bytes of an iterator over something, and of where it stands.
_ITERATOR: Final = 96
#: Of each column of a wide row: a reference, and what it may make.
_COLUMN: Final = 40


def _map(function: Any, *sources: Any) -> Any:
    # Ticks: `map(xs.append, xs)` never ends, and no guest code runs in it.
    if not sources:
        return map(function)  # type: ignore[call-overload]
    pay_copy(_ITERATOR * len(sources))
    first, *rest = sources
    ticking = compress(drawable(first), current().ticks)
    return map(interruptible(function), ticking, *columns_of(rest, drawable))


def _filter(function: Any, source: Any, /) -> Any:
    # Ticks: `next(filter(None, repeat(0)))` does not come back.
    return filter(interruptible(function), ticked(drawable(source)))


def _zip(*sources: Any, **named: Any) -> Any:
    width = len(sources)
    pay_copy(_ITERATOR * width)
    columns: Any = iter(columns_of(sources, drawable))
    if width > WIDE_ROW:
        # C may draw any number of rows in one go: each is paid for when its first item is drawn.
        columns = chain((map(_paying(_COLUMN * width), next(columns)),), columns)
    return zip(*columns, **named)  # noqa: B905 (as the guest says)


def _paying(size: int) -> Any:
    """Return a function that gives back what it is given, and pays for *size* bytes."""

    def paid(item: Any) -> Any:
        reserve(size)
        return item

    return paid


def _enumerate(iterable: Any, start: Any = 0) -> Any:
    return enumerate(drawable(iterable), start)


#: What classes derived from `enumerate` may number, besides iterators of the guest's own: each
#: level of a nest of these runs Python code, or is the last.
_NUMBERED: Final = {item.type for item in ITERATORS.entries} - LAZY | {GeneratorType}


def _new_enumerate(cls: Any, /, *args: Any, **named: Any) -> Any:
    # `nested` knows no derived class: so none of them, and no lazy iterator, stands in another.
    if args:
        source, *rest = args
    elif "iterable" in named:
        source, rest = named.pop("iterable"), []
    else:
        return enumerate.__new__(real_of(cls), **named)  # CPython's own error
    source = iter(source)
    kind = type(source)
    own = kind in current().own and not issubclass(kind, enumerate)
    if not own and kind not in _NUMBERED:
        raise TypeError(
            f"a class derived from enumerate does not number a {kind.__name__!r} object here"
        )
    return enumerate.__new__(real_of(cls), ticked(protected(source)), *rest, **named)


def _reversed(sequence: Any, /) -> Any:
    found = reversed(nested(sequence))
    if type(found) is reversed and type(sequence) not in LEAVES:
        return alone(REVERSED, found)
    return protected(backwards(found))


def _slice(*args: Any) -> Any:
    return slice(*map(nested, args))


def _property(*args: Any, **named: Any) -> Any:
    made = {key: in_property(in_steps(value)) for key, value in named.items()}
    return property(*[*map(in_property, map(in_steps, args))], **made)


def _classmethod(function: Any, /) -> Any:
    annotated(function)
    return classmethod(nested(function))


def _staticmethod(function: Any, /) -> Any:
    annotated(function)
    return staticmethod(nested(function))


def _type(*args: Any, **named: Any) -> Any:
    if len(args) == 1:
        if named:
            raise TypeError("type() takes no keyword arguments")
        return standin_of(type(args[0]))
    if len(args) == 3:
        return make_class(*args, **named)
    raise TypeError("type() takes 1 or 3 arguments")


def _alias_of_type(cls: Any, item: Any, /) -> Any:
    return alias(_ALIASED, (item,) if type(item) is not tuple else item)


def _uncalled(*args: Any, **named: Any) -> Any:
    raise TypeError("type[...] cannot be called here")


#: What `type[int]` is an alias of, for C: a call of an alias writes to what it returns, which would
#: be a class that all runs share.
_ALIASED: Final = stand_in(type, _uncalled, inherit=False)


# --- What guest classes derive from -------------------------------------------------------


def _drains_init(kind: Any) -> dict[str, Any]:
    drain = hashed if kind in _HASHING else ticked

    def __init__(self: Any, /, *source: Any, **named: Any) -> None:
        # Keywords are there for the `__new__` of a derived class, as in C.
        if named and (kind is set or type(self).__new__ is kind.__new__):
            raise TypeError(f"{kind.__name__}() takes no keyword arguments")
        kind.__init__(unasked(self), *map(drain, source))

    return {"__init__": __init__}


def _drains_new(kind: Any) -> dict[str, Any]:
    drain = hashed if kind in _HASHING else ticked

    def __new__(cls: Any, /, *source: Any, **named: Any) -> Any:
        return kind.__new__(real_of(cls), *map(drain, source), **named)

    return {"__new__": __new__}


def _init_dict(self: Any, /, *source: Any, **named: Any) -> None:
    fill(dict.__init__, self, pairs_for(self, source), named)


# Of a class that defines `__iter__`, C asks `keys()` and hashes whatever that gives.


def _copied_dict(self: Any, /) -> Any:
    return dict.copy(mapping(self) if isinstance(self, dict) else self)


def _united_dicts(self: Any, other: Any, /) -> Any:
    return _united(self, other)


def _united_reversed(self: Any, other: Any, /) -> Any:
    return _united(other, self)


def _united(left: Any, right: Any) -> Any:
    if not (isinstance(left, dict) and isinstance(right, dict)):
        return NotImplemented
    return dict.__or__(mapping(left), mapping(right))


_DICT: Final = {
    "__init__": _init_dict, "__or__": _united_dicts, "__ror__": _united_reversed,
    "copy": fitted(_copied_dict, dict.copy, dict), "setdefault": looking(setdefault),
}  # fmt: skip
#: What `dict` itself has of it.
_SHOWN: Final = {
    **{name: _DICT[name] for name in ("copy", "setdefault")}, "pop": looking(pop),
    "popitem": popitem,
}  # fmt: skip


def _new_str(cls: Any, /, *args: Any, **named: Any) -> Any:
    return str.__new__(real_of(cls), *rendered(args, named), **named)


def _new_int(cls: Any, /, *args: Any, **named: Any) -> Any:
    if type(cls) is not type:
        cls = real_of(cls)
    if args and not _is_short(args[0]):
        args = read_digits(args, named)
    return int.__new__(cls, *args, **named)


def _new_float(cls: Any, /, *args: Any, **named: Any) -> Any:
    if type(cls) is not type:
        cls = real_of(cls)
    if args and not _is_short(args[0]):
        args = read_float(args, named)
    return float.__new__(cls, *args, **named)


def _new_bytes(cls: Any, /, *args: Any, **named: Any) -> Any:
    made = bytes.__new__(real_of(cls), *_filled(args, named, asks=True), **named)
    pay_made(bytes.__len__(made))  # a copy of what a `__bytes__` gave, perhaps
    return made


def _init_bytearray(self: Any, /, *args: Any, **named: Any) -> None:
    bytearray.__init__(self, *_filled(args, named), **named)


def _init_property(self: Any, /, *args: Any, **named: Any) -> None:
    # Those of the library's classes are shared by all runs; and CPython calls the getter of one
    # that has been read, where it was read, without a reference.
    if type(self) not in current().own or any(each(self) is not None for each in _ACCESSORS):
        raise TypeError("a property is initialised once here, in its own class")
    # It may be in other properties already, which were small when they were made.
    if any(map(holds_property, (*args, *named.values()))):
        raise TypeError("a property of the program's own class may not hold properties")
    made = {key: nested(in_steps(value)) for key, value in named.items()}
    property.__init__(self, *map(nested, map(in_steps, args)), **made)


_ACCESSORS: Final = [property.__dict__[name].__get__ for name in ("fget", "fset", "fdel")]


def _namespace(*mapping: Any, **named: Any) -> Any:
    build: Any = SimpleNamespace
    return build(*[*named_source(mapping)], **exactly_named(named))


def _init_namespace(self: Any, /, *mapping: Any, **named: Any) -> None:
    unasked_attributes(self)
    SimpleNamespace.__init__(self, *named_source(mapping), **exactly_named(named))


def _mapping_proxy(mapping: Any, /) -> Any:
    return MappingProxyType(nested(mapping))


def _method(function: Any, instance: Any, /) -> Any:
    return MethodType(nested(function), nested(instance))


def _members(kind: type, names: str) -> dict[str, Any]:
    return {name: kind.__dict__[name] for name in names.split()}


#: Their modules offer them, with stand-ins of their own.
ELSEWHERE: Final = frozenset({partial})

STAND_INS: Final = (
    stand_in(list, _draining(list), members=SUBSCRIPT, basis=SUBSCRIPT | _drains_init(list)),
    stand_in(set, _draining(set), members=SUBSCRIPT, basis=SUBSCRIPT | _drains_init(set)),
    stand_in(tuple, _draining(tuple), members=SUBSCRIPT, basis=SUBSCRIPT | _drains_new(tuple)),
    stand_in(frozenset, _draining(frozenset), members=SUBSCRIPT,
             basis=SUBSCRIPT | _drains_new(frozenset)),
    stand_in(dict, _dict, members=SUBSCRIPT | _SHOWN, basis=SUBSCRIPT | _DICT),
    stand_in(int, _int, basis={"__new__": _new_int}),
    stand_in(float, _float, basis={"__new__": _new_float}),
    stand_in(str, _str, basis={"__new__": _new_str}),
    stand_in(bytes, _bytes, basis={"__new__": _new_bytes}),
    stand_in(bytearray, _bytearray, basis={"__init__": _init_bytearray}),
    stand_in(property, _property, basis={"__init__": _init_property}),
    stand_in(classmethod, _classmethod),
    stand_in(staticmethod, _staticmethod),
    stand_in(map, _map),
    stand_in(filter, _filter),
    stand_in(zip, _zip),
    stand_in(enumerate, _enumerate, members=SUBSCRIPT,
             basis={**SUBSCRIPT, "__new__": _new_enumerate}),
    stand_in(reversed, _reversed, aliases=(REVERSED,)),
    # These two cannot be derived from, in C.
    stand_in(range, make_range, inherit=False, aliases=(LongRange,),
             members=_members(range, "start stop step count index")),
    stand_in(slice, _slice, inherit=False, members=_members(slice, "start stop step indices")),
    # Not a subclass of `type`: nothing of it is for guests but the question `type(x)`.
    stand_in(type, _type, inherit=False, members={"__class_getitem__": classmethod(_alias_of_type)},
             derived=TypeBasis),
)  # fmt: skip
trust(LongRange, careful=True)
stand_for(_ALIASED, type)
stand_for(TypeBasis, type)
trust(TypeBasis, careful=True)

#: Builtin types that are no builtin names: `types` shows them.
UNNAMED: Final = (
    stand_in(SimpleNamespace, _namespace, basis={"__init__": _init_namespace}),
    stand_in(MappingProxyType, _mapping_proxy, inherit=False),
    stand_in(MethodType, _method, inherit=False),
)

#: Types whose instances guests meet, with no constructor of theirs.
_OPAQUE: Final[set[type]] = {
    *(item.type for family in (ITERATORS, FUNCTIONS) for item in family.entries),
    *(item.type for item in CONTAINERS.entries),
    GenericAlias,
    UnionType,
}
for _kind in _OPAQUE:
    if not builtin(_kind) and _kind not in ELSEWHERE:
        _single = (WEAK | BACKWARDS).get(_kind)
        opaque(_kind, aliases=() if _single is None else (_single,))

CLASSES: Final[dict[str, type]] = {
    kind.__name__: kind for kind in (*STAND_INS, complex, bool, object, super)
} | {kind.__name__: kind for kind in EXCEPTIONS}
