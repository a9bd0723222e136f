"""`statistics`: the real functions over data that was drained, paid for and made plain.

They add up exact ratios of integers in Python of the host's. What looks at any values at all
(medians, modes) is written here.
"""

from __future__ import annotations

import decimal
import fractions
import statistics as real
import sys
from collections.abc import Callable, Iterable, Iterator
from numbers import Rational
from types import FunctionType
from typing import Any, Final, NamedTuple

from ..builtins.functions import pay_sort
from ..guards.comparing import hashable
from ..guards.operands import Compared
from ..guards.refused import refused
from ..guards.rendering import render_repr
from ..prices import SMALL_BITS, quotient_steps, reserve, spend
from ..rehomed import NoDefaults
from ..run import charge, current
from ..standins import opaque, plain, trust
from ..universe.exceptions import COMMON, GUARDED, PARTS
from ..universe.registry import entry
from .decimal_context import of
from .decimal_number import Decimal
from .decimal_number import made as decimal_made
from .decimal_value import number_in
from .fraction_number import Fraction, fraction_in
from .fraction_number import made as fraction_made
from .kinds import declare
from .normal_dist import NormalDist, no_own
from .plain import exact_int
from .stand_in import module, shim, ticked

VETTED = "StatisticsError"

#: The real functions take about so many steps an item.
_STEPS_AN_ITEM: Final = 100
_BITS_A_DIGIT: Final = 3.33
_BITS_A_BYTE: Final = 8


# --- Numbers in and out ---------------------------------------------------------------------------


def _plain(x: Any) -> Any:
    """Return a number as the real functions take it; paid for as an exact ratio."""
    kind = type(x)
    if kind is float or (kind is int and x.bit_length() < _SHORT):
        return x
    if isinstance(x, Decimal):
        number = number_in(x)
        if number.is_finite():
            _pay(int((abs(number.adjusted()) + 3 * number.__sizeof__()) * _BITS_A_DIGIT))
        return number
    if isinstance(x, Fraction):
        fraction = fraction_in(x)
        _pay(fraction.numerator.bit_length() + fraction.denominator.bit_length())
        return fraction
    if isinstance(x, int):
        _pay(int.bit_length(x))
        return int.__int__(x)
    if isinstance(x, float):
        return float.__float__(x)
    # The real functions would make one of a fraction of theirs.
    return no_own(x)


_SHORT: Final = 512


def _size(x: Any) -> int:
    """Return the bits of a plain number as an exact ratio, at most."""
    if type(x) is float:
        return 0
    if isinstance(x, Rational):
        return int(x.numerator).bit_length() + int(x.denominator).bit_length()
    return int(3 * x.__sizeof__() * _BITS_A_DIGIT) if type(x) is decimal.Decimal else 0


def _steps_to_combine(bits: int) -> int:
    """Return the steps for a few sums and products of fractions, of so many bits together.

    They are reduced by common divisors of half their size: 1.7 ms where both have 100,000 bits,
    0.06 ms where they have 10,000.
    """
    return quotient_steps(bits // 2, bits // 4) // 8 + bits // 16


def _paid_for(items: Iterable[Any], steps: int, size: int = 0) -> Iterator[Any]:
    """Yield *items*, and pay for what the library's Python then does with each."""
    for each in items:
        if size:
            reserve(size)
        spend(steps)
        yield each


def _pay(bits: int) -> None:
    """Pay for products and common divisors of integers of so many bits."""
    if bits > SMALL_BITS // 4:
        spend(4 * quotient_steps(2 * bits, bits))


def _made(x: Any) -> Any:
    """Return a result as guests have it."""
    if type(x) is tuple:
        return tuple(map(_made, x))
    if type(x) is list:
        return list(map(_made, x))
    return fraction_made(decimal_made(x))


def _drained(data: Any) -> Any:
    """Return data as a list of plain numbers; what is no iterable as it is."""
    if not _is_iterable(data):
        return data
    found = [_plain(each) for each in ticked(data)]
    spend(_STEPS_AN_ITEM * len(found))
    _pay_for_sum(x.denominator for x in found if type(x) is fractions.Fraction)
    return found


def _pay_for_sum(denominators: Iterable[int]) -> None:
    """Pay for a sum of fractions: the common denominator may grow by each of theirs.

    Variances add squares as well, which are twice as long.
    """
    bits = 0
    for each in set(denominators):
        bits += each.bit_length()
        if bits > SMALL_BITS // 4:
            spend(quotient_steps(4 * bits, 2 * bits))


def _call(native: Callable[..., Any], *args: Any, **named: Any) -> Any:
    # Decimals in the data are divided as the run's own context says.
    with decimal.localcontext(of(None)):
        return _made(native(*args, **named))


def _over_data(native: Any) -> Any:
    """Return a shim of a function of one series, and a number to go with it."""

    def function(data: Any, *args: Any, **named: Any) -> Any:
        items = list(ticked(data)) if _is_iterable(data) else data
        rest = [_plain(each) for each in args]
        numbers = {key: _plain(value) for key, value in named.items()}
        bits = max(map(_size, (*rest, *numbers.values())), default=0)
        series = _drained(items)
        if bits > SMALL_BITS // 4 and series is not data:
            # Each item is taken from it, and squared, as it comes.
            series = _paid_for(series, _steps_to_combine(2 * bits))
        found = _call(native, series, *rest, **numbers)
        return _as_theirs(found, items) if native in _CONVERTING else found

    return shim(native)(function)


#: Their results are of the type of the data.
_CONVERTING: Final = (real.mean, real.variance, real.pvariance)


def _as_theirs(found: Any, items: Any) -> Any:
    """Return a result in the class of a guest's that all the data are of, if there is one."""
    kinds = set(map(type, items)) if type(items) is list else set()
    kind: Any = kinds.pop() if len(kinds) == 1 else None
    if kind is None or kind not in current().own or not isinstance(found, (int, float)):
        return found
    return kind(found) if issubclass(kind, type(found)) else found


def _is_iterable(x: Any) -> bool:
    return hasattr(type(x), "__iter__") or hasattr(type(x), "__getitem__")


def _pay_for_reciprocals(series: list[Any]) -> None:
    """Pay for `harmonic_mean`, which adds up reciprocals: numerators become denominators."""
    numbers = [x for each in series if type(each) is list for x in each]
    if any(type(x) is fractions.Fraction for x in numbers):
        _pay_for_sum(int(x.numerator) for x in numbers if isinstance(x, Rational))


def _weighted(native: Any) -> Any:
    def function(data: Any, weights: Any = None) -> Any:
        series = [_drained(data)] if weights is None else [_drained(data), _drained(weights)]
        _pay_for_reciprocals(series)
        return _call(native, *series)

    return shim(native)(function)


def _over_pairs(native: Any) -> Any:
    def function(x: Any, y: Any, /, **named: Any) -> Any:
        named = {key: refused(value) for key, value in named.items()}
        return _call(native, _drained(x), _drained(y), **named)

    return shim(native)(function)


# --- Any values -----------------------------------------------------------------------------------


def _ordered(data: Any) -> list[Any]:
    items = list(ticked(data))
    # Code of a guest that C calls to compare two could change what is in others.
    items.sort(key=Compared if pay_sort(items) else None)
    return items


@shim(real.median)
def median(data: Iterable[Any]) -> Any:
    items = _ordered(data)
    n = len(items)
    if n == 0:
        raise real.StatisticsError("no median for empty data")
    if n % 2 == 1:
        return items[n // 2]
    return (items[n // 2 - 1] + items[n // 2]) / 2


@shim(real.median_low)
def median_low(data: Iterable[Any]) -> Any:
    items = _ordered(data)
    if not items:
        raise real.StatisticsError("no median for empty data")
    return items[(len(items) - 1) // 2]


@shim(real.median_high)
def median_high(data: Iterable[Any]) -> Any:
    items = _ordered(data)
    if not items:
        raise real.StatisticsError("no median for empty data")
    return items[len(items) // 2]


def _counts(data: Iterable[Any]) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    for each in ticked(data):
        hashable(each)
        counts[each] = counts.get(each, 0) + 1
    return counts


@shim(real.mode)
def mode(data: Iterable[Any]) -> Any:
    counts = _counts(data)
    if not counts:
        raise real.StatisticsError("no mode for empty data")
    return max(counts, key=counts.__getitem__)


@shim(real.multimode)
def multimode(data: Iterable[Any]) -> list[Any]:
    counts = _counts(data)
    most = max(counts.values(), default=0)
    return [value for value, count in counts.items() if count == most]


#: What one cut takes, and one that is a Fraction or a Decimal.
_STEPS_A_CUT: Final = 6
_STEPS_A_FRACTION: Final = 100
_BYTES_A_CUT: Final = 40
_BYTES_A_FRACTION: Final = 250


@shim(real.quantiles)
def quantiles(data: Any, *, n: Any = 4, method: Any = "exclusive") -> Any:
    n = exact_int(n) if isinstance(n, int) else no_own(n)
    method = refused(method)
    items = _ordered(map(_plain, ticked(data)))
    if type(n) is int and n > 0:
        plain_numbers = {int, float}.issuperset(map(type, items))
        spend(n * (_STEPS_A_CUT if plain_numbers else _STEPS_A_FRACTION))
        reserve(n * (_BYTES_A_CUT if plain_numbers else _BYTES_A_FRACTION))
    bits = 2 * max(map(_size, items), default=0)
    if bits <= SMALL_BITS // 4:
        return _call(real.quantiles, items, n=n, method=method)
    steps, size = _steps_to_combine(bits), bits // _BITS_A_BYTE

    def paid_range(*bounds: int) -> Iterator[int]:
        return _paid_for(range(*bounds), steps, size)

    # Each cut is as long as two of the items.
    names = {**vars(real), "range": paid_range}
    return _call(FunctionType(real.quantiles.__code__, names), items, n=n, method=method)


@shim(real.median_grouped)
def median_grouped(data: Any, interval: Any = 1.0 if sys.version_info >= (3, 12) else 1) -> Any:
    return _call(real.median_grouped, _ordered(map(_plain, ticked(data))), _plain(interval))


# --- Regression, estimation -----------------------------------------------------------------------


class LinearRegression(NamedTuple):
    """The line through two series."""

    slope: float
    intercept: float


def _make(cls: Any, iterable: Any, /) -> Any:
    return cls(*ticked(iterable))


LinearRegression._make = classmethod(_make)  # type: ignore[method-assign,assignment]
LinearRegression._field_defaults = NoDefaults()  # type: ignore[assignment]
LinearRegression.__module__ = "statistics"
LinearRegression.__annotations__ = {}
opaque(LinearRegression)
trust(LinearRegression)


@shim(real.linear_regression)
def linear_regression(x: Any, y: Any, /, *, proportional: Any = False) -> Any:
    found = _call(real.linear_regression, _drained(x), _drained(y), proportional=bool(proportional))
    return LinearRegression(*found)


def kde(data: Any, h: Any, kernel: Any = "normal", *, cumulative: Any = False) -> Any:
    """Return a function that estimates the density at a point."""
    kernel, cumulative = refused(kernel), bool(cumulative)
    sample, width = _drained(data), _plain(h)
    build: Any = real.kde  # type: ignore[attr-defined]
    estimate = build(sample, width, kernel, cumulative=cumulative)

    def pdf(x: Any) -> Any:
        x = _plain(x)
        charge(_STEPS_AN_ITEM * len(sample))
        return estimate(x)

    kind = "CDF" if cumulative else "PDF"
    pdf.__doc__ = f"{kind} estimate with h={render_repr(h)} and kernel={render_repr(kernel)}"
    return pdf


plain(real.StatisticsError)
declare("statistics", entry(real.StatisticsError, f"{COMMON} {PARTS}", GUARDED))

SHIMS: Final[list[Any]] = [
    *(_over_data(getattr(real, name)) for name in
      "mean geometric_mean pstdev pvariance stdev variance".split()),
    *(_weighted(getattr(real, name)) for name in "fmean harmonic_mean".split()),
    *(_over_pairs(getattr(real, name)) for name in "correlation covariance".split()),
    median, median_low, median_high, median_grouped, mode, multimode, quantiles,
    linear_regression, NormalDist,
]  # fmt: skip
if hasattr(real, "kde"):  # 3.13
    SHIMS.append(shim(real.kde)(kde))

MODULE = module(real, VETTED, *SHIMS)
