"""`Fraction`: rational numbers of the real type, each in an object whose operations are paid for.

The real type's methods are Python of the host's, which multiply and reduce integers of any size.
"""

from __future__ import annotations

import fractions as real
import re
import sys
from collections.abc import Callable
from numbers import Rational
from typing import Any, Final

from ..boundary.outward import NUMBERS
from ..guards.hashes import HASHERS
from ..guards.rendering import priced_spec, render_repr
from ..prices import SMALL_BITS, pay_power, power_bits, quotient_steps, reserve, spend
from ..run import current, running
from ..standins import plain, trust
from .decimal_value import RATIONALS, Decimal, number_in, pay_for_expansion
from .plain import exact_int, exact_str

_Real: Final = real.Fraction
_AnyReal: Final[Any] = _Real
_EXPONENT: Final = re.compile(r"[eE]([-+]?[\d_]{1,20})")
_LONGEST: Final = 2**16
#: Bits of the two parts that are divided as floats in one step: 0.2 ns each.
_FLOATED_IN_A_STEP: Final = 256
#: `__format__` of its own, and `is_integer`.
_FORMATS: Final = sys.version_info >= (3, 12)
_ABSENT: Final = object()


class Fraction:
    """This class implements rational numbers."""

    __slots__ = ("__fraction__",)
    __fraction__: Any

    def __new__(cls, numerator: Any = 0, denominator: Any = None) -> Any:
        found = object.__new__(cls)
        found.__fraction__ = _constructed(numerator, denominator)
        return found

    @classmethod
    def from_float(cls, f: Any) -> Any:
        if isinstance(f, int):
            return cls(f)
        if not isinstance(f, float):
            kind = type(f).__name__
            shown = render_repr(f)
            raise TypeError(f"{cls.__name__}.from_float() only takes floats, not {shown} ({kind})")
        return cls(f)

    @classmethod
    def from_decimal(cls, dec: Any) -> Any:
        if isinstance(dec, (int, Decimal)):
            return cls(dec)
        kind = type(dec).__name__
        shown = render_repr(dec)
        raise TypeError(f"{cls.__name__}.from_decimal() only takes Decimals, not {shown} ({kind})")

    @property
    def numerator(self) -> int:
        return _inside(self).numerator  # type: ignore[no-any-return]

    @property
    def denominator(self) -> int:
        return _inside(self).denominator  # type: ignore[no-any-return]

    @property
    def real(self) -> Any:
        return self

    @property
    def imag(self) -> int:
        return 0

    def conjugate(self) -> Any:
        return self

    def as_integer_ratio(self) -> tuple[int, int]:
        return _inside(self).as_integer_ratio()  # type: ignore[no-any-return]

    def limit_denominator(self, max_denominator: Any = 1_000_000) -> Any:
        limit = _number(max_denominator)
        _pay(2 * _bits(_inside(self)))
        return made(_inside(self).limit_denominator(limit))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.numerator}, {self.denominator})"

    def __str__(self) -> str:
        return str(_inside(self))

    def __hash__(self) -> int:
        return _hash(_inside(self))

    def __bool__(self) -> bool:
        return bool(_inside(self))

    def __float__(self) -> float:
        # C asks it of all there are in one call, in which nothing ticks.
        current().budget.checkpoint()
        above, below = _inside(self).as_integer_ratio()
        bits = above.bit_length() + below.bit_length()
        if bits > SMALL_BITS:
            reserve(bits // 4)  # both are shifted
            spend(bits // _FLOATED_IN_A_STEP)
        return above / below  # type: ignore[no-any-return]

    def __complex__(self) -> complex:
        current().budget.checkpoint()
        return complex(Fraction.__float__(self))

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memo: Any) -> Any:
        return self

    def __round__(self, ndigits: Any = None) -> Any:
        fraction = _inside(self)
        _pay(_bits(fraction))
        if ndigits is None:
            return round(fraction)
        ndigits = _number(ndigits)
        if type(ndigits) is int:
            pay_power(power_bits(10, abs(ndigits)))
        return made(round(fraction, ndigits))

    def __pow__(self, other: Any) -> Any:
        exponent = operand(other)
        if exponent is _ABSENT:
            return float(_inside(self)) ** other if _IS_FLOAT else NotImplemented
        return _power(_inside(self), exponent)

    def __rpow__(self, other: Any) -> Any:
        base, fraction = operand(other), _inside(self)
        if base is _ABSENT:
            is_whole = fraction.denominator == 1
            return other ** (fraction.numerator if is_whole else float(fraction))
        return _power(base, fraction)

    def __format__(self, spec: Any, /) -> str:
        if not isinstance(spec, str):
            raise TypeError(f"__format__() argument must be str, not {type(spec).__name__}")
        spec = priced_spec(str.__str__(spec))
        if not _FORMATS:
            return object.__format__(self, spec)
        fraction = _inside(self)
        _pay(2 * _bits(fraction))
        for number in re.findall(r"\.(\d{1,18})", spec):
            pay_power(power_bits(10, int(number)))
        return fraction.__format__(spec)  # type: ignore[no-any-return]


if _FORMATS:

    def _is_integer(self: Any) -> bool:
        return _inside(self).is_integer()  # type: ignore[no-any-return]

    Fraction.is_integer = _is_integer  # type: ignore[attr-defined]

Fraction.__module__ = "fractions"
trust(Fraction, careful=True)
plain(Fraction)
#: The slot's own accessor: see `decimal_value.number_in`.
_inside: Final[Callable[[Any], Any]] = vars(Fraction)["__fraction__"].__get__
NUMBERS[id(Fraction)] = _inside
Rational.register(Fraction)


def made(number: Any) -> Any:
    """Return the guest's object for a real fraction; anything else as it is."""
    if type(number) is not _Real:
        return number
    box = object.__new__(Fraction)
    box.__fraction__ = number
    return box


def fraction_in(x: Any) -> Any:
    """Return the real fraction in a guest's `Fraction`; None for anything else."""
    return _inside(x) if isinstance(x, Fraction) else None


RATIONALS.append(fraction_in)


# --- Costs and operands -------------------------------------------------------------------------


def _bits(x: Any) -> int:
    if type(x) is int:
        return x.bit_length()
    return x.numerator.bit_length() + x.denominator.bit_length() if type(x) is _Real else 0


def _pay(bits: int) -> None:
    """Pay for products and common divisors of integers of so many bits together."""
    if bits > SMALL_BITS:
        reserve(bits // 8)
        spend(2 * quotient_steps(2 * bits, bits))


def operand(x: Any) -> Any:
    """Return what the real operations take in the place of *x*: a fraction or a number of C."""
    if isinstance(x, Fraction):
        return _inside(x)
    if isinstance(x, int):
        return exact_int(x)
    if isinstance(x, float):
        return float.__pos__(x)
    return complex.__pos__(x) if isinstance(x, complex) else _ABSENT


def _number(x: Any) -> int | float:
    """Return an exact number: the library asks whatever it is given, and computes with the answers.

    Raises:
        TypeError: it is none.
    """
    found = operand(x)
    if type(found) is int or type(found) is float:
        return found
    raise TypeError(f"an integer is needed here, not '{type(x).__name__}'")


def _constructed(numerator: Any, denominator: Any) -> Any:
    if denominator is None:
        return _converted(numerator)
    parts = [operand(each) for each in (numerator, denominator)]
    if not all(type(each) in (int, _Real) for each in parts):
        raise TypeError("both arguments should be Rational instances")
    _pay(sum(map(_bits, parts)))
    return _Real(*parts)


def _converted(x: Any) -> Any:
    if isinstance(x, Fraction):
        return _inside(x)
    if isinstance(x, str):
        return _parsed(exact_str(x))
    if isinstance(x, Decimal):
        number = number_in(x)
        pay_for_expansion(number)
        return _Real(number)
    if isinstance(x, (int, float)):
        return _Real(operand(x))
    return _AnyReal(None)  # CPython's own TypeError


def _parsed(text: str) -> Any:
    if len(text) > _LONGEST:
        raise ValueError(f"Invalid literal for Fraction: more than {_LONGEST} characters")
    found = _EXPONENT.search(text)
    if found is not None and found[1].strip("+-_"):
        exponent = int(found[1].replace("_", ""))
        pay_power(power_bits(10, abs(exponent)))
        _pay(power_bits(10, abs(exponent)))
    return _Real(text)


# --- Operators ------------------------------------------------------------------------------------


def _operation(name: str) -> Callable[[Any, Any], Any]:
    native = getattr(_Real, name)

    def method(self: Any, other: Any) -> Any:
        # C compares all there are in one call: in sets of one hash, in sorting. (Keys on their way
        # into a program, before there is a run, have been counted.)
        if running(None) is not None:
            current().budget.checkpoint()
        left = _inside(self)
        right = other.__fraction__ if type(other) is Fraction else operand(other)
        if right is _ABSENT:
            return NotImplemented
        bits = _bits(left) + _bits(right)
        if bits > SMALL_BITS:
            _pay(bits)
        found = native(left, right)
        if type(found) is _Real:
            box = object.__new__(Fraction)
            box.__fraction__ = found
            return box
        return tuple(map(made, found)) if type(found) is tuple else found

    return method


def _unary(name: str) -> Callable[[Any], Any]:
    native = getattr(_Real, name)

    def method(self: Any) -> Any:
        current().budget.checkpoint()
        fraction = _inside(self)
        _pay(_bits(fraction))
        return made(native(fraction))

    return method


def _power(base: Any, exponent: Any) -> Any:
    whole = exponent
    if type(exponent) is _Real and exponent.denominator == 1:
        whole = exponent.numerator
    if type(whole) is int and type(base) in (int, _Real):
        pay_power(_bits(base) * abs(whole))
    return made(base**exponent)


def _is_float() -> bool:
    """Tell whether the library takes a fraction for a float beside an exponent that is no number,
    and does not leave the power to that."""
    try:
        _AnyReal(1).__pow__(None)
    except TypeError:
        return True
    return False


_IS_FLOAT: Final = _is_float()
#: From Python 3.12 on the library remembers hashes for the process, and the numbers with them.
_REMEMBERED: Final[Any] = getattr(real, "_hash_algorithm", None)


def _hash(x: real.Fraction) -> int:
    if _REMEMBERED is None:
        return hash(x)
    return int(_REMEMBERED.__wrapped__(x.numerator, x.denominator))


for _name in "add sub mul truediv floordiv mod divmod".split():
    for _side in ("", "r"):
        setattr(Fraction, f"__{_side}{_name}__", _operation(f"__{_side}{_name}__"))
for _name in "lt le gt ge eq".split():
    setattr(Fraction, f"__{_name}__", _operation(f"__{_name}__"))
for _name in "neg pos abs trunc floor ceil".split():
    setattr(Fraction, f"__{_name}__", _unary(f"__{_name}__"))
Fraction.__int__ = Fraction.__trunc__  # type: ignore[attr-defined]
HASHERS[Fraction.__hash__] = hash
