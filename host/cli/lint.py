"""`cloche lint`: say what would be refused, and run nothing."""

from __future__ import annotations

import click

import cloche

from . import statuses
from .formats import MACHINE_FORMATS, Report, as_text
from .screen import Screen
from .sources import Unreadable, read_source
from .visible import on_one_line

EPILOG = """\
\b
Examples:
  cloche lint rule.py
  cloche lint snippets/*.py --format github
  generate | cloche lint - --format json

Lines and columns count from 1 in every format. Exit status: 0 all would run, 2 otherwise.
"""


@click.command(epilog=EPILOG, short_help="Say what would be refused; run nothing.")
@click.argument("files", metavar="FILE...|-", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", *MACHINE_FORMATS]),
    default="text",
    show_default=True,
    help="What to print: for people, for programs, as GitHub annotations, or as SARIF 2.1.0.",
)
@click.pass_obj
def lint(screen: Screen, files: tuple[str, ...], form: str) -> int:
    """Check the source FILEs (or standard input, for -) without running them."""
    reports, status = [], statuses.OK
    for file in files:
        try:
            source = read_source(file)
        except Unreadable as error:
            label = screen.error_palette.error("cloche:")
            screen.error(f"{label} {on_one_line(error.format_message())}\n")
            status = statuses.REFUSED
            continue
        diagnostics = cloche.lint(source.data)
        reports.append(Report(source.name, source.text, diagnostics))
        if diagnostics:
            status = statuses.REFUSED
    if form != "text":
        screen.write(MACHINE_FORMATS[form](reports))
    elif reports:
        screen.write(as_text(reports, screen.palette))
    return status
