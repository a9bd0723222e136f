"""`calendar.HTMLCalendar`, adopted: the one class of its module that joins text of a guest's."""

from __future__ import annotations

import ast
import calendar as real
import sys
from types import SimpleNamespace
from typing import Any, Final

from .adopted import adopt

_CLASS: Final = "HTMLCalendar"


def _alone(text: str) -> str:
    """Return the text of the class, without the rest of the module."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.ClassDef) and node.name == _CLASS:
            return ast.unparse(node)
    raise ValueError(f"calendar has no {_CLASS}")


def html_calendar(base: type, names: Any) -> Any:
    """Return the class, derived from *base*.

    Parameters:
        names: makes a sequence of names of days or months that a guest may hold.
    """
    shown = {name: names(getattr(real, name)) for name in ("day_abbr", "month_name")}
    here = adopt(
        "calendar",
        names={
            "Calendar": base,
            "sys": SimpleNamespace(getdefaultencoding=sys.getdefaultencoding),
            "January": 1,
            "JANUARY": 1,
            **shown,
        },
        edit=_alone,
    )
    return getattr(here, _CLASS)
