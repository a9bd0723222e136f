# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: products of a number and a small literal."""

from __future__ import annotations

import pytest
from verifying import SEALED, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

#: Products of a number and a small literal, and what is like them but not one.
SCALED = [
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = 255 * x\nf(3)",
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = x * 255\nf(3)",
    "def f(n): {T}; return (n * 7 if __type__(n) in __numbers__ else __times__(n, 7))",
    "def f(n): {T}; return (__t0__ * 7 if __type__(__t0__ := n.x) in __numbers__ else __times__(__t0__, 7))",
    "def f(n):\n {T}; yield n * n\nx = f(3)",
    "def f(s=__union__({1}, {2})):\n {T}; yield 3 in s\nx = f()",
]
NOT_SCALED = [
    "x = a * (not 1.5)",
    "def f(n):\n {T}; x = 3\n while {T} and (n): x = 256 * x\nf(3)",
    "def f(n): {T}; return n * 7",
    "def f(n): {T}; return 'a' * 7",
    "def f(n): {T}; return (n * 256 if __type__(n) in __numbers__ else __times__(n, 256))",
    "def f(n): {T}; return (n * m if __type__(n) in __numbers__ else __times__(n, m))",
    "def f(n): {T}; return (n * 7 if __type__(n) in __scalars__ else __times__(n, 7))",
    "def f(n): {T}; return (n * 7 if __type__(n) in __numbers__ else __times__(m, 7))",
    "def f(n): {T}; return (n * 7 if __type__(m) in __numbers__ else __times__(n, 7))",
    "def f(n): {T}; return (n ** 7 if __type__(n) in __numbers__ else __power__(n, 7))",
    "def f(n): {T}; return (n * '7' if __type__(n) in __numbers__ else __times__(n, '7'))",
    "def f(n):\n {T}; yield n * n\nx = f",
    "def f(s=__union__({1}, a)):\n {T}; yield 3 in s\nx = f()",
    "def f():\n {T}; yield 3\nx = f()\ny = x * 3",
]


@pytest.mark.parametrize("guarded", [*map(text, SCALED)])
def test_small_factors(guarded):
    verify(guarded, SEALED)


@pytest.mark.parametrize("guarded", [*map(text, NOT_SCALED)])
def test_factors_that_are_not_small(guarded):
    with pytest.raises(Refusal):
        verify(guarded, SEALED)
