"""Values and errors as the command line shows them."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import cloche

from .formats import Report, fields, problems
from .palette import Palette
from .sources import Source
from .visible import as_json, visible

#: A value whose repr is longer is not laid out over lines.
LONGEST_LAID_OUT: Final = 20_000
WIDTH: Final = 88
CONTAINERS: Final = (list, tuple, dict, set, frozenset)
_FRAME: Final = re.compile(r'^( *File ".*", line \d+.*)$', re.MULTILINE)


def laid_out(value: object, width: int = WIDTH) -> str:
    """Return the repr of *value*, over several lines if it is wider than *width* columns."""
    text = safe_repr(value)
    if not width < len(text) <= LONGEST_LAID_OUT or not isinstance(value, CONTAINERS):
        return text
    from rich.pretty import pretty_repr

    return pretty_repr(value, max_width=width)


def safe_repr(value: object) -> str:
    """Return `repr(value)`, or what stands in its way (an int of more than 4300 digits, say)."""
    try:
        return repr(value)
    except (ValueError, RecursionError) as error:
        return f"<{type(value).__name__} without a repr: {error}>"


def json_value(value: object) -> dict[str, Any]:
    """Return `{"value": …}`, or a null value and its `repr` if JSON cannot say the same."""
    try:
        if _is_json(value):
            json.dumps(value, allow_nan=False)
            return {"value": value}
    except (ValueError, RecursionError):
        pass
    return {"value": None, "repr": safe_repr(value)}


def _is_json(value: object) -> bool:
    """Tell whether JSON has a word for every part; a tuple passes as an array."""
    if isinstance(value, (list, tuple)):
        return all(_is_json(item) for item in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_json(item) for key, item in value.items())
    return value is None or isinstance(value, (bool, int, float, str))


def json_error(error: cloche.ClocheError) -> dict[str, Any]:
    """Return *error* as plain data; a key that does not apply is None."""
    diagnostics = getattr(error, "diagnostics", None)
    return {
        "type": type(error).__name__,
        "type_name": getattr(error, "type_name", None),
        "message": getattr(error, "message", None) or str(error),
        "traceback": getattr(error, "traceback", None),
        "diagnostics": None if diagnostics is None else [fields(item) for item in diagnostics],
    }


def json_line(fields: dict[str, Any], encoding: str | None) -> str:
    """Return *fields* as one line of JSON that a stream in *encoding* can carry."""
    text = as_json(fields)
    try:
        text.encode(encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(fields, allow_nan=False)
    return text + "\n"


def error_text(error: cloche.ClocheError, source: Source, palette: Palette) -> str:
    """Return what to print on standard error for *error*, newline included."""
    if isinstance(error, cloche.Rejected):
        return problems(Report(source.name, source.text, error.diagnostics), palette)
    traceback = getattr(error, "traceback", "")
    if traceback:
        return _traceback(visible(traceback), palette)
    return f"{palette.error(type(error).__name__)}: {visible(str(error))}\n"


def _traceback(text: str, palette: Palette) -> str:
    """Colour a traceback: frames faint, the line that says what happened in red."""
    body, newline, last = text.rstrip("\n").rpartition("\n")
    body = _FRAME.sub(lambda match: palette.faint(match[1]), body)
    name, colon, message = last.partition(":")
    return f"{body}{newline}{palette.error(name)}{colon}{message}\n"
