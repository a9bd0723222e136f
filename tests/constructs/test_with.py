"""`with`: one item or several, parenthesised or not, their targets."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
with f(): pass
=>
with f(): pass

with f() as x, g() as y: pass
=>
with f() as x, g() as y: pass

with (f() as x, g() as y):
    pass
=>
with (f() as x, g() as y):
    pass

with (
    f() as x,  # one
    g(),  # two
):
    pass
=>
with (
    f() as x,  # one
    g(),  # two
):
    pass

with(x)as y: pass
=>
with(x)as y: pass

with f() as (x, y): pass
=>
with f() as (x, y): pass

with f() as x.a, g() as x[k]: pass
=>
with f() as (x if __type__(x) in __own__ else __writable__(x)).a, g() as (x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k]: pass

def f():
    with(x)as y: pass
=>
def f():
    with __tick__(__ticks__) and ((x))as y: pass

def f():
    with (x as y, z): pass
=>
def f():
    with (__tick__(__ticks__) and (x) as y, z): pass

with x * y: pass
=>
with (x * y if __type__(x) is __floating__ else __times__(x, y)): pass
"""

EVERY_GUARD = """
with f() as x.a: pass
=>
with f() as __writable__(x).a: pass
"""

REFUSED = [
    ("CL404", "with f() as (x, *y): pass"),
    ("CL101", "with f() as __x__: pass"),
]

SAME = """
class M:
    def __init__(self, n, swallow=False): self.n, self.swallow = n, swallow
    def __enter__(self): print("enter", self.n); return self.n
    def __exit__(self, kind, error, tb):
        print("exit", self.n, kind and kind.__name__, str(error))
        return self.swallow
with M(1) as a, M(2) as b:
    print(a, b)
with M(3, True):
    raise ValueError("swallowed")
with (M(4), M(5, True) as c,):
    1 / 0
def f():
    with M(6): return "returned"
print(f())
with M(7):
    raise KeyError("k")

class M:
    def __enter__(self): return 1, (2, 3)
    def __exit__(self, *a): pass
with M() as (x, (y, z)): print(x, y, z)
class O: pass
o = O()
with M() as o.x: pass
d = {}
with M() as d["k"]: pass
o.x, d

with 5: pass

class M:
    def __enter__(self): pass
with M(): pass

from contextlib import contextmanager, suppress
@contextmanager
def tag(name):
    print("<" + name)
    try:
        yield name.upper()
    finally:
        print(name + ">")
with tag("b") as x: print(x)
with suppress(ZeroDivisionError): 1 / 0
with tag("i"): [][0]
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
