"""List, set and dict comprehensions and generator expressions: every clause takes steps."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
[x for x in xs]
=>
__result__ = [x for x in __compress__(xs, __ticks__)]

{x for x in xs if x}
=>
__result__ = {(x if __type__(x) in __scalars__ else __key__(x)) for x in __compress__(xs, __ticks__) if x}

{k: v for k, v in xs.items()}
=>
__result__ = {(k if __type__(k) in __scalars__ else __key__(k)): v for k, v in __compress__(xs.items(), __ticks__)}

(x for x in xs)
=>
__result__ = (x for x in __compress__(xs, __ticks__))

f(x for x in xs)
=>
__result__ = f(x for x in __compress__(xs, __ticks__))

[x * y for x in xs for y in ys if x if y]
=>
__result__ = [(x * y if __type__(x) is __floating__ else __times__(x, y)) for x in __compress__(xs, __ticks__) for y in __compress__(ys, __ticks__) if x if y]

[[y for y in x] for x in xs]
=>
__result__ = [[y for y in __compress__(x, __ticks__)] for x in __compress__(xs, __ticks__)]

[a for a, *b in xs]
=>
__result__ = [a for a, *b in __compress__(__unpack_each__(xs, 1), __ticks__)]

[x for x in(y)if(x)]
=>
__result__ = [x for x in __compress__((y), __ticks__)if(x)]

[y for x in xs if (y := f(x)) is not None]
=>
__result__ = [y for x in __compress__(xs, __ticks__) if (y := f(x)) is not None]

class C:
    xs = [1]
    ys = [x for x in xs]
=>
class C:
    xs = [1]
    ys = [x for x in __compress__(xs, __ticks__)]

[x for x in a or b]
=>
__result__ = [x for x in __compress__(a or b, __ticks__)]

[x for x in (lambda: y, z)]
=>
__result__ = [x for x in __compress__((lambda: __tick__(__ticks__) and (y), z), __ticks__)]

[
    x  # each
    for x in xs  # of these
    if x  # if any
]
=>
__result__ = [
    x  # each
    for x in __compress__(xs, __ticks__)  # of these
    if x  # if any
]

[x if x else y for x in xs]
=>
__result__ = [x if x else y for x in __compress__(xs, __ticks__)]

{**{k: 1 for k in xs}}
=>
__result__ = {**__mapping__({(k if __type__(k) in __scalars__ else __key__(k)): 1 for k in __compress__(xs, __ticks__)})}

[x for x in (yield_)]
=>
__result__ = [x for x in __compress__((yield_), __ticks__)]
"""

EVERY_GUARD = """
[x for x in xs if x < y]
=>
__result__ = [x for x in __compress__(xs, __ticks__) if __operand__(x) < y]

{k: v for k, v in xs}
=>
__result__ = {__key__(k): v for k, v in __compress__(xs, __ticks__)}
"""

REFUSED = [
    ("CL101", "[__x__ for __x__ in xs]"),
    ("CL101", "[x for x in __builtins__]"),
]

SAME = """
[x * x for x in range(5)], {x % 3 for x in range(9)}, {x: x * x for x in range(3)}

[(x, y) for x in range(3) if x for y in range(x) if y < 2]

g = (x for x in range(3))
next(g), list(g), next(g, "end")

sum(x for x in range(10) if x % 2), any(x > 3 for x in [1, 5]), all(x for x in [])

[y for x in range(5) if (y := x * 2) > 2], y

x = "outer"
[x for x in range(3)], x

class C:
    n = 3
    xs = [i for i in range(n)]
    ys = [i * 2 for i in xs]
C.xs, C.ys

class C:
    n = 3
    xs = [n for i in range(2)]

[a + b for a, b in [(1, 2), (3, 4)]], [b for a, *b in ["abc", "de"]]

[x for x in 5]

{k: v for k, v in [("a", 1), ("b",)]}

{[]: 1 for x in "a"}

{x for x in [[1]]}

g = (1 / x for x in [1, 0])
print(next(g))
next(g)

[f() for f in [lambda: i for i in range(3)]]

[[i * j for j in range(3)] for i in range(3)]

def f(): return [(yield_) for yield_ in range(2)]
f()

list(x for x in [3, 1] for x in range(x))

"".join(c for c in "hello" if c not in "l"), dict((k, ord(k)) for k in "ab")

(x for x in 5)

def g():
    xs = [1, 2]
    return [[x + y for y in xs] for x in xs]
g()

[*(x for x in "ab"), *[y for y in "cd"]], {*{z for z in "e"}}
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
