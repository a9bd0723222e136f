"""The lines that a traceback shows for one frame, with marks below them.

The running Python's own `traceback` draws the marks, from a piece of source and numbers alone, so
that they are what this Python shows. It parses the piece for that, twice.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Final

from .cpython import quietly

#: Characters of source below which marks are drawn.
LONGEST: Final = 5_000
#: Last line, column and end of what is marked; columns in bytes of UTF-8.
Columns = tuple[int, int, int]


def written(source: str, line: int, columns: Columns | None) -> str:
    """Return the lines of *source* that are looked at to show a frame."""
    return "\n".join(source.split("\n")[max(line, 1) - 1 : columns[0] if columns else line])


@lru_cache(maxsize=128)
def drawn(
    source: str, filename: str, line: int, name: str, columns: Columns | None
) -> tuple[str, ...]:
    """Return the lines that are shown for a frame of *filename*, whose text is *source*.

    Parameters:
        name: of the function.
        columns: None if they are not known; then nothing is marked.
    """
    from traceback import FrameSummary, StackSummary

    text = written(source, line, columns)
    place: tuple[int, int | None, int | None] = (line, None, None)
    if columns is not None and len(text) <= LONGEST:
        place = columns
    if place[1] is None or sys.version_info < (3, 13):
        text = text.partition("\n")[0]
    else:
        text = "\n".join(each.rstrip() for each in text.split("\n"))
    frame = FrameSummary(
        filename, line, name, lookup_line=False, line=f"{text}\n",
        end_lineno=place[0], colno=place[1], end_colno=place[2],
    )  # fmt: skip
    shown: str = quietly(StackSummary().format_frame_summary, frame)
    return tuple(shown.removesuffix("\n").split("\n"))
