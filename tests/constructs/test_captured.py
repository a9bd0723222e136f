"""Comprehensions whose captured variable is one of a function around them as well.

CPython 3.12 and later compile them wrongly (python/cpython#156664), and they are refused where the
running one does.
"""

from __future__ import annotations

import dis
import sys
from types import CodeType

import pytest

from harness import BOXES, assert_same, programs

#: Each is in a function that has a `b`, and of a kind that CPython 3.11 runs as it is written.
MIXED_UP = """
def f():
    [lambda: b for b in [7]]
    return b
OUT.append(f())

def f():
    [lambda: b for b in []]
    return b
OUT.append(f())

OUT.append((lambda: ([(b for _ in [1]) for b in []], b))()[1])

OUT.append((lambda: [[(lambda: b)() for _ in [1]] for b in [5]] + [b])())

def f():
    x = [c for c in [(lambda: b)() for b in [3]]]
    return x, b
OUT.append(f())

def f(x=b):
    y = [b for _ in [1]]
    {lambda: b for b in []}
    {b: (lambda: b) for a, b in []}
    return x, y
OUT.append(f())

def f():
    def g(x: [lambda: b for b in []] = 1): pass
    return b
OUT.append(f())

class C:
    [lambda: b for b in []]
    x = b
OUT.append(C.x)

class C:
    [lambda: b for b in [1]]
    c: b
    x = b
OUT.append(C.x)

class C:
    class D:
        x = {(lambda: b)(): 1 for b in [1]}, b
OUT.append(C.D.x)

class C:
    def f(self):
        return [(lambda: b)() for b in [1]], b
OUT.append(C().f())

class C:
    [[lambda: b for _ in [1]] for b in []]
    x = b
OUT.append(C.x)

def f():
    if (x := [lambda: b for b in []]) == []:
        return b
OUT.append(f())

def f():
    nonlocal b
    [lambda: b for b in []]
    b += 1
f()
OUT.append(b)

async def f():
    return [(lambda: b)() for b in [3]], b
import asyncio
OUT.append(asyncio.run(f()))

async def f():
    async def items():
        yield 3
    return [(lambda: b)() async for b in items()], b
import asyncio
OUT.append(asyncio.run(f()))

OUT.append(next((([(lambda: b)() for b in [3]], b) for _ in [1])))
"""
#: In the syntax of CPython 3.12.
NEWER = (
    "class C[T]:\n    [lambda: T for T in [T]]",
    "class C[T]:\n    def f(self, x: T): ...\n    [lambda: T for T in []]",
    "def f[T](x: T):\n    return [lambda: T for T in []], T",
    "def f(b):\n    type X = ([lambda: b for b in []], b)\n    return X.__value__",
)
#: Captured, but not a variable of a function around; or that, but not captured.
FINE = """
[f() for f in [lambda: b for b in [1, 2]]]

def f(b):
    return [(lambda: b)() for b in [b, 2]], b
f(1)

def f():
    b = 1
    def g():
        return [b for b in [2]], list(b for b in [3])
    return g(), b
f()

def f(b):
    def g():
        return [(lambda: c)() for c in [b]]
    return g()
f(1)

class C:
    b = 1
    x = [(lambda: b)() for b in [2]]
    y = b
C.x, C.y

def f(b):
    class C:
        x = [(lambda: b)() for b in [2]]
        def g(self): return b
    return C.x
f(1)

def f(b):
    def g():
        return list((lambda: b)() for b in [2]), b
    return g()
f(1)
"""
INSIDE = "OUT = []\ndef main(b):\n{}\nmain(1)\nOUT"
CONFUSED = [
    INSIDE.format("\n".join("    " + line for line in source.splitlines()))
    for source in programs(MIXED_UP)
]


def wraps(code: CodeType) -> bool:
    """Tell whether *code*, or code in it, makes a cell where it was given one."""
    made = (each.argval for each in dis.get_instructions(code) if each.opname == "MAKE_CELL")
    if not set(code.co_freevars).isdisjoint(made):
        return True
    return any(wraps(each) for each in code.co_consts if type(each) is CodeType)


#: Whether this CPython is one that does.
WRONG = wraps(compile("lambda b: lambda: ([lambda: b for b in []], b)", "", "exec"))


@pytest.mark.parametrize("source", CONFUSED)
def test_refused_where_it_is_compiled_wrongly(source):
    if WRONG:
        assert {each.code for each in BOXES[True].lint(source)} == {"CL407"}
    else:
        assert_same(source)


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of CPython 3.12")
@pytest.mark.parametrize("source", NEWER)
def test_type_parameters(source):
    found = {each.code for each in BOXES[True].lint(source)}
    assert found == ({"CL407"} if WRONG else set())


@pytest.mark.parametrize("source", programs(FINE))
def test_the_rest_is_as_it_is_written(source):
    assert_same(source)


@pytest.mark.skipif(not WRONG, reason="compiled rightly here")
def test_where_and_what():
    source = "def f(b):\n    def g():\n        return 'ä', [lambda: b for b in []], b\n"
    (found,) = BOXES[True].lint(source)
    assert (found.line, found.column, found.end_line, found.end_column) == (3, 20, 3, 43)
    assert "'b'" in found.message
    assert found.hint == "use another name for the comprehension's variable"


@pytest.mark.skipif(not WRONG, reason="compiled rightly here")
@pytest.mark.parametrize("call", ["exec({!r})", "eval(compile({!r}, '', 'exec'))"])
def test_text_at_run_time(call):
    call = call.format(CONFUSED[0])
    source = f"x = ''\ntry: {call}\nexcept SyntaxError as e: x = str(e)\nx"
    assert "CL407" in BOXES[True].run(source)
