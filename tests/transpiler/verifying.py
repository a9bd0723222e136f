"""What the tables of the verifier share: policies, and what it is to be accepted or refused."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from mutations import mutants

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.policy import Policy
from cloche.transpiler.verify import verify

POLICY = Policy(guarded=Policy().guarded | {"join", "format", "_C__hidden"}, alone=True)
#: A program that has its namespace to itself, and knows what builtins are.
ALONE = replace(
    POLICY,
    alone=True,
    builtins=frozenset("range len str float exec sum zip reversed bytes".split()),
)
#: A program whose functions nobody else calls.
SEALED = replace(ALONE, sealed=True)


def text(template: str) -> str:
    """Write out the tick, `{T}` in the tables."""
    return template.replace("{T}", "__tick__(__ticks__)")


def is_accepted(guarded: str, policy: Policy = POLICY) -> bool:
    """Tell whether the verifier lets *guarded* pass."""
    try:
        verify(guarded, policy)
    except Refusal:
        return False
    return True


def accepted(guarded: str) -> None:
    """Assert that *guarded* passes as it is, and not when it is damaged."""
    assert ast.dump(verify(guarded, POLICY)) == ast.dump(ast.parse(guarded))
    for seed in range(3):
        for name, damaged in mutants(guarded, seed):
            assert not is_accepted(damaged), f"{name} survived:\n{damaged}"
    for damaged in hiding(guarded):
        assert not is_accepted(damaged), damaged


def accepts(table: list[str]) -> Callable[[str], None]:
    """Return a test that each guarded text of *table* passes, and not when it is damaged."""

    @pytest.mark.parametrize("guarded", [*map(text, table)])
    def test(guarded: str) -> None:
        accepted(guarded)

    return test


def refuses(table: list[tuple[str, str]]) -> Callable[[str, str], None]:
    """Return a test that each guarded text of *table* is refused for the reason beside it."""

    @pytest.mark.parametrize(("guarded", "reason"), table)
    def test(guarded: str, reason: str) -> None:
        refused(text(guarded), reason)

    return test


def hiding(guarded: str) -> Iterator[str]:
    """Yield *guarded* with each expression that is a plain name or a literal replaced in turn.

    What stands there is a load without its guard, for which every expression has to be looked at.
    """
    tree = ast.parse(guarded)
    for parent in ast.walk(tree):
        if isinstance(parent, ast.pattern | ast.JoinedStr):
            continue
        for field, value in ast.iter_fields(parent):
            for at, child in enumerate(value if isinstance(value, list) else [value]):
                if not _is_leaf(child):
                    continue
                _put(parent, field, at, ast.parse("x.__class__", mode="eval").body)
                yield ast.unparse(tree)
                _put(parent, field, at, child)


def _is_leaf(node: object) -> bool:
    if isinstance(node, ast.Name):
        return isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Constant)


def _put(parent: ast.AST, field: str, at: int, made: ast.expr) -> None:
    there = getattr(parent, field)
    if isinstance(there, list):
        there[at] = made
    else:
        setattr(parent, field, made)


def refused(guarded: str, reason: str) -> None:
    """Assert that *guarded* is refused, with one message in which *reason* occurs."""
    with pytest.raises(Refusal) as caught:
        verify(guarded, POLICY)
    (diagnostic,) = caught.value.diagnostics
    assert diagnostic.code == "CL999"
    assert reason in diagnostic.message
