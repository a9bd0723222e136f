"""Methods and operators of `bytearray` that look for something, format, or store.

C takes the address of its bytes first, and then asks objects of the guest's for their numbers and
their texts (`__index__`, `__repr__`, `__len__`), which may empty the bytearray: C would go on in
memory that belongs to somebody else. So it gets exact numbers and texts, or a copy that no guest
knows.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from operator import index
from typing import Any, Final

from ..options import flag
from ..prices import pay_copy
from .draining import method_of

#: Methods that take what they look for, and bounds.
BOUNDED: Final = frozenset("count endswith find index rfind rindex startswith".split())
_PREFIXED: Final = frozenset({"startswith", "endswith"})
#: Bounds, from the second argument on.
_MOST: Final = 3


def settled(name: str, self: Any, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return what the method *name* of the bytearray *self* may be given in the place of *args*.

    Numbers are asked for in the order in which C does: the bounds, then the byte.
    """
    if name not in BOUNDED or not 0 < len(args) <= _MOST:
        return args
    sought, *bounds = args
    bounds = [_bound(each) for each in bounds]
    return (sought if name in _PREFIXED else exact(sought), *bounds)


def exact(sought: Any) -> Any:
    """Return the byte that *sought* means, if it is a number by a method of the guest's."""
    kind = type(sought)
    if kind is int or issubclass(kind, _BYTES) or method_of(kind, "__index__") is None:
        return sought
    return index(sought)


_BYTES: Final = (bytes, bytearray)


def member(sought: Any) -> Any:
    """Return the byte or the bytes that *sought* means on the left of `in`.

    There C asks for a number first, and takes any error for a no.
    """
    kind = type(sought)
    if kind is int or kind in _BYTES or method_of(kind, "__index__") is None:
        return sought
    try:
        return index(sought)
    except Exception:
        pass
    for base in _BYTES:
        if issubclass(kind, base):
            return base.__getitem__(sought, slice(None))
    raise TypeError(f"a bytes-like object is required, not {kind.__name__!r}")


def _bound(x: Any) -> Any:
    kind = type(x)
    if x is None or kind is int or method_of(kind, "__index__") is None:
        return x  # (C says what it must be)
    return index(x)


def bounded(args: tuple[Any, ...], first: int = 1) -> tuple[Any, ...]:
    """Return *args* with exact numbers for the bounds from place *first* on, each asked once."""
    return (*args[:first], *map(_bound, args[first:])) if len(args) > first else args


def limited(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what `split` and `rsplit` may be given in the place of their arguments."""
    if len(args) + len(named) > _SPLITTING:
        return args, named  # C counts before it asks
    if "maxsplit" in named:
        named = {**named, "maxsplit": _bound(named["maxsplit"])}
    return bounded(args), named


#: A separator, and how often.
_SPLITTING: Final = 2


def flagged(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """Return what `splitlines` may be given in the place of its argument."""
    if len(args) + len(named) != 1:
        return args, named
    return tuple(map(flag, args)), {name: flag(value) for name, value in named.items()}


def stored(holder: Any, at: Any, value: Any) -> tuple[Any, Any]:
    """Return the key and the value that `bytearray.__setitem__` may be given on *holder*.

    Numbers are asked for when C would do it: it has the address of the bytes by then, and looks at
    the bounds after it has asked for the byte (its issue 91153). What is no bytearray is made one
    between two looks at the bounds.
    """
    if type(at) is slice:
        key = _bounds(at)
        is_copied = value is holder or not isinstance(value, bytearray)
        if is_copied and _is_slice(key) and not _is_refused(type(value)):
            value = bytearray(value)
            key = _bounds(at)
        return key, value
    key = position(at)
    if isinstance(key, int) and -sys.maxsize - 1 <= key <= sys.maxsize:
        value = _bound(value)
    return key, value


def _bounds(at: slice) -> slice:
    """Return *at* with exact numbers in it, as far as C would ask for any."""
    step = _bound(at.step)
    if step is not None and (not isinstance(step, int) or step == 0):
        return slice(at.start, at.stop, step)  # which C refuses before it looks at the others
    start = _bound(at.start)
    if start is not None and not isinstance(start, int):
        return slice(start, at.stop, step)
    return slice(start, _bound(at.stop), step)


def _is_slice(key: slice) -> bool:
    bounds = (key.start, key.stop, key.step)
    return key.step != 0 and all(x is None or isinstance(x, int) for x in bounds)


def deleted(at: Any) -> Any:
    """Return what `bytearray.__delitem__` may be given in the place of the key *at*."""
    return _bounds(at) if type(at) is slice else position(at)


def position(at: Any) -> Any:
    """Return the number that the key *at* means; an error has the name of its class."""
    key = _bound(at)
    if key is not at and abs(key) > sys.maxsize:
        kind = type(at).__name__
        raise IndexError(f"cannot fit {kind!r} into an index-sized integer")
    return key


def _is_refused(kind: type) -> bool:
    """Tell whether C takes no instance of *kind* for bytes, because it is a number or a text."""
    return issubclass(kind, (str, complex)) or any(
        method_of(kind, name) is not None for name in ("__index__", "__int__", "__float__")
    )


def separated(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], Any]:
    """Return what `hex` may be given in the place of its arguments."""
    args, named = (*args[:1], *map(_bound, args[1:])), dict(named)
    if "bytes_per_sep" in named:
        named["bytes_per_sep"] = _bound(named["bytes_per_sep"])
    if not named.keys() <= _SEPARATING or len(args) + len(named) > len(_SEPARATING):
        return args, named
    if args:
        args = (_separator(args[0]), *args[1:])
    elif "sep" in named:
        named["sep"] = _separator(named["sep"])
    return args, named


_SEPARATING: Final = frozenset({"sep", "bytes_per_sep"})


def _separator(x: Any) -> Any:
    """Return the exact text of *x*, whose length C asks of its class."""
    kind: Any = type(x)
    if kind is str or kind is bytes or method_of(kind, "__len__") is None:
        return x  # (C says what it must be)
    if len(x) != 1:
        raise ValueError("sep must be length 1.")
    if issubclass(kind, str):
        return str.__getitem__(x, slice(1)) if str.isascii(x) else str.__str__(x)
    if issubclass(kind, bytes):
        return bytes.__getitem__(x, slice(1))
    raise TypeError("sep must be str or bytes.")


class Bytes:
    """Stands for a bytearray on the right of `in`."""

    __slots__ = ("_whole",)

    def __init__(self, whole: Any) -> None:
        self._whole = whole

    def __contains__(self, sought: Any) -> bool:
        return bytearray.__contains__(self._whole, member(sought))


_modulo: Final[Callable[[Any, Any], Any]] = bytearray.__mod__
_reflected: Final[Any] = bytearray.__dict__["__rmod__"]


def formats(kind: type) -> bool:
    """Tell whether `%` of an instance of *kind* is that of `bytearray`."""
    return issubclass(kind, bytearray) and method_of(kind, "__mod__") is _modulo


def formatted(form: Any, given: Any, paid: Any) -> Any:
    """Return `form % given`, where *paid* is what C gets in the place of *given*."""
    kind, other = type(form), type(given)
    if other is not kind and issubclass(other, kind):
        method: Any = method_of(other, "__rmod__")
        if method is not _reflected:
            found = method.__get__(given, other)(form)
            if found is not NotImplemented:
                return found
    pay_copy(bytearray.__len__(form))
    return _modulo(bytearray.__getitem__(form, slice(None)), paid)
