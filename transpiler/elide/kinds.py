"""What is known of a value: which exact builtin types it may have, and how large it may be.

A kind is a pair: a set of types as bits, and a bound on the bits of its integers. Everything that
follows from it rests on types being *exact*: `INT` is never an instance of a guest's subclass.
"""

from __future__ import annotations

from typing import Final

Kind = tuple[int, int]

(
    INT, BOOL, FLOAT, COMPLEX, NONE, SHORT, STR, BYTES, LIST, TUPLE, DICT, SET, FROZENSET, OTHER,
) = (1 << n for n in range(14))  # fmt: skip
EVERY: Final = (1 << 14) - 1
WHOLE: Final = INT | BOOL
#: `SHORT` is text of at most so many characters, `STR` of any length.
SHORT_TEXT: Final = 1024
TEXT: Final = SHORT | STR
NUMBERS: Final = WHOLE | FLOAT | COMPLEX
#: Products, powers and sums with one of these are at most another of these.
FLOATING: Final = FLOAT | COMPLEX
#: Compare, hash and print in one short walk.
SCALARS: Final = NUMBERS | NONE | TEXT | BYTES
#: No set or dictionary, nor anything of a guest's.
UNSET: Final = SCALARS | LIST | TUPLE
#: Search for one value without going through all of them.
HASHED: Final = TEXT | DICT | SET | FROZENSET
KNOWN: Final = EVERY & ~OTHER

#: Integers of no known size.
UNBOUNDED: Final = 1 << 20
#: What counts the steps of a run, or the items of anything.
WORD: Final = 64
#: Integers of fewer bits together multiply within one step; as `SMALL_BITS` of the runtime.
SMALL_BITS: Final = 8192
#: A float has an integer part of at most so many bits.
FLOAT_BITS: Final = 1024

NOTHING: Final[Kind] = (0, 0)
ANY: Final[Kind] = (EVERY, UNBOUNDED)
TRUTH: Final[Kind] = (BOOL, 1)
COUNT: Final[Kind] = (INT, WORD)


def of(mask: int, bits: int = 0) -> Kind:
    """Return the kind of *mask*; without integers it has no bits."""
    return mask, (min(bits, UNBOUNDED) if mask & WHOLE else 0)


def join(a: Kind, b: Kind) -> Kind:
    """Return what is one or the other."""
    return a[0] | b[0], max(a[1], b[1])


def within(kind: Kind, mask: int) -> bool:
    """Tell whether a value of *kind* is surely of the types *mask*."""
    return not kind[0] & ~mask


# --- Operators ----------------------------------------------------------------------------


def combined(operator: str, a: Kind, b: Kind, exponent: int | None = None) -> Kind:
    """Return the kind of `a operator b`.

    Parameters:
        operator: the name of LibCST's node (`Add`).
        exponent: the value of *b*, if it is a literal that is not negative.
    """
    if (a[0] | b[0]) & OTHER:
        return ANY
    if a == NOTHING or b == NOTHING:
        return NOTHING
    if within(a, NUMBERS) and within(b, NUMBERS):
        return _number(operator, a, b, exponent)
    if operator in ("Add", "Modulo", "Multiply"):
        return _sequence(operator, a, b)
    if operator in _SETWISE and within(a, SETS) and within(b, SETS):
        return of(a[0])
    if operator == "BitOr" and within(a, DICT) and within(b, DICT):
        return of(DICT)
    return ANY


SETS: Final = SET | FROZENSET
_SETWISE: Final = frozenset({"BitOr", "BitAnd", "BitXor", "Subtract"})


def _sequence(operator: str, a: Kind, b: Kind) -> Kind:
    """A builtin sequence asks its right side first only if that is a guest's: none is, here."""
    if operator == "Add":
        for same in (TEXT, BYTES, LIST, TUPLE):
            if within(a, same) and within(b, same):
                return of(STR if same == TEXT else same)
    elif operator == "Modulo":
        if within(a, TEXT) and within(b, SCALARS):
            return of(STR)
    else:
        for one, other in ((a, b), (b, a)):
            if within(other, WHOLE):
                for same in (TEXT, BYTES, LIST, TUPLE):
                    if within(one, same):
                        return of(STR if same == TEXT else same)
    return ANY


def _number(operator: str, a: Kind, b: Kind, exponent: int | None) -> Kind:
    left, right = a[0], b[0]
    mask = (left | right) & FLOATING
    if left & WHOLE and right & WHOLE:
        mask |= INT
    bits = max(a[1], b[1])
    if operator in ("Add", "Subtract"):
        return of(mask, bits + 1)
    if operator == "Multiply":
        return of(mask, a[1] + b[1])
    if operator == "Divide":
        return of(mask & FLOATING or FLOAT) if not mask & INT else of(mask & FLOATING | FLOAT)
    if operator == "FloorDivide":
        return of(mask, a[1] + 1)
    if operator == "Modulo":
        return of(mask, b[1])
    if operator == "Power":
        return _power(mask, a, b, exponent)
    return _bitwise(operator, a, b, exponent) if not mask & FLOATING else ANY


def _power(mask: int, a: Kind, b: Kind, exponent: int | None) -> Kind:
    if exponent is not None and within(b, WHOLE):
        return of(mask, max(a[1] * exponent, 1))
    if within(b, WHOLE):
        return of(mask | FLOAT, UNBOUNDED)  # a negative exponent makes a float of an integer
    return of(mask | FLOATING, UNBOUNDED)  # a broken power of a negative number is complex


def _bitwise(operator: str, a: Kind, b: Kind, distance: int | None) -> Kind:
    if operator == "LeftShift":
        return of(INT, UNBOUNDED if distance is None else a[1] + distance)
    if operator == "RightShift":
        return of(INT, a[1])
    mask = BOOL if within(a, BOOL) and within(b, BOOL) else INT
    if operator == "BitAnd" and distance is not None:
        return of(mask, b[1])
    return of(mask, max(a[1], b[1]) + 1) if operator in ("BitAnd", "BitOr", "BitXor") else ANY


def signed(operator: str, a: Kind) -> Kind:
    """Return the kind of `-a`, `+a`, `~a`."""
    if not within(a, NUMBERS):
        return ANY
    mask = a[0] & FLOATING | (INT if a[0] & WHOLE else 0)
    if operator != "BitInvert":
        return of(mask, a[1])
    return ANY if mask & FLOATING else of(mask, a[1] + 1)
