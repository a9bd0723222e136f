"""What the gate counts in the text itself, because no syntax tree shows it.

Redundant brackets and the pieces of an implicit string concatenation leave no trace in
CPython's tree, but LibCST builds them, and copies what stands in brackets once for each pair
around it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NoReturn

from .cpython import MASS_HINT, TOO_DEEP, TOO_MUCH, place, refuse
from .policy import SourceLimits
from .vocabulary import MOST_MARKS, is_heavy

DEPTH_HINT: Final = "give parts of it names of their own"

#: Fields of one f-string: CPython 3.11 takes time in proportion to their square.
_MOST_FIELDS: Final = 2_000

_QUOTED: Final = (
    r'"""(?:[^\\"]|\\.|"(?!""))*+"""'
    r"|'''(?:[^\\']|\\.|'(?!''))*+'''"
    r'|"(?:[^\\"\n]|\\.)*+"'
    r"|'(?:[^\\'\n]|\\.)*+'"
)


def _too_deep(text: str, offset: int, message: str) -> NoReturn:
    raise refuse(*place(text, offset), TOO_DEEP, message, DEPTH_HINT)


# --- Before CPython reads it -----------------------------------------------------------

_STRING: Final = re.compile(rf"{_QUOTED}|\\.|\#[^\n]*+", re.DOTALL)
_DOTTED: Final = re.compile(r"(?:\.[\s\\]*+\w++[\s\\]*+)++")


def before_parsing(text: str, limits: SourceLimits) -> None:
    """Refuse what even CPython's parser reads in quadratic time or memory.

    Names of many accents (an hour for 256 KB), `import a.a.a…` (16 GB for 256 KB) and, on 3.11,
    `f"{a}{a}{a}…"` (5 s). The text may be anything yet, so strings are found only roughly; a
    dotted run of that length is refused wherever it stands.

    Raises:
        Refusal: CL003, CL004.
    """
    if is_heavy(text):
        message = f"more than {MOST_MARKS} accents in a row"
        raise refuse(1, 1, TOO_MUCH, message, "write them as escapes, in a string")
    if text.count(".") > limits.depth:
        for run in _DOTTED.finditer(text):
            if run[0].count(".") > limits.depth:
                _too_deep(text, run.start(), f"more than {limits.depth} dotted names in a row")
    if text.count("{") > _MOST_FIELDS:
        for string in _STRING.finditer(text):
            start = string.start()
            prefixed = "f" in text[max(0, start - 2) : start].lower()
            if prefixed and string[0].count("{") > _MOST_FIELDS:
                message = f"more than {_MOST_FIELDS} braces in one f-string"
                raise refuse(*place(text, start), TOO_MUCH, message, "make several strings of it")


# --- After CPython has read it -----------------------------------------------------------

#: The next thing of interest in code, and in the text of an f-string with that quote.
_CODE: Final = re.compile(
    r"(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<newline>\n)|(?P<colon>:)"
    r"""|(?P<format>(?:f|rf|fr)(?:\"""|'''|"|'))"""
    rf"|(?P<string>(?:[rbu]|br|rb)?(?:{_QUOTED}))"
    r"|(?P<word>\w++)|(?P<comment>\#[^\n]*+)|(?P<joined>\\\n)|(?P<other>[^\s\w])",
    re.DOTALL | re.IGNORECASE,
)
_TEXT: Final = {
    (quote, raw): re.compile(
        rf"(?P<end>{quote})|(?P<open>{{)|(?P<close>}})|{named}\\[^{{}}]", re.DOTALL
    )
    for quote in ('"""', "'''", '"', "'")
    for raw, named in ((True, ""), (False, r"\\N{[\w -]*+}|"))
}


# Measured weights, in the units of `SourceLimits.effort`.
_LINE: Final = 2
_TOKENS: Final[dict[str | None, int]] = {"word": 2, "string": 2, "format": 2, "open": 3}


@dataclass(slots=True)
class _Format:
    """An f-string that the scan is inside of.

    Parameters:
        key: in `_TEXT`: what ends it, and whether it is raw.
        pieces: string literals joined so far, itself included.
        fields: bracket depth at each of its fields now open, outermost first.
        text: whether the scan is in its text, or in a format specification, and not in a field.
    """

    key: tuple[str, bool]
    pieces: int
    fields: list[int]
    text: bool = True


class _Scan:
    """One pass over a text that CPython accepts."""

    def __init__(self, text: str, limits: SourceLimits) -> None:
        self.text = text
        self.limits = limits
        self.depth = 0
        self.pieces = 0
        self.effort = _LINE * text.count("\n")
        self.formats: list[_Format] = []

    def run(self) -> int:
        """Return the effort of the whole text."""
        position, text = 0, self.text
        while True:
            inside = self.formats[-1] if self.formats and self.formats[-1].text else None
            found = (_TEXT[inside.key] if inside else _CODE).search(text, position)
            if found is None:
                return self.finished()
            if inside:
                position = self.in_string(inside, found)
            else:
                self.in_code(found)
                position = found.end()
            if self.effort > self.limits.effort:
                message = "too much in too many brackets for the parser"
                raise refuse(*place(text, found.start()), TOO_MUCH, message, MASS_HINT)

    def finished(self) -> int:
        if self.formats or self.depth:
            # CPython has accepted the text, so this is the scan's mistake; a text that
            # confuses it must not pass uncounted.
            raise refuse(1, 0, TOO_DEEP, "brackets and strings could not be counted", DEPTH_HINT)
        return self.effort

    def in_code(self, found: re.Match[str]) -> None:
        kind = found.lastgroup
        if kind in _TOKENS:
            # What it costs to build, or to copy once for each bracket around it.
            self.effort += max(_TOKENS[kind], self.depth)
        if kind in ("string", "format"):
            self.string(found, kind)
        elif kind == "newline":
            self.pieces = self.pieces if self.depth else 0
        elif kind not in ("comment", "joined"):
            # A field's string inherits the count: LibCST's recursion goes on in there.
            self.pieces = self.formats[-1].pieces if self.formats else 0
            if kind == "open":
                self.opened(found.start())
            elif kind == "close":
                self.closed()
            elif kind == "colon" and self.formats and self.formats[-1].fields[-1] == self.depth:
                self.formats[-1].text = True

    def string(self, found: re.Match[str], kind: str) -> None:
        self.pieces += 1
        if self.pieces > self.limits.pieces:
            message = f"more than {self.limits.pieces} string literals joined by adjacency"
            _too_deep(self.text, found.start(), message)
        if kind == "format":
            opening = found[0].lower()
            key = opening.lstrip("fr"), "r" in opening
            self.formats.append(_Format(key, self.pieces, []))

    def opened(self, offset: int) -> None:
        self.depth += 1
        if self.depth > self.limits.brackets:
            message = f"more than {self.limits.brackets} brackets inside one another"
            _too_deep(self.text, offset, message)

    def closed(self) -> None:
        self.depth -= 1
        inside = self.formats[-1] if self.formats else None
        if inside and inside.fields and self.depth < inside.fields[-1]:
            inside.fields.pop()
            inside.text = True

    def in_string(self, inside: _Format, found: re.Match[str]) -> int:
        """Take one step in the text of an f-string; return where to go on."""
        kind, end = found.lastgroup, found.end()
        specification = bool(inside.fields)
        if kind == "end":
            self.formats.pop()
            self.pieces = inside.pieces
        elif kind and not specification and self.text.startswith(found[0], end):
            return end + 1  # a doubled brace is text, but not in a format specification
        elif kind == "open":
            self.opened(found.start())
            self.pieces = inside.pieces
            inside.fields.append(self.depth)
            inside.text = False
        elif kind == "close":
            self.closed()
        return end


def scan(text: str, limits: SourceLimits) -> int:
    """Count brackets, string pieces and what LibCST has to copy for them.

    Parameters:
        text: source that CPython accepts.

    Returns:
        effort, in the units of `SourceLimits.effort`.

    Raises:
        Refusal: CL003 (brackets, pieces), CL004 (effort).
    """
    return _Scan(text, limits).run()


_PATTERN: Final = re.compile(
    rf"(?P<open>[(\[{{])|(?P<close>[)\]}}])|(?P<word>\w++)|(?P<string>{_QUOTED})|\#[^\n]*+",
    re.DOTALL,
)


def pattern_effort(text: str, start: int, end: int, limits: SourceLimits) -> int:
    """Return the effort of the `case` pattern somewhere in `text[start:end]`.

    LibCST reads what is in a bracket of a pattern about four times, so each level multiplies
    its time by four: half a minute for 12 levels of `{1: …}`.

    Raises:
        Refusal: CL004.
    """
    depth = effort = 0
    for found in _PATTERN.finditer(text, start, end):
        if found.lastgroup == "close":
            depth -= 1
        elif found.lastgroup:
            effort += 4 ** max(0, min(depth, 12)) // 8
            depth += found.lastgroup == "open"
        if effort > limits.effort:
            message = "too much in too many brackets of a pattern for the parser"
            raise refuse(*place(text, found.start()), TOO_MUCH, message, "match in several steps")
    return effort
