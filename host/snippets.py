"""Compiling source text while a run is under way, for `eval`, `exec` and `compile` of guests."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from .transpiler import Policy, SourceLimits
from .transpiler.records import replace
from .transpiler.snippet import Snippet, transpile_snippet

T = TypeVar("T")
Compiler = Callable[[str | bytes, str, str, frozenset[str], bool], Snippet]

#: A run waits for a snippet, and none of its limits is looked at meanwhile: a tenth of a second.
LIMITS = SourceLimits(
    bytes=32 * 1024, depth=100, nodes=8_000, pieces=200, brackets=40, effort=10_000,
    compile_effort=4_000_000,
)  # fmt: skip


def bounded(policy: Policy) -> Policy:
    """Return *policy* with the bounds on snippets."""
    own = policy.limits
    bounds = {name: min(getattr(LIMITS, name), getattr(own, name)) for name in own.__slots__}
    return replace(policy, limits=SourceLimits(**bounds))


def on_own_stack(work: Callable[[], T]) -> T:
    """Call *work*: native parsers need a stack, and a guest may be at the end of this one."""
    made: list[T] = []
    failed: list[BaseException] = []

    def caught() -> None:
        try:
            made.append(work())
        except BaseException as error:
            failed.append(error)

    thread = Thread(target=caught, name="cloche-snippet", daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed.pop().with_traceback(None)
    return made.pop()


def snippet_compiler(policy: Policy) -> Compiler:
    """Return what compiles snippets under *policy*, whatever is left of the caller's stack."""
    policy = bounded(policy)

    def compile_snippet(
        source: str | bytes, filename: str, mode: str, known: frozenset[str], lazy: bool
    ) -> Snippet:
        granted = replace(policy, tools=policy.tools | known)
        return on_own_stack(lambda: transpile_snippet(source, granted, filename, mode, lazy))

    return compile_snippet
