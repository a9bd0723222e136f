"""Making text that a guest wrote safe to show on a terminal.

A hostile source or its output can carry escape sequences that rewrite the screen, and
invisible characters that make a line read otherwise than it runs ("Trojan Source"). Each such
character is shown as one visible character, so that columns stay what they were.
"""

from __future__ import annotations

import json
import unicodedata
from typing import Final

_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_FIRST_PICTURE: Final = 0x2400  # SYMBOL FOR NULL, and on through the C0 controls

#: First and last of the characters for which nothing is shown: in Unicode 16.0's
#: DerivedCoreProperties.txt they are `Default_Ignorable_Code_Point`. Some are letters or marks,
#: which may be parts of names, and some are not assigned yet: no category tells them.
_UNSEEN: Final = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFF8), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip


class _StandIns(dict[int, str]):
    """What stands for a character, for `str.translate`; others are looked up once they are met."""

    def __missing__(self, code: int) -> str:
        # These direct what is around them.
        directs = unicodedata.category(chr(code)) == "Cf"
        self[code] = found = _REPLACEMENT if directs else chr(code)
        return found


_INVISIBLE: Final = (code for first, last in _UNSEEN for code in range(first, last + 1))
#: Tabs and newlines stay.
_STAND_INS: Final = _StandIns(
    {code: chr(_FIRST_PICTURE + code) for code in range(0x20) if chr(code) not in "\t\n"}
    | {0x7F: "\N{SYMBOL FOR DELETE}"}
    | dict.fromkeys(range(0x80, 0xA0), _REPLACEMENT)  # C1 controls
    | dict.fromkeys((0x2028, 0x2029), _REPLACEMENT)  # line and paragraph separators
    | dict.fromkeys(_INVISIBLE, _REPLACEMENT)
)

_BREAKS: Final = {ord(char): chr(_FIRST_PICTURE + ord(char)) for char in "\t\n"}


def visible(text: str) -> str:
    """Return *text*, as long as before, with every control and invisible character shown.

    >>> visible("red \\x1b[31m, reversed \\u202e")
    'red ␛[31m, reversed �'
    """
    return text if text.isascii() and text.isprintable() else text.translate(_STAND_INS)


class _Escapes(dict[int, str]):
    """What stands for a character in JSON: what is not `visible` as it is has a number there."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shown = char in "\t\n" or visible(char) == char
        self[code] = found = char if shown else json.dumps(char)[1:-1]
        return found


_ESCAPES: Final = _Escapes({0x7F: "\\u007f"})


def as_json(value: object, indent: int | None = None) -> str:
    """Return *value* as JSON that any terminal may be shown.

    >>> as_json("日本 \\x9b31m")
    '"日本 \\\\u009b31m"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return text.translate(_ESCAPES)


def on_one_line(text: str) -> str:
    """Return *text* (the name of a file, a message that quotes one) with every character shown.

    >>> on_one_line("a\\nb\\x1b.py")
    'a␊b␛.py'
    """
    return visible(text).translate(_BREAKS)


def cells(text: str) -> int:
    """Return how many columns of a terminal *text* (without tabs) takes.

    >>> cells("abc"), cells("日本"), cells("e\\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(_cells_of(character) for character in text)


def _cells_of(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
