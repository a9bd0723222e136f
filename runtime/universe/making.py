"""`__init__` and `__new__` of builtin types called by name, and what they may be given."""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import index
from types import SimpleNamespace
from typing import Any, Final

from ..buffers import flat, hidden
from ..guards.answering import unasked, unasked_attributes
from ..guards.draining import method_of
from ..guards.emptying import fill
from ..guards.keys import hashed
from ..guards.rendering import shown
from ..initialising import initialised
from ..prices import IMPOSSIBLE, pay_copy, pay_made, reserve
from ..run import current
from ..standins import StandIn, known, real_of
from ..stopping import initialised as ended
from ..stopping import with_value
from .draining import filled, pairs, pairs_for, ticked
from .numbers import read_digits, read_float
from .registry import NATIVE_METHOD, Shim


def initialising(owner: type, native: Any) -> Shim | None:
    """Return what stands in for `owner.__init__`; None if it is absent."""
    if owner is dict:
        return lambda self, /, *other, **named: fill(native, self, pairs_for(self, other), named)
    if owner in (list, set):
        drain = filled if owner is list else hashed
        return lambda self, /, *source: native(unasked(self), *map(drain, source))
    if owner is bytearray:
        return lambda self, /, *source, **named: _fill(native, self, *source, **named)
    if issubclass(owner, UnicodeError) and owner is not UnicodeError:
        # Its positions, once looked at, have to stay where they are.
        return None
    if owner is StopIteration:
        return ended
    if issubclass(owner, (OSError, SyntaxError)):
        return initialised(native)
    if owner is SimpleNamespace:
        return lambda self, /, *source, **named: _begin(native, self, *source, **named)
    if owner is object or issubclass(owner, BaseException):
        return NATIVE_METHOD
    # `property.__init__` and the like would change an object that guests may share.
    return None


def _begin(native: Any, self: Any, /, *source: Any, **named: Any) -> None:
    unasked_attributes(self)
    native(self, *named_source(source), **exactly_named(named))


def named_source(source: tuple[Any, ...]) -> list[Any]:
    """Return positional arguments for a namespace; C tells of too many (before 3.13, of any)."""
    takes = sys.version_info >= (3, 13) and len(source) == 1
    return [*map(exactly_named, source)] if takes else [*source]


def exactly_named(names: Any) -> dict[Any, Any]:
    """Return a dictionary of what is in *names*, whose keys are names of attributes.

    C keeps the keys of a namespace as they are, and compares them wherever it looks one up.
    """
    found = names if type(names) is dict else dict(pairs(names))
    return {
        str.__str__(key) if isinstance(key, str) else key: value for key, value in dict.items(found)
    }


def _fill(native: Any, self: Any, /, source: Any = b"", *codec: Any, **named: Any) -> Any:
    return native(self, bytes_source(source, codec, named), *codec, **named)


def bytes_source(
    source: Any, codec: tuple[Any, ...], named: dict[str, Any], *, asks: bool = False
) -> Any:
    """Return what `bytes` and `bytearray` may take in the place of *source*, paid for.

    Parameters:
        asks: whether the one that takes it asks for `__bytes__`, before all else, as `bytes` does.
    """
    from .coding import prepare_coding

    source = flat(source)
    if isinstance(source, str):
        prepare_coding(source, *codec, **named)
        return source
    kind = type(source)
    if kind is bytes or kind is bytearray:
        pay_copy(len(source))
        return source
    if codec or named:
        return source  # C takes none but text with an encoding
    if asks and method_of(kind, "__bytes__") is not None:
        if isinstance(source, bytes):
            pay_copy(bytes.__len__(source))
        return source
    if method_of(kind, "__index__") is not None:
        try:
            size = index(source)
        except TypeError:  # as C, which goes through it then
            pass
        else:
            if 0 < size <= IMPOSSIBLE:
                reserve(size)
            return size
    return _octets(source)


def _octets(source: Any) -> Any:
    """Return what is in *source*, or what ticks, of which C makes bytes without another question.

    (Of what has an `__index__` it would ask for a number, again.)
    """
    base: Any
    for base in (bytes, bytearray):
        if isinstance(source, base):
            pay_copy(base.__len__(source))
            return bytes(memoryview(source))
    return ticked(source)


def making(owner: type, native: Any) -> Shim:
    """Return what stands in for `owner.__new__`."""

    def new(cls: Any, /, *args: Any, **named: Any) -> Any:
        if isinstance(cls, StandIn) or not (isinstance(cls, type) and known(cls)):
            if real_of(cls) is owner:
                return cls(*args, **named)
            raise TypeError(f"{owner.__name__}.__new__(X): X is not a type that can be made here")
        if cls not in current().own:
            if cls is owner:
                return cls(*args, **named)
            # An exception keeps what it is given, here already.
            if issubclass(owner, BaseException):
                return with_value(native(cls, *args, **named))
            return native(cls)
        made = native(cls, *_PREPARE.get(owner, _as_given)(args, named), **named)
        if owner is bytes:
            pay_made(bytes.__len__(made))  # a copy of what a `__bytes__` gave, perhaps
        return with_value(made) if owner in _ABOVE_STOP else made

    return new


_ABOVE_STOP: Final = frozenset(StopIteration.__mro__)
_Arguments = tuple[Any, ...]
_Named = dict[str, Any]


def _as_given(args: _Arguments, named: _Named) -> _Arguments:
    return args


def _first_drained(args: _Arguments, named: _Named) -> _Arguments:
    return tuple(map(ticked, args))


def _first_hashed(args: _Arguments, named: _Named) -> _Arguments:
    return tuple(map(hashed, args))


def _bytes_filled(args: _Arguments, named: _Named) -> _Arguments:
    if args:
        return (bytes_source(args[0], args[1:], named, asks=True), *args[1:])
    if "source" in named:
        codec = {key: x for key, x in named.items() if key != "source"}
        named["source"] = bytes_source(named["source"], (), codec, asks=True)
    return args


def rendered(args: _Arguments, named: _Named) -> _Arguments:
    """Return what `str` may take in the place of *args*, paid for; *named* is changed."""
    from .coding import prepare_coding
    from .text_guards import is_buffer

    if args and hidden(args[0]) and (len(args) > 1 or named):
        args = (flat(args[0]), *args[1:])
    elif not args and len(named) > 1 and hidden(named.get("object")):
        named["object"] = flat(named["object"])
    source = args[0] if args else named.get("object")
    if is_buffer(source):
        shown(source)
        prepare_coding(source, *args[1:], **{key: x for key, x in named.items() if key != "object"})
    elif args:
        args = (shown(source), *args[1:])
    elif "object" in named:
        named["object"] = shown(source)
    return args


#: By type: what its `__new__` may be called with in the place of what it is given, paid for.
_PREPARE: Final[dict[type, Callable[[_Arguments, _Named], _Arguments]]] = {
    tuple: _first_drained,
    frozenset: _first_hashed,
    str: rendered,
    bytes: _bytes_filled,
    int: read_digits,
    float: read_float,
}
