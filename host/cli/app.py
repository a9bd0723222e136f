"""The command `cloche` and what becomes of the errors of its subcommands."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Final

import click

from . import statuses
from .audit import audit
from .doctor import doctor
from .inspect import inspect
from .lint import lint
from .repl import repl
from .rewrite import rewrite
from .run import run
from .screen import ReaderGone, Screen, gone
from .visible import on_one_line

HELP: Final = """\
Run Python that nobody has reviewed, as sandboxed closures.

\b
  cloche run report.py --input orders=@orders.json
  cloche lint snippets/*.py --format github
  cloche rewrite report.py --side-by-side
  cloche inspect report.py
  cloche repl --tool vat=shop.taxes:vat_rate
  cloche doctor

Exit status: 0 fine; 1 the guest failed; 2 it was rejected, or bad usage; 3 it hit a limit;
130 interrupted.
"""


COMMANDS: Final = (run, lint, rewrite, repl, inspect, audit, doctor)


@click.group(
    help=HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(
    version("cloche"), message=f"cloche %(version)s (Python {platform.python_version()})"
)
@click.pass_context
def command_line(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        *names, last = sorted(command_line.commands)
        raise click.UsageError(
            f"no command given: {', '.join(names)} or {last} (see cloche --help)"
        )


for _command in COMMANDS:
    command_line.add_command(_command)


def run_command_line(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; errors of usage become one line."""
    screen = Screen()
    try:
        try:
            status = _dispatch(arguments, screen)
        except (KeyboardInterrupt, click.Abort):
            status = statuses.INTERRUPTED
        screen.flush()
    except ReaderGone as end:
        reason = str(end)
        if reason:
            screen.complain(reason)
        screen.close_quietly()
        return statuses.UNWRITABLE if reason else statuses.READER_GONE
    return status


def _dispatch(arguments: Sequence[str] | None, screen: Screen) -> int:
    try:
        status = command_line.main(
            args=None if arguments is None else list(arguments),
            prog_name="cloche",
            standalone_mode=False,
            obj=screen,
        )
    except click.ClickException as error:
        label = screen.error_palette.error("cloche:")
        screen.error(f"{label} {on_one_line(error.format_message())}\n")
        return error.exit_code
    except OSError as error:  # of click's own output
        raise gone(error) from None
    return status if isinstance(status, int) else statuses.OK
