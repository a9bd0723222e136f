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

from .re_cost import walk_tree
from .re_settled import settled


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
_REFERENCES: Final = frozenset({op.GROUPREF, op.GROUPREF_EXISTS})
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
    refers = any(code in _REFERENCES for code, _ in walk_tree(tree))
    return _Writer(names, unicode, settled(tree) if refers else set()).row(tree)


class _Writer:
    __slots__ = (
        "_begun", "_behind", "_closed", "_hollow", "_loops", "_names", "_no_spaces", "_repeats",
        "_settled", "_spaces", "_stale", "_word",
    )  # fmt: skip

    def __init__(self, names: dict[int, str], unicode: bool, settled: set[int]) -> None:
        self._names = names
        #: Groups that have ended; those that may hold what an earlier round of a repeat has taken;
        #: those whose text follows from where a match begins.
        self._closed: set[int] = set()
        self._stale: set[int] = set()
        self._settled = settled
        #: Repeats so far of more than a character, and how many there were before a group.
        self._repeats = 0
        self._begun: dict[int, int] = {}
        #: How many repeats there are around, and how many around a lookbehind.
        self._loops = 0
        self._behind: int | None = None
        #: How many groups there are before a repeat whose rounds may take nothing.
        self._hollow: int | None = None
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
        return f"(?:{'|'.join(self._perhaps(argument[1]))})"

    def repeat(self, code: Any, argument: Any) -> str:
        least, most, body = argument
        if code is op.POSSESSIVE_REPEAT and not _is_character(body):
            # Within it `regex` goes back where `re` does not, and keeps other groups.
            raise Untranslatable
        bounds = f"{{{least},{'' if most is op.MAXREPEAT else most}}}"
        again = most is op.MAXREPEAT or most > 1
        hollow = self._hollow
        if again and hollow is None and body.getwidth()[0] == 0:
            self._hollow = len(self._begun)
        self._loops += again
        self._repeats += not _is_character(body)
        (within,) = self._perhaps([body])
        self._loops -= again
        self._hollow = hollow
        # Some sets are written as a choice.
        self._repeats += within.startswith("(?:")
        return f"(?:{within}){bounds}{_REPEATS[code]}"

    def _perhaps(self, rows: list[Any]) -> list[str]:
        """Write what a match need not go through, or may go through again.

        What a group in it holds after that may be of an earlier round of a repeat.
        """
        found = []
        for row in rows:
            before = len(self._begun)
            found.append(self.row(row))
            if self._loops:
                self._stale.update(range(before + 1, len(self._begun) + 1))
        return found

    def group(self, code: Any, argument: Any) -> str:
        number, added, removed, body = argument
        if number is not None:
            if self._behind is not None and self._loops > self._behind:
                # There `regex` goes from right to left, so that the first round is its last.
                raise Untranslatable
            name = self._names.get(number)
            self._begun[number] = self._repeats
            within = self.row(body)
            self._closed.add(number)
            return f"({f'?P<{name}>' if name else ''}{within})"
        on, off = _letters(added), _letters(removed)
        return f"(?{on}{'-' + off if off else ''}:{self.row(body)})"

    def atomic(self, code: Any, argument: Any) -> str:
        return f"(?>{self.row(argument)})"

    def look(self, code: Any, argument: Any) -> str:
        direction, body = argument
        behind = self._behind
        if direction < 0 and behind is None:
            self._behind = self._loops
        sign = "=" if code is op.ASSERT else "!"
        within = self.row(body) if code is op.ASSERT else self._perhaps([body])[0]
        self._behind = behind
        return f"(?{'<' if direction < 0 else ''}{sign}{within})"

    def reference(self, code: Any, argument: Any) -> str:
        self._check(argument)
        return rf"\g<{argument}>"

    def condition(self, code: Any, argument: Any) -> str:
        number, yes, no = argument
        self._check(number)
        branches = self._perhaps([yes] if no is None else [yes, no])
        return f"(?({number}){'|'.join(branches)}{'|' if no is None else ''})"

    def _check(self, number: int) -> None:
        """Make sure that `regex` takes a reference to a group for what `re` does.

        It does not try a repeat again where it has failed, whatever its groups held then.

        Raises:
            Untranslatable: what the group holds may be of an earlier round, of one that takes
                nothing, or of several ways to a repeat that comes before the reference.
        """
        if number in self._stale or number not in self._closed:
            raise Untranslatable
        if self._hollow is not None and number > self._hollow:
            raise Untranslatable
        if number not in self._settled and self._repeats > self._begun[number]:
            raise Untranslatable


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
