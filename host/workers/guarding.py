"""Source text at run time (`eval`, `exec`): guarded in the host, verified in the worker.

A worker has no LibCST, and nothing to load it with. It asks its host as it would call a tool, but
the host's time over it is the guest's. What the worker sends may be hostile, so here it passes the
gate again before a native parser sees it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from typing import Any

from ..runtime.own_stack import on_own_stack
from ..snippets import Compiler, bounded
from ..transpiler import Diagnostic, Policy, Refusal, guard
from ..transpiler.gate import gate
from ..transpiler.snippet import Snippet, transpile_snippet


def guarder(policy: Policy) -> Callable[[str, list[str], list[str], bool], list[Any]]:
    """Return the function of the host that guards a text for a worker.

    It takes the text, the names known beside those of *policy*, the features the text inherits,
    and whether guards may be dropped if *policy* lets them be. It returns `[guarded]`, or
    `[None, diagnostics]` if the text is refused.
    """
    policy = bounded(policy)

    def guarded(text: str, known: list[str], features: list[str], optimize: bool) -> list[Any]:
        granted = replace(
            policy,
            tools=policy.tools | frozenset(known),
            optimize=policy.optimize and optimize,
        )
        try:
            return [on_own_stack(lambda: _guarded(text, granted, frozenset(features)))]
        except Refusal as refusal:
            return [None, [list(astuple(each)) for each in refusal.diagnostics]]

    return guarded


def _guarded(text: str, policy: Policy, features: frozenset[str]) -> str:
    return guard(gate(text, policy.limits).text, policy, features)


def remote_compiler(
    policy: Policy, ask: Callable[[str, list[str], list[str], bool], Any]
) -> Compiler:
    """Return what compiles snippets in a worker.

    Parameters:
        ask: calls `guarder` in the host.
    """
    policy = bounded(policy)

    def compile_snippet(
        source: str | bytes, filename: str, mode: str, known: frozenset[str], lazy: bool
    ) -> Snippet:
        def guarding(text: str, policy: Policy, features: frozenset[str]) -> str:
            guarded, *refused = ask(text, sorted(known), sorted(features), policy.optimize)
            if refused:
                raise Refusal([Diagnostic(*each) for each in refused[0]])
            return str(guarded)

        granted = replace(policy, tools=policy.tools | known)
        return transpile_snippet(source, granted, filename, mode, lazy, guarding)

    return compile_snippet
