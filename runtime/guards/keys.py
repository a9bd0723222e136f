"""What is hashed or compared natively by a container: keys, members, what is searched for.

Natively a container hashes without a bound on work or depth. So what is no scalar is weighed
before it gets there, and methods that hash do not go about as values: a guest holds a
shim in their place. So it is with methods of text that take as long as the text is.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache
from itertools import compress
from types import MethodType, NoneType
from typing import Any, Final

from cloche.transpiler.vocabulary import (
    BOUND,
    CHANGES,
    COMPARAND,
    FINDING,
    KEYED,
    LENGTHY,
    PREFIXED,
    SEARCHING,
    VIEWED,
)

from ..nesting import nested
from ..prices import spend
from ..run import charge, current
from .answering import unasked
from .comparing import comparand
from .contents import SCALARS
from .draining import iterable, method_of
from .hashing import key
from .meeting import pay_crowd
from .moving import settled
from .ordered_keys import beside
from .searching import ROWS, searching
from .walking import walk

SETS: Final[tuple[Any, ...]] = (set, frozenset)
#: Exact types whose entries C puts into a dictionary at once.
_TABLES: Final = frozenset({dict, *SETS})
#: Exact types whose items are looked at as a whole.
_ROW: Final = frozenset({list, tuple})


def hashed(x: Any) -> Any:
    """Return *x* or an iterator over it, for C to hash each item: `{*x}`, `set(x)`.

    An item is paid for when its turn has come, as CPython hashes it before it asks for the next.
    """
    kind = type(x)
    # What is in a dict or set has been hashed, and is not hashed again.
    known = kind in _HASHED
    if kind in _ROW:
        kinds = set(map(type, x))
        known = SCALARS.issuperset(kinds)
        if known and len(x) > _HANDFUL and int in kinds:
            pay_integers(x, kinds)
        if len(x) <= _FEW and _AT_ONCE.issuperset(kinds):
            charge(1)  # a step at least: thousands may stand in one display
            return x
        if known and len(x) > _FEW and not kinds.isdisjoint(_CROWDED):
            return compress(x, current().ticks)
        if known and not kinds.isdisjoint(_TEXTS):
            charge(1)
            walk(x)  # what is equal and not the same is compared to the end
            return x
    if known:
        charge(1 + len(x) // _ITEMS_PER_STEP)
        pay_crowd(x)
        return x
    for base in SETS:
        if issubclass(kind, base):
            # C reads what is in it, and asks no `__iter__`.
            charge(1 + base.__len__(x) // _ITEMS_PER_STEP)
            pay_crowd(x)
            return x
    return _each_hashed(x, kind)


def hashed_items(x: Any) -> Any:
    """The same where C asks the `__iter__` of a class derived from `set` or `frozenset`."""
    kind = type(x)
    return _each_hashed(x, kind) if draws(kind) else hashed(x)


def hashed_in_turn(x: Any) -> Any:
    """The same, an item at a time, for the `fromkeys` of a class that may make any dictionary.

    C would make room there for the entries of a dict or set alone, and go round for ever where the
    dictionary is larger than that already (before CPython 3.13.4; its issue 132762).
    """
    kind = type(x)
    return _each_hashed(x, kind) if kind in _TABLES else hashed_items(x)


def draws(kind: type) -> bool:
    """Tell whether sets of the class *kind* give something else than what is in them."""
    return issubclass(kind, SETS) and all(
        method_of(kind, "__iter__") is not base.__dict__["__iter__"] for base in SETS
    )


def _each_hashed(x: Any, kind: type) -> Any:
    if not iterable(kind):
        return x
    return map(key, compress(nested(x), current().ticks))


def pay_integers(x: Collection[Any], kinds: set[type]) -> None:
    """Pay for the hashes of long integers among *x*, whose exact types are *kinds*.

    A hash takes as long as the number is, each time. Numbers that are short on average are free.
    """
    integers = x if len(kinds) == 1 else [item for item in x if type(item) is int]
    bits = sum(map(int.bit_length, integers))
    if bits > _SHORT_BITS * len(x):
        spend(bits // _HASHED_BITS)


#: So few integers are hashed within a step or two.
_HANDFUL: Final = 8
_SHORT_BITS: Final = 256
#: So much of an integer is hashed in the time of a short step (`prices.STEP_SECONDS`).
_HASHED_BITS: Final = 384
#: So few items are walked within the step that led here; more at so many a step.
_FEW: Final = 256
_ITEMS_PER_STEP: Final = 8
#: Whoever writes these down can have as many of one hash as he likes, each of which C compares with
#: all before it: so C has to ask for every one.
_CROWDED: Final = frozenset({int, complex})
_TEXTS: Final = frozenset({str, bytes})
#: What is equal and not the same is found out at once.
_AT_ONCE: Final = frozenset({int, float, bool, NoneType})
#: Exact types whose items have been hashed, or are scalars.
_HASHED: Final = frozenset({str, bytes, bytearray, dict, set, frozenset, type({}.keys())})


# --- Methods ------------------------------------------------------------------------------

_BOUND: Final[type] = type([].append)
_LOOSE: Final[type] = type(list.append)
_TEXT: Final = frozenset({str, bytes, bytearray})
#: They compare characters and numbers.
_SIMPLE: Final = _TEXT | {range}
#: What looks for an entry of an OrderedDict in C's list, or puts one into the dictionary.
_PLACING: Final = frozenset({"pop", "move_to_end", "setdefault"})
#: What looks for something in text or bytes, and takes a step where these are long.
_SEEKING: Final = SEARCHING | FINDING


def _is_priced(owner: type, name: str) -> bool:
    if owner in _TEXT and name in _SEEKING:
        return name != "remove"  # (which moves what comes after: nothing to speak of)
    is_lengthy = owner in _SIMPLE or owner is BaseExceptionGroup
    return name in BOUND and (name in LENGTHY or name in PREFIXED) is is_lengthy


def method(found: Any) -> Any:
    """Return *found*, an attribute that was loaded, or what stands in for it if C hashes there."""
    kind: Any = type(found)
    if kind is _BOUND:
        subject, name = found.__self__, found.__name__
        for owner in type(subject).__mro__:
            raw: Any = owner.__dict__.get(name)
            if type(raw) is _LOOSE and _is_priced(owner, name):
                return MethodType(_shim(owner, name), subject)
    elif kind is _LOOSE and _is_priced(found.__objclass__, found.__name__):
        return _shim(found.__objclass__, found.__name__)
    return found


@lru_cache(None)
def _shim(owner: type, name: str) -> Any:
    from ..builtins.shims import named
    from ..universe.lengthy import lengthy, seeking

    native = owner.__dict__[name]
    if name in VIEWED:
        return _viewing(native)
    if name in LENGTHY:
        return named(native)(lengthy(owner, name))
    if owner in _TEXT and name in _SEEKING:
        return named(native)(seeking(owner, name))
    if owner in ROWS and name in SEARCHING:
        return named(native)(searching(owner, name))
    pay: Callable[[Any], Any] = comparand if KEYED.get(name) == COMPARAND else key
    moves = owner is bytearray
    changes = name in CHANGES and issubclass(owner, (dict, set))
    looks = issubclass(owner, dict) and name in _PLACING

    @named(native)
    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        charge(1)  # C may call it in a loop, as a special method of a guest's class
        if args:
            pay(args[0])
        if looks:
            for each in (*args[:1], *kwargs.values()):
                beside(self, each)
        if moves and isinstance(self, owner):
            args = settled(name, self, args)
        for each in kwargs.values():
            pay(each)
        if changes:
            unasked(self)
        return native(self, *args, **kwargs)

    return method


def _viewing(native: Any) -> Any:
    from ..builtins.shims import named
    from .views import view

    @named(native)
    def method(self: Any, /, *args: Any, **kwargs: Any) -> Any:
        return view(native(self, *args, **kwargs))

    return method
