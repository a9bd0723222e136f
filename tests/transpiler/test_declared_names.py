"""Comprehensions of module level read global names as functions do, and mean what they meant."""

from __future__ import annotations

import ast
import dis
from types import CodeType

import pytest

from cloche.transpiler.compile import compile_program
from harness import same

START = "x = 3; z = [1, 2, 3]; y = 5; k = 2\n"
TABLE = (
    "[x for x in z], x", "[y + i for i in z if i > k for j in [x * i for _ in z] if j]",
    "[n for row in [[k * k for k in range(j)] for j in range(4)] for n in row], k",
    "[*([x for _ in z] for x in z)]", "{i: [x + i + m for m in z] for i in z}",
    "[(lambda t: t + x + n)(y) for n in z]", "[v := x, [v + u for u in z], v]",
    "[(last := i + y) for i in z], last", "{f'{x}{[y for _ in z]}' for _ in z}",
    "[[x for x in z if x > k] + [x] for y in z]", "[x for _ in z for x in [x, y]]",
    "w: [q for q in z] = [len(z) for _ in z]; w", "u: 'no' = 1; [u + i for i in z]",
    "from math import floor\n[floor(x / i) for i in z]", "[nope for _ in z]",
    "[[nope for _ in z] for _ in z]", "[z for z.a in z]", "[x for [x, *y] in [z]], y",
    "class C:\n  n = [x for _ in z]\nC.n", "(lambda: [x + i for i in z])()",
    "def f(p=[x for _ in z]): return [x + i for i in p]\nf()",
    "def f(): return [x + i for i in z]\nx = 4; f()", "[locals() for _ in [1]][0].get('nope')",
    "[globals()['x'] for _ in z]", "[i for i in z if (x if i > k else y) > 3]",
    "sorted(i for i in globals() if len(i) < 2), [i for i in sorted(globals()) if len(i) < 2]",
)  # fmt: skip

test_same = same(*(f"{START}{row}" for row in TABLE))


def _instructions(code: CodeType) -> list[dis.Instruction]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [*dis.get_instructions(code), *(one for each in inner for one in _instructions(each))]


@pytest.mark.parametrize(
    "source", ["[f(a, b) for a in z]", "{f(a): [f(a, c) for c in b] for a in z for d in f(b)}"]
)
def test_no_name_is_looked_for_in_three_places(source):
    found = _instructions(compile_program(ast.parse(source), "<guest>"))
    assert {each.argval for each in found if "GLOBAL" in each.opname} >= {"f", "z"}
    assert not [each for each in found if each.opname in ("LOAD_NAME", "STORE_GLOBAL")]


@pytest.mark.parametrize(
    "source", ["[x for x in [y for y in z]]", "([y] for x in z)", "x: [y] = 1"]
)
def test_nothing_is_declared_where_it_may_not_be(source):
    before = ast.dump(ast.parse(source))
    tree = ast.parse(source)
    compile_program(tree, "<guest>")
    assert ast.dump(ast.Module(tree.body[1:], [])) == before
