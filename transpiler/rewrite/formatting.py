"""f-string fields render their value, to a width that may be computed."""

from __future__ import annotations

import ast
import re
from typing import Any, Final

import libcst as cst

from .. import vocabulary as words
from ..check.formatting import is_wide, source_text
from ..walk import Entry
from .guard import Guard, Plan, plans
from .splice import Part, Splice, asking, line_breaks, put, replace

#: An escape that may stand for a character beyond ASCII.
_WIDENING: Final = re.compile(r"\\[uUNx0-7]")


@plans(cst.FormattedStringExpression)
def field(entry: Entry, plan: Plan) -> None:
    node = entry.node
    assert type(node) is cst.FormattedStringExpression
    if entry.slot == "format_spec":
        return  # a part of a specification: its owner joins and guards it
    if node.equal is not None:
        plan.add("field-text", entry, _spell_out(_literal(entry, source_text(node))))
    kind = "wide-field" if is_wide(node) else "field"
    plan.add(kind, entry, _field, node.expression, index=_number(entry, plan))
    if any(type(part) is cst.FormattedStringExpression for part in node.format_spec or ()):
        plan.add("spec", entry, _spec)


def _field(guard: Guard) -> None:
    node = guard.entry.node
    assert type(node) is cst.FormattedStringExpression
    number = f", {guard.index}" if guard.index else ""
    word = words.FORMATTED if guard.kind == "wide-field" else words.SHOWN
    shown = asking(node.expression, word, guard, words.NUMBERS, number)
    put(node, "expression", -1, shown)


def _number(entry: Entry, plan: Plan) -> int:
    """Return the number of the f-string that *entry* is a field of.

    0 if it has no other field, and no text that makes characters wider. C makes one text of all
    fields at once, so the runtime must know which belong together.
    """
    above = entry.parent
    assert above is not None
    while above.parent is not None and type(above.parent.node) is cst.ConcatenatedString:
        above = above.parent
    key = id(above.node)
    number = plan.strings.get(key)
    if number is None:
        fields, narrow = _contents(above.node)
        number = plan.strings[key] = 0 if fields == 1 and narrow else len(plan.strings) + 1
    return number


def _contents(node: Any) -> tuple[int, bool]:
    """Return how many fields the string *node* has, and whether its own text is ASCII."""
    waiting, fields, narrow = [node], 0, True
    while waiting:
        node = waiting.pop()
        if type(node) is cst.ConcatenatedString:
            waiting += [node.left, node.right]
        elif type(node) is cst.SimpleString:
            narrow = narrow and ast.literal_eval(node.value).isascii()
        else:
            for part in node.parts:
                if type(part) is cst.FormattedStringText:
                    narrow = narrow and _is_narrow(node, part.value)
                else:
                    fields += 1
                    narrow = narrow and (part.equal is None or source_text(part).isascii())
    return fields, narrow


def _is_narrow(node: cst.FormattedString, text: str) -> bool:
    """Tell whether *text* of *node* is ASCII, as CPython reads it."""
    if not text.isascii() or _WIDENING.search(text) is None:
        return text.isascii()
    plain = node.start.replace("f", "").replace("F", "")
    return str(ast.literal_eval(f"{plain}{text}{node.end}")).isascii()


def _spec(guard: Guard) -> None:
    """Join each run of adjacent computed parts into one, so that its number is seen whole."""
    node = guard.entry.node
    assert type(node) is cst.FormattedStringExpression
    assert node.format_spec is not None
    parts: list[Any] = []
    run: list[cst.FormattedStringExpression] = []
    for part in (*node.format_spec, None):
        if type(part) is cst.FormattedStringExpression:
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


def _literal(entry: Entry, text: str) -> str:
    """Return *text* as it is written in the f-string that *entry* is a part of."""
    above = entry.parent
    while above is not None and type(above.node) is not cst.FormattedString:
        above = above.parent
    assert above is not None
    assert type(above.node) is cst.FormattedString
    quote = above.node.start[-1]
    for mark, escape in (
        ("\\", "\\\\"),
        ("\n", "\\n"),
        (quote, f"\\{quote}"),
        ("{", "{{"),
        ("}", "}}"),
    ):
        text = text.replace(mark, escape)
    return text


def _spell_out(text: str) -> Any:
    def apply(guard: Guard) -> None:
        node = guard.entry.node
        assert type(node) is cst.FormattedStringExpression
        conversion = node.conversion or ("" if node.format_spec is not None else "r")
        assert node.equal is not None
        layout = (
            node.whitespace_before_expression, node.whitespace_after_expression,
            node.equal.whitespace_before, node.equal.whitespace_after,
        )  # fmt: skip
        parts: list[Part] = [cst.FormattedStringText(text), "{", *line_breaks(*layout)]
        parts.append(node.expression)
        if conversion:
            parts.append(f"!{conversion}")
        if node.format_spec is not None:
            parts += [":", *node.format_spec]
        replace(guard.entry, *parts, "}")

    return apply
