"""What a value may be: a set of exact builtin types, and a bound on the size of its integers.

`None` in the place of a `Value` means that nothing is known. Written separately from what the
optimizer uses: each row says what CPython returns for operands of these types, which have no
methods of a guest's.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

Types = frozenset[type]


class Brief:
    """Stands for `str` of at most `BRIEF` characters; no value has this type."""


class Value(NamedTuple):
    """*types* it may have; its integers have at most *bits* bits."""

    types: Types
    bits: int = 0


BRIEF: Final = 1024
#: Integers of fewer bits together multiply within one step of a run.
SMALL: Final = 8192
WORD: Final = 64
LIMITLESS: Final = 1 << 20
FLOAT_BITS: Final = 1024

WHOLE: Final[Types] = frozenset({int, bool})
INEXACT: Final[Types] = frozenset({float, complex})
NUMBERS: Final = WHOLE | INEXACT
TEXT: Final[Types] = frozenset({str, Brief})
NOTHING: Final[Types] = frozenset({type(None)})
SCALARS: Final = NUMBERS | TEXT | NOTHING | {bytes}
HASHED: Final[Types] = TEXT | {dict, set, frozenset}
#: No set or dictionary, nor anything of a guest's.
UNSET: Final[Types] = SCALARS | {list, tuple}
#: Shown without being paid for, and added to anything without copying much.
SLIGHT: Final[Types] = NUMBERS | {Brief}

TRUTH: Final = Value(frozenset({bool}), 1)
COUNT: Final = Value(frozenset({int}), WORD)
#: Of an expression that never has a value, as far as is known yet.
NEVER: Final = Value(frozenset())


def a(*types: type, bits: int = 0) -> Value:
    """Return the value that has one of *types*."""
    return Value(frozenset(types), min(bits, LIMITLESS))


def either(one: Value | None, other: Value | None) -> Value | None:
    """Return what is one or the other."""
    if one is None or other is None:
        return None
    # Capped, or what grows without end would never settle.
    return Value(one.types | other.types, min(max(one.bits, other.bits), LIMITLESS))


def is_any(value: Value | None, types: Types) -> bool:
    """Tell whether *value* surely has one of *types*."""
    return value is not None and value.types <= types


# --- Operators ----------------------------------------------------------------------------


def operated(
    op: type, left: Value | None, right: Value | None, literal: int | None
) -> Value | None:
    """Return what `left op right` may be; *literal* is the right side, if it is a plain number."""
    if left is None or right is None:
        return None
    if not left.types or not right.types:
        return NEVER
    if left.types <= NUMBERS and right.types <= NUMBERS:
        return _calculated(op, left, right, literal)
    if op is ast.Add:
        return _concatenated(left, right)
    if op is ast.Mult:
        return _repeated(left, right) or _repeated(right, left)
    if op is ast.Mod and left.types <= TEXT and right.types <= SCALARS:
        return a(str)
    for kinds, operators in _SETWISE:
        if op in operators and left.types <= kinds and right.types <= kinds:
            return Value(left.types)
    return None


#: Of two of these, the left one says what comes of it.
_SETWISE: Final[tuple[tuple[Types, frozenset[type]], ...]] = (
    (frozenset({set, frozenset}), frozenset({ast.BitOr, ast.BitAnd, ast.BitXor, ast.Sub})),
    (frozenset({dict}), frozenset({ast.BitOr})),
)


def _concatenated(left: Value, right: Value) -> Value | None:
    if left.types <= TEXT and right.types <= TEXT:
        return a(str)
    same = left.types if left.types == right.types and len(left.types) == 1 else frozenset()
    return Value(same) if same & {bytes, list, tuple} else None


def _repeated(items: Value, count: Value) -> Value | None:
    if not count.types <= WHOLE:
        return None
    if items.types <= TEXT:
        return a(str)
    return Value(items.types) if items.types in _REPEATED else None


_REPEATED: Final = (frozenset({bytes}), frozenset({list}), frozenset({tuple}))


def _calculated(op: type, left: Value, right: Value, literal: int | None) -> Value | None:
    inexact = (left.types | right.types) & INEXACT
    whole: Types = frozenset({int}) if left.types & WHOLE and right.types & WHOLE else frozenset()
    larger = max(left.bits, right.bits)
    if op is ast.Div:
        return Value(inexact | {float} if whole else inexact)
    if op is ast.Pow:
        return _powered(inexact | whole, left, right, literal)
    sizes = {
        ast.Add: larger + 1, ast.Sub: larger + 1, ast.Mult: left.bits + right.bits,
        ast.FloorDiv: left.bits + 1, ast.Mod: right.bits,
    }  # fmt: skip
    if op in sizes:
        return Value(inexact | whole, min(sizes[op], LIMITLESS) if whole else 0)
    if inexact:
        return None
    if op is ast.LShift:
        return a(int, bits=LIMITLESS if literal is None else left.bits + literal)
    if op is ast.RShift:
        return a(int, bits=left.bits)
    if op in (ast.BitAnd, ast.BitOr, ast.BitXor):
        masked = op is ast.BitAnd and literal is not None
        # Of two booleans they make one, of anything else an integer.
        kinds: Types = left.types & right.types & {bool}
        if left.types | right.types != {bool}:
            kinds |= {int}
        return a(*kinds, bits=right.bits if masked else larger + 1)
    return None


def _powered(kinds: Types, left: Value, right: Value, literal: int | None) -> Value:
    if literal is not None:
        return Value(kinds, min(max(1, left.bits * literal), LIMITLESS))
    more: Types = frozenset({float}) if right.types <= WHOLE else INEXACT
    return Value(kinds | more, LIMITLESS)


def negated(op: type, value: Value | None) -> Value | None:
    """Return what `-value`, `+value`, `~value` may be."""
    if value is None or not value.types <= NUMBERS:
        return None
    inexact = value.types & INEXACT
    if op is ast.Invert and inexact:
        return None
    whole: Types = frozenset({int}) if value.types & WHOLE else frozenset()
    return Value(inexact | whole, min(value.bits + (op is ast.Invert), LIMITLESS))


# --- Calls --------------------------------------------------------------------------------


def _row(names: str, value: Value) -> dict[str, Value]:
    return dict.fromkeys(names.split(), value)


#: What builtins return, whatever they are given.
RETURNS: Final[dict[str, Value]] = {
    **_row("len hash id ord", COUNT),
    **_row("isinstance issubclass callable hasattr any all bool", TRUTH),
    **_row("list sorted", a(list)), **_row("tuple", a(tuple)), **_row("dict", a(dict)),
    **_row("set", a(set)), **_row("frozenset", a(frozenset)), **_row("float", a(float)),
    **_row("chr", a(Brief)), **_row("print", a(type(None))),
}  # fmt: skip

Arguments = Sequence["Value | None"]


def _to_int(args: Arguments) -> Value | None:
    bits = LIMITLESS
    if len(args) == 1 and args[0] is not None and args[0].types <= WHOLE | {float}:
        bits = max(args[0].bits, FLOAT_BITS if float in args[0].types else 0)
    return a(int, bits=bits)


def _to_text(args: Arguments) -> Value | None:
    return a(str) if len(args) == 1 and is_any(args[0], SCALARS) else None


def _magnitude(args: Arguments) -> Value | None:
    first = args[0] if len(args) == 1 else None
    if first is None or not first.types <= NUMBERS:
        return None
    kinds = ({int} if first.types & WHOLE else set()) | (
        {float} if first.types & INEXACT else set()
    )
    return Value(frozenset(kinds), first.bits)


def _rounded(args: Arguments) -> Value | None:
    first = args[0] if args else None
    if first is None or not first.types <= WHOLE | {float}:
        return None
    broken = float in first.types
    kinds = {int, float} if broken and len(args) > 1 else {int}
    return a(*kinds, bits=max(first.bits + 4, FLOAT_BITS if broken else 0))


def _chosen(args: Arguments) -> Value | None:
    if len(args) < 2:
        return None
    found: Value | None = NEVER
    for each in args:
        found = either(found, each)
    return found if is_any(found, SCALARS) else None


def _quotient(args: Arguments) -> Value | None:
    real = len(args) == 2 and all(is_any(each, WHOLE | {float}) for each in args)
    return a(tuple) if real else None


#: What builtins return for these positional arguments, and no others.
DEPENDING: Final[dict[str, Callable[[Arguments], Value | None]]] = {
    "int": _to_int, "str": _to_text, "repr": _to_text, "abs": _magnitude, "round": _rounded,
    "min": _chosen, "max": _chosen, "divmod": _quotient,
}  # fmt: skip

#: Types of the object → what its methods return.
METHODS: Final[tuple[tuple[Types, dict[str, Value]], ...]] = (
    (TEXT, {
        **_row("upper lower strip lstrip rstrip replace title capitalize swapcase casefold join",
               a(str)),
        **_row("startswith endswith isdigit isalpha isalnum isspace isupper islower isdecimal "
               "isnumeric istitle isidentifier isprintable isascii", TRUTH),
        **_row("find index count rfind rindex", COUNT),
        **_row("split rsplit splitlines", a(list)),
        **_row("partition rpartition", a(tuple)), **_row("encode", a(bytes)),
    }),
    (frozenset({list}), {**_row("copy", a(list)), **_row("index count", COUNT)}),
    (frozenset({tuple}), _row("index count", COUNT)),
    (frozenset({dict}), _row("copy", a(dict))),
    (frozenset({set}), _row("copy", a(set))),
    (WHOLE, _row("bit_length bit_count", COUNT)),
    (frozenset({float}), _row("is_integer", TRUTH)),
)  # fmt: skip


def returned(value: Value | None, method: str) -> Value | None:
    """Return what `value.method(…)` may be."""
    if value is None:
        return None
    if not value.types:
        return NEVER
    for types, results in METHODS:
        if value.types <= types:
            return results.get(method)
    return None


#: Members of modules → what they return.
MEMBERS: Final[dict[str, Value]] = dict.fromkeys(
    [
        f"math.{name}"
        for name in (
            "acos asin atan atan2 copysign cos cosh degrees exp fabs fmod hypot log log10 log2 "
            "pow radians sin sinh sqrt tan tanh"
        ).split()
    ],
    a(float),
)
WHOLE_PARTS: Final = frozenset({"math.ceil", "math.floor", "math.trunc"})


def whole_part(number: Value | None) -> Value | None:
    """Return what `math.floor(number)` may be; a guest's object returns what it likes."""
    if number is None or not number.types <= WHOLE | {float}:
        return None
    return a(int, bits=max(number.bits, FLOAT_BITS))
