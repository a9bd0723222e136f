"""What is allowed, as data. Node types have a table of their own, `nodes.py`."""

from __future__ import annotations

import ast
import builtins
import re
from typing import Final, TypeAlias

from .. import vocabulary as words

Names: TypeAlias = frozenset[str]

# --- Guards ----------------------------------------------------------------------------

#: Guard → the set its inline test looks into.
INLINE: Final = {
    words.ADDEND: words.NUMBERS, words.INPLACE_ADDEND: words.NUMBERS, words.SHOWN: words.NUMBERS,
    words.OPERAND: words.SCALARS, words.EARLY: words.SCALARS, words.STEADY: words.SCALARS,
    words.SUBJECT: words.SCALARS,
    words.COMPARAND: words.SCALARS, words.STORE_KEY: words.SCALARS,
    words.KEY: words.SCALARS, words.FIRM: words.SCALARS, words.METHOD: words.PLAIN,
    words.CONTAINER: words.COLLECTIONS,
    words.WRITABLE: words.OWN, words.INPLACE_OPERAND: words.SCALARS,
    words.DELEGATE: words.ITERATED,
}  # fmt: skip

#: Group → single types in it, which an inline test may ask for instead (`is __whole__`).
SINGLE: Final[dict[str, Names]] = {
    words.NUMBERS: frozenset({words.WHOLE, words.FLOATING}),
    words.SCALARS: frozenset({words.WHOLE, words.FLOATING, words.TEXT}),
    words.PLAIN: frozenset({words.WHOLE, words.FLOATING, words.TEXT}),
    words.COLLECTIONS: frozenset({words.TEXT}),
}

#: Guards that stand for an operator: calls that may be written wherever an expression may.
OPERATORS: Final = frozenset(
    {
        words.PLUS,
        words.TIMES,
        words.POWER,
        words.SHIFT,
        words.PERCENT,
        words.QUOTIENT,
        words.MINUS,
        words.UNION,
        words.COMMON,
        words.EITHER,
    }
)
#: Guards that stand for an augmented assignment: only as the value of `n = …`.
INPLACE: Final = frozenset(
    {
        words.INPLACE_TIMES, words.INPLACE_POWER, words.INPLACE_SHIFT, words.INPLACE_PERCENT,
        words.INPLACE_QUOTIENT, words.INPLACE_UNION, words.INPLACE_EITHER,
    }
)  # fmt: skip
#: Guards that stand for an import: only as the value of an assignment to plain names.
LOADS: Final = frozenset({words.LOAD_MODULE, words.LOAD_SUBMODULE, words.LOAD_NAMES})

#: Guard of what a loop goes through, and of items that it unpacks into a target with a star.
LOOP: Final = (words.COMPRESS, words.UNPACK_EACH)
ASYNC_LOOP: Final = (words.ASYNC_COMPRESS, words.ASYNC_UNPACK_EACH)

# --- Operators and literals ------------------------------------------------------------

BOOLEANS: Final = frozenset({ast.And, ast.Or})
UNARIES: Final = frozenset({ast.Invert, ast.Not, ast.UAdd, ast.USub})
NATIVE_OPERATORS: Final = frozenset({ast.Div, ast.RShift, ast.MatMult})
#: Sets have these, and dictionaries one; both operands must be.
SETWISE: Final[dict[type, str]] = {
    ast.Sub: words.MINUS,
    ast.BitOr: words.UNION,
    ast.BitAnd: words.COMMON,
    ast.BitXor: words.EITHER,
}
MEMBERSHIPS: Final = frozenset({ast.In, ast.NotIn})
COMPARISONS: Final = MEMBERSHIPS | {ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq}
IDENTITIES: Final = frozenset({ast.Is, ast.IsNot})

FLOAT: Final[frozenset[type]] = frozenset({float})
NUMBERS: Final[frozenset[type]] = FLOAT | {int, complex}
CONSTANTS: Final = NUMBERS | {str, bytes, bool, type(None), type(...)}

#: A conversion of an f-string field: none, `!s`, `!r`, `!a`.
CONVERSIONS: Final = (-1, ord("s"), ord("r"), ord("a"))
#: A format specification, nested fields shown as NUL, that asks for a number above 9999: by
#: itself or together with the digits of a field it touches. A zero before a field is a flag.
#: Asks for three digits in a row, for bits, for octal or hexadecimal digits, or what is computed.
MANIFOLD: Final = re.compile(r"\d\d\d|b|o|x|X|\0")
WIDE: Final = re.compile(r"(?!0)\d\d{4}|(?!0)\d+\0|\0[\d\0]")

# --- Names -----------------------------------------------------------------------------

#: Lead from a generator or an exception to a frame; native under no policy.
NEVER_NATIVE: Final = frozenset(
    """
    gi_frame gi_code gi_yieldfrom cr_frame cr_code cr_await cr_origin ag_frame ag_code ag_await
    tb_frame tb_next f_back f_builtins f_code f_globals f_locals f_trace
    """.split()
)

#: Names of builtin exceptions.
EXCEPTIONS: Final = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
#: Exception types whose handlers cannot catch a stopped run, if the names are the builtin ones.
NARROW: Final = EXCEPTIONS - {
    "BaseException", "GeneratorExit", "KeyboardInterrupt", "SystemExit", "BaseExceptionGroup",
}  # fmt: skip

#: Features that change nothing but how annotations are kept.
FUTURES: Final = frozenset(
    """
    nested_scopes generators division absolute_import with_statement print_function
    unicode_literals generator_stop annotations
    """.split()
)

MODULE: Final = "module"
CLASS: Final = "class"
FUNCTION: Final = "function"  # lambdas and comprehensions too

NONE: Names = frozenset()
#: Class attributes that CPython reads names from. Only ever a literal, and never read by name:
#: a list that is in reach could grow other names before the class is made.
LITERAL: Final = frozenset({"__slots__", "__match_args__"})
CLASS_DUNDERS: Final = (words.SPECIAL_METHODS | words.CLASS_NAMES) - LITERAL
#: Dunders that are variables like others. The compiler reads `__class__` and its like from scopes,
#: and guards are names too: none of them is ever on this list.
VARIABLES: Final = words.VARIABLES - words.INJECTED - words.READABLE_NAMES | words.MODULE_NAMES
#: Scope → dunders that may be bound in any way, that an assignment may bind, and that a plain
#: name may read.
VARYING: Final = {
    MODULE: VARIABLES,
    CLASS: words.SPECIAL_METHODS | words.METACLASS_METHODS,
    FUNCTION: VARIABLES,
}
BINDABLE: Final = {MODULE: VARIABLES, CLASS: CLASS_DUNDERS, FUNCTION: VARIABLES}
READABLE: Final = {
    MODULE: words.READABLE_NAMES | VARIABLES,
    CLASS: words.READABLE_NAMES | VARIABLES | CLASS_DUNDERS,
    FUNCTION: words.READABLE_NAMES | VARIABLES,
}
