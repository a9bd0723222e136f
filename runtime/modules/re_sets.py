"""Which characters one item of a parsed pattern can match, told apart conservatively."""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
from typing import Any, Final

#: Stand for the characters beyond ASCII: letters and the like, digits, spaces, and the rest.
OTHER, OTHER_DIGIT, OTHER_SPACE, OTHER_SIGN = 128, 129, 130, 131
OTHERS: Final = frozenset({OTHER, OTHER_DIGIT, OTHER_SPACE, OTHER_SIGN})
EVERYTHING: Final = frozenset(range(128)) | OTHERS
NOTHING: Final[frozenset[int]] = frozenset()

_ASCII: Final = [chr(code) for code in range(128)]
_DIGITS: Final = frozenset(map(ord, filter(str.isdigit, _ASCII)))
_WORDS: Final = frozenset(ord(char) for char in _ASCII if char.isalnum() or char == "_")
_SPACES: Final = frozenset(map(ord, " \t\n\r\f\v\x1c\x1d\x1e\x1f"))
_CATEGORIES: Final = {
    op.CATEGORY_DIGIT: _DIGITS | {OTHER_DIGIT},
    op.CATEGORY_NOT_DIGIT: EVERYTHING - _DIGITS,
    op.CATEGORY_WORD: _WORDS | {OTHER, OTHER_DIGIT},
    op.CATEGORY_NOT_WORD: EVERYTHING - _WORDS,
    op.CATEGORY_SPACE: _SPACES | {OTHER_SPACE},
    # With re.ASCII, \x1c to \x1f are no spaces.
    op.CATEGORY_NOT_SPACE: EVERYTHING - frozenset(map(ord, " \t\n\r\f\v")),
}
#: Letters that are another case of one beyond ASCII.
_SHARED: Final = frozenset(map(ord, "iIkKsS"))
#: Items that match exactly one character.
SINGLE: Final = frozenset({op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN})


def characters(code: Any, argument: Any) -> frozenset[int]:
    """Return the characters that an item in `SINGLE` may match, and perhaps some more."""
    if code is op.LITERAL:
        return _with_cases({_kind(argument)})
    if code is op.IN:
        return _set(argument)
    return EVERYTHING


def _kind(code: int) -> int:
    """Return *code* if it is ASCII, else the kind of character it is."""
    if code < 128:
        return code
    char = chr(code)
    if char.isdecimal():
        return OTHER_DIGIT
    if char.isspace():
        return OTHER_SPACE
    return OTHER if char.isalnum() else OTHER_SIGN


def _set(items: Any) -> frozenset[int]:
    if items[0][0] is op.NEGATE:
        return EVERYTHING - _left_out(items[1:])
    found: set[int] = set()
    for code, value in items:
        if code is op.LITERAL:
            found.add(_kind(value))
        elif code is op.RANGE:
            found.update(range(value[0], min(value[1], 127) + 1))
            if value[1] > 127:
                found |= OTHERS
        else:
            found |= _CATEGORIES[value]
    return _with_cases(found)


def _left_out(items: Any) -> set[int]:
    """Return characters that a negated set certainly does not match."""
    out: set[int] = set()
    for code, value in items:
        if code is op.LITERAL and value < 128:
            out.add(value)
        elif code is op.RANGE:
            out.update(range(value[0], min(value[1], 127) + 1))
    # A letter might still match by its other case.
    out = {value for value in out if not chr(value).isalpha()}
    for code, value in items:
        if code is op.CATEGORY:
            out |= EVERYTHING - _CATEGORIES[_opposite(value)] - OTHERS
    return out


def _opposite(category: Any) -> Any:
    name = str(category)
    other = name.replace("_NOT_", "_") if "_NOT_" in name else name.replace("GORY_", "GORY_NOT_")
    return getattr(op, other)


def _with_cases(codes: set[int]) -> frozenset[int]:
    """Add other cases, whether or not case matters (`k` also matches the Kelvin sign)."""
    letters = {code for code in codes if code < 128 and chr(code).isalpha()}
    swapped = {ord(chr(code).swapcase()) for code in letters}
    beyond = {OTHER} if letters & _SHARED else NOTHING
    return frozenset(codes | swapped | beyond | (_SHARED if OTHER in codes else NOTHING))
