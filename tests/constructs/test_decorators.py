"""Decorators: any expression; the first of a function's first statement ticks."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
@f
def g(): pass
=>
@f
def g(): pass

@a.b(c)
# between
@d
class C: pass
=>
@a.b(c)
# between
@d
class C: pass

@(lambda f: f)
def g(): pass
=>
@(lambda f: __tick__(__ticks__) and (f))
def g(): pass

@x if y else z
def g(): pass
=>
@x if y else z
def g(): pass

@f(x for x in xs)
def g(): pass
=>
@f(x for x in __compress__(xs, __ticks__))
def g(): pass

def f():
    @a  # one
    @b.join
    def g(): pass
=>
def f():
    @__tick__(__ticks__) and (a)  # one
    @__attr__.join(b)
    def g(): pass

@(x)
def g(): pass
=>
@(x)
def g(): pass
"""

EVERY_GUARD = """
@f
def g(): return 1
=>
@f
def g(): __tick__(__ticks__); return 1
"""

REFUSED = [
    ("CL101", "@__f__\ndef g(): pass"),
    ("CL110", "@f.__globals__\ndef g(): pass"),
    ("CL101", "@f\ndef __g__(): pass"),
]

SAME = '''
def twice(f):
    def g(*a, **k): return f(*a, **k), f(*a, **k)
    return g
def tag(name):
    print("tag", name)
    def deco(f):
        print("deco", name, f.__name__)
        return f
    return deco
@tag("outer")
@tag("inner")
@twice
def f(x): return x + 1
f(1)

@lambda c: [c.__name__]
class C: pass
C

@callable
def f(): pass
f

import functools
def logged(f):
    @functools.wraps(f)
    def g(*a):
        print("call", f.__name__, a)
        return f(*a)
    return g
@logged
def add(a, b):
    """Add."""
    return a + b
print(add.__name__, add.__doc__)
add(1, 2)

from functools import lru_cache
@lru_cache(maxsize=None)
def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)
fib(60)

def outer():
    @str
    def f(): pass
    return f[:9]
outer()

@5
def f(): pass

def f(): pass
@f
def g(): pass

class C:
    @property
    def x(self): return 1
    @x.setter
    def x(self, v): print(v)
C().x = 5
'''

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
