"""How signatures show an annotation: `inspect.formatannotation`."""

from __future__ import annotations

import re
from typing import Any, Final

from ..boundary.truth import name_of
from ..guards.rendering import render_repr
from ..standins import is_class, real_of
from .plain import exact_str

_DOTTED: Final = re.compile(r"[\w\.]+")


def annotation_text(annotation: Any) -> str:
    """Return *annotation* as a signature shows it: classes by name, forms of `typing` bare."""
    where: Any = type(annotation).__module__
    if is_class(annotation):
        name, where = name_of(annotation), real_of(annotation).__module__
        return name if where in ("builtins", "typing") else f"{where}.{name}"
    text = exact_str(render_repr(annotation))
    if type(where) is str and where == "typing":
        return _DOTTED.sub(lambda found: found.group().removeprefix("typing."), text)
    return text
