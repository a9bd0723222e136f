"""Loops of `while` mean what they meant, with the same steps, and CPython warms to them."""

from __future__ import annotations

import ast
import dis
import re
from functools import partial
from itertools import count
from traceback import walk_tb
from types import CodeType

import pytest

from cloche.transpiler.compile import compile_program
from cloche.transpiler.warming import warm
from harness import same

LOOPS = (
    "while i < 3:\n  i += 1", "while True:\n  i += 1\n  if i > 3: break",
    "while i < 9:\n  i += 1\n  if i % 2: continue\n  seen.append(i)\n  if i > 5: break",
    "while i < 3:\n  i += 1\nelse:\n  seen.append('else')",
    "while i < 3:\n  i += 1\n  if i == 2: break\nelse:\n  seen.append('else')",
    "for x in [1, 2]:\n  while i < 3:\n    i += 1\n  else:\n    break\n"
    "else:\n  seen.append('else')",
    "while i < 3:\n  i += 1\n  j = 0\n  while j < i:\n    j += 1\n    if j == 2: break\n"
    "  else:\n    continue\n  seen.append(j)",
    "while i < 4:\n  try:\n    i += 1\n    if i == 2: continue\n    if i == 3: break\n"
    "  finally:\n    seen.append(i)",
    "while (j := i) < 3: i += 1\nseen.append(j)", "while 0: nope", "while not i: i = 5",
    "while i < 3 and (i or not seen): i += 1; seen.append(i)", "while nope: pass",
    "while i.real < 2: i += 1\nwhile i.nope: pass", "class C:\n  n = 0\n  while n < 3: n += 1\nC.n",
    "class B:\n  def __bool__(self): return 1 / 0\nwhile B(): pass",
    "while i < 3:\n  match i:\n    case 1:\n      while i < 2: i += 1\n    case _: i += 1",
    "while i < 3:\n  with open_() as j:\n    while j < 2: j += 1\n    i += j",
)  # fmt: skip
START = (
    "from contextlib import contextmanager\n@contextmanager\ndef open_(): yield 0\n"
    "i = 0; seen = []\n"
)


def _inside(text: str) -> str:
    body = "".join(f"    {line}\n" for line in text.splitlines())
    return f"def f(i, seen):\n{body}    return i, seen\n"


test_same = same(
    *(f"{START}{text}\ni, seen" for text in LOOPS if not text.endswith("C.n")),
    *(f"{START}{_inside(text)}f(0, [])" for text in LOOPS),
    "def f(i):\n  while i < 3:\n    i += 1\n    while i % 2: return i\n[f(0), f(1), f(5)]",
    "def f():\n  i = 0\n  while i < 3:\n    i += 1\n    yield i\nlist(f())",
    "async def f():\n  i = 0\n  while i < 3: i += 1\n  return i\n"
    "try: f().send(None)\nexcept StopIteration as end: i = end.value\ni",
)


def _codes(code: CodeType) -> list[CodeType]:
    inner = [each for each in code.co_consts if isinstance(each, CodeType)]
    return [code, *(one for each in inner for one in _codes(each))]


@pytest.mark.parametrize("text", ["i = 0\nwhile i < 3: i += 1", "while t():\n  while u(): pass"])
def test_a_loop_ends_with_a_jump_that_counts(text):
    for code in _codes(compile_program(ast.parse(f"{text}\n{_inside(text)}"), "<guest>")):
        names = [each.opname for each in dis.get_instructions(code)]
        assert not [name for name in names if name.startswith("POP_JUMP_BACKWARD")]


def _outcome(text, change):
    """Return what *text* gives, or which error on which lines, and how many steps it takes."""
    tree = ast.parse(START + _inside(text) + "out = f(0, [])")
    change(tree)
    ticks = count()
    next(ticks)
    names: dict[str, object] = {"__tick__": next, "__ticks__": ticks}
    try:
        exec(compile(tree, "<guest>", "exec"), names)
        return names["out"], next(ticks)
    except Exception as error:
        return repr(error), [line for _, line in walk_tb(error.__traceback__)], next(ticks)


@pytest.mark.parametrize("text", LOOPS)
def test_lines_and_meaning_stay(text):
    """In both Pythons, of which one needs it."""
    assert _outcome(text, partial(warm, counts_jumps=True)) == _outcome(text, bool)


@pytest.mark.parametrize("text", [*LOOPS, "while 1:\n  i += 1\n  if i > 3: break"])
def test_steps_stay_as_well(text):
    """Also where nothing but a step is asked for: `while __tick__(__ticks__):`."""
    ticking = re.sub(r"while (.*?):(?=[ \n])", r"while __tick__(__ticks__) and (\1):", text)
    ticking = ticking.replace(" and (1)", "")
    assert ticking != text
    assert _outcome(ticking, warm) == _outcome(ticking, bool)


@pytest.mark.parametrize("test", ["__tick__(__ticks__)", "__tick__(__ticks__) and (i)"])
def test_a_function_takes_steps_without_a_call(test):
    loop = f"while {test}: i()"
    for inside in ("{}", "if i:\n  {}", "try:\n  {}\nfinally: pass", "match i:\n case 1:\n  {}"):
        tree = ast.parse(f"{loop}\n{_inside(inside.format(loop))}class C:\n {loop}\n")
        warm(tree, counts_jumps=False)
        whiles = {each.lineno for each in ast.walk(tree) if isinstance(each, ast.While)}
        assert whiles == {1, tree.body[-1].lineno + 1}
