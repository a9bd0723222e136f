"""Numbers: immutable, their constructors bounded by what their argument already cost."""

from __future__ import annotations

from operator import index
from typing import Any, Final

from ..guards.draining import method_of
from ..guards.refused import refusable
from ..prices import SMALL_BITS, SMALL_BYTES, pay_integer, reserve
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
    # Who is asked, in the order of C's, may change what follows.
    if isinstance(byteorder, str):
        byteorder, signed = str.__str__(byteorder), bool(signed)
        if byteorder in _ORDERS:
            bytes = _octets(bytes)
            if type(bytes) is _BYTES and len(bytes) > SMALL_BYTES:
                pay_integer(len(bytes))
    return _FROM_BYTES.__get__(None, real_of(cls))(bytes, byteorder, signed=signed)


def _octets(x: Any) -> Any:
    """Return the bytes of which an integer is made: what C asks *x* for, or its items.

    What is none of that comes back as it is.
    """
    kind = type(x)
    if kind is _BYTES or issubclass(kind, str):
        return x
    if method_of(kind, "__bytes__") is None:
        source = memoryview(x) if issubclass(kind, bytearray) else ticked(x)
        return x if source is x and kind not in SIZED else _BYTES(source)
    # (Of a class derived from bytes, perhaps; what joins them asks nothing.)
    return b"".join((_BYTES(x),))


_BYTES: Final = bytes
_ORDERS: Final = ("big", "little")


_FROM_BYTES: Any = int.__dict__["from_bytes"]


def read_digits(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Pay for what `int(*args, **named)` makes of a long text; return the arguments to hand on.

    CPython bounds the digits of an integer that is read only in bases that are no power of two. The
    base is asked for its number here: what it runs might lengthen a bytearray. A text that is no
    number is in the message.
    """
    if args:
        refusable(args[0])
    if len(args) == 2 and not named:
        text, base = args
        base = index(base)
        _pay_digits(text, base)
        return (text, base)
    if len(args) == 1 and named.keys() == {"base"}:
        named["base"] = index(named["base"])
        _pay_digits(args[0], named["base"])
    return args  # or CPython's own error


def _pay_digits(text: Any, base: int) -> None:
    for kind in DIGITS:
        if issubclass(type(text), kind):
            size = kind.__len__(text) * _BITS.get(base, 0) // 8
            if size > SMALL_BYTES:
                pay_integer(size)


#: What `int` reads digits from.
DIGITS: Final[tuple[Any, ...]] = (str, bytes, bytearray)
#: Base -> the bits of a digit; where the text tells the base, at most those of one in base 16.
_BITS: Final = {0: 4, 2: 1, 4: 2, 8: 3, 16: 4, 32: 5}


def read_float(args: tuple[Any, ...], named: dict[str, Any]) -> tuple[Any, ...]:
    """Pay for the message in which `float(*args)` prints a long text that is no number."""
    if args:
        refusable(args[0])
    return args


def int_of(x: Any, /) -> int:
    """`int` of one argument, where the name is called."""
    if type(x) is str and len(x) <= SMALL_BYTES:
        return int(x)
    if type(x) not in _EXACT:
        refusable(x)
    return int(x)


def float_of(x: Any, /) -> float:
    """`float` of one argument, where the name is called."""
    if type(x) is str and len(x) <= SMALL_BYTES:
        return float(x)
    if type(x) not in _EXACT:
        refusable(x)
    return float(x)


_EXACT: Final = frozenset({int, float, bool})


def real(self: int) -> int:
    # A new integer, where the class is a guest's; a load that may do so is not native.
    if type(self) is not int and (bits := int.bit_length(self)) > SMALL_BITS:
        pay_integer(bits // 8)
    return _REAL(self)  # type: ignore[no-any-return]


_REAL: Any = int.__dict__["real"].__get__

INT = "as_integer_ratio bit_count bit_length conjugate denominator imag is_integer"
#: CPython has one function for both.
OF_INT = {"real": real, "numerator": real}

NUMBERS = register(
    Family(
        "numbers",
        (
            entry(int, INT, {"to_bytes": to_bytes}, {"from_bytes": from_bytes}, OF_INT),
            entry(bool, INT, {"to_bytes": to_bytes}, {"from_bytes": from_bytes}, OF_INT),
            # `from_number` is new in 3.14.
            entry(float, "as_integer_ratio conjugate fromhex hex imag is_integer real from_number"),
            entry(complex, "conjugate imag real from_number"),
        ),
    )
)
