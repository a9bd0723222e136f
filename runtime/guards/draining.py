"""Iterating to the end in C: `*x`, `**x`, starred targets, and everything a builtin drains.

`itertools.compress(x, ticks)` takes a step an item, so nothing endless is drained quietly and
a deadline is met between two items. What is not iterable is returned as it is: CPython then
words the error.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import compress
from opcode import opmap
from types import FrameType
from typing import Any, Final

from ..budget import LARGE
from ..prices import NODE, SMALL_BYTES, items_size, pay_copy, reserve
from ..reentry import drawable
from ..run import charge, current
from .hashing import first_key, key
from .meeting import pay_crowd
from .survey import method_of as method_of

#: Exact builtin types that are finite, and whose items were paid for when they were put in.
COLLECTIONS: Final = frozenset(
    {
        str, bytes, bytearray, list, tuple, dict, set, frozenset,
        type({}.keys()), type({}.values()), type({}.items()),
    }
)  # fmt: skip
TEXTS: Final = frozenset({str, bytes, bytearray})
#: Exact types whose next item is where it is looked for. A set that has lost its items has a table
#: to go through first, a generator whatever it likes.
AT_ONCE: Final = TEXTS | {list, tuple, deque, range}
_TABLES: Final = frozenset({dict, set, frozenset})
#: `__collections__` in a namespace: without those that are searched item by item, or whose values
#: are compared, each of which may take long. A module adds its own.
SEARCHED: Final[set[Any]] = {*COLLECTIONS} - {
    list, tuple, type({}.values()), type({}.items()),
    bytearray,  # which the guest may empty while C asks for a byte (`moving.py`)
    bytes,  # which C may search for a second
}  # fmt: skip
#: So few items of a builtin collection are walked within the step that led there.
FREE: Final = 256
#: So few are nothing, however often they are written.
_HANDFUL: Final = 16
#: Items of which a copy is noticed, and how often they may be there: arguments are put into a
#: list, into a tuple, and into that of the function called.
_MANY: Final = LARGE // 8
_COPIES: Final = 3
#: A longer one ticks as well: in a set display, items that all hash alike cost their square.
_SHORT: Final = 512


def defines(kind: type, name: str) -> bool:
    """Tell whether instances of *kind* have the special method *name*."""
    for base in kind.__mro__:  # noqa: SIM110  `any` with a generator takes thrice as long
        if name in base.__dict__:
            return True
    return False


def iterable(kind: type) -> bool:
    """Tell whether CPython would try to iterate instances of *kind*."""
    return defines(kind, "__iter__") or defines(kind, "__getitem__")


def ticking(x: Any) -> Iterator[Any]:
    """Return an iterator over *x* that takes a step an item.

    Raises:
        TypeError: as `iter(x)` does.
    """
    return compress(x, current().ticks)


def drain(x: Any) -> Any:
    """Return *x*, or an iterator over it that ticks.

    A `__setitem__` of the guest's may keep that and assign it again: nested, it counts depth.

    Raises:
        Stop: there is no room for what a call makes of so many arguments.
    """
    kind = type(x)
    if kind in COLLECTIONS:
        size = len(x)
        if size <= _HANDFUL and (
            kind in AT_ONCE or (kind in _TABLES and x.__sizeof__() <= SMALL_BYTES)
        ):
            return x
        if size <= _SHORT:
            charge(1)  # thousands may stand in one call
            return x
        if size > _MANY:
            reserve(0, _COPIES * (items_size(x) if kind in TEXTS else 8 * size))
    elif not iterable(kind):
        return x
    return compress(drawable(x), current().ticks)


def drain_operand(x: Any) -> Any:
    """Do what `drain` does for an operand of `*`: `__drain__` before CPython 3.12.

    That forgets to free the keywords of a call whose one operand of `*` cannot be gone through. So
    if keywords come, what may fail is gone through before them.

    Raises:
        TypeError: it cannot be gone through. (Without the name of what is called.)
    """
    if type(x) is tuple and len(x) <= _HANDFUL:
        return x
    found = drain(x)
    if (found is x and type(x) in COLLECTIONS) or not _has_keywords(sys._getframe(1)):
        return found
    if not iterable(type(found)):
        kind = type(found).__name__
        raise TypeError(f"argument after * must be an iterable, not {kind}")
    return tuple(found)


#: Which instruction takes an operand of `*`, if no keywords come before.
_TAKING: Final = frozenset(
    opmap[name] for name in ("CALL_FUNCTION_EX", "LIST_EXTEND", "SET_UPDATE", "UNPACK_SEQUENCE")
)
#: Where an instruction keeps what CPython has learned of it, behind the instruction.
_CACHE: Final = opmap.get("CACHE")


def _has_keywords(frame: FrameType) -> bool:
    """Tell whether the instruction in *frame* calls for an operand after which keywords come."""
    code = frame.f_code.co_code
    # (`f_lasti` is in the middle of what a call keeps, where C does not call itself for it.)
    at = frame.f_lasti + 2
    while code[at] == _CACHE:
        at += 2
    return code[at] not in _TAKING


def drawn(key: slice, items: Any) -> Any:
    """Return *items*, about to be assigned to *key* of a list, drawn if it has a step.

    CPython 3.11 looks how long the list is first, and what it draws may shorten it.
    """
    return [*items] if key.step is not None and iterable(type(items)) else items


def mapping(x: Any) -> Any:
    """Return *x* if CPython merges it without asking it, or a dict of what it says it has."""
    found = merged(x)
    if type(found) is not Merged:
        return found
    keys = found.keys()
    return {each: found[each] for each in keys}


def starred(x: Any) -> Any:
    """Return what `**` may merge in the place of *x*: itself, if CPython does not ask it."""
    found = merged(x)
    return Starred(x, found.keys) if type(found) is Merged else found


def merged(x: Any) -> Any:
    """Return what C may merge in the place of *x*: itself, if CPython does not ask it."""
    kind = type(x)
    charge(1)  # thousands may stand in one display
    if issubclass(kind, dict) and method_of(kind, "__iter__") is dict.__iter__:
        pay_copy(NODE * dict.__len__(x))
        pay_crowd(x)
        return x
    try:
        keys = x.keys
    except AttributeError:
        # C would ask a guest's class again; what has its name, and no keys, is refused in its name.
        return x if kind not in current().own else type(kind.__name__, (), {"__slots__": ()})()
    return Merged(x, keys)


class Merged:
    """Stands for *x*, which C asks for its *keys*, and then for what is under each.

    Nobody gets hold of it.
    """

    __slots__ = ("_keys", "_x")

    def __init__(self, x: Any, keys: Any) -> None:
        self._x, self._keys = x, keys

    def keys(self) -> list[Any]:
        return [*map(key, _listed(self._keys(), type(self._x)))]

    def __getitem__(self, each: Any) -> Any:
        return self._x[each]

    def drawn(self) -> Iterator[tuple[Any, Any]]:
        """Yield what is under each key before the next key is drawn."""
        for each in map(key, ticking(self._keys())):
            yield each, self._x[each]


def one_by_one(found: Any) -> Any:
    """Return what draws the keys of *found* as an OrderedDict does, if it is to be asked."""
    return found.drawn() if type(found) is Merged else found


class Starred(Merged):
    """The same for `**`: of what has no keys after all C says that it is no mapping."""

    __slots__ = ()

    def keys(self) -> list[Any]:
        try:
            found: list[Any] = self._keys()
        except AttributeError:
            kind = type(self._x).__name__
            raise TypeError(f"{kind!r} object is not a mapping") from None
        return found


def _listed(keys: Any, kind: type) -> list[Any]:
    if not iterable(type(keys)):
        returned = type(keys).__name__
        raise TypeError(f"{kind.__name__}.keys() returned a non-iterable (type {returned})")
    return [*compress(keys, current().ticks)]


def pairs(x: Any) -> Iterator[Any]:
    """Return an iterator over the pairs in *x*, as `dict(x)` takes them, that ticks.

    CPython makes a list of each pair that is no list or tuple; here that ticks as well.
    """
    return map(_pair, compress(x, current().ticks))


def pay_pair(text: Any) -> None:
    """Pay for the list that C makes of *text*, in the place of a pair, to find out its length."""
    if len(text) > FREE:
        pay_copy(items_size(text))


def _pair(x: Any) -> Any:
    kind = type(x)
    # (Not subclasses: C takes what their `__iter__` gives, and not what they hold.)
    if kind is tuple or kind is list or not iterable(kind):
        return first_key(x)
    if kind in TEXTS:
        pay_pair(x)
        return x
    return first_key([*compress(x, current().ticks)])


def unpack(x: Any, depth: int) -> Any:
    """Return what may be unpacked into a target whose deepest star is *depth* levels down."""
    kind = type(x)
    if depth > 1:
        if not iterable(kind):
            return x
        return map(_unpacker(depth - 1), compress(x, current().ticks))
    if kind in COLLECTIONS:
        pay_copy(items_size(x) if kind in TEXTS else 8 * len(x))
        return x
    return compress(x, current().ticks) if iterable(kind) else x


def unpack_each(x: Any, depth: int) -> Any:
    """Return an iterator over *x*, each item of which may be unpacked as `unpack` says."""
    return map(_unpacker(depth), x) if iterable(type(x)) else x


def _unpacker(depth: int) -> Callable[[Any], Any]:
    return _unpack_flat if depth == 1 else partial(unpack, depth=depth)


def _unpack_flat(x: Any) -> Any:
    if type(x) in _SMALL_ROWS and len(x) < _SHORT:
        return x
    return unpack(x, 1)


_SMALL_ROWS = frozenset({list, tuple, deque})
