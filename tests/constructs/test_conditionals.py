"""`if`, `elif`, conditional expressions, `and`, `or`, `not`."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
if x: f()
=>
if x: f()

if(x): f()
=>
if(x): f()

if x: f()
elif y * z: g()
else: h()
=>
if x: f()
elif (y * z if __type__(y) is __floating__ else __times__(y, z)): g()
else: h()

x if y else z
=>
__result__ = x if y else z

x if(y)else(z)
=>
__result__ = x if(y)else(z)

x if not(y)else-z
=>
__result__ = x if not(y)else-z

x and y or not z
=>
__result__ = x and y or not z

x and(y)or(z)
=>
__result__ = x and(y)or(z)

(x if  # c
 y else z)
=>
__result__ = (x if  # c
 y else z)

if x < 1 and y * 2 > z: pass
=>
if x < 1 and (__t0__ if __type__(__t0__ := (y * 2 if __type__(y) in __numbers__ else __times__(y, 2))) in __scalars__ else __operand__(__t0__)) > z: pass

x if a*b else y%z
=>
__result__ = x if (a*b if __type__(a) is __floating__ else __times__(a, b)) else __percent__(y, z)

def f():
    if x: pass
    elif y: pass
=>
def f():
    if __tick__(__ticks__) and (x): pass
    elif y: pass

def f():
    if not x: return y
=>
def f():
    if __tick__(__ticks__) and (not x): return y
"""

EVERY_GUARD = """
x if y < z else x
=>
__result__ = x if __operand__(y) < z else x
"""

REFUSED = [
    ("CL101", "if __x__: pass"),
    ("CL101", "1 if __x__ else 2"),
    ("CL102", "x or open"),
]

SAME = """
def t(x): print(x); return x
t(0) and t(1), t(1) and t(2), t(0) or t(3), t(4) or t(5), not t(0), t(6) if t(0) else t(7)

def f(x):
    if x > 0: return "pos"
    elif x == 0: return "zero"
    else: return "neg"
f(1), f(0), f(-1)

[] or {} or "" or None or "x", 1 and [] and 2, not [] and not 0

class B:
    def __bool__(self): return 5
if B(): pass

class L:
    def __len__(self): return 0
"full" if L() else "empty", bool(L()), not L()

x = 5
"a" if x < 3 else "b" if x < 6 else "c"

if (n := 3) and n > 2: print(n)

None or 0 or False, 0 and 1 or 2

def f(a, b):
    if a:
        if b: return 1
    if b:
        with memoryview(b"ab") as view: return len(view)
    if a: return 2
    return 3
f(1, 1), f(0, 1), f(1, 0), f(0, 0)
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
