"""`cloche doctor`: which walls stand on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

import cloche

from . import statuses
from .render import json_line
from .screen import Screen

if TYPE_CHECKING:
    from cloche.workers.doctor import Report

EPILOG = """\
A worker (`isolation="process"`, `cloche run --isolation process`) is started to see. The
language layer needs nothing of the machine and is always there.

Exit status: 0 every layer is active, 1 one is not.
"""


@click.command(epilog=EPILOG, short_help="Say which layers of isolation work here.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
@click.pass_obj
def doctor(screen: Screen, as_json: bool) -> int:
    """Start a worker and say what confines it on this machine."""
    # Only here: the other commands need nothing of workers.
    from cloche.workers.doctor import examine

    report = examine()
    screen.write(json_line(_fields(report), screen.encoding) if as_json else _text(screen, report))
    return statuses.OK if report.well else statuses.GUEST_FAILED


def _fields(report: Report) -> dict[str, object]:
    from cloche.workers.doctor import surroundings

    return {
        "ok": report.well,
        "cloche": cloche.__version__,
        "machine": surroundings(),
        "layers": report.layers,
        "problem": report.problem or None,
    }


def _text(screen: Screen, report: Report) -> str:
    from cloche.workers.doctor import STOPS, surroundings

    lines = [f"cloche {cloche.__version__}, {surroundings()}", ""]
    if report.problem:
        lines.append(f"{screen.palette.error('no worker starts:')} {report.problem}")
    for name, state in report.layers.items():
        well = state == "active"
        shown = state if well else screen.palette.error(state)
        lines.append(f"{name:<18} {shown}" + (f": {STOPS[name]}" if well else ""))
    return "\n".join(lines) + "\n"
