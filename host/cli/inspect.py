"""`cloche inspect`: what a program can touch, without running it."""

from __future__ import annotations

from typing import Final

import click

import cloche
from cloche.transpiler.manifest import Manifest

from . import statuses
from .palette import Palette
from .render import error_text, json_error, json_line
from .screen import Screen
from .sources import read_source
from .visible import visible

EPILOG = """\
\b
Examples:
  cloche inspect rule.py
  cloche inspect rule.py --tool get_price --json

Nothing runs. Exit status: 0 the program would be accepted, 2 it would be rejected.
"""


@click.command(name="inspect", epilog=EPILOG, short_help="Say what a program can touch.")
@click.argument("file", metavar="FILE|-")
@click.option("--tool", "tools", multiple=True, metavar="NAME", help="A tool it will have.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, nothing else.")
@click.pass_obj
def inspect(screen: Screen, file: str, tools: tuple[str, ...], as_json: bool) -> int:
    """Print the manifest of FILE (or of standard input, for -) without running it."""
    source = read_source(file)
    try:
        box = cloche.Sandbox(tools=dict.fromkeys(tools, _no_tool))
    except (TypeError, ValueError) as error:
        raise click.UsageError(str(error)) from None
    try:
        manifest = box.compile(source.data).manifest
    except cloche.ClocheError as error:
        if as_json:
            fields = {"ok": False, "manifest": None, "error": json_error(error)}
            screen.write(json_line(fields, screen.encoding))
        else:
            screen.error(error_text(error, source, screen.error_palette))
        return statuses.status_of(error)
    if as_json:
        fields = {"ok": True, "manifest": manifest.as_dict(), "error": None}
        screen.write(json_line(fields, screen.encoding))
    else:
        screen.write(as_text(manifest, screen.palette))
    return statuses.OK


def _no_tool() -> None:
    """Stands for a tool that is only named."""


#: Field of a manifest → what to call it, and what to say when there is nothing.
_FIELDS: Final = {
    "tools": ("tools", "none"),
    "modules": ("modules", "none"),
    "builtins": ("builtins", "none"),
    "defines": ("defines", "nothing"),
    "reads": ("needs as inputs", "nothing"),
    "loops": ("loops without an evident end", "none"),
    "dynamic": ("runs text (eval, exec)", "no"),
}


def as_text(manifest: Manifest, palette: Palette) -> str:
    """Return *manifest* as a table for people."""
    rows = []
    for name, (title, none) in _FIELDS.items():
        items = getattr(manifest, name)
        if name in ("loops", "dynamic"):
            items = [f"line {line}" for line in items]
        rows.append((title, ", ".join(items) or none, bool(items)))
    rows.append(("awaits", "yes" if manifest.asynchronous else "no", manifest.asynchronous))
    guards = manifest.guards
    told = ", ".join(f"{guards[form]} {form}" for form in ("kept", "inline", "dropped"))
    rows += [("guards", told, True), ("size", _size(manifest), True)]
    width = max(len(title) for title, _, _ in rows)
    return "".join(
        f"{title:<{width}}  {visible(text) if there else palette.faint(text)}\n"
        for title, text, there in rows
    )


def _size(manifest: Manifest) -> str:
    lines = "1 line" if manifest.lines == 1 else f"{manifest.lines:,} lines"
    return f"{lines}, {manifest.bytes:,} bytes"
