"""Function definitions: each ticks first, wherever its first evaluation stands."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = '''
def f(): return 1
=>
def f(): __tick__(__ticks__); return 1

def f():
    """Doc."""
    return 1
=>
def f():
    """Doc."""
    __tick__(__ticks__); return 1

def f():
    "Doc."
    pass
=>
def f():
    "Doc."
    pass

def f():
    global a
    x = 1; y = 2
=>
def f():
    global a
    __tick__(__ticks__); x = 1; y = 2

def f():
    if(x): return 1
=>
def f():
    if __tick__(__ticks__) and ((x)): return 1

def f():
    while x: pass
=>
def f():
    while __tick__(__ticks__) and (x): pass

def f():
    for x in a, b: pass
=>
def f():
    for x in __tick__(__ticks__) and (a, b): pass

def f():
    for a, *b in x: pass
=>
def f():
    for a, *b in __compress__(__unpack_each__(__tick__(__ticks__) and (x), 1), __ticks__): pass

def f():
    with x as y, z: pass
=>
def f():
    with __tick__(__ticks__) and (x) as y, z: pass

def f():
    match x, y:
        case 1: pass
=>
def f():
    match __tick__(__ticks__) and (x, y):
        case 1: pass

def f():
    try:
        return 1
    finally:
        pass
=>
def f():
    try:
        __tick__(__ticks__); return 1
    finally:
        pass

def f():
    try: pass
    except E: pass
    f()
=>
def f():
    try: pass
    except __tick__(__ticks__) and (E): pass
    __tick__(__ticks__); f()

def f():
    try:
        pass
    except ValueError:
        pass
    else:
        g()
=>
def f():
    try:
        pass
    except ValueError:
        pass
    else:
        __tick__(__ticks__); g()

def f():
    try:
        ...
    finally:
        g()
    h()
=>
def f():
    try:
        ...
    finally:
        __tick__(__ticks__); g()
    h()

def f():
    @g
    def h(): pass
=>
def f():
    @__tick__(__ticks__) and (g)
    def h(): pass

def f():
    def g(): pass
    def h(x=1): pass
    return h
=>
def f():
    def g(): pass
    def h(x=1): pass
    __tick__(__ticks__); return h

def f():
    def g(x=y, *, z=w): pass
    g()
=>
def f():
    def g(x=__tick__(__ticks__) and (y), *, z=w): pass
    g()

def f():
    def g(*args: int, k: str) -> float: pass
    return g
=>
def f():
    def g(*args: __tick__(__ticks__) and (int), k: str) -> float: pass
    return g

def f():
    class C: pass
    return C
=>
def f():
    class C: pass
    return C

def f():
    class C(B, metaclass=ABCMeta, k=1): pass
=>
def f():
    class C(__tick__(__ticks__) and (B), metaclass=ABCMeta, k=1): pass

def f():
    class C(B, g()): pass
=>
def f():
    class C(__tick__(__ticks__) and (B), g()): pass

def f():
    class C(*bases, **options): pass
=>
def f():
    class C(*__drain__(__tick__(__ticks__) and (bases)), **__mapping__(options)): pass

def f():
    class C(k=g()): pass
=>
def f():
    class C(k=__tick__(__ticks__) and (g())): pass

def f():
    return(x)
=>
def f():
    __tick__(__ticks__); return(x)

def f():
    1
    x()
=>
def f():
    __tick__(__ticks__); 1
    x()

def f(a, /, b=x * y, *c, d, e=2, **f): pass
=>
def f(a, /, b=(x * y if __type__(x) is __floating__ else __times__(x, y)), *c, d, e=2, **f): pass

def f(): x; y
=>
def f(): __tick__(__ticks__); x; y

def f():
    import math
    from math import sqrt
=>
def f():
    __tick__(__ticks__); math = __load_module__('math')
    (sqrt,) = __load_names__('math', 'sqrt')

def f():
    x: int
    y: int = 1
=>
def f():
    __tick__(__ticks__); x: int
    y: int = 1

def f(): a.b *= 2
=>
def f(): __tick__(__ticks__); __t1__ = (a); (__t1__ if __type__(__t1__) in __own__ else __writable__(__t1__)).b = __inplace_times__(__t1__.b, 2); del __t1__

def f():
    del x
=>
def f():
    __tick__(__ticks__); del x
'''

EVERY_GUARD = '''
def f(x=y):
    """Doc."""
    return x + 1
=>
def f(x=y):
    """Doc."""
    __tick__(__ticks__); return __addend__(x) + __addend__(1)

def f():
    class C(g()): pass
=>
def f():
    class C(__tick__(__ticks__) and (g())): pass

def f():
    try: pass
    finally: f()
=>
def f():
    try: pass
    finally: __tick__(__ticks__); f()
'''

REFUSED = [
    ("CL101", "def __f__(): pass"),
    ("CL101", "def f(__x__): pass"),
    ("CL101", "def f(*, __import__=1): pass"),
    ("CL101", "def f(*__tick__): pass"),
    ("CL101", "f(__class__=1)"),
    ("CL102", "def f(): return open('x')"),
]

SAME = '''
def f(a, b=2, /, c=3, *args, d, e=5, **rest):
    return a, b, c, args, d, e, rest
print(f(1, d=4))
print(f(1, 2, 3, 4, 5, d=6, z=7))
f(1)

def f(a, /): return a
f(a=1)

def f(a, b): return a
f(1, 2, 3)

def f(): pass
f()

def f(x, acc=[]):
    acc.append(x)
    return acc
f(1), f(2)

def fact(n): return 1 if n < 2 else n * fact(n - 1)
fact(20)

def f():
    def g():
        return h()
    def h():
        return 5
    return g()
f()

def f(n):
    """The doc."""
    return n
(f.__doc__, f.__name__, f.__qualname__, f.__module__)

def f(x):
    try:
        return x / 0
    except ZeroDivisionError:
        return "zero"
    finally:
        print("finally")
f(1)

def f():
    try:
        return 1
    finally:
        return 2
f()

def make():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    return up
u = make()
u(), u(), u()

def f(*a, **k): return len(a), sorted(k)
f(*range(3), *"ab", **{"x": 1}, **{"y": 2})

def f(*, a): return a
f(**{"a": 1, "b": 2})

def deep(n): return deep(n + 1)
try:
    deep(0)
except RecursionError as e:
    print("deep")

def f(x=print("default")): return x
f()

def f():
    class C(object): x = 1
    return C().x
f()

def f():
    try: pass
    except ValueError: pass
    else: return "else"
f()

def f():
    from math import floor
    import json
    return floor(2.5), json.dumps([1])
f()
'''

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
