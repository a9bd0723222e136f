"""A parsed pattern written out for the `regex` package, which can be given a time limit.

`regex` reads a good deal that `re` does not: `{e<=1}` is a fuzzy match there, `[[a]--[b]]` may be
a set difference. So it never sees the guest's text. It gets the tree that `re` made
of it, spelled in the few forms that mean the same to both.
"""

from __future__ import annotations

import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from collections.abc import Callable
from typing import Any, Final


class Untranslatable(Exception):
    """The pattern has something that the two packages may read differently."""


#: `re` calls a space what `str.isspace` does; `regex` goes by another property.
_SPACES: Final = (
    (0x09, 0x0D), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
    (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000),
)  # fmt: skip
_ASCII_SPACES: Final = ((0x09, 0x0D), (0x20, 0x20))
#: `re` calls a word character what `str.isalnum` does; `regex` has marks and no fractions.
WORD: Final = r"\p{L}\p{N}_"
_ASCII_WORD: Final = "A-Za-z0-9_"
_PLACES: Final = {
    op.AT_BEGINNING: "^", op.AT_END: "$", op.AT_BEGINNING_STRING: r"\A", op.AT_END_STRING: r"\Z",
}  # fmt: skip
_REPEATS: Final = {op.MAX_REPEAT: "", op.MIN_REPEAT: "?", op.POSSESSIVE_REPEAT: "+"}
_LETTERS: Final = {
    parser.SRE_FLAG_IGNORECASE: "i", parser.SRE_FLAG_MULTILINE: "m",
    parser.SRE_FLAG_DOTALL: "s", parser.SRE_FLAG_VERBOSE: "",
}  # fmt: skip


def written(tree: Any, names: dict[int, str], unicode: bool) -> str:
    """Return *tree* as a pattern for `regex`.

    Parameters:
        names: of groups, by number.
        unicode: whether `\\s` means Unicode's spaces.

    Raises:
        Untranslatable: there is no form that is sure to mean the same.
    """
    return _Writer(names, unicode).row(tree)


class _Writer:
    __slots__ = ("_names", "_no_spaces", "_spaces", "_word")

    def __init__(self, names: dict[int, str], unicode: bool) -> None:
        self._names = names
        spaces = _SPACES if unicode else _ASCII_SPACES
        # Written once: a pattern may have thousands of them.
        self._spaces = _ranges(spaces)
        self._no_spaces = _ranges(_complement(spaces, 0x10FFFF if unicode else 0xFF))
        self._word = WORD if unicode else _ASCII_WORD

    def row(self, tree: Any) -> str:
        return "".join(self._item(code, argument) for code, argument in tree)

    def _item(self, code: Any, argument: Any) -> str:
        write = _FORMS.get(code)
        if write is None:
            raise Untranslatable
        return write(self, code, argument)

    def literal(self, code: Any, argument: Any) -> str:
        return _character(argument)

    def not_literal(self, code: Any, argument: Any) -> str:
        return f"[^{_character(argument)}]"

    def any(self, code: Any, argument: Any) -> str:
        return "."

    def failure(self, code: Any, argument: Any) -> str:
        return "(?!)"

    def place(self, code: Any, argument: Any) -> str:
        word = self._word
        boundary = f"(?:(?<=[{word}])(?![{word}])|(?<![{word}])(?=[{word}]))"
        if argument is op.AT_BOUNDARY:
            return boundary
        if argument is op.AT_NON_BOUNDARY:
            return rf"(?:(?!\A\Z)(?!{boundary}))"  # never in an empty text
        if argument not in _PLACES:
            raise Untranslatable
        return _PLACES[argument]

    def members(self, code: Any, argument: Any) -> str:
        negated = argument[0][0] is op.NEGATE
        items = argument[1:] if negated else argument
        # In this version of its syntax `regex` knows no sets within sets.
        outside = (op.CATEGORY, op.CATEGORY_NOT_WORD) in items
        simple = "".join(self._member(*each) for each in items)
        if not outside:
            return f"[{'^' if negated else ''}{simple}]"
        choice = f"(?:{f'[{simple}]|' if simple else ''}[^{self._word}])"
        return f"(?:(?!{choice})(?s:.))" if negated else choice

    def _member(self, code: Any, value: Any) -> str:
        if code is op.LITERAL:
            return _character(value)
        if code is op.RANGE:
            return f"{_character(value[0])}-{_character(value[1])}"
        if value is op.CATEGORY_SPACE:
            return self._spaces
        if value is op.CATEGORY_NOT_SPACE:
            return self._no_spaces
        if value is op.CATEGORY_WORD:
            return self._word
        return {op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D"}.get(value, "")

    def branch(self, code: Any, argument: Any) -> str:
        return f"(?:{'|'.join(map(self.row, argument[1]))})"

    def repeat(self, code: Any, argument: Any) -> str:
        least, most, body = argument
        if code is op.POSSESSIVE_REPEAT and not _is_character(body):
            # Within it `regex` goes back where `re` does not, and keeps other groups.
            raise Untranslatable
        bounds = f"{{{least},{'' if most is op.MAXREPEAT else most}}}"
        return f"(?:{self.row(body)}){bounds}{_REPEATS[code]}"

    def group(self, code: Any, argument: Any) -> str:
        number, added, removed, body = argument
        if number is not None:
            name = self._names.get(number)
            return f"({f'?P<{name}>' if name else ''}{self.row(body)})"
        on, off = _letters(added), _letters(removed)
        return f"(?{on}{'-' + off if off else ''}:{self.row(body)})"

    def atomic(self, code: Any, argument: Any) -> str:
        return f"(?>{self.row(argument)})"

    def look(self, code: Any, argument: Any) -> str:
        direction, body = argument
        return (
            f"(?{'<' if direction < 0 else ''}{'=' if code is op.ASSERT else '!'}{self.row(body)})"
        )

    def reference(self, code: Any, argument: Any) -> str:
        return rf"\g<{argument}>"

    def condition(self, code: Any, argument: Any) -> str:
        number, yes, no = argument
        return f"(?({number}){self.row(yes)}|{self.row(no) if no is not None else ''})"


def _is_character(body: Any) -> bool:
    """Tell whether *body* matches one character, whichever way."""
    return len(body) == 1 and body[0][0] in (op.LITERAL, op.NOT_LITERAL, op.ANY, op.IN)


_FORMS: Final[dict[Any, Callable[[_Writer, Any, Any], str]]] = {
    op.LITERAL: _Writer.literal,
    op.NOT_LITERAL: _Writer.not_literal,
    op.ANY: _Writer.any,
    op.FAILURE: _Writer.failure,
    op.AT: _Writer.place,
    op.IN: _Writer.members,
    op.BRANCH: _Writer.branch,
    op.MAX_REPEAT: _Writer.repeat,
    op.MIN_REPEAT: _Writer.repeat,
    op.POSSESSIVE_REPEAT: _Writer.repeat,
    op.SUBPATTERN: _Writer.group,
    op.ATOMIC_GROUP: _Writer.atomic,
    op.ASSERT: _Writer.look,
    op.ASSERT_NOT: _Writer.look,
    op.GROUPREF: _Writer.reference,
    op.GROUPREF_EXISTS: _Writer.condition,
}


def _character(code: int) -> str:
    if code < 128 and chr(code).isalnum():
        return chr(code)
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _ranges(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{_character(low)}-{_character(high)}" for low, high in ranges)


def _complement(ranges: tuple[tuple[int, int], ...], last: int) -> tuple[tuple[int, int], ...]:
    starts = (0, *(high + 1 for _, high in ranges))
    ends = (*(low - 1 for low, _ in ranges), last)
    return tuple((low, high) for low, high in zip(starts, ends, strict=True) if low <= high)


def _letters(flags: int) -> str:
    """Return flags of a part of a pattern; those that change the alphabet are not translated."""
    known = sum(_LETTERS)
    if flags & ~known:
        raise Untranslatable
    return "".join(letter for flag, letter in _LETTERS.items() if flags & flag)
