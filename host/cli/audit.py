"""`cloche audit`: look after a log of runs."""

from __future__ import annotations

import os
from typing import Final

import click

from cloche.audit import AuditError, verify_log

from . import statuses
from .render import json_line
from .screen import Screen
from .visible import on_one_line

#: Where the key is taken from; an argument would show in the list of processes.
KEY: Final = "CLOCHE_AUDIT_KEY"

EPILOG = f"""\
\b
Examples:
  cloche audit verify runs.jsonl
  cloche audit verify runs.jsonl --head 3f1c…

A log written with a key is verified with the key in the environment variable {KEY}.
Exit status: 0 the chain holds, 1 it does not, 2 bad usage.
"""


@click.group(short_help="Verify a log of runs.", invoke_without_command=True)
@click.pass_context
def audit(context: click.Context) -> None:
    """Look after a log that a sandbox has written (`Sandbox(audit=AuditLog(PATH))`)."""
    if context.invoked_subcommand is None:
        raise click.UsageError("no command given: verify (see cloche audit --help)")


@audit.command(epilog=EPILOG, short_help="Check that no record was changed or taken out.")
@click.argument("file", metavar="FILE")
@click.option("--head", metavar="HASH", help="The hash of the last record, as kept elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
@click.pass_obj
def verify(screen: Screen, file: str, head: str | None, as_json: bool) -> int:
    """Check the chain of hashes of the log FILE."""
    key = os.environ.get(KEY)
    problem, line = "", None
    records, found = 0, ""
    try:
        verified = verify_log(file, key.encode() if key else None)
        records, found = verified.records, verified.head
        if head is not None and head != found:
            problem = f"the last record is {found}, not {head}: records were cut off, or added"
    except AuditError as error:
        problem, line = error.reason, error.line
    status = statuses.BROKEN if problem else statuses.OK
    if as_json:
        fields = {
            "ok": not problem, "records": records, "head": found, "problem": problem or None,
            "line": line,
        }  # fmt: skip
        screen.write(json_line(fields, screen.encoding))
    elif problem:
        name = on_one_line(file)
        place = name if line is None else f"{name}:{line}"
        screen.error(f"{screen.error_palette.error('broken:')} {place}: {problem}\n")
    else:
        count = "1 record" if records == 1 else f"{records:,} records"
        screen.write(f"{screen.palette.good('intact:')} {count}, the last {found}\n")
    return status
