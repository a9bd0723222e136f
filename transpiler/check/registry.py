"""Where rules register themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

import libcst as cst

from ..policy import Policy
from ..walk import Entry, Listing


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule has found.

    Parameters:
        code, message, hint: as in `Diagnostic`.
        node: the node to point at, if not the one the rule was called for.
    """

    code: str
    message: str
    hint: str = ""
    node: cst.CSTNode | None = None


Rule = Callable[[Entry, Listing, Policy], Iterable[Finding]]
_R = TypeVar("_R", bound=Rule)

RULES: dict[type, list[Rule]] = {}


def rule(*kinds: type) -> Callable[[_R], _R]:
    """Register the decorated function for the node types *kinds*.

    Rules for names, arguments and parameters, of which programs are full, return what they find:
    to make a generator takes longer than to look.
    """

    def register(function: _R) -> _R:
        for kind in kinds:
            RULES.setdefault(kind, []).append(function)
        return function

    return register
