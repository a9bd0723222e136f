"""What operators of whole numbers take that are called by name (`x.__pow__(y)`)."""

from __future__ import annotations

from typing import Any

from ..prices import pay_modular_power, pay_power, pay_quotient, pay_shift, power_bits


def raised(base: Any, exponent: Any, modulus: Any = None, /) -> None:
    """Pay for `base ** exponent`, or for `pow` of three."""
    if isinstance(base, int) and isinstance(exponent, int):
        base, exponent = int.__index__(base), int.__index__(exponent)
        if isinstance(modulus, int):
            pay_modular_power(base, exponent, int.__index__(modulus))
        else:
            pay_power(power_bits(base, exponent))


def raised_reversed(exponent: Any, base: Any, modulus: Any = None, /) -> None:
    """Pay for `base ** exponent`, asked of the exponent."""
    raised(base, exponent, modulus)


def shifted(self: Any, by: Any, /) -> None:
    """Pay for `self << by`, or for what is no longer."""
    if isinstance(self, int) and isinstance(by, int):
        pay_shift(int.bit_length(self), int.__index__(by))


def shifted_reversed(by: Any, self: Any, /) -> None:
    """Pay for `self << by`, asked of the right side."""
    shifted(self, by)


def divided(self: Any, other: Any, /) -> None:
    """Pay for a quotient or a remainder of the two."""
    if isinstance(self, int) and isinstance(other, int):
        bits = int.bit_length(self), int.bit_length(other)
        pay_quotient(max(bits), min(bits))
