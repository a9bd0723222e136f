"""Numbers: immutable, their constructors bounded by what their argument already cost."""

from __future__ import annotations

from operator import index
from typing import Any

from ..prices import SMALL_BYTES, pay_integer, reserve
from ..standins import real_of
from .draining import SIZED, ticked
from .registry import Family, entry, register


def to_bytes(self: int, length: int = 1, byteorder: str = "big", *, signed: bool = False) -> bytes:
    # `(1).to_bytes(10**10, "big")` allocates what it is told to.
    length = index(length)
    if length > 0:
        reserve(length)
    return int.to_bytes(self, length, byteorder, signed=signed)  # type: ignore[arg-type]


def from_bytes(cls: type[int], bytes: Any, byteorder: str = "big", *, signed: bool = False) -> Any:
    # Takes any iterable of integers.
    if type(bytes) not in SIZED and not hasattr(type(bytes), "__bytes__"):
        bytes = ticked(bytes)
    elif type(bytes) in SIZED and len(bytes) > SMALL_BYTES:
        pay_integer(len(bytes))
    return _FROM_BYTES.__get__(None, real_of(cls))(bytes, byteorder, signed=signed)


_FROM_BYTES: Any = int.__dict__["from_bytes"]


INT = "as_integer_ratio bit_count bit_length conjugate denominator imag is_integer numerator real"

NUMBERS = register(
    Family(
        "numbers",
        (
            entry(int, INT, {"to_bytes": to_bytes}, classwise={"from_bytes": from_bytes}),
            entry(bool, INT, {"to_bytes": to_bytes}, classwise={"from_bytes": from_bytes}),
            # `from_number` is new in 3.14.
            entry(float, "as_integer_ratio conjugate fromhex hex imag is_integer real from_number"),
            entry(complex, "conjugate imag real from_number"),
        ),
    )
)
