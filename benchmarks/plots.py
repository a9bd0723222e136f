"""Plots as SVG, written by hand: no library is needed for bars and a few lines."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

_COLOURS = ("#2a6f4e", "#c0603f", "#4a6fa5", "#8a7a3b", "#7d5a8c")
_FONT = 'font-family="sans-serif" font-size="11"'
_WIDTH, _LABEL, _ROW = 760, 130, 13


def bars(table: Mapping[str, Mapping[str, float | None]], engines: Sequence[str]) -> str:
    """Return a bar a kernel and engine: times over CPython's own, on a logarithmic axis.

    Parameters:
        table: ratios by kernel and engine; None where an engine cannot run the kernel.
    """
    most = max((r for row in table.values() for r in row.values() if r), default=1.0)
    scale = (_WIDTH - _LABEL - 60) / math.log(max(most, 2) / 0.5)
    parts, y = [], 30.0
    for index, engine in enumerate(engines):
        x = _LABEL + 170 * index
        parts.append(f'<rect x="{x}" y="8" width="10" height="10" fill="{_colour(index)}"/>')
        parts.append(f'<text x="{x + 14}" y="17">{escape(engine)}</text>')
    for kernel, row in table.items():
        parts.append(f'<text x="{_LABEL - 6}" y="{y + 10}" text-anchor="end">{kernel}</text>')
        for index, engine in enumerate(engines):
            ratio = row.get(engine)
            if ratio:
                width = max(math.log(ratio / 0.5) * scale, 1)
                parts.append(
                    f'<rect x="{_LABEL}" y="{y}" width="{width:.1f}" height="{_ROW - 3}" '
                    f'fill="{_colour(index)}"/><text x="{_LABEL + width + 4:.1f}" y="{y + 9}">'
                    f"{ratio:.2f}</text>"
                )
            y += _ROW
        y += 6
    one = _LABEL + math.log(2) * scale
    parts.append(f'<line x1="{one}" x2="{one}" y1="26" y2="{y}" stroke="#999"/>')
    return _svg(y + 10, parts)


def lines(rows: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Return a line a row through (size, seconds), both axes logarithmic and relative to the first.

    What grows in proportion lies on the diagonal.
    """
    parts, side = [], 420.0
    most = max(size / points[0][0] for points in rows.values() for size, _ in points)
    scale = (side - 60) / math.log(most * 1.3)

    def at(size: float, seconds: float) -> str:
        return f"{50 + math.log(size) * scale:.1f},{side - 30 - math.log(seconds) * scale:.1f}"

    parts.append(f'<polyline points="{at(1, 1)} {at(most, most)}" stroke="#999" fill="none"/>')
    for index, (name, points) in enumerate(rows.items()):
        first, base = points[0]
        path = " ".join(at(size / first, max(seconds / base, 0.1)) for size, seconds in points)
        parts.append(
            f'<polyline points="{path}" stroke="{_colour(index)}" stroke-width="2" fill="none"/>'
            f'<text x="70" y="{24 + 14 * index}" fill="{_colour(index)}">{escape(name)}</text>'
        )
    parts.append(f'<text x="{side / 2}" y="{side - 8}">size, times the first</text>')
    parts.append(f'<text x="12" y="{side / 2}" transform="rotate(-90 12 {side / 2})">time</text>')
    return _svg(side, parts)


def _colour(index: int) -> str:
    return _COLOURS[index % len(_COLOURS)]


def _svg(height: float, parts: Sequence[str]) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{height:.0f}" '
        f'{_FONT}>\n<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )
