"""Operators whose result can be much larger than their operands.

Each guard prices the operation and then lets the real operator have its say, so results, errors
and the order in which methods are asked are CPython's. Prices look at what C will read
(`int.bit_length(x)`, `list.__len__(x)`), never at what a subclass claims, and are paid even
where a subclass then does something else: C has the last word when the subclass declines.

The tests at the top of each guard are for speed only.
"""

from __future__ import annotations

import operator
import sys
from array import array
from collections import deque
from collections.abc import Callable
from itertools import compress
from types import GeneratorType
from typing import Any, Final

from ..buffers import hidden, octets
from ..links import LAZY
from ..prices import (
    IMPOSSIBLE,
    NODE,
    SMALL_BITS,
    SMALL_BYTES,
    items_size,
    pay_copy,
    pay_made,
    pay_power,
    pay_product,
    pay_quotient,
    pay_repeat,
    pay_shift,
    power_bits,
    reserve,
)
from ..reentry import drawable
from ..run import current, running
from ..stops import Stop
from .answering import unasked
from .draining import defines, iterable, mapping, method_of, pairs
from .emptying import items_of
from .meeting import pay_crowd
from .moving import formats, formatted
from .percent import pay_percent
from .sets import pay_both

_ior: Final[Callable[[Any, Any], Any]] = operator.ior
_ipow: Final[Callable[[Any, Any], Any]] = operator.ipow
_ilshift: Final[Callable[[Any, Any], Any]] = operator.ilshift
_imod: Final[Callable[[Any, Any], Any]] = operator.imod

#: Exact types whose sums cannot grow by more than a word.
NUMBERS: Final = frozenset({int, float, bool, complex})
#: Exact types that `*` repeats; no element takes more than 8 bytes.
_REPEATABLE = frozenset({str, bytes, bytearray, list, tuple, deque})
_SEQUENCES: tuple[Any, ...] = (str, bytes, bytearray, list, tuple, deque, array)
#: Of those, what C sizes before it repeats anything; a deque of one item grows block by block.
_SIZED: tuple[Any, ...] = (str, bytes, bytearray, list, tuple, array)
#: Bytes of the largest item of these.
_ITEM = 8
_SET_CLASSES: tuple[Any, ...] = (set, frozenset)
_SETS = frozenset({set, frozenset, dict, type({}.keys()), type({}.values()), type({}.items())})
#: Flag of the types that C made (`Py_TPFLAGS_IMMUTABLETYPE`); no class statement sets it.
_IMMUTABLE = 1 << 8
#: Iterators that take a step for each item, as all that a guest can make of these types do.
_STEPPING: Final = frozenset({map, filter, compress})
_FEW = SMALL_BYTES // 8
_TEXTS: Final = (str, bytes, bytearray)
#: Bytes of the widest character.
_WIDEST: Final = 4
#: Bytes of a string besides its characters.
_STR_HEADER: Final = "".__sizeof__()


def size_of(x: Any) -> int:
    """Return the bytes of a builtin sequence, its subclasses included; 0 for anything else."""
    kind = type(x)
    if issubclass(kind, str):
        return str.__sizeof__(x)
    if issubclass(kind, bytes):
        return bytes.__len__(x)
    for base in _SEQUENCES:
        if issubclass(kind, base):
            return _ITEM * base.__len__(x)  # type: ignore[no-any-return]
    return 0


def bits_of(x: Any) -> int | None:
    """Return the bits of an exact number, None if *x* is none."""
    kind = type(x)
    if issubclass(kind, int):
        return int.bit_length(x)
    if kind.__module__ == "fractions" and "fractions" in sys.modules:
        fraction = sys.modules["fractions"].Fraction
        if issubclass(kind, fraction):
            size: int = x.numerator.bit_length() + x.denominator.bit_length()
            return size
    return None


# --- Addition -----------------------------------------------------------------------------


def addend(x: Any) -> Any:
    """Pay for adding *x* to something of its kind, and return it."""
    kind = type(x)
    if kind in NUMBERS:
        return x
    if kind in _REPEATABLE:
        if len(x) > _FEW:
            _pay_copied(x)
    elif issubclass(kind, _SEQUENCES):
        _pay_copied(x)
    return x


def _pay_copied(x: Any) -> None:
    """Pay for *x* as a part of a sum; one wide character in another part widens all of a text."""
    size = size_of(x)
    if size > SMALL_BYTES:
        reserve(size, _WIDEST * str.__len__(x) if isinstance(x, str) else 0)


def plus(a: Any, b: Any) -> Any:
    """`a + b`, each side paid for, but nothing beside a number: that is none of C's sequences."""
    left, right = type(a), type(b)
    if left in NUMBERS or right in NUMBERS:
        return a + b
    if left in _REPEATABLE and right in _REPEATABLE and len(a) <= _FEW and len(b) <= _FEW:
        return a + b
    if issubclass(left, _SEQUENCES):
        addend(a)
    if issubclass(right, _SEQUENCES):
        addend(b)
    return a + b


def inplace_addend(x: Any) -> Any:
    """Return *x*, paid for, or an iterator over it that ticks: `+=` drains its right side.

    A guest's object is handed over as it is, for a guest's `__iadd__` may be waiting for it; so is
    text. There must be room for the list that it becomes where a list stands on the left.
    """
    kind = type(x)
    # (Text first: what comes here mostly is.)
    if kind is not str and kind in NUMBERS:
        return x
    if kind is str or kind in _REPEATABLE:
        # What stands left is copied as well, unless nobody else has it, and nobody pays for that.
        # (`current().budget.checkpoint()` would be three calls.)
        run = running(None)
        if run is None or run.budget.reason is not None:
            raise Stop
        if len(x) > _FEW:
            _pay_addend(x)
        return x
    if kind in _SETS:
        pay_copy(NODE * len(x))
        return x
    if issubclass(kind, _SEQUENCES):
        _pay_addend(x)
        return x
    if kind is range:
        pay_copy(NODE * len(x))
        return x
    if (kind in LAZY or kind.__flags__ & _IMMUTABLE) and defines(kind, "__next__"):
        return _drawn(x, kind)
    return octets(x) if hidden(x) else x


def _pay_addend(x: Any) -> None:
    size = size_of(x)
    if size > SMALL_BYTES:
        reserve(size, items_size(x) if isinstance(x, _TEXTS) else 0)


def _drawn(x: Any, kind: type) -> Any:
    """Return the iterator *x* itself where that can be: a guest's method may be handed it."""
    if kind in _STEPPING or (kind is GeneratorType and _is_guests(x)):
        return x
    if kind.__flags__ & _IMMUTABLE and defines(kind, "__length_hint__"):
        # What tells it and is not the guest's own code is in C, and knows.
        pay_copy(NODE * operator.length_hint(x))
        return x
    return compress(drawable(x), current().ticks)


def _is_guests(generator: Any) -> bool:
    """Tell whether *generator* runs code of the guest's, which takes steps."""
    frame = generator.gi_frame
    return frame is not None and current().holds(frame.f_globals)


def inplace_union(a: Any, b: Any) -> Any:
    """`a |= b`; returns the new value of `a`.

    A dict takes any mapping, or any pairs, drains them in C and hashes the keys.
    """
    kind = type(a)
    if kind in NUMBERS:
        return _ior(a, b)
    if type(b) in _SETS:
        pay_copy(NODE * len(b))
        if type(b) is not dict:  # which `merged` pays for
            pay_crowd(b)
    else:
        for base in _SET_CLASSES:
            if issubclass(type(b), base):
                pay_copy(NODE * base.__len__(b))
                pay_crowd(b)
    if issubclass(kind, frozenset):
        pay_both(a, b)
    is_dict = method_of(kind, "__ior__") is dict.__ior__
    return _ior(unasked(a), items_of(a, merged(b)) if is_dict else b)


def merged(b: Any) -> Any:
    """Return what `dict.__ior__` may take in the place of *b*."""
    if hasattr(b, "keys"):
        return mapping(b)
    return pairs(b) if iterable(type(b)) else b


def piece(x: Any) -> Any:
    """Pay for a slice that was taken, and return it."""
    if type(x) in _COPIED and len(x) > _FEW:
        pay_made(size_of(x))
    return x


_COPIED: Final = frozenset({str, bytes, bytearray, list, tuple})


# --- Multiplication -------------------------------------------------------------------------


def times(a: Any, b: Any) -> Any:
    """`a * b`."""
    kind = type(a)
    if kind is int:
        if type(b) is int:
            # Integers of one digit: four plain comparisons take less than measuring bits.
            if a < 0x10000000 and b < 0x10000000 and a > -0x10000000 and b > -0x10000000:
                return a * b
            if a.bit_length() + b.bit_length() < SMALL_BITS:
                return a * b
        elif type(b) is float:
            return a * b
    elif kind is float or (kind in _REPEATABLE and type(b) is int and len(a) * b < _FEW):
        return a * b
    return _multiply(a, b, operator.mul)


def inplace_times(a: Any, b: Any) -> Any:
    """`a *= b`; returns the new value of `a`."""
    kind = type(a)
    if kind is int:
        if type(b) is int:
            if a.bit_length() + b.bit_length() < SMALL_BITS:
                return a * b
        elif type(b) is float:
            return a * b
    elif kind is float:
        a *= b
        return a
    return _multiply(a, b, operator.imul)


def _multiply(a: Any, b: Any, multiply: Callable[[Any, Any], Any]) -> Any:
    left, right = type(a), type(b)
    if left is float or right is float:
        return multiply(a, b)
    if issubclass(left, _SEQUENCES):
        if _repeats_at_once(right):
            _pay_repeat(a, int.__index__(b))
        elif method_of(right, "__index__") is not None:
            return _repeat_by(a, b, multiply)
    elif issubclass(right, _SEQUENCES):
        if _repeats_at_once(left):
            _pay_repeat(b, int.__index__(a))
        elif multiply is operator.mul and method_of(left, "__index__") is not None:
            # (`*=` does not repeat its right side for an instance of a class.)
            return _repeat_by(a, b, multiply)
    else:
        bits, other = bits_of(a), bits_of(b)
        if bits is not None and other is not None:
            pay_product(bits, other)
    return multiply(a, b)


def _repeats_at_once(kind: type) -> bool:
    """Tell whether C repeats by an instance of *kind* without asking a guest, who could change it.

    That is an integer whose class has no product of its own.
    """
    if kind is int or kind is bool:
        return True
    return issubclass(kind, int) and not _overrides_product(kind)


def _pay_repeat(x: Any, count: int) -> None:
    """Pay for repeating *x*; not for what no address space holds, which C refuses at once."""
    size = _repeated_size(x)
    if size * count <= IMPOSSIBLE or not issubclass(type(x), _SIZED):
        pay_repeat(size, count)


def _repeated_size(x: Any) -> int:
    """Return the bytes of each repetition; a bounded deque drops what it cannot hold."""
    if isinstance(x, deque) and x.maxlen is not None:
        return 0
    if issubclass(type(x), str):
        return str.__sizeof__(x) - _STR_HEADER
    return size_of(x)


def _repeat_by(a: Any, b: Any, multiply: Callable[[Any, Any], Any]) -> Any:
    """Return the product of a sequence and an object that is a number only by its `__index__`.

    C would ask `__index__` itself, out of sight; so it is asked here, once, after the
    object's own `__mul__` or `__rmul__`, as C does.
    """
    reflected = issubclass(type(a), _SEQUENCES)
    sequence, number = (a, b) if reflected else (b, a)
    if not type(sequence).__flags__ & _IMMUTABLE and _overrides_product(type(sequence)):
        raise TypeError(
            f"cannot multiply {type(sequence).__name__!r}, which defines __mul__, "
            f"by {type(number).__name__!r}, which defines __index__; use operator.index() first"
        )
    method = method_of(type(number), "__rmul__" if reflected else "__mul__")
    if method is not None:
        product = method.__get__(number, type(number))(sequence)
        if product is not NotImplemented:
            return product
    count = operator.index(number)
    if abs(count) > IMPOSSIBLE:
        raise OverflowError(f"cannot fit {type(number).__name__!r} into an index-sized integer")
    _pay_repeat(sequence, count)
    return multiply(a, count) if reflected else multiply(count, b)


def _overrides_product(kind: type) -> bool:
    return any(
        name in base.__dict__
        for base in kind.__mro__
        if not base.__flags__ & _IMMUTABLE
        for name in ("__mul__", "__rmul__", "__imul__")
    )


# --- Powers, shifts, remainders -----------------------------------------------------------


def power(a: Any, b: Any) -> Any:
    """`a ** b`."""
    kind = type(a)
    if kind is int:
        if type(b) is int and a.bit_length() * b < SMALL_BITS:
            return a**b
    elif kind is float:
        return a**b
    price_power(a, b)
    return a**b


def inplace_power(a: Any, b: Any) -> Any:
    """`a **= b`; returns the new value of `a`."""
    price_power(a, b)
    return _ipow(a, b)


def price_power(a: Any, b: Any) -> None:
    """Pay for `a ** b`."""
    if not issubclass(type(b), int):
        return
    exponent = int.__index__(b)
    if issubclass(type(a), int):
        pay_power(power_bits(int.__index__(a), exponent))
    else:
        bits = bits_of(a)
        if bits is not None:
            pay_power(bits * abs(exponent))


def shift(a: Any, b: Any) -> Any:
    """`a << b`."""
    if type(a) is int and type(b) is int and a.bit_length() + b < SMALL_BITS:
        return a << b
    _pay_shift(a, b)
    return a << b


def inplace_shift(a: Any, b: Any) -> Any:
    """`a <<= b`; returns the new value of `a`."""
    _pay_shift(a, b)
    return _ilshift(a, b)


def _pay_shift(a: Any, b: Any) -> None:
    if issubclass(type(a), int) and issubclass(type(b), int):
        pay_shift(int.bit_length(a), int.__index__(b))


def percent(a: Any, b: Any) -> Any:
    """`a % b`: a remainder, or a text with arguments in it."""
    kind = type(a)
    if kind is int:
        if type(b) is int and (-0x10000000 < a < 0x10000000 or a.bit_length() < SMALL_BITS):
            return a % b
    elif kind is float:
        return a % b
    elif kind is str:
        return a % pay_percent(a, b)
    paid = _pay_percent(a, b)
    return formatted(a, b, paid) if formats(kind) else a % paid


def inplace_percent(a: Any, b: Any) -> Any:
    """`a %= b`; returns the new value of `a`."""
    paid = _pay_percent(a, b)
    return formatted(a, b, paid) if formats(type(a)) else _imod(a, paid)


def quotient(a: Any, b: Any) -> Any:
    """`a // b`."""
    kind = type(a)
    if kind is float or (
        kind is int and (-0x10000000 < a < 0x10000000 or a.bit_length() < SMALL_BITS)
    ):
        return a // b
    _pay_quotient(a, b)
    return a // b


def inplace_quotient(a: Any, b: Any) -> Any:
    """`a //= b`; returns the new value of `a`."""
    _pay_quotient(a, b)
    a //= b
    return a


def _pay_quotient(a: Any, b: Any) -> None:
    bits, other = bits_of(a), bits_of(b)
    if bits is not None and other is not None:
        pay_quotient(bits, other)


def _pay_percent(a: Any, b: Any) -> Any:
    if issubclass(type(a), (str, bytes, bytearray)):
        return pay_percent(a, b)
    _pay_quotient(a, b)
    return b
