"""What stands in for the scan of tokens counts no less, and leaves it what may be too much."""

from __future__ import annotations

import ast

import pytest

from cloche.transpiler.gate_lines import most_effort
from cloche.transpiler.gate_text import scan
from cloche.transpiler.policy import SourceLimits

LIMITS = SourceLimits(brackets=6, pieces=4)
#: Nested as deeply as the limits allow, in every place where lines are added up.
FITTING = (
    "x = ((((((1))))))", "x = ((\n((\n((1))))))", "f(a)(b)(c)(d)(e)(g)", "f'{a}{b:{c}}{[d][0]}'",
    "if ((a)\n and (b)\n): c", "def f(a=(1,\n (2,))\n): return (3, [4])",
    "x = 'a' 'b' \\\n 'c' 'd'",
    "try:\n a\nexcept (((b\n), (c))): d\nelse: (e)\nfinally: [f]", "@d((\n(1)))\ndef f(): pass",
    "class A((B), metaclass=((M))):\n x = [1]", "for a in ((b)): c\nelse: [[d]]",
    "with ((a)) as b, (\nc): d", "while ((a)): b", "if a: b\nelif (((\nc))): d", "(lambda: (a))()",
    "# ((((((\nx", "'(((' + ((a))", '"""\n(\n(\n"""\n((a))', "a; b; (c)", "",
)  # fmt: skip
DEEPER = (
    "x = (((((((1)))))))", "x = ((\n((\n(((1)))))))", "if (((\n(((\n(a))))))): b",
    "x = 'a' 'b' 'c' 'd' 'e'", "try: a\nexcept ((((\n(((b))))))): c", "match a:\n case b: c",
    "@d((((\n(((1)))))))\ndef f(): pass", "f'{[[[[[[1]]]]]]}'", "# (((((((\nx",
    "def f(a=((((\n(((1)))))))): pass", "x = 'a' 'b' \\\n 'c' 'd' 'e'",
)  # fmt: skip


@pytest.mark.parametrize("source", FITTING)
def test_no_less_than_is_scanned(source):
    most = most_effort(ast.parse(source), source, LIMITS)
    assert most is not None
    assert most >= scan(source, LIMITS)


@pytest.mark.parametrize("source", DEEPER)
def test_what_may_be_refused_is_scanned(source):
    assert most_effort(ast.parse(source), source, LIMITS) is None
