"""Diagnostics as text for people, and as JSON, GitHub annotations or SARIF for machines.

Pure functions from reports to a string that ends in a newline (or is empty). Lines and
columns count from 1 in every format, and ends are exclusive, as editors and the two
standards have it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePath
from typing import Any, Final
from urllib.parse import quote

from cloche.transpiler.diagnostics import Diagnostic

from .palette import PLAIN, Palette
from .visible import as_json as as_json_text
from .visible import cells, on_one_line, visible

#: A source line is shown in a window of this many characters around the place.
WINDOW: Final = 120
_NEWLINE: Final = re.compile(r"\r\n|\r|\n")
_SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


@dataclass(frozen=True, slots=True)
class Report:
    """What lint has to say about one source.

    Parameters:
        name: the path as given, or `<stdin>`.
        text: the source, for showing its lines.
        diagnostics: empty if it would run.
    """

    name: str
    text: str
    diagnostics: Sequence[Diagnostic]


# --- Text ------------------------------------------------------------------------------


def as_text(reports: Sequence[Report], palette: Palette = PLAIN) -> str:
    """Return each diagnostic with its source line, carets and hint, then a summary."""
    blocks = [problems(report, palette) for report in reports if report.diagnostics]
    return "\n".join([*blocks, _summary(reports, palette)])


def problems(report: Report, palette: Palette = PLAIN) -> str:
    """Return the diagnostics of one source, a blank line between them."""
    lines = _NEWLINE.split(report.text)
    return "\n".join(_block(report.name, lines, item, palette) for item in report.diagnostics)


def _block(name: str, lines: list[str], item: Diagnostic, palette: Palette) -> str:
    place = f"{on_one_line(name)}:{item.line}:{item.column + 1}:"
    out = [
        f"{palette.place(place)} {palette.error(item.code)} {visible(item.message)}",
    ]
    margin = " " * len(str(item.line))
    if 0 < item.line <= len(lines) and lines[item.line - 1].strip():
        source, carets = _excerpt(lines[item.line - 1], item)
        out.append(f" {palette.faint(f'{item.line} |')} {source}")
        out.append(f" {palette.faint(f'{margin} |')} {palette.error(carets)}")
    if item.hint:
        out.append(f" {palette.faint(f'{margin} =')} {palette.hint('hint:')} {visible(item.hint)}")
    return "\n".join(out) + "\n"


def _excerpt(line: str, item: Diagnostic) -> tuple[str, str]:
    """Return the part of *line* around *item* and the carets to put below it."""
    start = min(item.column, len(line))
    end = item.end_column if item.end_line == item.line else len(line.rstrip())
    end = max(start + 1, min(end, len(line)))
    first = 0 if end <= WINDOW else max(0, start - WINDOW // 4)
    last = first + WINDOW
    before, marked = line[first:start], line[start : min(end, last)]
    shown = ("…" if first else "") + line[first:last] + ("…" if last < len(line) else "")
    # Tabs stay in the padding, so that it is as wide as the text above it.
    padding = "".join("\t" if c == "\t" else " " * cells(c) for c in visible(before))
    carets = "^" * max(1, cells(visible(marked)))
    return visible(shown), (" " if first else "") + padding + carets


def _summary(reports: Sequence[Report], palette: Palette) -> str:
    found = sum(len(report.diagnostics) for report in reports)
    refused = sum(bool(report.diagnostics) for report in reports)
    files = _count(len(reports), "file")
    if not found:
        return palette.good(f"No problems in {files}.") + "\n"
    where = files if refused == len(reports) else f"{refused} of {files}"
    return palette.error(f"Found {_count(found, 'problem')} in {where}.") + "\n"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


# --- JSON ------------------------------------------------------------------------------


def as_json(reports: Sequence[Report]) -> str:
    """Return one JSON array of objects, in the order of the files."""
    items = [{"file": r.name, **fields(item)} for r in reports for item in r.diagnostics]
    return as_json_text(items, indent=2) + "\n"


def fields(item: Diagnostic) -> dict[str, Any]:
    """Return *item* as plain data, columns counted from 1."""
    return {
        "code": item.code,
        "message": item.message,
        "hint": item.hint,
        "line": item.line,
        "column": item.column + 1,
        "end_line": item.end_line,
        "end_column": item.end_column + 1,
    }


# --- GitHub ----------------------------------------------------------------------------


def as_github(reports: Sequence[Report]) -> str:
    """Return one workflow command for each diagnostic, which GitHub shows beside the line."""
    return "".join(_annotation(r.name, item) for r in reports for item in r.diagnostics)


def _annotation(name: str, item: Diagnostic) -> str:
    properties = {"file": name, "line": item.line, "endLine": item.end_line}
    # GitHub ignores an annotation that has columns and spans several lines.
    if item.line == item.end_line:
        properties |= {"col": item.column + 1, "endColumn": item.end_column + 1}
    properties["title"] = item.code
    order = ("file", "line", "col", "endLine", "endColumn", "title")
    listed = ",".join(f"{key}={_property(properties[key])}" for key in order if key in properties)
    message = f"{item.message} ({item.hint})" if item.hint else item.message
    return f"::error {listed}::{_data(message)}\n"


def _data(text: object) -> str:
    return str(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# --- SARIF -----------------------------------------------------------------------------


def as_sarif(reports: Sequence[Report], cloche_version: str = "0") -> str:
    """Return a SARIF 2.1.0 log with one run.

    Parameters:
        cloche_version: for the log's `driver`.
    """
    found = [(report, item) for report in reports for item in report.diagnostics]
    rules: dict[str, Diagnostic] = {}
    for _, item in found:
        rules.setdefault(item.code, item)
    codes = sorted(rules)
    index = {code: position for position, code in enumerate(codes)}
    driver = {
        "name": "cloche",
        "semanticVersion": cloche_version,
        "rules": [_rule(rules[code]) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "artifacts": [{"location": {"uri": _uri(report.name)}} for report in reports],
        "results": [_sarif_result(report, item, index[item.code]) for report, item in found],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return as_json_text(log, indent=2) + "\n"


def _rule(example: Diagnostic) -> dict[str, Any]:
    rule: dict[str, Any] = {
        "id": example.code,
        "shortDescription": {"text": f"{example.code}: not in the language a guest may use"},
        "defaultConfiguration": {"level": "error"},
    }
    if example.hint:
        rule["help"] = {"text": example.hint}
    return rule


def _sarif_result(report: Report, item: Diagnostic, rule: int) -> dict[str, Any]:
    region = {
        "startLine": item.line,
        "startColumn": item.column + 1,
        "endLine": item.end_line,
        "endColumn": item.end_column + 1,
    }
    place = {"artifactLocation": {"uri": _uri(report.name)}, "region": region}
    message = f"{item.message} ({item.hint})" if item.hint else item.message
    return {
        "ruleId": item.code,
        "ruleIndex": rule,
        "level": "error",
        "message": {"text": message},
        "locations": [{"physicalLocation": place}],
    }


def _uri(name: str) -> str:
    path = PurePath(name)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


#: `--format` → the function, for those that need only the reports.
MACHINE_FORMATS: Final[dict[str, Callable[[Sequence[Report]], str]]] = {
    "json": as_json,
    "github": as_github,
    "sarif": lambda reports: as_sarif(reports, version("cloche")),
}
