"""`:=` binds in the scope around."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
(x := 1)
=>
__result__ = (x := 1)

f(x := y)
=>
__result__ = f(x := y)

[x := 1, y]
=>
__result__ = [x := 1, y]

x[y := 0]
=>
__result__ = x[y := 0]

if (n := f(x)) > 5: pass
=>
if (n := f(x)) > 5: pass

while n := f(): pass
=>
while __tick__(__ticks__) and (n := f()): pass

(x := y) < x
=>
__result__ = __operand__((x := y)) < x

x + (x := 2)
=>
__result__ = x + (x := 2)

x % (y := 2)
=>
__result__ = __percent__(x, (y := 2))

{(k := 1): (v := 2)}
=>
__result__ = {(k := 1): (v := 2)}

[y for x in xs if (y := x)]
=>
__result__ = [y for x in __compress__(xs, __ticks__) if (y := x)]

f"{(x := 5)}"
=>
__result__ = f"{(x := 5)}"

(  # c
    x := y * z
)
=>
__result__ = (  # c
    x := (y * z if __type__(y) is __floating__ else __times__(y, z))
)

assert (x := y), (z := w)
=>
assert (x := y), (z := w)

lambda: (x := 1)
=>
__result__ = lambda: __tick__(__ticks__) and ((x := 1))
"""

EVERY_GUARD = """
x < (x := 1)
=>
__result__ = __early__(x) < (x := 1)
"""

REFUSED = [
    ("CL101", "(__x__ := 1)"),
    ("CL101", "[(__every__ := x) for x in y]"),
    ("CL101", "class C:\n    (__slots__ := ('a',))"),
]

SAME = """
if (n := len("abc")) > 2: print(n)
x = [y := 5, y * 2, (z := y) + z]
while (n := n - 1): print(n)
x, n

x = 1
x < (x := 2), (x := 5) < x, x + (x := 10), (x := 3) * x, [x, (x := 4), x]

n = 7
n % (n := 4), n

total = 0
[total := total + i for i in range(5)], total

def f():
    if any((bad := x) > 2 for x in [1, 3, 5]): return bad
f()

d = {}
d[k := "a"] = (v := 5)
d, k, v

print(f"{(x := 5)}", x)

def f(a): return a
f(b := 3), b

(lambda: (q := 1))()
q
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
