"""What arithmetic on large integers costs, in steps.

CPython's integers are rows of 30-bit digits; one step pays for about 50 digit products.
"""

from __future__ import annotations

from ..run import allocate, charge

#: Below this many bits an operation costs about as much as any other.
SMALL = 4096


def digits(number: int) -> int:
    """Return how many digits CPython stores for *number*."""
    return number.bit_length() // 30 + 1


def pay_for_product(bits: int, other: int) -> None:
    """Pay for multiplying numbers of so many bits (Karatsuba's method from 70 digits on)."""
    if bits + other > SMALL:
        small, large = sorted((bits // 30 + 1, other // 30 + 1))
        allocate(4 * (small + large))
        charge(int(large * small**0.585 / 12))


def pay_for_division(bits: int, other: int) -> None:
    """Pay for dividing, or for a greatest common divisor: quadratic in CPython."""
    if bits + other > SMALL:
        charge((bits // 30 + 1) * (other // 30 + 1) // 25)
