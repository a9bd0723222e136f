"""`cloche run`: run a program and show what it printed and its value."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

import click

import cloche

from . import interrupts, statuses
from .boxes import Order, box_options, order_of, prepare
from .render import error_text, json_error, json_line, json_value, laid_out
from .screen import ReaderGone, Screen
from .sources import STDIN, Source, read_source
from .visible import visible

EPILOG = """\
\b
Examples:
  cloche run report.py --input orders=@orders.json
  cloche run rule.py --input price=12.5 --tool vat=shop.taxes:vat_rate
  echo 'sum(range(10))' | cloche run - --steps 1000 --json

What the program prints appears as it is printed; the value of its last expression, if not
None, comes last. On a terminal, control characters of the guest are shown, not obeyed.

Exit status: 0 fine, 1 the guest failed, 2 rejected or bad usage, 3 a limit was hit.
"""


@click.command(epilog=EPILOG, short_help="Run a program as a guest, under limits.")
@click.argument("file", metavar="FILE|-")
@box_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
@click.pass_obj
def run(
    screen: Screen,
    /,
    file: str,
    as_json: bool,
    **options: Any,
) -> int:
    """Run FILE (or standard input, for -) as a guest, under limits."""
    order = order_of(options)
    if file == STDIN and any(item.endswith("=@-") for item in order.inputs):
        raise click.UsageError("standard input cannot be both the program and an input")
    source = read_source(file)
    return _run_json(screen, order, source) if as_json else _run_text(screen, order, source)


def _run_text(screen: Screen, order: Order, source: Source) -> int:
    def listen(text: str) -> None:
        try:
            screen.guest(text)
        except ReaderGone as error:
            interrupts.abort_run(error)

    box, inputs = prepare(order, listen)
    try:
        with box, interrupts.handled():
            result = box.compile(source.data).execute(inputs=inputs)
    except cloche.ClocheError as error:
        screen.guest_error(error.stderr)
        screen.start_line()
        screen.error(error_text(error, source, screen.error_palette))
        return statuses.status_of(error)
    screen.guest_error(result.stderr)
    screen.start_line()
    if result.value is not None:
        text = laid_out(result.value)
        screen.write((visible(text) if screen.terminal else text) + "\n")
    return statuses.OK


def _run_json(screen: Screen, order: Order, source: Source) -> int:
    printed: list[str] = []
    outcome: dict[str, Any] = {"ok": False, "value": None}
    spent: dict[str, Any] = {"steps": None, "seconds": None}
    written, failure, status = "", None, statuses.OK
    try:
        # What tools print would spoil the one object on standard output.
        with contextlib.redirect_stdout(sys.stderr):
            box, inputs = prepare(order, printed.append)
            with box, interrupts.handled():
                result = box.compile(source.data).execute(inputs=inputs)
        outcome = {"ok": True, **json_value(result.value)}
        spent, written = {"steps": result.steps, "seconds": result.seconds}, result.stderr
    except cloche.ClocheError as error:
        written = error.stderr
        failure, status = json_error(error), statuses.status_of(error)
    except KeyboardInterrupt:
        failure, status = _interrupted(), statuses.INTERRUPTED
    fields = {**outcome, "stdout": "".join(printed), "stderr": written, **spent, "error": failure}
    screen.write(json_line(fields, screen.encoding))
    return status


def _interrupted() -> dict[str, Any]:
    blank = dict.fromkeys(("type_name", "traceback", "diagnostics"))
    return {"type": "Interrupted", "message": "interrupted", **blank}
