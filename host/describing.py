"""What a model must know to write programs for a sandbox, as text for its instructions."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from textwrap import fill, indent
from typing import TYPE_CHECKING, Any, Final

from .runtime.limits import Limits
from .stubs import shown, stubs

if TYPE_CHECKING:
    from .sandbox import Sandbox

WIDTH: Final = 96
#: Modules of which every name is there under another; not worth a word of a model's.
_INNER: Final = "."


def describe(
    box: Sandbox,
    tools: Mapping[str, Callable[..., Any]],
    inputs: Mapping[str, object] | None = None,
) -> str:
    """Return instructions for whoever writes programs for *box*; the same text every time.

    Parameters:
        tools: of the sandbox, by name.
        inputs: examples of what each run is given, by name; their types are told, not their values.
    """
    parts = [_HEAD.format(version=".".join(map(str, sys.version_info[:2])))]
    if inputs:
        lines = "\n".join(f"{name}: {shape(value)}" for name, value in inputs.items())
        parts.append("These variables are there:\n\n" + indent(lines, "    "))
    if tools:
        parts.append(_CALLS + "\n\n" + indent(stubs(dict(tools)), "    "))
    modules = ", ".join(sorted(name for name in box.policy.modules if _INNER not in name))
    parts.append(_filled(f"These modules can be imported, no others: {modules}."))
    parts.append(_filled(_REFUSED))
    bounds = _bounds(box.limits)
    if bounds:
        parts.append(_filled(f"Each run ends with an error beyond {bounds}."))
    return "\n\n".join(parts) + "\n"


_HEAD: Final = """\
Write one program in Python {version}. It runs in a sandbox, from top to bottom.

- The value of its last expression is the result (end with a bare name or expression; there is
  no `return` at the top level). It must be plain data: numbers, text, None, lists, dicts, …
- What it prints is shown as well.
- `await` works at the top level."""
_CALLS: Final = "These functions are there (do not import or define them; `await` the async ones):"
_REFUSED: Final = (
    "There are no files, network, processes, threads or environment. Not in the language here: "
    "`open`, `input`, `__import__`, attributes such as `__globals__` or `__code__`, `__del__`."
)


def _filled(text: str) -> str:
    return fill(text, WIDTH, break_long_words=False, break_on_hyphens=False)


def _bounds(limits: Limits) -> str:
    told = [
        text.format(_size(bound) if name in ("memory", "output") else bound)
        for name, text in _BOUNDS.items()
        if (bound := getattr(limits, name)) is not None
    ]
    return f"{', '.join(told[:-1])} or {told[-1]}" if len(told) > 1 else "".join(told)


_BOUNDS: Final = {
    "steps": "{:,} steps (loop rounds and calls)",
    "seconds": "{:g} seconds",
    "memory": "{} of memory",
    "output": "{} of printed text",
    "tool_calls": "{:,} calls of tools",
    "recursion": "{:,} calls inside one another",
}


def _size(size: int) -> str:
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit and not size % (unit // 4 or 1):
            return f"{size / unit:g} {name}"
    return f"{size:,} bytes"


#: Elements of a container that are looked at for its type.
_LOOKED_AT: Final = 100


def shape(value: object, depth: int = 4) -> str:
    """Return the type of plain data as an annotation, such as `list[dict[str, int]]`."""
    kind = type(value)
    if value is None or depth == 0:
        return "None" if value is None else kind.__name__
    if isinstance(value, dict):
        keys = _joined(list(value)[:_LOOKED_AT], depth)
        values = _joined(list(value.values())[:_LOOKED_AT], depth)
        return f"{kind.__name__}[{keys}, {values}]" if value else kind.__name__
    if isinstance(value, (list, set, frozenset, tuple)):
        items = _joined(list(value)[:_LOOKED_AT], depth)
        if not value:
            return kind.__name__
        return f"{kind.__name__}[{items}{', ...' if kind is tuple else ''}]"
    return shown(kind)


def _joined(items: list[object], depth: int) -> str:
    return " | ".join(dict.fromkeys(shape(item, depth - 1) for item in items))
