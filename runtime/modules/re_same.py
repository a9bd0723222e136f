"""Characters that `re` and `regex` may treat differently: each brings its own Unicode tables."""

from __future__ import annotations

import re
from typing import Any, Final

from ..own_stack import imported
from ..run import charge, current
from .re_error import ERROR
from .re_quiet import compiled
from .re_text import WORD
from .re_uncached import compiled_by_regex

#: Characters both are known to agree on, without and with `re.IGNORECASE`.
_AGREED: Final[tuple[set[str], set[str]]] = (set(), set())
_MOST_AGREED: Final = 50_000
#: Key in `Run.state` of the characters that a run has paid for.
_STATE: Final = "re characters"
_CLASSES: Final = ((r"\w", f"[{WORD}]"), (r"\d", r"\d"))
#: Cases that are no one-to-one mapping.
_ODD: Final = "ikſsKIİıµμßẞΩΩåÅ"


def check_same(native: re.Pattern[Any], text: str | bytes) -> None:
    """Make sure that both engines see the same in *text*.

    Raises:
        re.error: it has a character they may disagree about.
    """
    if not isinstance(text, str) or (text.isascii() and native.pattern.isascii()):
        return
    charge(len(text) // 8)
    ignore_case = bool(native.flags & re.IGNORECASE) or "(?i" in native.pattern
    agreed = _AGREED[ignore_case]
    # Each run pays for itself, whatever others have found out before.
    own: Any = current().state.setdefault(_STATE, (set(), set()))
    paid: set[str] = own[ignore_case]
    characters = {*text} | {*native.pattern}
    charge(100 * len(characters - paid))
    paid |= characters
    for char in characters - agreed:
        if char >= "\x80" and not _agree(char, ignore_case):
            raise ERROR(
                f"this pattern may take too long on a text with U+{ord(char):04X} here",
                native.pattern,
            )
        if len(agreed) < _MOST_AGREED:
            agreed.add(char)


def _agree(char: str, ignore_case: bool) -> bool:
    regex = imported("regex")
    flags = regex.IGNORECASE if ignore_case else 0
    for ours, theirs in _CLASSES:
        if bool(re.match(ours, char)) != bool(regex.match(theirs, char, flags)):
            return False
    if not ignore_case:
        return True
    others = {char.lower(), char.upper(), char.title(), char.casefold(), char.swapcase(), *_ODD}
    literal = f"\\U{ord(char):08x}"
    own, their = compiled(literal, re.I), compiled_by_regex(literal, regex.I)
    return all(
        bool(own.fullmatch(other)) == bool(their.fullmatch(other))
        for other in others
        if len(other) == 1
    )
