"""What a host grants at compile time: data the transpiler is handed, never looks up."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from . import vocabulary as words
from .records import dataclass

_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SourceLimits:
    """Bounds on a source text, checked before LibCST sees it.

    The defaults let pass what people write (30 levels of blocks, 150 links of method calls,
    5,000 lines), and keep LibCST's parser, measured on CPython 3.11 and 3.13, below about a
    second and 6 MB of C stack. Who raises them, or calls from threads with a smaller stack,
    must measure again: that parser dies of a C stack overflow.

    Parameters:
        bytes: length of the text in UTF-8.
        depth: deepest nesting of the syntax tree as LibCST builds it; a chain `a.b.c`,
            `1 + 1 + 1`, `a and b and c`, `elif` nests once a link, a method call twice.
        nodes: size of CPython's syntax tree, without operators and contexts.
        pieces: string literals joined by adjacency in one expression.
        brackets: deepest nesting of brackets, redundant ones included.
        effort: estimated time of LibCST's parser, in units of about 10 microseconds. It copies
            what is in brackets once for each pair around it, and in a `case` pattern about
            four times for each, so that short texts can take it long.
        compile_effort: estimated time of CPython's compiler, in units of about 10
            nanoseconds. It copies `finally` suites, and compares keywords, captures, names
            and constants of the same hash with one another.
    """

    bytes: int = 256 * 1024
    depth: int = 400
    nodes: int = 50_000
    pieces: int = 1_000
    brackets: int = 100
    effort: int = 80_000
    compile_effort: int = 40_000_000


@dataclass(frozen=True, slots=True)
class Policy:
    """The facts about the runtime and the host's grants that `transpile` needs.

    Parameters:
        guarded: attribute names that must go through `__attr__`; every other name that
            is not a dunder is safe on every object of the universe.
        builtins: names the runtime offers without import.
        modules: per importable module (dotted name), the names it has.
        exports: per importable module, those of its names that `from m import *` binds.
        hints: by dotted name of a module, or of a name in one, that is not there: what to do
            instead.
        tools: names of host functions in scope.
        optimize: whether `elide` may drop guards.
        alone: whether nobody but the program itself binds its global names once it has begun: no
            later step of a session, no text handed to `exec`.
        sealed: whether nobody but the program itself calls the functions that its global names
            mean: the host runs it, and takes none of them out by name.
        limits: bounds on the source text.
    """

    guarded: frozenset[str] = words.GUARDED_DUNDERS | words.SPECIAL_METHODS
    builtins: frozenset[str] = frozenset()
    modules: Mapping[str, frozenset[str]] = _NONE
    exports: Mapping[str, frozenset[str]] = _NONE
    hints: Mapping[str, str] = _NONE
    tools: frozenset[str] = frozenset()
    optimize: bool = True
    alone: bool = False
    sealed: bool = False
    limits: SourceLimits = SourceLimits()
