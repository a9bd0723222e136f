"""What a host grants at compile time: data the transpiler is handed, never looks up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from . import vocabulary as words


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Bounds on a source text, checked before LibCST sees it.

    Parameters:
        bytes: length of the text in UTF-8.
        depth: deepest nesting of CPython's syntax tree; a chain `a.b.c` or `1 + 1 + 1`
            nests once a link.
        nodes: size of CPython's syntax tree.
        pieces: string literals joined by adjacency in one expression.
    """

    bytes: int = 256 * 1024
    depth: int = 200
    nodes: int = 100_000
    pieces: int = 1_000


@dataclass(frozen=True, slots=True)
class Policy:
    """The facts about the runtime and the host's grants that `transpile` needs.

    Parameters:
        guarded: attribute names that must go through `__attr__`; every other name that
            is not a dunder is safe on every object of the universe.
        builtins: names the runtime offers without import.
        modules: per importable module (dotted name), the names it has.
        tools: names of host functions in scope.
        optimize: whether `elide` may drop guards.
        limits: bounds on the source text.
    """

    guarded: frozenset[str] = words.GUARDED_DUNDERS | words.SPECIAL_METHODS
    builtins: frozenset[str] = frozenset()
    modules: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tools: frozenset[str] = frozenset()
    optimize: bool = True
    limits: SourceLimits = SourceLimits()
