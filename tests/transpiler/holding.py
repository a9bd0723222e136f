"""What the tables of what lists hold share.

In their rows, `xs` is a list of integers, and `%` formats no text. What may have put something else
in keeps its guard; and where it is left out by hand, the verifier refuses.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import Refusal, guard
from cloche.transpiler.verify import verify

POLICY = replace(base_policy(), alone=True, sealed=True)
REST = "xs[0] % 7"
GUARDED = "__percent__(xs[__key__(0)], 7)"


def program(middle: str) -> str:
    """Return a program in which *middle* happens to `xs`."""
    return f"xs = [1, 2]\n{middle}\ny = {REST}\n"


def known(table: list[str]) -> Callable[[str], None]:
    """Return a test that after each row of *table* both stages know what `xs` holds."""

    @pytest.mark.parametrize("middle", table)
    def test(middle: str) -> None:
        text = cloche.Sandbox().compile(program(middle)).guarded
        assert REST in text
        assert "__percent__" not in text
        verify(text, POLICY)

    return test


def left(table: list[str]) -> Callable[[str], None]:
    """Return a test that after each row of *table* the optimizer leaves the guard."""

    @pytest.mark.parametrize("middle", table)
    def test(middle: str) -> None:
        assert f"y = {REST}" not in guard(program(middle), POLICY)

    return test


def missed(table: list[str]) -> Callable[[str], None]:
    """Return a test that after each row of *table* the verifier misses the guard."""

    @pytest.mark.parametrize("middle", table)
    def test(middle: str) -> None:
        text = guard(program(middle), replace(POLICY, optimize=False))
        verify(text, POLICY)
        assert GUARDED in text
        with pytest.raises(Refusal, match="Mod without its guard"):
            verify(text.replace(GUARDED, REST), POLICY)

    return test
