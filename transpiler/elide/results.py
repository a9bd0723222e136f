"""What builtin functions and methods of builtin types return, as far as it depends on nothing else.

A row is sound if it holds for *every* argument, or for those the rule looks at: `str(x)` is no
exact `str` if a class of the guest has a `__str__` that returns an instance of a subclass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from .kinds import (
    ANY,
    BOOL,
    BYTES,
    COMPLEX,
    COUNT,
    DICT,
    FLOAT,
    FLOAT_BITS,
    FROZENSET,
    INT,
    LIST,
    NONE,
    NUMBERS,
    OTHER,
    SCALARS,
    SET,
    SHORT,
    STR,
    TEXT,
    TRUTH,
    TUPLE,
    UNBOUNDED,
    WHOLE,
    Kind,
    join,
    of,
    within,
)

#: Builtin → its result, whatever it is called with.
ALWAYS: Final[dict[str, Kind]] = {
    **dict.fromkeys("len hash id ord".split(), COUNT),
    **dict.fromkeys("isinstance issubclass callable hasattr any all bool".split(), TRUTH),
    **dict.fromkeys("list sorted".split(), of(LIST)),
    "tuple": of(TUPLE), "dict": of(DICT), "set": of(SET),
    "frozenset": of(FROZENSET), "float": of(FLOAT), "chr": of(SHORT), "print": of(NONE),
    **dict.fromkeys("range enumerate zip map filter".split(), of(OTHER)),
}  # fmt: skip


def _int(args: Sequence[Kind]) -> Kind:
    if len(args) == 1 and within(args[0], WHOLE | FLOAT):
        return of(INT, max(args[0][1], FLOAT_BITS if args[0][0] & FLOAT else 0))
    return of(INT, UNBOUNDED)


def _str(args: Sequence[Kind]) -> Kind:
    return of(STR) if len(args) == 1 and within(args[0], SCALARS) else ANY


def _abs(args: Sequence[Kind]) -> Kind:
    if len(args) != 1 or not within(args[0], NUMBERS):
        return ANY
    mask = args[0][0]
    whole, broken = (INT if mask & WHOLE else 0), (FLOAT if mask & (FLOAT | COMPLEX) else 0)
    return of(whole | broken, args[0][1])


def _round(args: Sequence[Kind]) -> Kind:
    if not args or not within(args[0], WHOLE | FLOAT):
        return ANY
    bits = max(args[0][1] + 4, FLOAT_BITS if args[0][0] & FLOAT else 0)
    return of(INT | (FLOAT if len(args) > 1 and args[0][0] & FLOAT else 0), bits)


def _extreme(args: Sequence[Kind]) -> Kind:
    found = args[0] if len(args) > 1 else ANY
    for each in args[1:]:
        found = join(found, each)
    return found if within(found, SCALARS) else ANY


def _divmod(args: Sequence[Kind]) -> Kind:
    real = len(args) == 2 and all(within(each, WHOLE | FLOAT) for each in args)
    return of(TUPLE) if real else ANY


#: Builtin → its result from the kinds of its positional arguments, if it has no others.
FROM_ARGUMENTS: Final[dict[str, Callable[[Sequence[Kind]], Kind]]] = {
    "int": _int, "str": _str, "repr": _str, "abs": _abs, "round": _round, "min": _extreme,
    "max": _extreme, "divmod": _divmod,
}  # fmt: skip

_TEXT_TO_TEXT = "upper lower strip lstrip rstrip replace title capitalize swapcase casefold join"
_TEXT_TO_TRUTH = """
    startswith endswith isdigit isalpha isalnum isspace isupper islower isdecimal isnumeric
    istitle isidentifier isprintable isascii
"""
_TEXT: Final[dict[str, Kind]] = {
    **dict.fromkeys(_TEXT_TO_TEXT.split(), of(STR)),
    **dict.fromkeys(_TEXT_TO_TRUTH.split(), TRUTH),
    **dict.fromkeys("find index count rfind rindex".split(), COUNT),
    **dict.fromkeys("split rsplit splitlines".split(), of(LIST)),
    **dict.fromkeys("partition rpartition".split(), of(TUPLE)),
    "encode": of(BYTES),
}
#: (Types of the object, method → result).
METHODS: Final[tuple[tuple[int, dict[str, Kind]], ...]] = (
    (TEXT, _TEXT),
    (LIST, {"copy": of(LIST), "index": COUNT, "count": COUNT}),
    (TUPLE, {"index": COUNT, "count": COUNT}),
    (DICT, {"copy": of(DICT)}),
    (SET, {"copy": of(SET)}),
    (INT | BOOL, {"bit_length": COUNT, "bit_count": COUNT}),
    (FLOAT, {"is_integer": of(BOOL, 1)}),
)


def method(kind: Kind, name: str) -> Kind:
    """Return the kind of `x.name(…)` for an *x* of *kind*."""
    for mask, results in METHODS:
        if kind[0] and within(kind, mask):
            return results.get(name, ANY)
    return ANY


#: Functions of modules → what they return, whatever they are given: `float` first.
OF_LIBRARY: Final[dict[str, Kind]] = {
    f"math.{name}": of(FLOAT)
    for name in """
    acos asin atan atan2 copysign cos cosh degrees exp fabs fmod hypot log log10 log2 pow radians
    sin sinh sqrt tan tanh
    """.split()
}
#: What makes an integer of a number, and of a guest's object whatever that says.
ROUNDING: Final = frozenset({"math.floor", "math.ceil", "math.trunc"})


def rounded_down(kind: Kind) -> Kind:
    """Return the kind of `math.floor(x)` for an *x* of *kind*."""
    return of(INT, max(kind[1], FLOAT_BITS)) if within(kind, WHOLE | FLOAT) else ANY
