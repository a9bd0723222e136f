"""A tree that nobody has spliced renders as it was written, and as LibCST would render it."""

from __future__ import annotations

import json
from pathlib import Path

import libcst
import pytest

from cloche.transpiler.rewrite.render import render
from sampling import share

ROOT = Path(__file__).parents[2]
FILES = sorted(
    path
    for folder in (
        ROOT / "tests",
        ROOT / "transpiler",
        ROOT / "examples",
        Path(json.__file__).parent,
    )
    for path in folder.rglob("*.py")
)
ODD = [
    "", "\n", "#", "x", "x\n\n  # end", "if x: pass\nelif y: pass\nelse:\n pass",
    "if x:\n\ty\n\tif z:\n\t  y\n\t# b\n # c\n", "f(\n  # a\n  x,\n\n  *y , ** z)", "x = (yield)",
    "def f(a, /, b: int = 1, *c: d, e=2, **g) -> h: return", "def f(*, a, **b,): raise x from y",
    "lambda: 1", "lambda *a, b=1: 2", "x[1:2, ::3, *y]", "class A(b, c=d): pass", "class A(): ...",
    "match x:\n  case [a, *_] | {'k': 1, **r} | A(b, c=d) as e if f: pass\n  case _:\n    pass\n #x",
    "async def f():\n  async with a as b, c: await d\n  async for e in f: pass\n  return [g async for g in h]",
    "f\"{a!r:>{w}.2} {b = } {{}} {c:}\"", "not a is not b not in c", "a if b else c",
    "try: pass\nexcept* (A, B) as e: pass\nelse: pass\nfinally: pass", "x: int; y: int = 1; del (x), y",
    "from . import (a as b, c,) ; from .d import * ; import e.f as g", "assert a , b ; global c , d",
    "type X[T: int, *Ts, **P] = int", "def f[T](): pass",
]  # fmt: skip


#: Each Python takes other files.
@pytest.mark.parametrize("path", share(FILES, 4), ids=lambda path: path.name)
def test_files(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    module = libcst.parse_module(source)
    assert render(module) == module.code


@pytest.mark.parametrize("source", ODD, ids=lambda source: source[:40])
def test_odd_layout(source: str) -> None:
    module = libcst.parse_module(source)
    assert render(module) == module.code


def test_a_tree_deeper_than_the_stack():
    source = "x = (" + "'a'\n" * 900 + ")"
    assert render(libcst.parse_module(source)) == source
