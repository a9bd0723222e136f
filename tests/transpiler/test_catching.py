"""Which programs may catch what is raised in them by somebody else."""

from __future__ import annotations

import pytest

import cloche
from cloche.compiling import base_policy
from cloche.transpiler import transpile

PLAIN = [
    "1 + 1",
    "def f(a, b):\n    return a + b\n",
    "def price(row):\n    if row['n'] > 3: raise ValueError('many')\n    return row['n'] * 2.5\n",
    "total = 0\nfor i in range(10): total += i\ntotal",
    "sorted({'b': 1, 'a': 2}.items(), key=lambda pair: pair[1])",
    "def f(x):\n    while x:\n        x -= 1\n    return f'{x:>10}'\n",
    "x, *y = [1, 2, 3]\nmatch y:\n    case [a, b]: print(a, b)\n",
    "assert 'a'.upper().split() == ['A'], len('a')",
]
CATCHING = [
    "try: 1\nexcept: pass",
    "try: 1\nfinally: pass",
    "def f():\n    def g():\n        try: 1\n        except ValueError: pass",
    "f = lambda: [lambda: eval('1')]",
    "with open() as f: pass",
    "class C: pass",
    "C = type('C', (), {})",
    "(1).__class__",
    "import math",
    "from contextlib import suppress",
    "import contextlib as c",
    "async def f(): pass",
    "exec('1')",
    "compile('1', '', 'eval')",
    "globals()",
    "getattr(1, 'real')",
    "f = super",
    "hasattr(1, 'real')",
    "print(callable)",
    # What ends quietly when a StopIteration comes, or makes another error of it.
    "def f():\n    for i in range(9): 1\n    return 1\nfor x in iter(f, 0): 2",
    "next([].__iter__(), 1)",
    "print(*map(len, 'ab'))",
    "f = lambda xs: list(filter(None, xs))",
    "sum(n for n in range(3))",
    "def f(): yield 1",
]


@pytest.mark.parametrize("optimize", [True, False])
@pytest.mark.parametrize("source", PLAIN)
def test_plain(source: str, optimize: bool) -> None:
    program = cloche.Sandbox(optimize=optimize).compile(source)
    assert not program._guarded.catches


@pytest.mark.parametrize("source", CATCHING)
def test_catching(source: str) -> None:
    assert transpile(source.replace("open()", "print()"), base_policy()).catches
