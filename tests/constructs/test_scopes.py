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

#: Dunder names that are variables like others.
DUNDERS = r"""
def f():
    __init__ = 1
    def g():
        nonlocal __init__
        __init__ += 1
        return __init__
    return g(), g(), __init__
f()

def __getattr__(name): return name
__getattr__("a"), sorted(k for k in globals() if k.startswith("__ge"))

def f(__eq__, *, __hash__=2, **k): return __eq__, __hash__, k
f(1, __hash__=4, __add__=3), [__x for __x in [1]], [__lt__ for __lt__ in [1,2]]

T = type("T", (), dict(__str__=lambda self: "x", __len__=lambda self: 3))
str(T()), len(T())

__license__ = "MIT"; __copyright__ = "x"
__license__, globals()["__license__"]

match (1, 2):
    case (__eq__, __lt__): r = __eq__ + __lt__
r

def f():
    for __iter__ in range(3): pass
    del __iter__
    return __iter__
f()

def f():
    global __repr__
    __repr__ = 5
f()
__repr__

def f():
    __len__ = 3
    return sorted(locals())
f()

class A:
    for __len__ in [lambda self: 4]: pass
len(A())

__str__

def f():
    try: 1/0
    except ZeroDivisionError as __repr__: return repr(__repr__)
f()

exec("def __str__(self): return 'q'\nr = __str__(1)")
r, __str__(2)

d = {"__str__": 3}
exec("x = __str__ + 1", d)
d["x"]

class A:
    def m(self):
        __class__
        def __class_getitem__(x): return x
        return __class_getitem__(__class__.__name__)
A().m()

def f(x, __mul__):
    __mul__ *= x
    x = x % __mul__
    return __mul__ + x, __mul__ in [6], f"{__mul__}"
f(2, 3)

class B:
    def __add__(self, o): return 1
    __radd__ = __add__
    print(__add__.__name__)
    def f():
        return __add__
try: B.f()
except NameError as e: print(e)
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME, DUNDERS)
