"""Builtin functions that do work in proportion to a size, each as a shim that pays for it.

A shim prices or ticks, then calls the real function with the arguments it was given: wrong
ones too, so the error is CPython's. Builtins that are safe as they are (`len`, `next`, `abs`, …)
are listed in `namespace.py`.
"""

from __future__ import annotations

import operator
import os
from collections import deque
from collections.abc import Iterator
from functools import partial
from itertools import chain, compress, repeat
from types import GeneratorType
from typing import Any, Final

from ..guards.comparing import comparand
from ..guards.contents import SCALARS
from ..guards.draining import COLLECTIONS, FREE, method_of
from ..guards.dunders import is_own_function
from ..guards.interruptible import interruptible
from ..guards.operands import Compared, Larger, Smaller, Sought
from ..guards.operators import NUMBERS, addend, bits_of, price_power
from ..guards.rendering import formatted, render_repr, shown
from ..guards.short import are_short_rows, have_short_texts
from ..guards.subclassing import derives
from ..guards.survey import armed, is_steady, unsteady
from ..guards.views import plain_view
from ..guards.walking import walk, weigh
from ..identities import IDENTITIES, Identities
from ..options import flag
from ..prices import (
    NODE,
    pay_copy,
    pay_modular_power,
    pay_power,
    pay_quotient,
    pay_rounding,
    sort_steps,
    spend,
)
from ..reentry import CALLED, alone, protected
from ..run import _CURRENT, current
from .shims import named

#: Sorting fewer items costs less than asking what it costs.
_FEW: Final = 16
#: Tuples of so many scalars compare within a step.
BRIEF: Final = 8

#: Stands for an argument that was not given.
_NOTHING: Final = object()

# --- Draining ------------------------------------------------------------------------------


@named(all)
def all_(*args: Any, **kwargs: Any) -> bool:
    if len(args) == 1:
        return all(compress(args[0], current().ticks), **kwargs)
    return all(*args, **kwargs)


@named(any)
def any_(*args: Any, **kwargs: Any) -> bool:
    if len(args) == 1:
        return any(compress(args[0], current().ticks), **kwargs)
    return any(*args, **kwargs)


@named(sum)
def sum_(*args: Any, **kwargs: Any) -> Any:
    if not args or len(args) > 2:
        return sum(*args, **kwargs)  # CPython counts before it looks
    data = args[0]
    kind = type(data)
    few = len(args) == 1 and not kwargs and kind in _AGAIN and len(data) <= FREE
    if few and NUMBERS.issuperset(map(type, data)):
        return sum(data)
    source = compress(data, current().ticks)
    if len(args) + len(kwargs) > 2 or not kwargs.keys() <= {"start"}:
        return sum(source, *args[1:], **kwargs)
    total = args[1] if len(args) == 2 else kwargs.get("start", 0)
    rest: list[Any] = []
    if type(total) not in _REPEATEDLY_COPIED:
        if kind in _FROM_PYTHON or (kind in _AGAIN and NUMBERS.issuperset(map(type, data))):
            return sum(source, total)
        total = sum(_numbers(source, rest), total)
    # What is no number may make anything of a total: `__radd__` of a guest's gives a list.
    for item in chain(rest, source):
        total = addend(total) + addend(item)
    return total


def _numbers(source: Iterator[Any], rest: list[Any]) -> Iterator[Any]:
    """Yield what *source* gives as long as it is numbers; what comes then is put into *rest*."""
    for item in source:
        if type(item) not in NUMBERS:
            rest.append(item)
            return
        yield item


#: Between two items of these there is Python, in which the run is stopped, or nothing that takes
#: long: see `interruptible`.
_FROM_PYTHON: Final = frozenset({GeneratorType, map, range})
#: Exact types that can be gone through twice.
_AGAIN: Final = frozenset({list, tuple, dict, set, frozenset, deque, type({}.values())})
#: Adding up so many of these copies all that has been added before, every time.
_REPEATEDLY_COPIED = frozenset({list, tuple})


@named(sorted)
def sorted_(*args: Any, **kwargs: Any) -> list[Any]:
    if len(args) != 1:
        return sorted(*args, **kwargs)
    source = plain_view(args[0])
    few = type(source) in COLLECTIONS and len(source) <= FREE
    items = [*source] if few else [*compress(source, current().ticks)]
    if "reverse" in kwargs and kwargs.keys() <= _SORTING:
        kwargs["reverse"] = flag(kwargs["reverse"])
    key = kwargs.pop("key", None) if kwargs else None
    if key is None:
        if pay_sort(items):
            kwargs["key"] = Compared
    else:
        keys = keys_of(items, key)
        rest = map(Compared, keys) if pay_sort(keys) else iter(keys)
        # `next(keys, item)`: the keys in turn, without a call of ours for each.
        kwargs["key"] = partial(next, rest)
    items.sort(**kwargs)
    return items


_SORTING: Final = frozenset({"key", "reverse"})


def keys_of(items: list[Any], key: Any) -> list[Any]:
    """Return what *key* gives for each of *items*: a function of C's is called from Python, in
    steps, or the monitor would wait for the last of them."""
    if is_own_function(key):
        return [*map(key, items)]
    return [key(item) for item in compress(items, current().ticks)]


def pay_sort(keys: list[Any]) -> bool:
    """Pay for sorting by *keys*; tell whether that may change what is in them."""
    count = len(keys)
    kinds = set(map(type, keys))
    if (
        count > _FEW
        or not (kinds <= SCALARS or are_short_rows(keys, BRIEF))
        or not have_short_texts(keys, kinds)
    ):
        spend(sort_steps(count, weigh(keys, ordered=True)))
        return unsteady(keys)
    return False


@named(max)
def max_(
    a: Any = _NOTHING, b: Any = _NOTHING, c: Any = _NOTHING, /, *rest: Any, **named: Any
) -> Any:
    if type(a) in SCALARS and type(b) in SCALARS and not rest and not named:
        if c is _NOTHING:
            return b if b > a else a
        if type(c) in SCALARS:
            a = b if b > a else a
            return c if c > a else a
    return _extreme(max, _given(a, b, c, *rest), named)


@named(min)
def min_(
    a: Any = _NOTHING, b: Any = _NOTHING, c: Any = _NOTHING, /, *rest: Any, **named: Any
) -> Any:
    if type(a) in SCALARS and type(b) in SCALARS and not rest and not named:
        if c is _NOTHING:
            return b if b < a else a
        if type(c) in SCALARS:
            a = b if b < a else a
            return c if c < a else a
    return _extreme(min, _given(a, b, c, *rest), named)


def _given(*args: Any) -> tuple[Any, ...]:
    return tuple([each for each in args if each is not _NOTHING])


def _extreme(choose: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Return `choose(*args, **kwargs)`, whatever it compares being walked first."""
    key = kwargs.get("key")
    if key is not None:
        kwargs["key"] = _paid_keys(key, _STANDING[choose])
    if len(args) != 1:
        if key is None:
            few = len(args) <= _FEW
            for each in args if few else compress(args, current().ticks):
                comparand(each, ordered=True)
            if not few:
                walk(args)
            if unsteady(args):
                kwargs["key"] = Compared
        return choose(*args, **kwargs)
    source = args[0]
    ticked = compress(source, current().ticks)
    if key is None and not (type(source) in COLLECTIONS and _FIXED.issuperset(map(type, source))):
        # In Python, between whose steps the run is stopped: text is compared as long as it is.
        standing = _STANDING[choose]
        if armed() and (type(source) not in COLLECTIONS or unsteady(source)):
            kwargs["key"] = Compared
            return choose(map(comparand, ticked), **kwargs)
        found: Any = choose(map(comparand, ticked, repeat(standing)), **kwargs)
        return found.x if type(found) is standing else found
    return choose(ticked, **kwargs)


#: What stands for a container that contains itself where C compares it.
_STANDING: Final[dict[Any, type[Larger | Smaller]]] = {max: Larger, min: Smaller}


def _paid_keys(key: Any, standing: type) -> Any:
    """Return a function that gives the keys that *key* gives, paid for."""
    if armed():
        return lambda item: Compared(key(item))
    return lambda item: comparand(key(item), standing, ordered=True)


#: Scalars that compare at once.
_FIXED: Final = SCALARS - {str, bytes}


@named(iter)
def iter_(*args: Any, **kwargs: Any) -> Any:
    if len(args) == 2:
        # What is called may change what each of its results is compared with.
        last = comparand(args[1]) if is_steady(args[1]) else Sought(args[1])
        calls = iter(interruptible(args[0]), last, **kwargs)
        return compress(alone(CALLED, calls), current().ticks)
    return protected(iter(*args, **kwargs))


# --- Numbers -------------------------------------------------------------------------------


@named(divmod)
def divmod_(*args: Any, **kwargs: Any) -> Any:
    if len(args) == 2 and type(args[0]) is not float:
        bits, other = bits_of(args[0]), bits_of(args[1])
        if bits is not None and other is not None:
            pay_quotient(bits, other)
    return divmod(*args, **kwargs)  # type: ignore[misc]


@named(pow)
def pow_(*args: Any, **kwargs: Any) -> Any:
    base, exponent, modulus = args if len(args) == 3 and not kwargs else _powers(args, kwargs)
    if modulus is None:
        price_power(base, exponent)
    elif all(issubclass(type(each), int) for each in (base, exponent, modulus)):
        pay_modular_power(*map(int.__index__, (base, exponent, modulus)))
    return pow(*args, **kwargs)


def _powers(args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any, Any]:
    given = {**dict(zip(("base", "exp", "mod"), args, strict=False)), **kwargs}
    return given.get("base"), given.get("exp"), given.get("mod")


@named(round)
def round_(*args: Any, **kwargs: Any) -> Any:
    if not kwargs and (len(args) == 1 or (args and type(args[0]) is float)):
        return round(*args)
    given = {**dict(zip(("number", "ndigits"), args, strict=False)), **kwargs}
    number, digits = given.get("number"), given.get("ndigits")
    if digits is not None and type(number) is not float:
        if issubclass(type(number), int) and not issubclass(type(digits), int):
            if method_of(type(digits), "__index__") is not None and len(given) == 2:
                # C would ask it again, out of sight, and then compute 10 to that power.
                return round_(number, operator.index(digits))
        elif issubclass(type(digits), int) and bits_of(number) is not None:
            if isinstance(number, int):
                pay_rounding(int.bit_length(number), int.__index__(digits))
            else:
                pay_power(4 * abs(int.__index__(digits)))
    return round(*args, **kwargs)


def _notation(real: Any) -> Any:
    @named(real)
    def notation(*args: Any, **kwargs: Any) -> str:
        if len(args) == 1 and not kwargs:
            if type(args[0]) is not int and method_of(type(args[0]), "__index__") is not None:
                args = (operator.index(args[0]),)  # (C would ask it out of sight)
            if isinstance(args[0], int):
                pay_copy(int.bit_length(args[0]))
        return real(*args, **kwargs)  # type: ignore[no-any-return]

    return notation


bin_, hex_, oct_ = _notation(bin), _notation(hex), _notation(oct)

# --- Text and identity -----------------------------------------------------------------------


@named(repr)
def repr_(*args: Any, **kwargs: Any) -> str:
    if len(args) == 1 and not kwargs:
        return render_repr(args[0])
    return repr(*args, **kwargs)


@named(ascii)
def ascii_(*args: Any, **kwargs: Any) -> str:
    if len(args) == 1:
        args = (shown(args[0]),)
    return ascii(*args, **kwargs)


@named(format)
def format_(*args: Any, **kwargs: Any) -> str:
    if 0 < len(args) < 3 and not kwargs:
        return formatted(*args)
    return format(*args, **kwargs)


@named(hash)
def hash_(*args: Any, **kwargs: Any) -> int:
    if len(args) == 1 and type(args[0]) not in SCALARS:
        walk(args[0])
    return hash(*args, **kwargs)


@named(id)
def id_(*args: Any, **kwargs: Any) -> int:
    veiled = id(*args, **kwargs) ^ _VEIL
    # Modules of the library ask while they are made, and no run is current.
    run = _CURRENT.get(None)
    identities = run.state.get(IDENTITIES) if run else None
    return identities.of(args[0]) if type(identities) is Identities else veiled


#: Identities are unique and stable, and no address of this process.
_VEIL: Final = int.from_bytes(os.urandom(5)) << 4


#: A class may be asked in Python, as those of `typing` and of `abc` are.
_STEPS_A_CLASS: Final = 16
#: So many are asked within the step that led here.
_FEW_CLASSES: Final = 64


def _pay_for_classes(classes: Any) -> None:
    """Pay for asking all *classes*, a tuple: C searches tuples in it as often as they are met.

    Raises:
        RecursionError: they are nested too deeply.
        Stop: it would cost more than is left.
    """
    count = tuple.__len__(classes)
    if count > _FEW_CLASSES:
        spend(_STEPS_A_CLASS * count)
    for kind in tuple.__iter__(classes):
        if issubclass(type(kind), tuple):
            count = weigh(classes) // NODE
            break
    else:
        return
    if count > _FEW_CLASSES:
        spend(_STEPS_A_CLASS * count)


@named(isinstance)
def isinstance_(*args: Any, **kwargs: Any) -> bool:
    if len(args) == 2 and type(args[1]) is not type and issubclass(type(args[1]), tuple):
        _pay_for_classes(args[1])
    return isinstance(*args, **kwargs)


@named(issubclass)
def issubclass_(*args: Any, **kwargs: Any) -> bool:
    if len(args) == 2 and not kwargs:
        if type(args[1]) is not type and issubclass(type(args[1]), tuple):
            _pay_for_classes(args[1])
        if not issubclass(type(args[0]), type):
            return derives(*args)
    return issubclass(*args, **kwargs)


#: Name in the guest's builtins -> its shim.
FUNCTIONS: Final[dict[str, Any]] = {
    shim.__name__: shim
    for shim in (
        all_, any_, ascii_, bin_, divmod_, format_, hash_, hex_, id_, isinstance_, issubclass_,
        iter_, max_, min_, oct_, pow_, repr_, round_, sorted_, sum_,
    )
}  # fmt: skip
