"""`x[a:b:c]`: loads are native, what is stored is drained."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
x[a:b]
=>
__result__ = x[a:b]

x[::2]
=>
__result__ = x[::2]

x[a * b:]
=>
__result__ = x[__times__(a, b):]

x[a:b] = v
=>
x[a:b] = __drain__(v)

x[:] = y, z
=>
x[:] = __drain__((y, z))

x[:] = *y, z
=>
x[:] = __drain__((*__drain__(y), z))

x[::2] = f(v)
=>
x[::2] = __drain__(f(v))

del x[1:2]
=>
del x[1:2]

x[a:b][c] = v
=>
x[a:b][(c if __type__(c) in __scalars__ else __store_key__(c))] = v

def f(): x[:] = yield
=>
def f(): __tick__(__ticks__); x[:] = __drain__((yield))

x[
    a  # from
    :b
]
=>
__result__ = x[
    a  # from
    :b
]
"""

EVERY_GUARD = """
x[a:b] = v
=>
x[a:b] = __drain__(v)
"""

REFUSED = [
    ("CL403", "x[a:b] = y = v"),
    ("CL403", "y = x[a:b] = v"),
    ("CL403", "x[a:b], y = v"),
    ("CL403", "[x[:]] = v"),
    ("CL403", "x[a:b] += v"),
    ("CL403", "x[a:b] *= 2"),
    ("CL403", "x[a:b, c] *= 2"),
    ("CL403", "with f() as x[:]: pass"),
    ("CL403", "[1 for x[:] in y]"),
    ("CL403", "x[a:b]: int = v"),
    ("CL101", "x[__a__:]"),
]

SAME = """
x = list(range(10))
x[2:5], x[::-1], x[-3:], x[:100], x[5:2], x[::3], "hello"[1:-1], (1, 2, 3)[1:], b"abc"[::2]

x = [1, 2, 3, 4]
x[1:3] = "abc"
x[:0] = (9, 8)
x[-1:] = []
x

x = [1, 2, 3, 4]
x[::2] = [7, 8]
x

x = [1, 2, 3, 4]
x[::2] = [7]

x = [1]
x[:] = 5

x = [1, 2, 3]
x[:] = (i * 2 for i in x)
x

x = [1, 2, 3]
x[1:1] = x
x[:] = x[::-1]
x

x = [1, 2, 3, 4, 5]
del x[1:3]
del x[::2]
x

[1, 2][::0]

[1, 2]["a":]

"abc"[0:1] = "x"

class C:
    def __getitem__(self, k): return (k.start, k.stop, k.step)
C()[1:2], C()[::"x"], C()[:]

s = slice(1, 3)
"abcd"[s], s.start, s.indices(10)

b = bytearray(b"abc")
b[1:2] = b"xyz"
b
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
