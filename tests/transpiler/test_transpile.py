"""The stages together: what none of them can say alone."""

from __future__ import annotations

import warnings

import pytest

from cloche.compiling import base_policy
from cloche.transpiler import Refusal, lint, transpile
from harness import assert_same


def test_what_the_guards_nest_too_deep_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        transpile("x = 1\ny = " + "x * " * 250 + "x", base_policy())
    assert [each.code for each in caught.value.diagnostics] == ["CL003"]


@pytest.mark.parametrize("operator", ["+", "-", "*", "|", "%"])
def test_long_chains_keep_every_guard(operator: str) -> None:
    """Inline tests nest twice as deep as calls: where CPython cannot read them, there are none."""
    terms = f" {operator} ".join(["a", "b"] * 75)
    assert_same(f"def f(a, b):\n    return {terms}\nf(7, 3)")


@pytest.mark.parametrize("source", ["'\\d'", "1 is 1", "assert (1, 'x')", "1or 0"])
def test_warnings_of_the_source_are_not_the_hosts(source: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        transpile(source, base_policy())


def test_lint_says_what_transpile_refuses() -> None:
    source = "import gc\nx.__globals__\n"
    with pytest.raises(Refusal) as caught:
        transpile(source, base_policy())
    assert lint(source, base_policy()) == caught.value.diagnostics
    assert lint("x = 1", base_policy()) == []
