"""`math`: floats are vetted, operations on integers of any size are priced."""

from __future__ import annotations

import math as real
from collections.abc import Iterable
from operator import index
from typing import Any, Final

from ..guards.operators import addend, times
from ..prices import SMALL_BITS, pay_product, quotient_steps, reserve, spend
from .stand_in import draining, module, shim, ticked

#: They turn their arguments into doubles first, or ask `__floor__` and the like.
VETTED = """
acos acosh asin asinh atan atan2 atanh cbrt ceil copysign cos cosh degrees erf erfc exp exp2
expm1 fabs floor fma fmod frexp gamma hypot isclose isfinite isinf isnan ldexp lgamma log log10
log1p log2 modf nextafter pow radians remainder sin sinh sqrt tan tanh trunc ulp
e inf nan pi tau
"""

#: Integers of fewer bits have a common divisor at once.
_SHORT: Final = 1024
#: Multiplied natively when the product stays this small.
_PLAIN = frozenset({int, float, bool})


def _bits(numbers: Iterable[Any]) -> int:
    """Return the size in bits of the product of *numbers*, all of types in `_PLAIN`, at most."""
    return sum(number.bit_length() for number in numbers if type(number) is not float)


@shim(real.factorial)
def factorial(n: Any, /) -> int:
    if type(n) is not float:
        n = index(n)
        _pay_for_rows(n, n)
    return real.factorial(n)


@shim(real.comb)
def comb(n: Any, k: Any, /) -> int:
    n, k = index(n), index(k)
    _pay_for_rows(n, min(k, n - k))
    return real.comb(n, k)


@shim(real.perm)
def perm(n: Any, k: Any = None, /) -> int:
    n = index(n)
    k = None if k is None else index(k)
    _pay_for_rows(n, n if k is None else min(k, n))
    return real.perm(n, k)


def _pay_for_rows(n: int, k: int) -> None:
    """Pay for a product of *k* factors, none above *n*."""
    if k > 1:
        # First as an allocation: so large a size stops the run before it becomes a float.
        bits = n.bit_length() * k
        reserve(bits // 8)
        pay_product(bits, bits)


def _pay_for_reduction(bits: int, other: int) -> None:
    """Pay for a square root or a greatest common divisor: quadratic in CPython."""
    if bits + other > SMALL_BITS:
        spend(quotient_steps(bits + other, min(bits, other)))


@shim(real.isqrt)
def isqrt(n: Any, /) -> int:
    n = index(n)
    _pay_for_reduction(n.bit_length(), n.bit_length())
    return real.isqrt(n)


@shim(real.gcd)
def gcd(*integers: Any) -> int:
    for each in integers:
        if type(each) is not int or each.bit_length() > _SHORT:
            break
    else:
        return real.gcd(*integers)
    integers = tuple(index(each) for each in integers)
    largest = max((each.bit_length() for each in integers), default=0)
    for each in integers:
        _pay_for_reduction(largest, each.bit_length())
    return real.gcd(*integers)


@shim(real.lcm)
def lcm(*integers: Any) -> int:
    integers = tuple(index(each) for each in integers)
    multiple = 0
    for each in integers:
        multiple += each.bit_length()
        _pay_for_reduction(multiple, each.bit_length())
    return real.lcm(*integers)


@shim(real.prod)
def prod(iterable: Iterable[Any], /, *, start: Any = 1) -> Any:
    factors = list(ticked(iterable))
    plain = _PLAIN.issuperset({type(start), *map(type, factors)})
    if plain and _bits(factors) + _bits((start,)) < SMALL_BITS:
        return real.prod(factors, start=start)
    for factor in factors:
        start = times(start, factor)
    return start


@shim(real.dist)
def dist(p: Iterable[Any], q: Iterable[Any], /) -> float:
    return real.dist(_point(p), _point(q))


def _point(x: Any) -> Any:
    if isinstance(x, tuple):
        x = tuple.__getitem__(x, slice(None))  # C asks no class derived from it
    return tuple(ticked(x))


def sumprod(p: Iterable[Any], q: Iterable[Any], /) -> Any:
    """Return the sum of products of values from two iterables p and q."""
    left, right = list(ticked(p)), list(ticked(q))
    if len(left) != len(right):
        raise ValueError("Inputs are not the same length")
    plain = _PLAIN.issuperset({*map(type, left), *map(type, right)})
    if plain and max(map(_bits, (left, right))) < SMALL_BITS:
        return real.sumprod(left, right)  # type: ignore[attr-defined]
    total: Any = 0
    for a, b in ticked(zip(left, right, strict=True)):
        total = addend(total) + addend(times(a, b))
    return total


SHIMS = [factorial, comb, perm, isqrt, gcd, lcm, prod, dist, draining(real.fsum)]
if hasattr(real, "sumprod"):  # 3.12
    SHIMS.append(shim(real.sumprod)(sumprod))

MODULE = module(real, VETTED, *SHIMS)
