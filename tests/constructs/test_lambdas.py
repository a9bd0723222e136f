"""`lambda`: the body ticks."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
lambda: 1
=>
__result__ = lambda: __tick__(__ticks__) and (1)

lambda:(x)
=>
__result__ = lambda:__tick__(__ticks__) and ((x))

lambda x, *y, z=1, **k: x
=>
__result__ = lambda x, *y, z=1, **k: __tick__(__ticks__) and (x)

f = lambda x: lambda y: x * y
=>
f = lambda x: __tick__(__ticks__) and (lambda y: __tick__(__ticks__) and ((__t0__ * y if __type__(__t0__ := x) is __floating__ else __times__(__t0__, y))))

lambda: (yield)
=>
__result__ = lambda: __tick__(__ticks__) and ((yield))

sorted(xs, key=lambda x: -x[1])
=>
__result__ = sorted(xs, key=lambda x: __tick__(__ticks__) and (-x[1]))

lambda x=a * b: x
=>
__result__ = lambda x=(a * b if __type__(a) is __floating__ else __times__(a, b)): __tick__(__ticks__) and (x)

lambda *, k: [k for k in k]
=>
__result__ = lambda *, k: __tick__(__ticks__) and ([k for k in __compress__(k, __ticks__)])
"""

EVERY_GUARD = """
lambda x: x + y
=>
__result__ = lambda x: __tick__(__ticks__) and (__addend__(x) + __addend__(y))
"""

REFUSED = [
    ("CL101", "lambda __x__: 1"),
    ("CL101", "lambda: __builtins__"),
    ("CL110", "lambda x: x.__globals__"),
]

SAME = """
f = lambda x, y=2, *a, k=3, **r: (x, y, a, k, r)
f(1), f(1, 2, 3, k=4, z=5)

[f(2) for f in [lambda x, i=i: x * i for i in range(3)]]

[f() for f in [lambda: i for i in range(3)]]

(lambda: 0)() or "zero"

sorted(["bb", "a", "ccc"], key=lambda s: -len(s))

(lambda: None)(), (lambda: False)(), (lambda: "")()

fix = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
fix(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(6)

(lambda x: x)()

g = (lambda: (yield 1))()
next(g)

max([3, 1, 2], key=lambda x: x if x != 3 else -1), (lambda: 1).__name__
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
