# ruff: noqa: E501  A row of a table stays on one line.
"""The verifier: types of names that are known, and those that are not."""

from __future__ import annotations

import random

import pytest
from verifying import ALONE, accepts, refuses, text

from cloche.transpiler.diagnostics import Refusal
from cloche.transpiler.verify import verify

ACCEPTED = [
    "x = 2 ** 0.5",
    "x = 1 in {**__mapping__(a)}",
    "def f(x):\n {T}; y = [x]; z = {y, 1}\n return z.get(1, y), {z: 1}",
    "def f(s):\n {T}; x = (s % 3 if __type__(s) in __numbers__ else __percent__(s, 3))",
    "def f(x):\n {T}; y = 1 if x else None\n return y == x, [y < i for i in __compress__(x, __ticks__)]",
]
REFUSED = [
    ("def f(x):\n {T}; y = [x]\n return x.count(y)", "__comparand__ is missing"),
    ("def f(x):\n {T}; y = (x,)\n return x.get(1, y)", "__key__ is missing"),
    ("def f(x):\n {T}; y = [x]\n y = x\n return x.get(1, y)", "__key__ is missing"),
    ("def f(x):\n {T}; y = [x]\n return x.get(1, (y, x))", "__key__ is missing"),
    ("def f(x):\n {T}; return x * 2", "Mult without"),
    ("def f():\n {T}; x = 2\n x = g()\n return x * 2", "Mult without"),
    ("def f():\n {T}; x = [0]\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 2\n while {T}: x = x * x", "Mult without"),
    ("def f(n):\n {T}; x = 2\n while {T}: x *= x", "Mult without"),
    ("def f(n):\n {T}; x = y = 2\n while {T}:\n  x += y; y += x\n return x * y", "Mult without"),
    ("def f(n):\n {T}; x = 1 << 9000\n return x", "LShift without"),
    (
        "def f(n):\n {T}; x = 2\n def g():\n  nonlocal x\n  {T}; x = n\n return x * 2",
        "Mult without",
    ),
    (
        "def f(n):\n {T}; x = 2\n for x in __compress__(n, __ticks__): pass\n return x * 2",
        "Mult without",
    ),
    ("def f(n):\n {T}; x = 2\n with n as x: pass\n return x * 2", "Mult without"),
    (
        "def f(n):\n {T}; x = 2\n try: pass\n except ValueError as x: pass\n return x * 2",
        "Mult without",
    ),
    ("def f(n):\n {T}; x = 2\n match n:\n  case x: pass\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x, *y = __unpack__(n, 1)\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 1 if n else [1]\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = [1] if n else __times__(2, 3)\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 1 and n\n return x * 2", "Mult without"),
    ("def f(n):\n {T}; s = str(n)\n s += s", "__inplace_addend__ is missing"),
    ("def f(n):\n {T}; s = f'{n}'\n return s in n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = n, 1\n return s == n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = len(n)\n len = n\n return s == n", "__comparand__ is missing"),
    ("def f(n):\n {T}; s = str(n)\n return s == n", "__comparand__ is missing"),
    ("class C:\n x = 2\n y = x * 2", "Mult without"),
    ("def f(n):\n {T}; x = 2\n class C:\n  x = n\n  y = x * 2", "Mult without"),
]


test_accepted = accepts(ACCEPTED)
test_refused = refuses(REFUSED)


KNOWN = [
    "def f(n):\n {T}; x = 0\n for i in __compress__(range(n), __ticks__): x += i * i\n return x < n",
    "def f(a):\n {T}; x = float(a)\n return a ** x, x * a, a[x], x % a",
    "def f(s):\n {T}; d = {}\n for c in __compress__(str(1), __ticks__): d[c] = c in d",
    "x = 2\ny = x * 2",
    "x = 2\ndef f(): {T}; return x * 2",
    "x = 2\nif x: y = 3; z = y * y",
    "for x in __compress__(range(9), __ticks__): y = x * x",
    "for x in __compress__(str(1), __ticks__):\n def f(): {T}; return x in {}",
    "x = 2\ndef f():\n global x\n {T}; x = 3\ny = x * 2",
    "y = [x * x for x in __compress__(range(9), __ticks__)]",
    "y = sum(x * 0.5 for x in __compress__(range(9), __ticks__)) + f()",
    "x = 5\nx %= 3",
    "x = 5\nx //= 3",
    "f()[1] += len(g)",
    "f()[1] += 1.5",
    "f()[1] += None",
    "f()[1] |= 'abc'",
    "f()[1] |= 'abc'[0]",
    "f()[1] *= 2.0",
    "f()[1] //= 3",
    "x = f() == len(g)",
    "x = f() == ...",
    "x = f()[str]; y = {len: 1}",
    "math = __load_module__('math')\ny = math.sqrt(a) * b",
    "m = __load_submodule__('math')\ny = m.sqrt(a) * b",
    "(s,) = __load_names__('math', 'sqrt')\ny = s(a) * b",
    "math = __load_module__('math.x')\ny = math.sqrt(a) * b",
    "math = __load_module__('math')\ny = math.floor(2.5) * 3",
    "math = __load_module__('math')\nmath = __load_module__('math')\ny = math.sqrt(a) * b",
    "def f(b):\n {T}; x = __measured__(str(1)).count(__comparand__(b)) * 2",
    "def f(b):\n {T}; s = str(1); x = (s if __type__(s) is __text__ and __size__(s) < 4096 else __measured__(s)).count(__comparand__(b)) * 2",
    "def f(b):\n {T}; x = (__t0__ if __type__(__t0__ := str(1)) is __text__ and __size__(__t0__) < 4096 else __measured__(__t0__)).count(__comparand__(b)) * 2",
    "def f(a):\n {T}; x = float(a); y = float(a); x *= y",
    "def f(a):\n {T}; x = float(a); y = float(a); x **= y",
    "def f(a):\n {T}; x = float(a); y = __power__(2, len(a)); x //= y",
    "x = len(g) % __power__(2, len(g))",
    "x = __power__(2, len(g)) % len(g)",
    "x = __power__(2, len(g)) // len(g)",
    "x = len(g) // __power__(2, len(g))",
    "def f(a):\n {T}\n for w in __compress__('a b'.split(), __ticks__): x = w == a\nexec(f)",
    "for w in __compress__('ab'.encode(), __ticks__): y = w * 2",
    "for x in __compress__(range(3, 9), __ticks__): y = x * x",
    "if a: math = __load_module__('math'); y = math.sqrt(a) * b",
    "for x in __compress__(reversed([2.5, 1.5]), __ticks__): y = x * f",
    "ws = 'a b'.split()\ny = ws[0] == f()",
    "xs = [1]\nclass C: z = len(xs)\ny = xs[0] % 7",
    "y = __real_sum__(__compress__((x * 0.5 for x in __compress__(range(9), __ticks__)), __ticks__)) + f()",
    "y = f'' == f()",
    "y = f'a{__shown__(x)}' == f()",
    "y = bytes([1 for x in __compress__(g, __ticks__)]) == g()",
    "y = bytes(1 for x in __compress__(g, __ticks__)) == g()",
    "ws = ['a']\ny = __attr__.join(',')(ws)\nz = ws[0] == f()",
    "xs = [1]\nfor [i, n] in __compress__(zip(xs, xs), __ticks__): pass\ny = xs[0] % 7",
    "b = 'ab'.encode()\ny = b[0] * 2",
    "for x in __compress__('ab'.encode(), __ticks__): y = [x][0] * 2",
    "y = (f() is g()) * 2",
    "y = (__comparand__(f()) in __container__(g())) * 2",
    "y = (f() is g) == h()",
    "x = 'abc'[len(f()):]",
    "a, *b = __unpack__(f(), 1)\ny = {b: 1}",
    "x = ({T} and (3)) * 2",
    "x = 2\nclass C:\n def f(self): {T}; return x * 2",
    "x = 2\nclass C:\n x = [1]\n def f(self): {T}; return x * 2",
    "x = 2\nif a:\n def f():\n  {T}; x = [1]\n  def g():\n   global x\n   {T}; return x * 2\n  return g",
]
UNKNOWN = [
    "for *a, b in __compress__(__unpack_each__(zip(x, (1, 2), x), 1), __ticks__): c = b * 2",
    "*a, b = 1, 2, [0]\nc = b * 2",
    "y = x * 2\nx = 2",  # an input may be called x
    "def f(): {T}; return x * 2\nf()\nx = 2",
    "if y: x = 2\ny = x * 2",
    "try: x = 2\nfinally: y = x * 2",
    "for x in __compress__(range(9), __ticks__): pass\ny = x * 2",
    "for x in __compress__(range(9), __ticks__): pass\nelse: y = x * 2",
    "for x in __compress__(range(x * 2), __ticks__): pass",
    "x = 2\ndel x\ny = x * 2",
    "x = 2\nexec('x = [1]')\ny = x * 2",
    "x = 2\nbuiltins = __load_module__('builtins')\ny = x * 2",
    "x = 2\nf, = __load_names__('builtins', 'exec')\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n {T}; x = a\ny = x * 2",
    "x = 2\ndef f(x): {T}; return x * 2",
    "x = 2\nclass C:\n x = f()\n y = x * 2",
    "x = 2\ny = [x * 2 for x in __compress__(f(), __ticks__)]",
    "x = 2\ny = (x := f())\nz = x * 2",
    "def range(x): {T}; return x\nfor x in __compress__(range(9), __ticks__): y = x * x",
    "x = len(f()) * 2\nclass C:\n len = 1",
    "x = 2\nasync def f(g):\n {T}; z = 1\n async for x in __async_compress__(g, __ticks__): z = x * 2",
    "x = 2\nasync for x in __async_compress__(g, __ticks__): pass\ny = x * 2",
    "x = 2\nasync def f(g):\n async with {T} and (g) as x: return x * 2",
    "_C__x = 2\nclass C:\n def f(self):\n  global __x\n  {T}; __x = []\ny = _C__x * 2",
    "x = 2\nx: int = f()\ny = x * 2",
    "def g(a):\n {T}; x = 2\n x: int = a\n return x * 2",
    "x = 2\n(x, y), z = f()\ny = x * 2",
    "def g(a):\n {T}; x = 2; x, y = a\n return x * 2",
    "def g(a):\n {T}; x = 2; [y, (x, z)] = a\n return x * 2",
    "x = 2\ndef f(a):\n global x\n with {T} and (a) as x: pass\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n match {T} and (a):\n  case [x]: pass\ny = x * 2",
    "x = 2\ndef f(a):\n global x\n {T}; del x; x = a\ny = x * 2",
    "x = 2\n@g\ndef x(): pass\ny = x * 2",
    "x = 2\nasync def x(): pass\ny = x * 2",
    "def f(a):\n {T}; x = 2\n @a\n def x(): pass\n return x * 2",
    "x = 2\nwith g as (x, y): pass\nz = x * 2",
    "x = 2\nwith g as [y, [x, z]]: pass\nz = x * 2",
    "x = 2\nasync for x, y in __async_compress__(g, __ticks__): pass\nz = x * 2",
    "x = 2\nasync for *x, y in __async_compress__(__async_unpack_each__(g, 1), __ticks__): pass\nz = x * 2",
    "x = 2\ndel (x, y)\nz = x * 2",
    "x = 2\n*x, y = __unpack__(f, 1)\nz = x * 2",
    "x = 2\n(y, *x), z = __unpack__(f, 2)\nz = x * 2",
    "x = 2\nbuiltins = __load_module__('builtins')\nmath = __load_module__('math')\ny = x * 2",
    "x = 2\nmath = __load_module__('math')\nbuiltins = __load_module__('builtins')\ny = x * 2",
    "x = 2\nb = __load_submodule__('a.builtins')\ny = x * 2",
    "x = 2\nx: int = f()\ny = x * 2",
    "def g(a):\n {T}; x = 2\n def h(b: (x := a)): pass\n return x * 2",
    "def g(a):\n {T}; x = 2\n def h(b=(x := a)): pass\n return x * 2",
    "def g(a):\n {T}; x = 2\n def h() -> (x := a): pass\n return x * 2",
    "def g(a):\n {T}; x = 2\n @(x := a)\n def h(): pass\n return x * 2",
    "def g(a):\n {T}; x = 2\n class C((x := a)): pass\n return x * 2",
    "def g(a):\n {T}; x = 2\n [y for y in __compress__((x := a), __ticks__)]\n return x * 2",
    "def g(a):\n {T}; x = 2\n [(x := y) for y in __compress__(a, __ticks__)]\n return x * 2",
    "def g(a):\n {T}; x = 2\n [y for y in __compress__(a, __ticks__) if (x := y)]\n return x * 2",
    "def g(a):\n {T}; x = 2\n [[(x := z) for z in __compress__(y, __ticks__)] for y in __compress__(a, __ticks__)]\n return x * 2",
    "x = 2\ndel x\ndef f():\n global x\n {T}; x = 3\ny = x * 2",
    "a = __load_module__(b)\ny = x * 2",
    "y = math.sqrt(a) * b\nmath = __load_module__('math')",
    "math = __load_module__('math')\nclass C:\n y = math.sqrt(a) * b",
    "a__b = __load_submodule__('math')\ny = a__b.sqrt(a) * b",
    "__m = __load_submodule__('math')\nclass C:\n def f(self): {T}; return __m.sqrt(a) * b",
    "math = __load_module__('math')\ny = math.sqrt(a) * b\nexec(c)",
    "math = __load_module__('math')\nmath = f()\ny = math.sqrt(a) * b",
    "math = __load_submodule__('a')\nmath = __load_module__('math')\ny = math.sqrt(a) * b",
    "m = __load_submodule__('math.x')\ny = m.sqrt(a) * b",
    "(s, t) = __load_names__('math', 'x', 'sqrt')\ny = s(a) * b",
    "def f():\n {T}; math = __load_module__('math'); y = math.sqrt(a) * b",
    "if a: math = __load_module__('math')\ny = math.sqrt(a) * b",
    "math = __load_module__('math')\ny = math.sqrt.x(a) * b",
    "math = __load_module__('math')\ny = math.floor(a) * 3",
    "math = __load_module__('math')\ny = math.frexp(a) * 3",
    "math = __load_module__('math')\ny = f().math.sqrt(a) * b",
    "x = {len: 1}\nlen = f",
    "f()[1] **= 2.0",
    "f()[1] *= 2",
    "f()[1] %= 3",
    "f()[1] += len",
    "f()[1] |= {1}",
    "f()[1] += 'a'",
    "x = __power__(2, len(g)) % __power__(2, len(g))",
    "x = __power__(2, len(g)) // __power__(2, len(g))",
    "x = f() % len(g)",
    "for x in __compress__(range(f(), f()), __ticks__): y = x * x",
    "for x in __compress__(range(3, f()), __ticks__): y = x * x",
    "for x in __compress__(range(), __ticks__): y = x * x",
    "for x in __compress__(range(2.5, 3), __ticks__): y = x * x",
    "for x in __compress__(reversed([f()]), __ticks__): y = x * x",
    "for x in __compress__(reversed(range(9)), __ticks__): y = x * x",
    "z = __addend__()\nxs = [3]\ny = xs[0] % 7",
    "z = (a if __type__(a) in __numbers__ else a)\nxs = [3]\ny = xs[0] % 7",
    "z = __times__(a)\nxs = [3]\ny = xs[0] % 7",
    "z = (a if __type__(a) in __numbers__ else __addend__())\nxs = [3]\ny = xs[0] % 7",
    "z = (a * 2 if __type__(a) in __numbers__ else __times__(a))\nxs = [3]\ny = xs[0] % 7",
    "z = (a if __type__() in __numbers__ else __addend__(a))\nxs = [3]\ny = xs[0] % 7",
    "z = (__t0__ if __type__(__t0__ := b) in __numbers__ else __addend__())\nxs = [3]\ny = xs[0] % 7",
    "z = __measured__().split()\nxs = [3]\ny = xs[0] % 7",
    "z = __real_heappop__()\nxs = [3]\ny = xs[0] % 7",
    "for z in __compress__(__real_zip__(), __ticks__): pass\nxs = [3]\ny = xs[0] % 7 + __addend__()",
    "for z, w in __compress__(__real_enumerate__(), __ticks__): pass\nxs = [3]\ny = xs[0] % 7 + __addend__()",
    "def f():\n {T}; x = [0]\n return 2 * x",
    "def f(a):\n {T}; x = str(a); return 3 * x",
    "x = f() // 'abc'",
    "y = sum([1], f()) + g()",
    "y = bytes(f()) == g()",
    "x = __power__(2, len(g)) % f()",
    "x = __power__(2, len(g)) % 'a'",
    "x = __power__(2, len(g)) // f()",
    "a = __load_module__()\ny = len(b) * 2",
    "f().x = __load_module__('a')\ny = len(b) * 2",
    "a = __load_names__('m', 'x')\ny = len(b) * 2",
    "(f().x,) = __load_names__('m', 'x')\ny = len(b) * 2",
    "xs = [1]\nfor xs[0], n in __compress__(enumerate([3]), __ticks__): pass\ny = xs[0] % 7",
    "b = 'ab'.encode()\ny = b[f()] * 2",
    "y = (f() < 3) * 2",
    "xs = [1]\ny = xs.pop(f()).x * 2",
    "y = 'abc'[f()] + f()",
    "def f(a):\n {T}; x = 2; y = (x if a else a) * 2",
    "xs = [1]\ny = xs[-1] % 7 if a else xs[f()] % 7",
    "def f():\n {T}; xs = [1]; return xs[0] % 7\nexec(g)",
    "math = __load_module__('math')\ny = math.floor(*__drain__(a)) * 3",
    "math = __load_module__('math')\ny = math.floor() * 3",
    "a, b, c = (*__drain__(f()), 3, *__drain__(g()))\ny = b * 2",
    "z = [__measured__(__t0__).split()]\nxs = [1]\ny = xs[0] % 7",
    "z = [(a if b and c else __measured__(__t0__)).split()]\nxs = [1]\ny = xs[0] % 7",
    "z = [(__t0__ if __type__(a) in __numbers__ else __addend__(__t0__))]\nxs = [1]\ny = xs[0] % 7",
    "xs = [1]\ny = __comparand__(xs) in [f()]\nz = xs[0] % 7",
    "xs = [1]\ny = __comparand__(xs) not in [f()]\nz = xs[0] % 7",
    "x = [1]\ndef f():\n {T}; x = 2\n def g():\n  global x\n  {T}; return x * 2\n return g",
    "def f():\n {T}; x = 1 << 5000; y = x + 1; return y * y",
    "def f():\n {T}; x = 1 << 5000; y = 1 + x; return y * y",
]


@pytest.mark.parametrize("guarded", [*map(text, KNOWN)])
def test_types_that_are_known(guarded):
    verify(guarded, ALONE)


@pytest.mark.parametrize("guarded", [*map(text, UNKNOWN)])
def test_types_that_are_not_known(guarded):
    with pytest.raises(Refusal):
        verify(guarded, ALONE)


#: Ways to bind the name of a builtin, anywhere in a program: it is no builtin any more.
REBOUND = [
    "len = f",
    "len: g = f",
    "len += 1",
    "x, len = f",
    "x, *len = __unpack__(f, 1)",
    "def len(): pass",
    "async def len(): pass",
    "class len: pass",
    "def g(len): pass",
    "def g(len, /): pass",
    "def g(*, len): pass",
    "def g(*len): pass",
    "def g(**len): pass",
    "def g():\n {T}; len = f",
    "def g():\n global len\n {T}; len = f",
    "g = lambda len: {T} and (1)",
    "for len in __compress__(f, __ticks__): pass",
    "async for len in __async_compress__(f, __ticks__): pass",
    "x = [1 for len in __compress__(f, __ticks__)]",
    "x = {1: 2 for len in __compress__(f, __ticks__)}",
    "x = [len := f]",
    "with f as len: pass",
    "async with f as len: pass",
    "try: f()\nexcept g as len:\n {T}; f()",
    "match f:\n case len: pass",
    "match f:\n case [*len]: pass",
    "match f:\n case {**len}: pass",
    "match f:\n case [g] as len: pass",
    "del len",
    "len = __load_module__('len')",
    "(len,) = __load_names__('a', 'b')",
    "class C: len = 1",
    "class C:\n def len(self): pass",
    "x = exec",
]


@pytest.mark.parametrize("binding", REBOUND)
def test_a_builtin_that_is_bound_anew(binding: str) -> None:
    verify("x = len(y) * 2", ALONE)
    with pytest.raises(Refusal, match="Mult without"):
        verify(text(f"{binding}\nx = len(y) * 2"), ALONE)
    with pytest.raises(Refusal, match="Mult without"):
        verify(text(f"x = len(y) * 2\n{binding}"), ALONE)


@pytest.mark.parametrize(
    ("first", "each", "last"),
    [
        ("n", "x{} = x{}", "x{}"),
        ("[n]", "x{} = [x{}[0]]", "x{}[0]"),
        ("[n]", "x{} = [x{}[0]]", "[x{}[0]][0]"),
    ],
)
def test_what_is_not_found_out_in_time_is_not_known(first: str, each: str, last: str) -> None:
    order = random.Random(0).sample(range(1, 300), 299)
    chain = "; ".join(each.format(n, n - 1) for n in order)
    with pytest.raises(Refusal, match="Mult without"):
        verify(
            text(f"def f(n): {{T}}; x0 = {first}; {chain}; return {last.format(299)} * 2"), ALONE
        )
