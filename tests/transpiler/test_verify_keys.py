"""The verifier: keys that a builtin calls with its items."""

from __future__ import annotations

from dataclasses import replace

import pytest
from verifying import ALONE, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

#: Keys that are called with items of a known kind, and others.
KEYS = [
    "x = max(range(9), key=lambda n: {T} and (n * n))",
    "x = sorted([3, 4], key=lambda n: {T} and (n % 3), reverse=True)",
    "x = min(range(9), key=f)\ny = x * x",
    "x = max(range(9), key=lambda: {T} and (1))",
]
NOT_KEYS = [
    "x = max(f(), key=lambda n: {T} and (n * n))",
    "x = max(range(9), f(), key=lambda n: {T} and (n * n))",
    "x = max(*__drain__(f()), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=lambda n: {T} and (n * n), **__mapping__(f()))",
    "x = max(range(9), default=lambda n: {T} and (n * n))",
    "x = f(range(9), key=lambda n: {T} and (n * n))",
    "x = f.max(range(9), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=f(lambda n: {T} and (n * n)))",
    "x = max(range(9), key=lambda n=f(): {T} and (n * n))",
    "x = max(range(9), key=lambda n, m=3: {T} and (n * m))",
    "x = max(range(9), key=lambda *n: {T} and (n[0] * 3))",
    "x = max(range(9), key=lambda n: {T} and ((n := f()) and n * n))",
    "def max(a, key): {T}; return key(f())\nx = max(range(9), key=lambda n: {T} and (n * n))",
    "x = max(range(9), key=lambda n: {T} and (n * n))\nexec(f())",
    "x = max(range(9), default=f())\ny = x * x",
    "x = max(3, f())\ny = x * x",
    "x = max([1], key=lambda n: {T} and ([n for n in __compress__(f(), __ticks__) if n * n]))",
    "x = max(range(9), key=lambda a__b: {T} and (a__b * a__b))",
    "x = max(range(9), key=lambda n, m: {T} and (n * n))",
    "x = max(range(9), key=lambda n, *m: {T} and (n * n))",
    "x = max(range(9), key=lambda n, **m: {T} and (n * n))",
    "x = max(range(9), key=lambda n, *, m: {T} and (n * n))",
    "x = max(range(9), key=lambda m, /, n: {T} and (n * n))",
]
HAS_KEYS = replace(ALONE, builtins=ALONE.builtins | {"max", "min", "sorted"})


@pytest.mark.parametrize("guarded", [*map(text, KEYS)])
def test_keys_that_are_known(guarded):
    verify(guarded, HAS_KEYS)


@pytest.mark.parametrize("guarded", [*map(text, NOT_KEYS)])
def test_keys_that_are_not_known(guarded):
    with pytest.raises(Refusal, match="without its guard"):
        verify(guarded, HAS_KEYS)
