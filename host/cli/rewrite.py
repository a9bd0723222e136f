"""`cloche rewrite`: show the guarded source, which is exactly what would run."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any, Final

import click

import cloche
from cloche.transpiler.explain import Explained
from cloche.transpiler.explain import explain as explained

from . import statuses
from .guards import guarded_lines, split_lines
from .palette import Palette
from .render import error_text, json_error, json_line
from .screen import Screen
from .sides import side_by_side
from .sources import read_source
from .visible import on_one_line, visible

EPILOG = """\
\b
Examples:
  cloche rewrite rule.py
  cloche rewrite rule.py --side-by-side | less -R
  cloche rewrite rule.py --diff --no-optimize
  cloche rewrite rule.py --explain

The guarded source has every statement on its own line of the original. On a terminal the guards are
highlighted, and control characters of the guest are shown, not obeyed.
"""


@click.command(epilog=EPILOG, short_help="Show the guarded source, which is what runs.")
@click.argument("file", metavar="FILE|-")
@click.option("--side-by-side", "form", flag_value="sides", help="Original and guarded, abreast.")
@click.option("--diff", "form", flag_value="diff", help="A unified diff.")
@click.option("--json", "form", flag_value="json", help="One JSON object: source and guarded.")
@click.option("--explain", is_flag=True, help="Each guard, kept or left out, and by which proof.")
@click.option(
    "--optimize/--no-optimize",
    default=True,
    help="Leave out guards that are proven needless, or none.",
)
@click.pass_obj
def rewrite(screen: Screen, file: str, form: str | None, explain: bool, optimize: bool) -> int:
    """Print the guarded form of FILE (or standard input, for -) without running it."""
    source = read_source(file)
    box = cloche.Sandbox(optimize=optimize)
    try:
        program = box.compile(source.data)
        policy = replace(box.policy, alone=True, sealed=True)
        guards = explained(source.data, policy) if explain else None
    except cloche.ClocheError as error:
        if form == "json":
            screen.write(_json(screen, None, None, json_error(error)))
        else:
            screen.error(error_text(error, source, screen.error_palette))
        return statuses.status_of(error)
    if form == "json":
        screen.write(_json(screen, program.source, program.guarded, None, guards))
    elif guards is not None:
        screen.write("".join(f"{_told(source.name, each)}\n" for each in guards))
    elif form == "diff":
        diff = unified(source.name, program.source, program.guarded)
        shown = (visible(line) if screen.terminal else line for line in diff)
        screen.write("".join(f"{_painted(line, screen.palette)}\n" for line in shown))
    elif form == "sides":
        lines = guarded_lines(program.guarded)
        screen.write(side_by_side(program.source, lines, screen.columns, screen.palette))
    elif screen.terminal:
        lines = guarded_lines(program.guarded)
        screen.write("".join(line.painted(screen.palette) + "\n" for line in lines))
    else:
        screen.write(program.guarded)
    return statuses.OK


def _json(
    screen: Screen,
    source: str | None,
    guarded: str | None,
    error: dict[str, Any] | None,
    guards: list[Explained] | None = None,
) -> str:
    fields: dict[str, Any] = {
        "ok": error is None, "source": source, "guarded": guarded, "error": error,
    }  # fmt: skip
    if guards is not None:
        fields["guards"] = [asdict(guard) for guard in guards]
    return json_line(fields, screen.encoding)


#: Form of a guard → what became of it.
_FORMS: Final = {
    "call": "kept", "inline": "inline test", "held": "inline test", "native": "left out",
}  # fmt: skip


def _told(name: str, guard: Explained) -> str:
    place = f"{on_one_line(name)}:{guard.line}:{guard.column + 1}"
    return f"{place}: {guard.kind}: {_FORMS[guard.form]}" + (
        f" ({guard.proof})" * bool(guard.proof)
    )


def unified(name: str, original: str, guarded: str) -> Iterator[str]:
    """Yield the lines of a unified diff from *original* to *guarded*."""
    before, after, name = split_lines(original), split_lines(guarded), on_one_line(name)
    yield from difflib.unified_diff(before, after, name, f"{name} (guarded)", lineterm="")


def _painted(line: str, palette: Palette) -> str:
    if line.startswith(("---", "+++")):
        return palette.place(line)
    if line.startswith("@@"):
        return palette.hint(line)
    paint = {"+": palette.added, "-": palette.removed}.get(line[:1])
    return paint(line) if paint else line
