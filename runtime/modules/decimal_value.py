"""`Decimal`: numbers of the real type, each in an object whose operations are paid for.

The real type takes minutes for `int(Decimal("1e999999"))` or `Decimal(1) - 10**1_000_000`, and no
guard sees either: they are C, called from C. So its methods are written here, and call the
real ones with the context of the run.
"""

from __future__ import annotations

import decimal as real
import re
import sys
from collections.abc import Callable
from numbers import Number
from typing import Any, Final, NamedTuple

from ..boundary.outward import NUMBERS
from ..guards.naming import PRINTED
from ..guards.rendering import priced_spec
from ..own_stack import imported
from ..prices import SMALL_BITS, quotient_steps, reserve, spend
from ..rehomed import NoDefaults, named_tuple
from ..run import current
from ..standins import opaque, plain, trust
from .decimal_context import linear, of, pay
from .plain import exact_int, exact_str
from .stand_in import ticked

_Real: Final = real.Decimal
#: Formats that C reads for sure; since Python 3.13 it asks code in Python about others.
_READ_IN_C: Final = re.compile(
    r"(?:.?[<>=^])?[-+ ]?(?:[1-9]\d{0,8})?,?(?:\.\d{1,8})?[eEfFgG%]?", re.ASCII | re.DOTALL
).fullmatch
#: Bytes of a number whose digits are within the object: about 70 of them.
_SMALL: Final = _Real(1).__sizeof__()
#: Digits to a byte beyond that.
_DIGITS_A_BYTE: Final = 3
_BITS_A_DIGIT: Final = 3.33
#: Integers of fewer bits are converted at once.
_FEW_BITS: Final = 1024
_LONG: Final = 4096
#: Digits that are written down, and read as a float, in one step: 3.7 ns each.
_FLOATED_IN_A_STEP: Final = 16
#: Gives the real fraction in a guest's, or None; from `fractions`, if that is loaded.
RATIONALS: Final[list[Callable[[Any], Any]]] = []


class DecimalTuple(NamedTuple):
    """A named tuple representation of a Decimal."""

    sign: int
    digits: tuple[int, ...]
    exponent: Any


def _make(cls: Any, iterable: Any, /) -> Any:
    return cls(*ticked(iterable))


DecimalTuple._make = classmethod(_make)  # type: ignore[method-assign,assignment]
named_tuple(DecimalTuple)
DecimalTuple._field_defaults = NoDefaults()  # type: ignore[assignment]
DecimalTuple.__module__ = "decimal"
DecimalTuple.__annotations__ = {}


def digits_of(x: Any) -> int:
    """Return how many digits a real number has at most."""
    if type(x) is int:
        return int(x.bit_length() / _BITS_A_DIGIT) + 1
    return _DIGITS_A_BYTE * x.__sizeof__() if x.__sizeof__() > _SMALL else 0


# Sorted by some shims; no guest holds one.
PRINTED[_Real] = lambda x: _DIGITS_A_BYTE * x.__sizeof__()


def whole(x: Any) -> Any:
    """Return an integer as the real type takes it, its conversion paid for."""
    x = exact_int(x)
    bits = x.bit_length()
    if bits > _FEW_BITS:
        spend(2 * quotient_steps(2 * bits, bits))
    return x


class Decimal:
    """Construct a new Decimal object from a number, a string or a tuple of its parts."""

    __slots__ = ("__number__",)
    __number__: Any

    def __new__(cls, value: Any = "0", context: Any = None) -> Any:
        made = object.__new__(cls)
        made.__number__ = constructed(value, of(context))
        return made

    @classmethod
    def from_float(cls, f: Any, /) -> Any:
        return cls(_Real.from_float(whole(f) if isinstance(f, int) else f))

    def __repr__(self) -> str:
        return f"Decimal('{self}')"

    def __str__(self) -> str:
        number = number_in(self)
        pay_for_text(number)
        text: str = of(None).to_sci_string(number)
        return text

    def __format__(self, spec: Any, /) -> str:
        if not isinstance(spec, str):
            raise TypeError("format arg must be str")
        spec, number = priced_spec(str.__str__(spec)), number_in(self)
        pay_for_text(number)
        if number.is_finite():
            reserve(abs(number.adjusted()) + digits_of(number))
        if sys.version_info >= (3, 13) and not _READ_IN_C(spec):
            imported("_pydecimal")
        # The real one rounds as the context of the thread says.
        with real.localcontext(of(None)):
            text: str = number.__format__(spec)
        return text

    def __hash__(self) -> int:
        number = number_in(self)
        # What is not a number is told apart by its identity: that of the guest's object.
        return object.__hash__(self) if number.is_qnan() else hash(number)

    def __bool__(self) -> bool:
        return bool(number_in(self))

    def __int__(self) -> int:
        current().budget.checkpoint()
        return _integer(number_in(self))

    __trunc__ = __int__

    def __float__(self) -> float:
        # C asks it of all there are in one call, in which nothing ticks.
        current().budget.checkpoint()
        number = number_in(self)
        if number.__sizeof__() > _SMALL:
            _pay_for_float(number)
        return float(number)

    def __complex__(self) -> complex:
        current().budget.checkpoint()
        return complex(Decimal.__float__(self))

    def __floor__(self) -> int:
        return _integer(number_in(self), real.ROUND_FLOOR)

    def __ceil__(self) -> int:
        return _integer(number_in(self), real.ROUND_CEILING)

    def __round__(self, ndigits: Any = None, /) -> Any:
        number = number_in(self)
        if ndigits is None:
            return _integer(number, real.ROUND_HALF_EVEN)
        if not isinstance(ndigits, int):
            raise TypeError("optional arg must be an integer")
        unit = _Real((0, (1,), -exact_int(ndigits)))
        context = of(None)
        pay(context, linear, digits_of(number))
        return made(number.quantize(unit, real.ROUND_HALF_EVEN, context))

    def __copy__(self) -> Decimal:
        return self

    def __deepcopy__(self, memo: Any, /) -> Decimal:
        return self

    def as_tuple(self) -> DecimalTuple:
        pay_for_text(number_in(self))
        return DecimalTuple(*number_in(self).as_tuple())

    def as_integer_ratio(self) -> Any:
        pay_for_expansion(number_in(self))
        return number_in(self).as_integer_ratio()

    @property
    def real(self) -> Decimal:
        return self

    @property
    def imag(self) -> Any:
        return made(_Real(0))


Decimal.__module__ = "decimal"
trust(Decimal, DecimalTuple, careful=True)
plain(Decimal)
opaque(DecimalTuple)


def made(number: Any) -> Any:
    """Return the guest's object for a real number; anything else as it is."""
    if type(number) is not _Real:
        return number
    box = object.__new__(Decimal)
    box.__number__ = number
    return box


#: Returns the real number in a guest's `Decimal`. The slot's own accessor: where nothing is in it,
#: no `__getattr__` or `__dict__` of a guest's answers, which the real numbers would be given.
number_in: Final[Callable[[Any], Any]] = vars(Decimal)["__number__"].__get__
Number.register(Decimal)
NUMBERS[id(Decimal)] = number_in

# --- Costs --------------------------------------------------------------------------------


def pay_for_text(number: Any) -> None:
    digits = digits_of(number)
    if digits > _LONG:
        reserve(8 * digits)


def pay_for_expansion(number: Any) -> None:
    """Pay for all digits before or after the point, as an integer: quadratic in CPython."""
    if not number.is_finite():
        return
    exponent: Any = number.as_tuple().exponent if digits_of(number) < _LONG else 0
    digits = max(abs(number.adjusted()), abs(exponent)) + digits_of(number)
    bits = int(digits * _BITS_A_DIGIT)
    if bits > SMALL_BITS:
        reserve(bits // 8)
        spend(4 * quotient_steps(2 * bits, bits))


def _pay_for_float(number: Any) -> None:
    digits = digits_of(number)
    reserve(2 * digits)
    spend(digits // _FLOATED_IN_A_STEP)


def _integer(number: Any, rounding: str = real.ROUND_DOWN) -> int:
    if number.is_finite() and number.adjusted() > 0:
        pay_for_expansion(number.to_integral_value(rounding))
    # Without a context: the integral value is exact, and the real one has CPython's own errors.
    return int(number.to_integral_value(rounding) if number.is_finite() else number)


# --- Construction ----------------------------------------------------------------------------


def constructed(value: Any, context: real.Context) -> Any:
    if isinstance(value, Decimal):
        return number_in(value)
    if type(value) is _Real:
        return value
    if isinstance(value, str):
        value = exact_str(value)
        if len(value) > _LONG:
            reserve(len(value))
    elif isinstance(value, int):
        value = whole(value)
    elif isinstance(value, (tuple, list)):
        value = _parts(value)
    elif isinstance(value, float):
        value = float.__pos__(value)
    else:
        raise TypeError(f"conversion from {type(value).__name__} to Decimal is not supported")
    return _Real(value, context)


def _parts(value: Any) -> Any:
    parts = tuple(ticked(value))
    if len(parts) == 3 and isinstance(parts[1], (tuple, list)):
        digits = tuple(ticked(parts[1]))
        return (parts[0], digits, parts[2])
    return parts


def operand(x: Any) -> Any:
    """Return what the real operations take in the place of *x*, or NotImplemented."""
    if isinstance(x, Decimal):
        return number_in(x)
    return whole(x) if isinstance(x, int) else NotImplemented


def argument(x: Any) -> Any:
    """Return what the real methods take in the place of *x*.

    Raises:
        TypeError: it is no number.
    """
    found = operand(x)
    if found is NotImplemented:
        raise TypeError(f"conversion from {type(x).__name__} to Decimal is not supported")
    return found
