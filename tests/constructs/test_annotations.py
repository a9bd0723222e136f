"""Annotations: evaluated where CPython evaluates them, and kept as they are."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
x: int
=>
x: int

x: int = 1
=>
x: int = 1

x.a: int = 1
=>
(x if __type__(x) in __own__ else __writable__(x)).a: int = 1

x.a: int
=>
x.a: int

f(x).__len__: a.center
=>
f(x).__len__: __attr__.center(a)

x[k]: int = 1
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k]: int = 1

x: list[int] = y, z
=>
x: list[int] = y, z

def f(a: int, *b: str, c: "T" = 1, **d: a.b) -> None: pass
=>
def f(a: int, *b: str, c: "T" = 1, **d: a.b) -> None: pass

def f():
    x: int = 1
=>
def f():
    __tick__(__ticks__); x: int = 1

x: a * b = c * d
=>
x: (a * b if __type__(a) is __floating__ else __times__(a, b)) = (c * d if __type__(c) is __floating__ else __times__(c, d))

def f():
    def g(a: int, /, b: str) -> int: pass
    return g
=>
def f():
    def g(a: int, /, b: __tick__(__ticks__) and (str)) -> int: pass
    return g

x = 1  # type: int
=>
x = 1  # type: int

def f(a):  # type: (int) -> int
    return a
=>
def f(a):  # type: (int) -> int
    __tick__(__ticks__); return a
"""

EVERY_GUARD = """
def f():
    def g(a: int = x) -> y: pass
=>
def f():
    def g(a: int = __tick__(__ticks__) and (x)) -> y: pass
"""

REFUSED = [
    ("CL101", "__x__: int"),
    ("CL101", "x: __y__"),
    ("CL101", "def f(x: __y__): pass"),
    ("CL110", "def f() -> x.__globals__: pass"),
]

SAME = """
x: int = 1
y: "str" = 2
x, y

def f(a: int, b: "x" = 2, *c: float, d: str = "s", **e: None) -> list[int]: return a
{k: str(v) for k, v in f.__annotations__.items()}, f(1)

class C:
    a: int
    b: str = "x"
str(C.__annotations__), C.b

def t(x): print(x); return x
a: t("ann") = t("value")

def t(x): print(x); return x
def f(a: t(1) = t(2), /, b: t(3) = t(4), *c: t(5), d: t(6) = t(7), **e: t(8)) -> t(9): pass

int.x: str
[].a.b: str

int.x: 1 / 0

def t(x): print(x); return x
def f(): t(int).x: undefined
f()
t(len).__name__: t("ann")

x: undefined = 5

def f():
    x: undefined = 5
    return x
f()

def f():
    def g(a: int = 3) -> str: return a
    return str(g.__annotations__), g()
f()

x: int
x

from typing import Optional, Any
def f(x: Optional[int] = None, y: int | None = 5, z: dict[str, Any] = {}) -> tuple[int, ...]: return x, y, z
f()
"""

# Texts hold no guards, so nothing there is worse for being damaged.
WITH_TEXTS = """
from __future__ import annotations
def f():
    def g(a: int) -> int: pass
    return g
=>
from __future__ import annotations
def f():
    def g(a: int) -> int: pass
    __tick__(__ticks__); return g
"""
TEXTS = """
from __future__ import annotations
def outer():
    def f(a: undefined, b: list[nope] = 1) -> int: return b
    return f(0)
outer()

from __future__ import annotations
def f(a: int) -> undefined: pass
f.__annotations__

from __future__ import annotations
import typing
def f(a: list[int] + 1, b: x * 2 | "k", *c: -1 - q, d: {**a, 'b': 1} = 3, **e: "lit") -> g(a + b): pass
def g(*args: *Ts, k: [*a, *b], o: (x.format, not y in z)): pass
class A:
    x: a[1:2] = 3
    y: (a if b < c else d)
    z: {k: v for k in z}
    w: f(x)(y).upper()
    v: lambda a: a + 1
    q: f"{a + b:>{w}}"
m: {k + 1 for k in z if k < 3} = 2
x = [0, 1]
x[0]: a * b = 3
def h():
    a: z * 2 = 1
    A.i: 1 / 0 = 3
    return a
exec("def c(z: p * q): pass")
print(c.__annotations__)
def t(a: int | None, b: dict[str, list[int]] = (), c: A = 3) -> tuple[int, ...]: pass
f.__annotations__, g.__annotations__, A.__annotations__, h(), x, str(typing.get_type_hints(t))
"""

test_rewritten = rewritten(REWRITTEN)
test_with_texts = rewritten(WITH_TEXTS)
test_texts = same(TEXTS)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
