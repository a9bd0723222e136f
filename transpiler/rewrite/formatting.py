"""f-string fields render their value, to a width that may be computed."""

from __future__ import annotations

from typing import Any

import libcst as cst

from .. import vocabulary as words
from ..walk import Entry
from .guard import Guard, Plan, plans
from .render import render_part
from .splice import Part, Splice, guarded, line_breaks, put, replace


@plans(cst.FormattedStringExpression)
def field(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert isinstance(node, cst.FormattedStringExpression)
    if entry.slot == "format_spec":
        return  # a part of a specification: its owner joins and guards it
    if node.equal is not None:
        plan.add("field-text", entry, _spell_out(_source_text(node)))
    plan.add("field", entry, _field, node.expression)
    if any(isinstance(part, cst.FormattedStringExpression) for part in node.format_spec or ()):
        plan.add("spec", entry, _spec)


def _field(guard: Guard) -> None:
    node = guard.entry.node
    assert isinstance(node, cst.FormattedStringExpression)
    put(node, "expression", -1, guarded(node.expression, words.SHOWN, guard.form, words.NUMBERS))


def _spec(guard: Guard) -> None:
    """Join each run of adjacent computed parts into one, so that its number is seen whole."""
    node = guard.entry.node
    assert isinstance(node, cst.FormattedStringExpression)
    assert node.format_spec is not None
    parts: list[Any] = []
    run: list[cst.FormattedStringExpression] = []
    for part in (*node.format_spec, None):
        if isinstance(part, cst.FormattedStringExpression):
            run.append(part)
            continue
        if run:
            parts.append(_computed(run))
            run = []
        if part is not None:
            parts.append(part)
    object.__setattr__(node, "format_spec", parts)


def _computed(run: list[cst.FormattedStringExpression]) -> Splice:
    parts: list[Part] = [f"{{{words.SPEC}("]
    for i, part in enumerate(run):
        layout = (part.whitespace_before_expression, part.whitespace_after_expression)
        parts += [", " if i else "", *line_breaks(*layout), part.expression]
    return Splice(*parts, ")}")


def _source_text(node: cst.FormattedStringExpression) -> str:
    """Return the text that `{x = }` shows: everything between the brace and what follows `=`."""
    assert node.equal is not None
    parts = (node.whitespace_before_expression, node.expression, node.whitespace_after_expression)
    text = "".join(render_part(part) for part in (*parts, node.equal))
    return text.replace("{", "{{").replace("}", "}}")


def _spell_out(text: str) -> Any:
    def apply(guard: Guard) -> None:
        node = guard.entry.node
        assert isinstance(node, cst.FormattedStringExpression)
        conversion = node.conversion or ("" if node.format_spec is not None else "r")
        parts: list[Part] = [cst.FormattedStringText(text), "{", node.expression]
        if conversion:
            parts.append(f"!{conversion}")
        if node.format_spec is not None:
            parts += [":", *node.format_spec]
        replace(guard.entry, *parts, "}")

    return apply
