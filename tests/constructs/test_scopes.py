"""`global`, `nonlocal`, closures and `del` of names."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
def f():
    global x, y
    x = 1
=>
def f():
    global x, y
    __tick__(__ticks__); x = 1

def f():
    x = 1
    def g():
        nonlocal x
        x *= 2
    return g
=>
def f():
    __tick__(__ticks__); x = 1
    def g():
        nonlocal x
        __tick__(__ticks__); x = __inplace_times__(x, 2)
    return g

def f():
    global x; x *= 2
=>
def f():
    global x; __tick__(__ticks__); x = __inplace_times__(x, 2)

class C:
    x = 1
    y = x * 2
=>
class C:
    x = 1
    y = __times__(x, 2)

def f():
    x = 1
    del x
=>
def f():
    __tick__(__ticks__); x = 1
    del x
"""

EVERY_GUARD = """
def f():
    global x
    x += y
=>
def f():
    global x
    __tick__(__ticks__); x += __inplace_addend__(y)
"""

REFUSED = [
    ("CL101", "def f():\n    global __x__"),
    ("CL101", "def f():\n    global x, __builtins__"),
]

SAME = """
x = 1
def f():
    global x, y
    x += 1
    y = x * 2
f()
x, y

def f():
    n = 0
    def g():
        nonlocal n
        n *= 2
        n += 1
        return n
    def h(): return n
    return g, h
g, h = f()
g(), g(), h()

def f():
    del x
    x = 1
f()

x = 1
def f():
    print(x)
    x = 2
f()

def f():
    x = 1
    del x
    return x
f()

def f():
    def g(): return late
    late = 5
    return g()
f()

def f():
    def g(): return late
    g()
    late = 5
f()

x = "global"
class C:
    x = "class"
    def f(self): return x
    y = [x for _ in "a"]
C().f(), C.y

x = "global"
class C:
    print(x)
    x = "class"
    print(x)
    del x
    print(x)

len = 5
len + 1

def f(list): return [*list]
f("ab")

def f():
    class C:
        nonlocal_ = 1
        def g(self): return C.nonlocal_
    return C().g()
f()

fs = []
for i in range(3):
    fs.append(lambda: i)
[f() for f in fs]

def f(x):
    def g():
        def h():
            nonlocal x
            x = x + [1]
        h()
    g()
    return x
f([0])

def f():
    try: raise ValueError
    except ValueError as e: pass
    return e
f()

print = str
print(5)

def f():
    global g
    def g(): return "g"
f()
g()
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
