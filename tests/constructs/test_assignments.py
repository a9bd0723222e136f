"""Assignment and unpacking: a star drains."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = r"""
x = 1
=>
x = 1

x = y = z = 1
=>
x = y = z = 1

x, y = y, x
=>
x, y = y, x

(x, y), z = w
=>
(x, y), z = w

[x, y] = z
=>
[x, y] = z

a, *b = x
=>
a, *b = __unpack__(x, 1)

*a, b = x
=>
*a, b = __unpack__(x, 1)

*a, = x
=>
*a, = __unpack__(x, 1)

[*a, b] = x
=>
[*a, b] = __unpack__(x, 1)

(a, *b), c = x
=>
(a, *b), c = __unpack__(x, 2)

(a, *b), *c = x
=>
(a, *b), *c = __unpack__(x, 2)

*(a, *b), c = x
=>
*(a, *b), c = __unpack__(x, 2)

a, *x.b = y
=>
a, *(x if __type__(x) in __own__ else __writable__(x)).b = __unpack__(y, 1)

a, *x[k] = y
=>
a, *(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] = __unpack__(y, 1)

a, *b = x, y
=>
a, *b = __unpack__((x, y), 1)

a, *b = *x, y
=>
a, *b = __unpack__((*__drain__(x), y), 1)

x = (
    1  # one
)
=>
x = (
    1  # one
)

x = y = \
    1
=>
x = y = \
    1

del x
=>
del x

del x, (y, z)
=>
del x, (y, z)

(x) = 1
=>
(x) = 1

x: int
=>
x: int

x = yield_,
=>
x = yield_,
"""

EVERY_GUARD = """
a, *b = x
=>
a, *b = __unpack__(x, 1)

(a, *b), *c = x
=>
(a, *b), *c = __unpack__(x, 2)
"""

REFUSED = [
    ("CL101", "__x__ = 1"),
    ("CL101", "x, __y__ = 1, 2"),
    ("CL101", "__builtins__ = {}"),
    ("CL101", "__ticks__ = x"),
    ("CL101", "del __builtins__"),
    ("CL101", "__result__ = 1"),
    ("CL101", "__name__ = 'x'"),
    ("CL101", "*__x__, y = z"),
]

SAME = """
a = b, *c = iter([1, 2, 3])
b, c, type(a).__name__

*a, b = c = d, *e = "xyz"; f = 1
a, b, c, d, e, f

def f(x):
    a = [*b, (c, *d)] = x
    return a, b, c, d
f([1, 2, (3, 4, 5)])

def f():
    x = {}
    x[1], *x[2] = x["all"] = range(4)
    return x
f()

a, *b = c = 1

a = *b, c = [1, (2, 3)]
a is b, b, c

x = y = []
x.append(1)
x, y, x is y

a, b = 1, 2
a, b = b, a
(a, b)

a, *b, c = range(6)
a, b, c

*a, = "abc"
a

(a, *b), *c = [(1, 2, 3), 4, 5]
a, b, c

[a, (b, *c), d] = 1, "xyz", 4
a, b, c, d

*(a, *b), c = 1, 2, 3, 4
a, b, c

a, *b = [1]
a, b

a, *b = []

a, *b, c = [1]

a, b = 1, 2, 3

a, b = 1,

a, b = 5

a, *b = 5

(a, *b), c = 1, 2

(a, *b), c = [[], 2]

a, *b = {"x": 1, "y": 2}
a, b

a, *b = (i * i for i in range(4))
a, b

x = [0, 0]
i = 0
i, x[i] = 1, 5
i, x

def t(x): print(x); return x
d = {}
d[t("a")], d[t("b")] = t(1), t(2)
d

x = 1
del x
x

del nope

__all__ = ["x"]
__version__ = "1"

a = b = c = d = 5
a + b + c + d

a, (b, c) = 1, (2, 3)
[a, b, c]

for (a, b), c in [((1, 2), 3)]: print(a, b, c)

def f():
    a, *b = yield
    yield a, b
g = f()
next(g)
g.send("xyz")

class It:
    def __iter__(self):
        print("iter")
        yield from (1, 2, 3)
a, *b = It()
a, b, c = It()
(a, b, c)
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
