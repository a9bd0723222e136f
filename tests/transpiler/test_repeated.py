"""Whatever may be written many times in a row either runs or is refused for that, by its code.

What the rewriter lets ticks stand before and what the verifier counts are written separately. Here
each kind of statement and expression is repeated until something must tick, or nothing can.
"""

from __future__ import annotations

import pytest

from cloche.transpiler import Policy, lint
from sampling import halved

NAMES = frozenset("abcfghkxyzE")
#: About the bound, with every guard, and well past it, with proofs.
SIZES = ((13, False), (20, False), (27, False), (40, True))
CLEAR = {"CL003", "CL406"}

#: Statements one after the other: as they are, and in a function. `|` stands for a line break.
STATEMENTS = """
f()
x.find(f())
x in a; x.count(1)
x[a.find(b):a.find(c)] = b
if x in a: pass|elif x in b: pass
while x in a or x.find(b): pass
for i in (1, 2, 3): x in a
match x:| case a if x in b: pass| case a if x in c: f()
x = 1 if a in b else 2 if b in c else 3
x = [a for a in b if a in x if a in c]
x += a.find(b)
x += f()
x.a = f()
x[k] = f()
x[1:2] = f()
del x[f()]
del x[1:2]
assert f(), f()
x: f() = f()
a, *b = f()
x.join += f()
x[f()] *= f()
x.a |= f()
x = f'{f()}{f():>{f()}}'
(x := f())
lambda: f()
if f(): pass
if f(): f()|else: f()
if f(): pass|elif f(): pass|elif f(): pass
while f(): pass
while f(): f()|else: f()
while 0: pass|else: f()
while not f(): pass|else: pass
while True: break|else: f()
while f(): break|else: f()
for i in f(): f()|else: f()
for i in (1, 2, 3): f()|else: f()
for x[k] in (1, 2, 3, 4, 5, 6, 7, 8): pass
for x[k], x[1:2], x[k], x[k] in (1, 2, 3, 4, 5): pass
for x[k] in (1, 2, 3, 4, 5, 6, 7, 8):|  def h(): f()
for x[f()], x.a in f(): pass
for i in f(f()): f()
for a, *b in f(): f()
with f(): pass
with x: pass
with f() as x, f() as y: f()
with f() as x[f()]: pass
try: f()|except E: f()
try: f()|finally: f()
try: pass|except (f() and E): pass
try: f()|except E: pass|else: f()|finally: f()
try: f()|except* E: f()
try: pass|except f(): pass|except f(): pass|else: pass
match f():|  case 1: f()|  case [a.b, *c]: f()|  case {'a': z}: f()
match x:|  case _ if f(): pass
match x, y:|  case (1, 2): pass|  case C(a=1): f()
def g(a=f(), *, b=f()) -> f(): f()
@f()|def g(a: f()): pass
class A(f(), k=f()): f()
@f()|class A: x = f()
async def h(): await f()
def g(): yield f()
"""
#: What begins, what is repeated (`#` is its number), what ends, and what stands in between.
PARTS = [
    ("g(", "f()", ")", ", "),
    ("g(", "k#=f()", ")", ", "),
    ("g(", "*f()", ")", ", "),
    ("g(", "**f()", ")", ", "),
    ("[", "f()", "]", ", "),
    ("(", "f()", ")", ", "),
    ("{", "f()", "}", ", "),
    ("{", "f(): f()", "}", ", "),
    ("x = {", "f(): 1", "}", ", "),
    ("{", "**f()", "}", ", "),
    ("[", "*f()", "]", ", "),
    ("lambda: [", "f()", "]", ", "),
    ("x = lambda: g(", "f()", ")", ", "),
    ("x = lambda ", "a#=f()", ": 0", ", "),
    ("[[", "f()", "] for i in x]", ", "),
    ("[i for i in x if ", "f()", "]", " and "),
    ("[i for i in x ", " if f()", "]", " "),
    ("[i ", " for i# in f()", "]", " "),
    ("{(", "f()", ") for i in x}", ", "),
    ("{1: [", "f()", "] for i in x}", ", "),
    ("g([", "f()", "] for i in x)", ", "),
    ("[i for i in [", "f()", "]]", ", "),
    ("", "f()", "", " and "),
    ("x = ", "f()", "", " or "),
    ("x = ", "f()", "", " < "),
    ("x = ", "a", "", " < "),
    ("x = ", "a", "", " in "),
    ("x = ", "f()", "", " is "),
    ("x = ", "f()", "", " + "),
    ("x = ", "a", "", " - "),
    ("x = ", "(a - b)", "", " - "),
    ("x = ", "f()", "", " * "),
    ("x = ", "a", "", " ** "),
    ("x = ", "f()", "", " ** "),
    ("x = ", "f()", "", " | "),
    ("x = ", "a", "", " >> "),
    ("x = ", "a * b", "", " - "),
    ("x = ", "a.b(c)", "", " @ "),
    ("x = ", "-", "a", ""),
    ("x = ", "not ", "f()", ""),
    ("x = ", "~", "f()", ""),
    ("x = ", "f() if f() else ", "f()", ""),
    ("x = a", ".b", "", ""),
    ("x = f", "()", "", ""),
    ("x = a", ".b()", "", ""),
    ("x = a", ".b(f())", "", ""),
    ("x = a", "[f()]", "", ""),
    ("x = a", "[f():f()]", "", ""),
    ("x = f'", "{f()}", "'", ""),
    ("x = f'", "{f():>{f()}}", "'", ""),
    ("x = ", " f'{f()}'", "", ""),
    ("x = f'", "{a - b}", "'", ""),
    ("", "x#", "= f()", " = "),
    ("", "x[f()]", " = f()", " = "),
    ("", "x[1:2]", " = f()", " = "),
    ("", "x[f()]", " = f()", ", "),
    ("", "x.a", " = f()", " = "),
    ("del ", "x[f()]", "", ", "),
    ("del ", "x[1:2]", "", ", "),
    ("del ", "x.a", "", ", "),
    ("for ", "x[f()]", " in f(): pass", ", "),
    ("for ", "x[1:2]", " in f(): pass", ", "),
    ("for ", "x[k]", " in f(): pass", ", "),
    ("[0 for ", "x[f()]", " in f()]", ", "),
    ("[0 for ", "x[1:2]", " in f()]", ", "),
    ("", "@f()\n", "def g(): pass", ""),
    ("", "@f\n", "def g(): pass", ""),
    ("", "@f()\n", "class g: pass", ""),
    ("class A(", "f()", "): pass", ", "),
    ("class A(", "k#=f()", "): pass", ", "),
    ("class A(", "*f()", "): pass", ", "),
    ("class A(", "**f()", "): pass", ", "),
    ("def g(", "a#=f()", "): pass", ", "),
    ("def g(*, ", "a#=f()", "): pass", ", "),
    ("def g(", "a#: f()", "): pass", ", "),
    ("with ", "f()", ": pass", ", "),
    ("with ", "f() as x#", ": f()", ", "),
    ("with ", "x", ": f()", ", "),
    ("with ", "x as y[f()]", ": f()", ", "),
    ("async def h():\n  async with ", "f() as x#", ": f()", ", "),
    ("try: pass\n", "except f(): pass\n", "", ""),
    ("try: f()\n", "except (f() and E): f()\n", "", ""),
    ("try: f()\n", "except E#: f()\n", "", ""),
    ("try: f()\nexcept (", "f()", "): pass", ", "),
    ("try: f()\n", "except* f(): f()\n", "", ""),
    ("if f(): pass\n", "elif f(): pass\n", "", ""),
    ("if f(): f()\n", "elif f(): f()\n", "else: f()", ""),
    ("match f():\n", "  case a.b: f()\n", "", ""),
    ("match f():\n", "  case [x] if f(): f()\n", "  case _: f()", ""),
    ("match f():\n  case ", "a.b", ": f()", " | "),
    ("match f():\n  case [", "a.b", "]: f()", ", "),
    ("match f():\n  case {", "'#': a.b", "}: f()", ", "),
    ("match f():\n", "  case {'a': 1}: f()\n", "", ""),
    ("match f():\n  case C(", "a#=a.b", "): f()", ", "),
    ("match f():\n  case C(", "a#=1", "): f()", ", "),
    ("match f():\n", "  case 1: pass\n", "", ""),
    ("match ", "f()", ":\n  case _: pass", ", "),
    ("", "f()", "", "; "),
    ("x = 1; ", "x - x", "", "; "),
    ("def g(): return ", "f()", "", ", "),
    ("def g(): yield ", "f()", "", ", "),
    ("def g(): ", "(yield f())", "", ", "),
    ("def g(): ", "(yield from f())", "", ", "),
    ("raise E(", "f()", ")", ", "),
    ("assert ", "f()", "", " and "),
    ("assert x, (", "f()", ")", ", "),
    ("(", "(x# := f())", ")", ", "),
    ("x[", "f()", "]", ", "),
    ("x[", "f()", "] = 1", ", "),
    ("x = y[", "f():f()", "]", ", "),
    ("x[", "f():f()", "] = 1", ", "),
    ("", "x#: f() = f()\n", "", ""),
    ("", "x[f()] *= f()\n", "", ""),
    ("x = ", "'a'", "", " + "),
    ("x = ", "a", "", " % "),
    ("x = ", "f(", "0", ""),
]
#: What is inside one another: what opens it, what is inside, what closes it.
NESTED = [
    ("f(", "0", ")"),
    ("[f(), ", "0", "]"),
    ("lambda: ", "f()", ""),
    ("[f() for i in ", "x", "]"),
    ("(a - ", "b", ")"),
]
#: The same for blocks.
BLOCKS = [
    ("if f():", ""),
    ("for i in f():", ""),
    ("while f():", "else: f()"),
    ("with f():", ""),
    ("try:", "except (f() and E): pass"),
    ("try:", "finally: f()"),
    ("def g(a=f()):", ""),
    ("class g(f()):", ""),
]


def _parts(begin: str, part: str, end: str, between: str, size: int) -> str:
    return begin + between.join(part.replace("#", str(n)) for n in range(size)) + end


def _blocks(begin: str, end: str, size: int) -> str:
    opened = [" " * n + begin for n in range(size)]
    closed = [" " * n + end for n in reversed(range(size)) if end]
    return "\n".join([*opened, " " * size + "f()", *closed])


def _in_function(text: str) -> str:
    return "async def outer(x, y):\n" + "\n".join(f"  {line}" for line in text.splitlines())


def _programs() -> dict[str, list[tuple[str, bool]]]:
    found: dict[str, list[tuple[str, bool]]] = {}
    for size, optimize in SIZES:
        texts = [(f"{row}", _parts(*row, size)) for row in PARTS]
        texts += [(f"{row}", row[0] * size + row[1] + row[2] * size) for row in NESTED]
        texts += [(f"{row}", _blocks(*row, min(size, 19))) for row in BLOCKS]
        for row in STATEMENTS.strip().splitlines():
            text = (row.replace("|", "\n") + "\n") * size
            texts.append((row, _in_function(text) if size % 2 else text))
        for name, text in texts:
            found.setdefault(name, []).append((text, optimize))
    return found


PROGRAMS = _programs()


def _is_python(text: str) -> bool:
    try:
        compile(text, "<guest>", "exec")
    except SyntaxError:
        return False
    return True


@halved
@pytest.mark.parametrize("name", PROGRAMS)
def test_what_is_repeated_runs_or_is_refused_for_it(name: str) -> None:
    for text, optimize in PROGRAMS[name]:
        codes = {each.code for each in lint(text, Policy(tools=NAMES, optimize=optimize))}
        assert codes <= (CLEAR if _is_python(text) else {"CL001"}), text
