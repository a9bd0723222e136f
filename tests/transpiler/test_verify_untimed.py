# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: what takes no step of its own, and is not asked again."""

from __future__ import annotations

import pytest
from verifying import SEALED, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

#: What need not take a step, or ask again.
UNTIMED = [
    "def f(n): return n\nx = f(3)",
    "def f(n, m):\n if n < m is not n: return n // m\n k = -n, m.x\n k = not m\n n += 1\n return k\nf(3, 4)",
    "def f(n):\n 'f'\n if n < 2: return n\n {T}; return f(n - 1)\nf(3)",
    "def f(n):\n if n: return\n if n < 2: return 3\n pass\n for x in __compress__({T} and (range(n)), __ticks__): f(x)\nf(3)",
    "def f(n):\n if n: return n\n while {T}: f(n)\nf(3)",
    "def f(n): return len(n)\nf([3])",
    "for x in (1, 2): f(x)",
    "def f(n):\n for x in {T} and ((1, 2)): g(x)",
    "for x in [1, 2]:\n for y in __compress__([1, 2], __ticks__): g(x)",
    "def f(a): {T}; __writable__(a).x = 1; a.y = 2; del a.x",
    "def f(a):\n {T}; (a if __type__(a) in __own__ else __writable__(a)).x = 1\n while {T}: a.y = 2",
    "def f(a):\n {T}; __writable__(a).x += 1\n for a.y in __compress__(b, __ticks__): a.z: c = 2",
    "def f(a): {T}; __writable__(a).x: b = 1; a.y = 2",
    "def f(n): {T}; return n\nfor x in (1, 2): f(x)",
    "def f(n): return not n\nf(a)",
    "def f(n): return n is a\nf(3)",
    "def f(n): return n is not a\nf(3)",
]
#: What must.
TIMED = [
    "def f(n): return n\nx = f",
    "def f(n): return n",
    "def f(n): return f(n)\nf(3)",
    "def f(n): return g(n)\ndef g(n): return f(n)\nf(3)",
    "def f(n): return g(n)\ndef g(n): {T}; return f(n)\nx = g(3)",
    "def f(n): return n < __comparand__(a)\nf(3)",
    "def f(n): return n - a\nf(3)",
    "def f(n): return -a\nf(3)",
    "def f(n): return n[0]\nf(3)",
    "def f(n):\n if n < 2: return n\n {T}; return f(n - 1)\nx = f, f(3)",
    "def f(n):\n if n < 2: return n\n f(n); {T}\nf(3)",
    "def f(n):\n if n < 2: return n\n if {T} and (f(n)): pass\n else: f(n)\n f(n)\nf(y)",
    "def f(n):\n if n < 2: n\n {T}; return f(n - 1)\nf(3)",
    "def f(n):\n if n < 2: return f(n)\n {T}; return f(n - 1)\nf(3)",
    "def f(n):\n if f(n): return n\n {T}; return f(n - 1)\nf(3)",
    "def f(n):\n if n < 2: return n\n elif {T}: return f(n)\n {T}\nf(3)",
    "def f(n):\n if n < 2: return n\n {T}; yield n\nf(3)",
    "def f(n):\n if n < 2: return n\n {T}; return f(n)\nfor x in (1, 2): f(x)",
    "def f(n):\n if n < 2: return n\n def g(): {T}; return f\nf(3)",
    "def f(n):\n if n:\n  n = 3\n  return n\n {T}; f(n)\nf(3)",
    "def f(n): return len(n)\nf(g)",
    "def f(n): return len(*__drain__(n))\nf([3])",
    "def len(n): {T}; return n\ndef f(n): return len(n)\nf([3])",
    "def f(n): return len(n)\nf(3)",
    "def f(n): return {n: n}\nf(3)",
    "def f(n): return f'{n}'\nf(3)",
    "def f(n): return (m := n)\nf(3)",
    "def f(n): n.x = 3\nf(3)",
    "def f(n): del n\nf(3)",
    "def f(n): raise n\nf(3)",
    "def f(n): return n + 1\nf(1 << 300)",
    "def f(n): return n * n\nf(1 << 200)",
    "for x in (1, 2):\n y = [" + "x, " * 6_000 + "]",
    "for x in (1, 2):\n y = ["
    + "x, " * 2_000
    + "]\n"
    + "for x in (1, 2):\n y = ["
    + "x, " * 2_000
    + "]",
    "def f(n): return g(n)\ndef g(n): return n\nf(3)",
    "def f(n): return [x for x in __compress__(n, __ticks__)]\nf(3)",
    "def f(n):\n n\n for x in __compress__(n, __ticks__): pass\nf(3)",
    "def f(n):\n n\n while {T}: pass\nf(3)",
    "def f(n): return lambda: {T} and (n)\nf(3)",
    "def f(n):\n n\n class C: pass\nf(3)",
    "def f(n):\n yield n\nf(3)",
    "async def f(n): return n\nf(3)",
    "class C:\n def f(n): return n\nf(3)",
    "def f(n): return n\nfor x in (1, 2): f(x)",
    "def f(n):\n " + "x = n, n, n, n, n, n, n, n, n\n " * 100 + "return n\nf(3)",
    "for x in (1, 2):\n for y in (3, 4): pass",
    "for x in (1, 2): pass\nelse:\n for y in (3, 4): pass",
    "for x in (1, 2):\n def f():\n  for y in {T} and ((3, 4)): pass",
    "for x in (1, 2, 3, 4, 5, 6, 7, 8, 9): pass",
    "for x in (*__drain__(a),): pass",
    "for x in {1, 2}: pass",
    "for x in f(): pass",
    "for *x, y in (1, 2): pass",
    "x = [y for y in (1, 2)]",
    "def f(a): {T}; a.y = 2",
    "def f(a): {T}; a.y = 2; __writable__(a).x = 1",
    "def f(a):\n {T}; __writable__(a).x = 1\n a = b; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1; a.y = 2\n for a in __compress__(b, __ticks__): pass",
    "def f(a):\n if {T} and (b): __writable__(a).x = 1\n a.y = 2",
    "def f(a):\n for __writable__(a).x in __compress__({T} and (b), __ticks__): pass\n a.y = 2",
    "def f(a):\n try: {T}; __writable__(a).x = 1\n except E: {T}; a.y = 2",
    "def f(a):\n try: {T}; __writable__(a).x = 1\n finally: {T}; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1\n def g(): {T}; a.y = 2",
    "def f(a):\n {T}; __writable__(a).x = 1; a.y = 2\n def g():\n  nonlocal a\n  {T}; a = b",
    "def f(a): {T}; __writable__(a).x = 1; b.y = 2",
    "def f(a): {T}; __writable__(a).x = 1; a.code = 2",
    "def f(a): {T}; __writable__(a).x = 1; a.__cause__ = 2",
    "def f(a):\n {T}; __writable__(a).x: c\n a.y = 2",
    "def f():\n {T}; a = b; __writable__(a).x = 1; a.y = 2",
    "__writable__(a).x = 1; a.y = 2",
    "def f(a, b): {T}; __writable__(a if b else b).x = 1; a.y = 2",
    "class C:\n def f(__a): {T}; __writable__(__a).x = 1; _C__a = b; __a.y = 2",
    "def f(a): {T}; a.b.y = 2",
    "def f(y):\n for x in {T} and ((1, 2)) and y: g(x)",
    "for x in (1, 2) and y: g(x)",
]


@pytest.mark.parametrize("guarded", [*map(text, UNTIMED)])
def test_what_needs_no_step_or_question(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, TIMED)])
def test_what_needs_its_step_or_question(guarded):
    with pytest.raises(Refusal, match=r"tick|repeats|is long|__writable__ is missing"):
        verify(guarded, SEALED)
