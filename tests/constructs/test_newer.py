"""Syntax newer than Python 3.11, where it runs; older Pythons call it a syntax error."""

from __future__ import annotations

import sys

import pytest

from harness import BOXES, assert_same, pairs, programs, rewrite

#: What f-strings may hold since Python 3.12 (PEP 701).
FORMATTED = (
    'd = {"a": 1}\nf"{d["a"]}"',
    'f"{"\\n".join(["a", "b"])}"',
    'f"{f"{f"{1 + 1}"}"}"',
    'x = 3\nf"""{\n x  # why\n}"""; y = 1\ny',
    'x = 3\nf"{\n x }"; y = 2\ny',
    'd = {"a": 1}\nf"{d["a"]=}"',
    "x = \"a\"\nf'{x + 'b'=}'",
    'x = 1\nf"{\nx\n=}"',
    'w = 5\nf"{"a":{w}}|{"b":>{"3"}}"',
    'x = [1]\nf"{x!r:>{"10"}}"',
    'f"{"{"}{{{"}"}}}"',
    'f"{"a" "b"}"',
    'x = [1]\nf"{x * 2}{"%s" % x}{[*x, *x]}"',
    'f"{(lambda x: f"{x}")(1)}"',
    'f"{[f"{i}" for i in range(3)]}"',
)
#: Refused, with a code, by the Python that knows the syntax (PEP 695, PEP 696).
REFUSED = (
    ((3, 12), "CL304", "class A[*Ts]: pass"),
    ((3, 13), "CL304", "class A[T, *Ts = *tuple[int]]: pass"),
    ((3, 12), "CL402", "def f[T](x):\n    match x:\n        case T(): pass"),
    ((3, 12), "CL304", "def f[T: (*x, int)](): pass"),
    ((3, 12), "CL402", "def f[T](x):\n    match x:\n        case T.x | 1: pass"),
    ((3, 12), "CL101", "def f[__x__](): pass"),
    ((3, 12), "CL101", "def f[*__ticks__](): pass"),
    ((3, 12), "CL101", "class A[**__class__]: pass"),
    ((3, 12), "CL101", "class A:\n    class B[__classdict__]: pass"),
    ((3, 12), "CL101", "type __t1__ = 1"),
    ((3, 12), "CL101", "type __str__ = 1"),
    ((3, 12), "CL101", "class A:\n    def f[T: __qualname__](): pass"),
    ((3, 12), "CL102", "type X = open"),
    ((3, 12), "CL110", "def f[T: x.__globals__](): pass"),
    ((3, 12), "CL603", "f'{x['#']=}'"),
    ((3, 12), "CL001", "def f[T](x: (yield)): pass"),
    ((3, 12), "CL001", "type X = (y := 1)"),
    ((3, 12), "CL001", "class A[T, T]: pass"),
)
GENERIC = """
def f[T: int, *Ts, **P](x: T = 1) -> list[T]: return T
=>
def f[T: (__tick__(__ticks__) and (int)), *Ts, **P](x: __type_parameter__(T) = 1) -> list[__key__(__type_parameter__(T))]: __tick__(__ticks__); return __type_parameter__(T)

class A[T](B[T]):
    x: T
=>
class A[T](B[__key__(__type_parameter__(T))]):
    x: __type_parameter__(T)

type X[T] = list[T]  # why
=>
type __t1__[T] = __tick__(__ticks__) and (list[__key__(__type_parameter__(T))]); X = __type_alias__(__t1__, 'X'); del __t1__  # why

def f():
    type X = \\
        int
    return X
=>
def f():
    __tick__(__ticks__); type __t1__ =  \\
        __tick__(__ticks__) and (int); X = __type_alias__(__t1__, 'X'); del __t1__
    return X

def f[T: (int, str, x.join)](): pass
=>
def f[T: ((__tick__(__ticks__) and (int)), str, __attr__.join(x))](): pass

T = 1
def f[T](): pass
T += T
=>
T = 1
def f[T](): pass
T += (__t0__ if __type__(__t0__ := __type_parameter__(T)) is __whole__ else __inplace_addend__(__t0__))
"""
#: Read by the tests of mutation, too.
REWRITTEN = GENERIC if sys.version_info >= (3, 12) else ""
SAME = r'''
import functools
def f[T](x: T): return x
@functools.wraps(f)
def g(x): return f(x)
str(g.__type_params__), g(2)

def f[T](x: T, y: list[T] = 3) -> dict[str, T]: return x
f(3), str(f.__annotations__), str(f.__type_params__), f.__name__, f.__qualname__

def f[T: int, *Ts, **P](x: T): return T, Ts, P
str(f(1)), [repr(t.__bound__) for t in f.__type_params__[:1]], str(f.__type_params__)

def f[T: (int, str)](): return T
f().__constraints__[0] is int, f().__bound__

def f[T: undefined](): return T
t = f()
t.__bound__

undefined = 3
def f[T: undefined](): return T
undefined = 4
t = f()
a = t.__bound__
undefined = 5
a, t.__bound__

class A[T]:
    x: T
    def m(self, y: T) -> list[T]: return T
    def n[U](self, z: U) -> tuple[T, U]: return U, T
str(A.__type_params__), str(A.__parameters__), str(A.__orig_bases__), str(A().m(1)), str(A().n(2)), str(A.__mro__[1:]), str(A.m.__annotations__), str(A.__annotations__)

class A[T]:
    pass
class B[U](A[U]): pass
str(B[int]), str(B.__orig_bases__), str(B.__parameters__), isinstance(B(), A), str(A[int])

class A[T](dict[str, T]): pass
a = A()
a["x"] = 1
a, str(A.__orig_bases__), isinstance(a, dict)

type X = int
str(X), X.__name__, str(X.__value__), X.__type_params__

type X = int
type Y[T] = list[T]
X | None, None | X, X | int | None, X | Y[int] | str, (X | None) == (None | X), str(list[X] | None)
print(X | None, None | X, X | int | None, X | Y[int] | str, X | "X" if False else "")

type X = list[X] | None
str(X.__value__), repr(X)

type X[T] = dict[str, T]
str(X.__value__), str(X.__type_params__), str(X[int]), str(X[int].__args__), X[int].__origin__ is X, str(X.__parameters__)

type X = 1 / 0
try: X.__value__
except ZeroDivisionError as e: r = str(e)
r

type X = Y
try: X.__value__
except NameError as e: r = str(e)
Y = 3
r, X.__value__

def f():
    type X = z
    z = 4
    return X
f().__value__

class C:
    a = 5
    type X = a
    def m[T: a](self, x: a = 3) -> a: return T
    b = 6
C.X.__value__, C().m().__bound__, C.m.__annotations__

class C:
    a = 5
    type X[T: a] = (a, T)
    a = 7
str(C.X.__value__), C.X.__type_params__[0].__bound__

type X = int
X[int]

type X = int
isinstance(3, X)

T = 5
def f[T](): return T
class D:
    T = 7
    def g[T](self): return T
    u = T
str(f()), T, str(D().g()), D.u, D.T, T + 1, f"{T}", T * 2, [T for T in range(3)], T

def outer[T]():
    def inner(T): return T * 2
    x = {T: 1}
    return inner(4), x[T], [T][0] is T, T in [T], str(list[T]), str(T)
outer()

def f[T]():
    T = 5
    T += 1
    return T
f()

def f[T](): return sorted(locals()), T
f()[0], str(eval("x", {"x": f()[1]}))

def f[T]():
    T
    return eval("T", {}, locals()), str(locals()["T"])
a, b = f()
str(a), b, type(a).__name__

import typing
def f[T, *Ts, **P](): return T, Ts, P
[type(x) is k for x, k in zip(f(), (typing.TypeVar, typing.TypeVarTuple, typing.ParamSpec))]

import typing
def f[T](): return T
T = f()
str(T | None), str(typing.Optional[T]), str(typing.Union[T, int]), str(list[T][int]), str(dict[T, T][str])

class P[T]:
    def __init__(self, x: T): self.x = x
    def get(self) -> T: return self.x
p = P[int](3)
p.get()

from typing import Protocol, NamedTuple, TypedDict
class P[T](Protocol):
    def m(self) -> T: ...
class N[T](NamedTuple):
    x: T
    y: int = 2
class D[T](TypedDict):
    a: T
str(P.__parameters__), N(1), D(a=1), str(P.__mro__)

from dataclasses import dataclass
@dataclass
class Box[T]:
    item: T
    n: int = 0
    def map[U](self, f) -> "Box[U]": return Box(f(self.item), self.n + 1)
Box(3).map(lambda x: x * 2), str(Box[int]), Box(1) == Box(1)

class Stack[T]:
    def __init__(self) -> None: self.items: list[T] = []
    def push(self, item: T) -> None: self.items.append(item)
    def pop(self) -> T: return self.items.pop()
s = Stack[int]()
s.push(1); s.push(2)
s.pop(), s.items

def deco(n):
    def d(g): return g
    return d
T = 3
@deco(T)
def f[T](x: T = T): return x, T
f()[0], str(f()[1])

def f[T](x: T) -> T:
    """doc"""
    return x
f.__doc__, f("a")

type A = int; type B = A; B.__value__ is A

class A[T]:
    class B[U]:
        def m(self): return T, U
str(A.B().m())

def f[ValueError]():
    try: raise KeyError
    except KeyError: return 1
f()

def f[len](x): return len
str(f(3))

def f[T](x):
    match x:
        case [T, *y]: return T, y
f([1, 2])

def f[__T](x): return __T
class C:
    def f[__T](self, x): return __T
str(f(1)), str(C().f(2)), f(1).__name__

def f[T](x, y: (lambda: T)): return y
str(f.__annotations__["y"]())

def f[T](x: [T for _ in range(2)]): pass
str(f.__annotations__)

type L[T] = None | tuple[T, L[T]]
str(L.__value__)

import functools
def f[T](x: T): return x
@functools.wraps(f)
def g(x): return f(x)
str(g.__type_params__), g(2)

d = {}
def f[T]():
    d[T] = 1
    d[T] += 1
    return [*d.values()], d[T]
f()

def f[T]():
    def g():
        return T
    return g
str(f()())

def f(): 
    class C[T]: pass
    return C
f().__name__, str(f().__type_params__)

class A[T](int, metaclass=type): pass
A(3) + 1

def f[T](x: T) -> T: return x
len(f.__type_params__ + ())

type A = int
int.__type_params__, len.__name__

type A = int
(lambda: 1).__type_params__, (3).__type_params__
'''
DEFAULTS = r"""
def f[T = int, *Ts = *tuple[int, str], **P = [int]](): return T, Ts, P
a, b, c = f()
str(a.__default__), a.has_default(), str(b.__default__), str(c.__default__)

def f[T](): return T
f().__default__.__class__.__name__, f().has_default()

class A[T = 5]: pass
A.__type_params__[0].__default__, str(A[int])

type X[T = undefined] = T
X.__type_params__[0].__name__

class A[T = int, U = T]: x: U
A.__type_params__[1].__default__ is A.__type_params__[0]
"""


def test_formatted():
    for source in FORMATTED:
        if sys.version_info >= (3, 12):
            assert_same(source)
        else:
            assert {each.code for each in BOXES[True].lint(source)} <= {"CL001"}, source


def test_refused():
    for version, expected, source in REFUSED:
        found = {each.code for each in BOXES[True].lint(source)}
        assert found == {expected if sys.version_info >= version else "CL001"}, source


@pytest.mark.parametrize(("version", "block"), [((3, 12), SAME), ((3, 13), DEFAULTS)])
def test_type_parameters(version, block):
    for source in programs(block):
        if sys.version_info >= version:
            assert_same(source)
        else:
            # (An attribute may be newer than the syntax around it.)
            assert {each.code for each in BOXES[True].lint(source)} <= {"CL001"}, source


def test_rewritten():
    for source, text in pairs(REWRITTEN):
        assert rewrite(source) == text
