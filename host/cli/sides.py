"""Original and guarded source next to each other."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import zip_longest

from rich.console import Console
from rich.table import Table
from rich.text import Text

from .guards import GuardedLine, split_lines
from .palette import Palette
from .visible import cells, visible

#: Columns that line numbers and the rules between the sides take besides their digits.
FRAME = 9


def side_by_side(
    source: str, guarded: Sequence[GuardedLine], columns: int | None, palette: Palette
) -> str:
    """Return *source* and *guarded* line for line, a `│` between them, `┃` where they differ.

    Parameters:
        columns: width to fold long lines to; None for as wide as it takes. Nothing is cut off.
    """
    original = [visible(line).expandtabs(4) for line in split_lines(source)]
    width = columns or _natural_width(original, guarded)
    table = Table(box=None, show_header=False, pad_edge=False, expand=True, padding=(0, 1, 0, 0))
    table.add_column(justify="right", no_wrap=True, style="dim")
    table.add_column(ratio=1, overflow="fold")
    table.add_column(no_wrap=True, width=1)
    table.add_column(ratio=1, overflow="fold")
    rows = zip_longest(original, guarded, fillvalue=None)
    for number, (left, right) in enumerate(rows, start=1):
        plain = right.text.expandtabs(4) if right else ""
        mark = Text("│", "dim") if left == plain else Text("┃", "magenta")
        table.add_row(str(number), Text(left or ""), mark, _highlighted(right))
    return _rendered(table, width, palette)


def _natural_width(original: list[str], guarded: Sequence[GuardedLine]) -> int:
    widest = max(
        (cells(text) for text in [*original, *(g.text.expandtabs(4) for g in guarded)]), default=0
    )
    return 2 * widest + len(str(max(len(original), len(guarded)))) + FRAME


def _highlighted(line: GuardedLine | None) -> Text:
    if line is None:
        return Text()
    text = Text(line.text, tab_size=4)
    for start, end in line.spans:
        text.stylize("bold magenta", start, end)
    text.expand_tabs()
    return text


def _rendered(table: Table, width: int, palette: Palette) -> str:
    out = io.StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=palette.enabled,
        color_system="standard" if palette.enabled else None,
        no_color=not palette.enabled,
        highlight=False,
        legacy_windows=False,
    )
    console.print(table)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())
