# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: functions that only the program calls."""

from __future__ import annotations

from dataclasses import replace

import pytest
from verifying import ALONE, SEALED, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

CALLED = [
    "def f(n): {T}; return n * 2\nx = f(3)",
    "def f(n, m=2, *, k=3): {T}; return n * m * k\nx = f(3, k=4)\ny = f(m=5, n=6)",
    "def f(n):\n if {T} and (n < 2): return n\n return f(n - 1) + f(n - 2)\nx = f(21)",
    "def f(n): {T}; return g(n) + g(n)\ndef g(n): {T}; return n * 0.5\nx = f(3)",
    "def f(n):\n def g(m): {T}; return m * n\n {T}; return g(2)\nx = f(3)",
    "def f():\n {T}\n if x: return 1\n else: return 2.5\nx = 2\ny = f() * 3.5 + f()",
    "def f(*n, **m): {T}; return 1 in m\nx = f(1, n=2)",
    "class C:\n def f(self, n): {T}; return n\ndef f(n): {T}; return n * 2\nx = f(3)",
    "def f(n, **m): {T}; return n * 2\nx = f(1, z=2)",
    "def f(*, n): {T}; return n * 2\nx = f(n=3)",
]
NOT_CALLED = [
    "def f(x): {T}; return x * 2\nf(1)\nf(x=[1])",
    "def f(n): {T}; return n * 2",
    "def f(n): {T}; return n * 2\nf(3)\ng(f)",
    "def f(n): {T}; return n * 2\nf(3)\nf.x(3)",
    "def f(n): {T}; return n * 2\nf(3)\nf(x)",
    "def f(n): {T}; return n * 2\nf(3)\nf(*x)",
    "def f(n): {T}; return n * 2\nf(3)\nf(**__mapping__(x))",
    "def f(n=a): {T}; return n * 2\nf(3)",
    "def f(n): {T}; return n * 2\nf(3)\nf = g",
    "def f(n): {T}; return n * 2\nf(3)\nfor f in __compress__(g, __ticks__): pass",
    "def f(n): {T}; return n * 2\nf(3)\n(f := g)",
    "def f(n): {T}; return n * 2\nf(3)\ndel f",
    "def f(n): {T}; return n * 2\nf(3)\nclass f: pass",
    "def f(n): {T}; return n * 2\nf(3)\nwith x as f: pass",
    "def f(n): {T}; return n * 2\nf(3)\nf = __load_module__('f')",
    "def f(n): {T}; return n * 2\nf(3)\ndef f(n): {T}; return 1",
    "def f(n): {T}; return n * 2\nf(3)\nclass C:\n x = f(4)",
    "def f(n): {T}; return n * 2\nf(3)\ndef g():\n global f\n {T}; f = h",
    "def f(n): {T}; return n * 2\nf(3)\ndef g():\n global f\n def f(n): {T}; return 1",
    "class C:\n global f\n def f(n): {T}; return n * 2\nf(3)",
    "@g\ndef f(n): {T}; return n * 2\nf(3)",
    "def f(n): {T}; return n * 2\nf(3)\nx: f = 3",
    "def f(n): {T}; return n * 2\nf(3)\nlambda: {T} and (f)",
    "def f(n): {T}; return n * 2\nf(3)\nx = [f for y in __compress__(g, __ticks__)]",
    "def f(n): {T}; return n * 2\nf(3)\nexec(x)",
    "def f(n): {T}; return n * 2\nf(3)\nx = globals",
    "def len(n): {T}; return n * 2\nlen(3)",  # called before, it is the builtin
    "def f(n): {T}; n = g; return n * 2\nf(3)",
    "def f(n):\n def g():\n  nonlocal n\n  {T}; n = h\n {T}; return n * 2\nf(3)",
    "def f(n):\n {T}; del n\n return n * 2\nf(3)",
    "def f():\n {T}; yield 3\nx = f() * 2",
    "async def f(): {T}; return 3\nx = f() * 2",
    "def f():\n {T}\n if x: return 3\ny = f() * 2",  # or None
    "def f():\n {T}\n with x: return 3\ny = f() * 2",
    "def f():\n {T}\n def g(): {T}; return 3\n return h\ny = f() * g()",
    "def f(n):\n if {T} and (n): return 3\n return f(n - 1) + f(n - 2)\nx = f(21) * f(22)",
    "def f(n):\n if {T} and (n > 5): return n\n return f(n * n)\nx = f(2)",
    "def f(n):\n if {T} and (n > 9): return n\n return g(n, n)\ndef g(n, m): {T}; return f(n + m)\nx = f(2) * f(2)",
    "class C:\n def f(self, n): {T}; return n * 2\ndef f(n): {T}; return n\nx = f(3)",
    "def f(n): {T}; return n * 2\nf(3)\nclass C(f): pass",
    "def f(n): {T}; return n * 2\nf(3)\nclass C(k=f): pass",
    "def f(n): {T}; return n * 2\nf(3)\n@f\nclass C: pass",
    "def f(n): {T}; return n * 2\nf(3)\n@f\ndef g(): pass",
    "def f(n): {T}; return n * 2\nf(3)\ndef g(m=f): pass",
    "def f(n): {T}; return n * 2\nf(3)\ndef g(*, m=f): pass",
    "def f(n): {T}; return n * 2\nf(3)\ndef g(m: f): pass",
    "def f(n): {T}; return n * 2\nf(3)\ndef g() -> f: pass",
    "def f(n): {T}; return n * 2\nf(3)\nx = [1 for y in __compress__(f, __ticks__)]",
    "def f(n): {T}; return n * 2\nf(3)\nx = [1 for y in __compress__(g, __ticks__) if f]",
    "def f(n): {T}; return n * 2\nf(3)\nmatch g:\n case f(): pass",
    "def f(n): {T}; return n * 2\nf(3)\ntry: g()\nexcept {T} and (f): g()",
    "def f(n): {T}; return n * 2\nf(3)\nx[1:f] = __inplace_addend__(y)",
    "def f(n): {T}; return n * 2\nf(3)\nx = f'{__shown__(f)}'",
    "def f(n): {T}; return n * 2\nf(3)\nx = f'{__formatted__(1):{__spec__(f)}}'",
    "def f():\n {T}; yield 1\n return 3\nx = f() * 2",
    "def f():\n if {T} and (g): return 3\n return\nx = f() * 2",
    "def f():\n {T}\n if g: return 1\n else: h()\nx = f() * 2",
    "def f():\n {T}\n if g: h()\n else: return 1\nx = f() * 2",
    "def f(n): {T}; return n * 2\nf(3)\nf(*__drain__(x))",
    "def f(*, n=a): {T}; return n * 2\nf(n=3)",
    "def f(*n): {T}; return n * 2\nf(3)",
    "def f(**m): {T}; return m * 2\nf(n=3)",
    "def f(n): {T}; return n * 2\nf(3)\ndef h():\n {T}; f = 1\n def g():\n  global f\n  {T}; f(x)",
    "def f(n): {T}; return n * 2\nf(3)\nclass C:\n def f(self): {T}\n def g(self): {T}; f(x)",
    "def f(): {T}; return 3\nf()\ndef f(): {T}; return [1]\nx = f() * 2",
    "def f(): {T}; return [1]\nf()\ndef f(): {T}; return 3\nx = f() * 2",
    "def f(n): {T}; return n * 2\nf(3)\ndef g():\n global f\n {T}\n class f: pass",
    "class f: pass\ndef g():\n global f\n {T}\n def f(n): {T}; return n * 2\nf(3)",
]


@pytest.mark.parametrize("guarded", [*map(text, CALLED)])
def test_functions_that_are_known(guarded):
    verify(guarded, SEALED)
    with pytest.raises(Refusal):
        verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", [*map(text, NOT_CALLED)])
def test_functions_that_are_not_known(guarded):
    with pytest.raises(Refusal, match=r"without its guard|is missing"):
        verify(guarded, SEALED)


def test_a_tool_may_have_the_name_of_a_function():
    guarded = text("def f(n): {T}; return n * 2\nf(3)")
    verify(guarded, SEALED)
    with pytest.raises(Refusal):
        verify(guarded, replace(SEALED, tools=frozenset("f")))
