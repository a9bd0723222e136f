"""Compiling source text while a run is under way, for `eval`, `exec` and `compile` of guests."""

from __future__ import annotations

from collections.abc import Callable

from .runtime.lasting import LONGEST
from .runtime.own_stack import on_own_stack
from .transpiler import Policy, SourceLimits
from .transpiler.records import replace
from .transpiler.snippet import Snippet, transpile_snippet

Compiler = Callable[[str | bytes, str, str, frozenset[str], bool], Snippet]

#: A run waits for a snippet, and none of its limits is looked at meanwhile: a tenth of a second.
LIMITS = SourceLimits(
    bytes=LONGEST, depth=100, nodes=8_000, pieces=200, brackets=40, effort=10_000,
    compile_effort=4_000_000,
)  # fmt: skip


def bounded(policy: Policy) -> Policy:
    """Return *policy* with the bounds on snippets."""
    own = policy.limits
    bounds = {name: min(getattr(LIMITS, name), getattr(own, name)) for name in own.__slots__}
    return replace(policy, limits=SourceLimits(**bounds))


def snippet_compiler(policy: Policy) -> Compiler:
    """Return what compiles snippets under *policy*, whatever is left of the caller's stack."""
    policy = bounded(policy)

    def compile_snippet(
        source: str | bytes, filename: str, mode: str, known: frozenset[str], lazy: bool
    ) -> Snippet:
        granted = replace(policy, tools=policy.tools | known)
        return on_own_stack(lambda: transpile_snippet(source, granted, filename, mode, lazy))

    return compile_snippet
