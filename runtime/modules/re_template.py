"""Replacement templates (`\\1`, `\\g<name>`), taken apart by `re` itself, filled in by us."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from ..prices import pay_copy, spend
from .plain import exact_text
from .re_engine import Engine
from .re_error import own_errors
from .re_quiet import parse_template

#: Literal pieces and numbers of groups.
Template = list[str | bytes | int]
#: So many groups of a short text are copied before they are paid for.
_FEW: Final = 16
#: Kept for each pattern of a run.
_MOST_TEMPLATES: Final = 32


def parsed(template: Any, native: re.Pattern[Any]) -> Template:
    """Return the parts of a template.

    Raises:
        re.error: it is malformed, or names a group that does not exist.
    """
    text = exact_text(template, "template")
    backslash: Any = "\\" if isinstance(text, str) else b"\\"
    if backslash not in text:
        return [text]
    spend(len(text) * 10)
    with own_errors():
        parts = parse_template(text, native)
    if isinstance(parts, list):  # 3.12
        return [part for part in parts if part != text[:0]]
    groups, literals = parts
    filled: list[Any] = list(literals)
    for place, group in groups:
        filled[place] = group
    return filled


def filling(engine: Engine, template: Any) -> Callable[[Any], Any]:
    """Return a function that fills *template* in from a match, for texts that are short.

    It is taken apart once a run for each pattern.

    Raises:
        re.error: as `parsed`.
    """
    text = exact_text(template, "template")
    found = engine.templates.get(text)
    if found is None:
        if len(engine.templates) >= _MOST_TEMPLATES:
            engine.templates.clear()
        template = parsed(text, engine.native)
        found = engine.templates[text] = _filling(template, type(text), engine.kind)
    return found


def _filling(template: Template, ours: type, kind: type) -> Callable[[Any], Any]:
    empty: Any = kind()
    groups = [part for part in template if isinstance(part, int)]
    if ours is not kind or len(groups) > _FEW:
        return lambda match: expanded(match, template)
    percent: Any = ("%", "%%", "%s") if kind is str else (b"%", b"%%", b"%b")
    form = empty.join(
        percent[2] if isinstance(part, int) else part.replace(*percent[:2]) for part in template
    )
    if len(groups) > 1:

        def several(match: Any) -> Any:
            found = match.group(*groups)
            return form % (tuple(each or empty for each in found) if None in found else found)

        return several
    if groups:
        (group,) = groups
        return lambda match: form % (match.group(group) or empty,)
    literal = form % ()
    return lambda match: literal


def expanded(real: Any, template: Template) -> Any:
    """Return *template* filled in from a match, paid for."""
    found = {part: real.group(part) for part in template if isinstance(part, int)}
    pieces = [found[part] if isinstance(part, int) else part for part in template]
    # They are few, each as often as the template names it.
    pay_copy(sum(len(piece) for piece in pieces if piece))
    return real.string[:0].join(filter(None, pieces))
