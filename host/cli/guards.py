"""Where the guards are in a guarded source, for highlighting them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cloche.transpiler.vocabulary import INJECTED, is_temporary

from .palette import Palette
from .visible import visible

NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_WORD: Final = re.compile(r"\b__\w+__\b")


@dataclass(frozen=True, slots=True)
class GuardedLine:
    """One line of guarded source.

    Parameters:
        text: the line, made visible, without its newline.
        spans: start and end of each guard's name in it.
    """

    text: str
    spans: tuple[tuple[int, int], ...]

    def painted(self, palette: Palette) -> str:
        """Return the text with its guards highlighted."""
        out: list[str] = []
        done = 0
        for start, end in self.spans:
            out += self.text[done:start], palette.guard(self.text[start:end])
            done = end
        return "".join(out) + self.text[done:]


def split_lines(source: str) -> list[str]:
    """Return the lines of *source* as CPython counts them."""
    lines = NEWLINE.split(source)
    if lines[-1] == "":
        lines.pop()
    return lines


def guarded_lines(guarded: str) -> list[GuardedLine]:
    """Return the lines of *guarded* with the place of every guard.

    Names are looked for in the syntax tree: a guest that writes `"__tick__"` into a string
    does not get it highlighted as if it were a guard.
    """
    spans = defaultdict(list)
    for line, start, end in _guard_names(guarded):
        spans[line].append((start, end))
    lines = enumerate(split_lines(guarded), start=1)
    return [GuardedLine(visible(line), tuple(sorted(spans[number]))) for number, line in lines]


def _guard_names(guarded: str) -> Iterator[tuple[int, int, int]]:
    """Yield line (from 1), start and end column (from 0) of each guard's name."""
    # LibCST, and not `ast`: before 3.12 the latter has wrong places for names in f-strings.
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    try:
        wrapper = MetadataWrapper(libcst.parse_module(guarded), unsafe_skip_copy=True)
        places = wrapper.resolve(PositionProvider)
    except RecursionError:
        yield from _words(guarded)
        return
    for node, place in places.items():
        if isinstance(node, libcst.Name) and _is_guard(node.value):
            yield place.start.line, place.start.column, place.end.column


def _words(guarded: str) -> Iterator[tuple[int, int, int]]:
    """As `_guard_names`, from the text alone: all that is left for a very deep program."""
    for number, line in enumerate(NEWLINE.split(guarded), start=1):
        for match in _WORD.finditer(line):
            if _is_guard(match[0]):
                yield number, match.start(), match.end()


def _is_guard(name: str) -> bool:
    return name in INJECTED or is_temporary(name)
