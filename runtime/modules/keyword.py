"""`keyword`: the words of the language."""

from __future__ import annotations

import keyword as real
from typing import Any

from ..guards.comparing import comparand
from .stand_in import Module, frozen, shim


def iskeyword(x: Any) -> bool:
    """Tell whether *x* is a keyword."""
    return real.iskeyword(comparand(x))


def issoftkeyword(x: Any) -> bool:
    """Tell whether *x* is a word that is a keyword in some places."""
    return real.issoftkeyword(comparand(x))


_QUESTIONS = [shim(real, each.__name__)(each) for each in (iskeyword, issoftkeyword)]


def for_run() -> Module:
    """Return the module for the current run, whose lists are its own."""
    return frozen(
        "keyword",
        real.__doc__,
        {
            **{each.__name__: each for each in _QUESTIONS},
            "kwlist": [*real.kwlist],
            "softkwlist": [*real.softkwlist],
        },
    )
