"""`yield`, `yield from`, `send`, `throw`, `close` and `return` in a generator."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
def f():
    yield
=>
def f():
    __tick__(__ticks__); yield

def f():
    x = yield 1
    return x
=>
def f():
    __tick__(__ticks__); x = yield 1
    return x

def f():
    yield from xs
=>
def f():
    __tick__(__ticks__); yield from (__t0__ if __type__(__t0__ := xs) in __iterated__ else __delegate__(__t0__))

def f(a, *b):
    yield from a
    x = yield from a.b((yield))
    yield from (c for c in a)
    yield from {1, 2}
    return (yield from (yield from b))
=>
def f(a, *b):
    __tick__(__ticks__); yield from (a if __type__(a) in __iterated__ else __delegate__(a))
    x = yield from (__t0__ if __type__(__t0__ := a.b((yield))) in __iterated__ else __delegate__(__t0__))
    yield from (c for c in __compress__(a, __ticks__))
    yield from {1, 2}
    return (yield from __delegate__((yield from (b if __type__(b) in __iterated__ else __delegate__(b)))))

def f():
    x += yield
    x *= yield 3
    a, *b = yield
    x[:] = yield
=>
def f():
    __tick__(__ticks__); x += __inplace_addend__((yield))
    x = __inplace_times__(x, (yield 3))
    a, *b = __unpack__((yield), 1)
    (x if not __answering__ else __changing__(x))[:] = __inplace_addend__((yield))

def f():
    yield *a, b
=>
def f():
    __tick__(__ticks__); yield *__drain__(a), b

def f(a, b, c):
    x = yield a * b, c
=>
def f(a, b, c):
    __tick__(__ticks__); x = yield (a * b if __type__(a) is __floating__ else __times__(a, b)), c
"""

EVERY_GUARD = """
def f():
    x = (yield) + (yield)
=>
def f():
    __tick__(__ticks__); x = __addend__((yield)) + __addend__((yield))
"""

REFUSED = [
    ("CL101", "def f(): __x__ = yield"),
    ("CL110", "def f(g): return g.__globals__"),
]

SAME = """
def count(n):
    while n:
        yield n
        n -= 1
list(count(3)), sum(count(4)), [*count(2)]

def echo():
    got = None
    while True:
        got = yield got
        if got is None: return "bye"
e = echo()
next(e)
print(e.send("a"), e.send("b"))
try:
    next(e)
except StopIteration as stop:
    print(stop.value)

def inner():
    x = yield 1
    print("got", x)
    return "inner"
def outer():
    r = yield from inner()
    yield r
o = outer()
next(o), o.send("hi"), list(o)

def g():
    try:
        yield 1
    except ValueError as e:
        yield f"caught {e}"
    finally:
        print("closing")
x = g()
next(x), x.throw(ValueError("boo")), list(x)

def g():
    try:
        yield 1
    finally:
        print("closed")
x = g()
next(x)
x.close()
list(x)

def g():
    yield 1
    raise KeyError("late")
list(g())

def g():
    return
    yield
list(g())

def g():
    raise StopIteration
    yield
next(g())

def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b
from itertools import islice
list(islice(fib(), 10))

def g():
    yield
x = g()
x.send(1)

def tree(t):
    if isinstance(t, list):
        for each in t: yield from tree(each)
    else:
        yield t
list(tree([1, [2, [3, [4]]], 5]))

def g():
    x = yield 1
    while x is not None:
        x = yield x * 2
it = g()
next(it)
[it.send(i) for i in range(3)]

def g():
    yield from 5
list(g())

def g(): yield
g().__name__, type(g()).__name__, iter(g()) is None

def chain(*its):
    for it in its: yield from it
list(chain("ab", [1], (x for x in (2,))))
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
