"""What operations cost: bytes about to be allocated, and steps of work.

Pure arithmetic on sizes, and the two functions that spend. A price is an upper bound that is
right within a small factor; below `SMALL_BITS` and `SMALL_BYTES` an operation costs no more than
any other, and nobody asks for its price.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import compress
from typing import Final

from .budget import BYTES_PER_STEP, LARGE, Budget
from .run import current

#: Integers of fewer bits together multiply within one step.
SMALL_BITS: Final = 8192
#: Integers of fewer bits together can be raised to a power modulo one another within a few steps.
_TINY_BITS: Final = 512
#: Copies of fewer bytes fit into one step.
SMALL_BYTES: Final = 4096
#: One element of a container, compared, hashed or printed, weighs as much as this many bytes.
NODE: Final = 64
#: No step is faster than this many seconds.
STEP_SECONDS: Final = 1e-8
#: Charges from this many steps on are held against the clock as well.
LONG: Final = 2**16
#: To meet an object on a walk, `NODE`, takes no longer than so many quarters of the shortest step.
_WALKING: Final = 8
#: Sizes beyond the address space: CPython itself refuses them at once, with its own error.
IMPOSSIBLE: Final = sys.maxsize
#: Bytes of a place in a list, and of a text of one character beyond U+00FF.
_POINTER: Final = 8
_CHARACTER: Final = 80
#: The header of a text is no longer than the texts that are looked at closely.
_FEW_ITEMS: Final = 128
_BITS_PER_DIGIT = sys.int_info.bits_per_digit
#: Keeps prices of absurd sizes within the range of a float.
_ABSURD = 2**60
#: An integer may take such a part of the memory.
_COPIES: Final = 64
#: CPython refuses a larger precision.
_LARGEST_PRECISION = 2**31 - 1


def spend(steps: int) -> None:
    """Charge *steps* before one C call that takes as long and cannot tick meanwhile.

    Raises:
        Stop: fewer are left, or the work could not end before the deadline.
    """
    budget = current().budget
    budget.charge(steps)
    if steps > LONG:
        _hold_against_clock(budget, steps)


def spend_walk(weight: int) -> None:
    """Charge a walk of C's over so many bytes, `NODE` for each object that it meets.

    Raises:
        Stop: as of `spend`. Shared structures have millions of objects, none of them in a list of
            its own: each is held against the clock as what may be called or gone into.
    """
    steps = weight // BYTES_PER_STEP
    spend(steps)
    hold_walk(steps)


def hold_walk(steps: int) -> None:
    """Hold a walk of so many steps against the clock, as long as objects take that are met."""
    if steps * _WALKING > LONG:
        _hold_against_clock(current().budget, steps * _WALKING)


def reserve(size: int, most: int = 0) -> None:
    """Pay for *size* bytes, which one C call is about to allocate and fill.

    Parameters:
        most: bytes that it may come to; nothing is paid for them, but there must be room.

    Raises:
        Stop: memory, steps or time left would not do.
    """
    budget = current().budget
    budget.allocate(size)
    if most > LARGE:
        budget.look_at_memory(most)
        budget.checkpoint()
    if size > LONG * BYTES_PER_STEP:
        _hold_against_clock(budget, size // BYTES_PER_STEP)


def _hold_against_clock(budget: Budget, steps: int) -> None:
    left = budget.remaining
    if left is not None and steps * STEP_SECONDS > left:
        budget.stop("seconds", budget.limits.seconds, budget.seconds)
        budget.checkpoint()


# --- Integers ---------------------------------------------------------------------------


def product_steps(bits: int, other: int) -> int:
    """Return the steps to multiply two integers of so many bits (Karatsuba's method)."""
    small, large = sorted((min(bits, _ABSURD), min(other, _ABSURD)))
    return int((large / _BITS_PER_DIGIT + 1) * (small / _BITS_PER_DIGIT + 1) ** 0.585 * 0.6)


def quotient_steps(bits: int, divisor: int) -> int:
    """Return the steps to divide an integer of so many bits by another: schoolbook division."""
    if divisor > bits:
        return 0
    return ((bits - divisor) // _BITS_PER_DIGIT + 1) * (divisor // _BITS_PER_DIGIT + 1) // 8


def power_bits(base: int, exponent: int) -> int:
    """Return an upper bound of the bits of `base ** exponent`.

    >>> power_bits(2, 100), power_bits(-1, 10**9), power_bits(0, 5)
    (100, 0, 0)
    """
    return (abs(base) - 1).bit_length() * exponent if base and exponent > 0 else 0


def pay_integer(size: int) -> None:
    """Pay for an integer of *size* bytes, and see that there is room for a line full of it.

    What copies it (`-n`, `n & m`, `n - 1`) is native, and a line of that takes no step.
    """
    reserve(size, _COPIES * size)


def pay_product(bits: int, other: int) -> None:
    """Pay for a product of integers of so many bits."""
    if bits + other > SMALL_BITS:
        pay_integer((bits + other) // 8)
        spend(product_steps(bits, other))


def pay_quotient(bits: int, divisor: int) -> None:
    """Pay for `//`, `%` or `divmod` of integers of so many bits."""
    if bits + divisor > SMALL_BITS:
        spend(quotient_steps(bits, divisor))


def pay_power(bits: int) -> None:
    """Pay for a power of so many bits: squarings, of which the last costs as much as the others."""
    if bits > SMALL_BITS:
        pay_integer(bits // 8)
        spend(2 * product_steps(bits // 2, bits // 2))


def pay_rounding(bits: int, digits: int) -> None:
    """Pay for rounding an integer of so many bits: it is divided by a power of ten."""
    if digits < 0:
        pay_power(power_bits(10, -digits))
        pay_quotient(bits, int(-digits * 3.3219))


def pay_modular_power(base: int, exponent: int, modulus: int) -> None:
    """Pay for `pow(base, exponent, modulus)`: a product and a division for each bit.

    A negative exponent inverts the base first, by a division of one digit for each bit.
    """
    size = modulus.bit_length()
    if size + exponent.bit_length() + base.bit_length() < _TINY_BITS:
        return
    if exponent < 0 and size > SMALL_BITS:
        spend(size * size // 64)
    steps = product_steps(size, size) + quotient_steps(2 * size, size)
    pay_quotient(base.bit_length(), size)
    work = exponent.bit_length() * (steps + 2)
    if work > SMALL_BITS:
        spend(work)


def pay_shift(bits: int, distance: int) -> None:
    """Pay for shifting an integer of so many bits to the left."""
    if bits and SMALL_BITS < bits + distance <= IMPOSSIBLE:
        pay_integer((bits + distance) // 8)


# --- Sequences --------------------------------------------------------------------------


def pay_copy(size: int) -> None:
    """Pay for copying *size* bytes."""
    if size > SMALL_BYTES:
        reserve(size)


def pay_made(size: int) -> None:
    """Pay for *size* bytes that have just been copied: at most as much as there was before."""
    budget = current().budget
    if size > LARGE:
        budget.look_at_memory(0)
    budget.charge(size // BYTES_PER_STEP)


def pay_repeat(size: int, count: int) -> None:
    """Pay for repeating *size* bytes *count* times."""
    if count <= IMPOSSIBLE and size * count > SMALL_BYTES:
        reserve(size * count)


def pieces_size(count: int, characters: int) -> int:
    """Return an upper bound of the bytes of a list of *count* texts of so many characters in all.

    Their characters apart. CPython has one object for each text of one character, or of none.
    """
    return 9 * count + 64 * min(count, characters // 2)


def items_size(x: str | bytes | bytearray) -> int:
    """Return an upper bound of the bytes of a list of what is in *x*: a pointer for each.

    CPython has one object for each character up to U+00FF, and for each byte; others are made.
    """
    if isinstance(x, str):
        count = str.__len__(x)
        plain = count <= _FEW_ITEMS or str.isascii(x) or str.__sizeof__(x) < 2 * count
        return (_POINTER if plain else _POINTER + _CHARACTER) * count
    count = bytes.__len__(x) if isinstance(x, bytes) else bytearray.__len__(x)
    return _POINTER * count


def sort_steps(count: int, weight: int) -> int:
    """Return the steps to sort *count* items that together weigh so many bytes."""
    rounds = count.bit_length()
    return rounds * (count // 8 + weight // BYTES_PER_STEP // 4)


# --- Formats ----------------------------------------------------------------------------


def format_width(text: str) -> int:
    """Return the most that the numbers of a format specification can add to its result.

    >>> format_width(">10"), format_width("08.3f"), format_width("s")
    (10, 11, 0)
    """
    total = number = 0
    for char in text:
        if char.isdecimal():
            number = number * 10 + int(char) if number <= IMPOSSIBLE else number
        elif number:
            total, number = total + _possible(number), 0
    return total + _possible(number)


def percent_width(text: str, arguments: tuple[object, ...]) -> tuple[int, bool]:
    """Return what widths and precisions add to `text % arguments`, and whether it has keys.

    >>> percent_width("%5d %-10.3s", (1, "x")), percent_width("%(a)s", ())
    ((18, False), (0, True))
    >>> percent_width("%*d", (7, 1))
    (7, False)
    """
    total, at, keyed = 0, 0, False
    # A long text is gone through in Python: a step for each part.
    for kind, number in compress(_percent_parts(text), current().ticks):
        if kind == "(":
            keyed = True
        elif kind != "*":
            total += number
            at += kind == "c"
        else:
            value = arguments[at] if at < len(arguments) else 0
            if issubclass(type(value), int):
                total += _possible(abs(int.__index__(value)), number)  # type: ignore[arg-type]
            at += 1
    return total, keyed


def _possible(number: int, largest: int = IMPOSSIBLE) -> int:
    """Return *number*, or 0 if CPython will refuse it."""
    return number if number <= largest else 0


def _percent_parts(text: str) -> Iterator[tuple[str, int]]:
    """Yield the parts of each specification as CPython reads them.

    `(` is a key, `n` a number, `*` one that is taken from the arguments (with the largest
    that CPython accepts), `c` a conversion, which takes an argument, `%` one that takes none.
    """
    at = text.find("%")
    while at >= 0:
        at += 1
        if text[at : at + 1] == "(":
            yield "(", 0
            at = _after_key(text, at)
        at = _FLAGS.match(text, at).end()  # type: ignore[union-attr]
        for largest in (IMPOSSIBLE, _LARGEST_PRECISION):
            if largest == _LARGEST_PRECISION:
                if text[at : at + 1] != ".":
                    break
                at += 1
            start, at = at, _NUMBER.match(text, at).end()  # type: ignore[union-attr]
            if at > start:
                # Twenty digits that do not begin with 0 are past any `largest`.
                digits = text[start:at].lstrip("0")[:20]
                yield "n", _possible(int(digits or "0"), largest)
            elif text[at : at + 1] == "*":
                yield "*", largest
                at += 1
        if text[at : at + 1] in ("h", "l", "L"):
            at += 1
        yield ("c" if text[at : at + 1] != "%" else "%"), 0
        at = text.find("%", at + 1)


_FLAGS: Final = re.compile(r"[-+ #0]*")
_NUMBER: Final = re.compile(r"[0-9]*")
_PARENTHESIS: Final = re.compile(r"[()]")


def _after_key(text: str, at: int) -> int:
    """Return where the parenthesis that opens at *at* has been closed."""
    depth = 0
    for found in compress(_PARENTHESIS.finditer(text, at), current().ticks):
        depth += 1 if found[0] == "(" else -1
        if not depth:
            return found.end()
    return len(text)
