"""`class`: bases, methods, special methods, slots, properties, inheritance."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = '''
class C: pass
=>
class C: pass

class C(B, k=1): x = 2
=>
class C(B, k=1): x = 2

class C(*bases): pass
=>
class C(*__drain__(bases)): pass

class C(*a, *b): pass
=>
class C(*__drain__(a), *__drain__(b)): pass

class C(**k): pass
=>
class C(**__mapping__(k)): pass

class C(f(x), metaclass=ABCMeta): pass
=>
class C(f(x), metaclass=ABCMeta): pass

class C:
    """Doc."""
    x: int = 1
    def f(self): return self.x
=>
class C:
    """Doc."""
    x: int = 1
    def f(self): __tick__(__ticks__); return self.x

class C:
    __slots__ = ("a", "b")
    __match_args__ = ("a",)
=>
class C:
    __slots__ = ("a", "b")
    __match_args__ = ("a",)

class C:
    def __init__(self, x):
        self.x = x
        super().__init__()
=>
class C:
    def __init__(self, x):
        __tick__(__ticks__); (self if __type__(self) in __own__ else __writable__(self)).x = x
        (super().__init__ if __type__(self) in __bare__ else __attr__.init__(super()))()

class C:
    def __add__(self, o): return C(self.x + o.x)
    __radd__ = __add__
=>
class C:
    def __add__(self, o): __tick__(__ticks__); return C((__t0__ + o.x if __type__(__t0__ := self.x) in __numbers__ else __plus__(__t0__, o.x)))
    __radd__ = __add__

class C:
    n *= 2
    xs = [n * x for x in xs]
=>
class C:
    n = __inplace_times__(n, 2)
    xs = [__times__(n, x) for x in __compress__(xs, __ticks__)]

class A(B.C[int]): pass
=>
class A(B.C[int]): pass

class C((yield_)): pass
=>
class C((yield_)): pass
'''

EVERY_GUARD = """
class C(*bases):
    def f(self): self.x = 1
=>
class C(*__drain__(bases)):
    def f(self): __tick__(__ticks__); __writable__(self).x = 1
"""

REFUSED = [
    ("CL101", "class __C__: pass"),
    ("CL301", "class C(metaclass=f()): pass"),
    ("CL301", "class C(metaclass=f()): pass"),
    ("CL302", "class C:\n    def __del__(self): pass"),
    ("CL302", "class C:\n    def __getattribute__(self, n): pass"),
    ("CL302", "class C:\n    def __reduce__(self): pass"),
    ("CL101", "class C:\n    __class__ = int"),
    ("CL101", "class C:\n    __del__ = f"),
    ("CL305", "class C:\n    __annotations__ = names\n    x: int"),
    ("CL305", "class C:\n    if x:\n        y: int\n    a, __annotations__ = names"),
    ("CL305", "class C:\n    __annotations__: dict = names"),
    ("CL303", "class C:\n    __slots__ = names"),
    ("CL303", "class C:\n    __slots__ = ('a' + 'b',)"),
    ("CL303", "class C:\n    __slots__ = ('a', '__class__')"),
    ("CL303", "class C:\n    __match_args__ = ('a', '__dict__')"),
    ("CL303", "class C:\n    __slots__ = x = ('a',)"),
    ("CL303", "class C:\n    __slots__ = ('a b',)"),
    ("CL303", "class C:\n    __slots__ = '__del__'"),
    ("CL303", "class C:\n    __slots__ = ('\ufb01',)"),
    ("CL303", "class C:\n    __match_args__ = 'a'"),
    ("CL303", "class C:\n    __slots__ = ('a', 'class')"),
    ("CL303", "class C:\n    __slots__ = (b'a',)"),
    ("CL303", "class C:\n    __slots__ += ('a',)"),
    ("CL303", "class C:\n    __match_args__ = ['format']"),
    ("CL303", "class C:\n    __match_args__ = 'a'"),
    ("CL101", "class C:\n    print(__slots__)"),
    ("CL101", "class C:\n    del __doc__"),
    ("CL101", "class C:\n    import math as __init__"),
    ("CL101", "class C:\n    def m(self, __class__): pass"),
    ("CL101", "def f():\n    __slots__ = 1"),
    ("CL101", "def f():\n    __annotations__ = 1"),
    ("CL101", "class __init__: pass\nclass D:\n    class __init__: pass"),
]

SAME = """
class A:
    def __init__(self, x): self.x = x
class B(A):
    def __init__(self, x, y):
        super().__init__(x); self.y = y
class C(B):
    def __init__(self, *args, **named): super().__init__(*args, **named)
class D(C, Exception): pass
class E(C, list):
    def __init__(self, *args): super().__init__(*args)
[(each.x, each.y) for each in (B(1, 2), C(3, y=4), D(5, 6), E(7, 8))]

class Bad(ValueError):
    def __init__(self, code, *rest):
        super().__init__(f"code {code}", *rest); self.code = code
class Worse(Bad, KeyError): pass
[(str(each), each.args, each.code) for each in (Bad(1), Worse(2, 3))]

class U(UnicodeError):
    def __init__(self): super().__init__("no")
class G(ExceptionGroup):
    def __init__(self, text, inner): super().__init__(text, inner)
str(U()), str(G("a", [ValueError(1)]))

class A:
    def __init__(self): super().__init__(1)
try: A()
except TypeError as error: print(error)
class B:
    def __init__(self): super().__init__(); super().missing
try: B()
except AttributeError as error: print(error)
def f(self): super().__init__()
class C: __init__ = f
try: C()
except RuntimeError as error: print(error)

class A:
    def __init__(self): print("A", type(self).__name__); super().__init__()
class B(A):
    def __init__(self): print("B"); super().__init__()
class C(A):
    def __init__(self): print("C"); super().__init__()
class D(B, C): pass
D(); B.__init__(D())
class M(type):
    def __init__(cls, name, bases, space):
        print("M", name); super().__init__(name, bases, space)
class E(A, metaclass=M): pass
E() and None

class P:
    def __init__(self, center): self.center, self.format = center, [center]
    def join(self, other): return self.center, other.center, self.format, other.replace
    replace = property(lambda self: -self.center)
class S(str):
    def join(self, xs): return "mine", super().join(xs), self.center(5)
class L(list):
    extend = 3
class Q(P, KeyError):
    def __getattr__(self, name): return f"no {name}"
class F(str):
    pass
f = F("ab"); f.center = 1
p, q = P(3), Q(4)
xs = [p.join(q), q.join(p), S("-").join("ab"), L().extend, q.translate, f.center, "a".center(3)]
for each in (p, f, S("s")):
    for name in ("center", "encode"):
        try: xs.append(callable(each.center if name == "center" else each.encode))
        except AttributeError as error: xs.append(str(error))
xs

class K:
    def __init__(self, n): self.n = n
    def __hash__(self): return hash(self.n)
    def __eq__(self, other): return isinstance(other, K) and self.n == other.n
class N:
    __hash__ = None
class O: pass
class T(tuple): pass
o = O()
d = {K(1): 1, o: 2, T((1, 2)): 3}
d[K(1)] = 4
try: d[N()] = 1
except TypeError as error: print(error)
O.__hash__ = lambda self: 1 / 0
try: print(o in d)
except ZeroDivisionError as error: print(error)
(len(d), d.get(K(1)), K(2) in d, K(1) in [K(3), K(1)], [K(1)].index(K(1)), N() == N(), K(1) != K(1),
 d[T((1, 2))], d[1, 2], max(K(1), K(2), key=lambda k: k.n).n)

class V:
    def __init__(self, x): self.x = x
    def __mul__(self, k): return ("v", self.x, k)
    def half(self, f): return self * (f / 2.0), self * f
class W(list):
    def half(self, f): return self * f
class X(float):
    def half(self, f): return self * f, self * (f + 0.5)
xs = [V(2).half(3), V(1).half(2.5), W([1]).half(2), X(2).half(3), X(2).half(1.5)]
try: W([1]).half(1.5)
except TypeError as error: xs.append(str(error))
xs

import weakref
class N: __slots__ = ("value", "__weakref__")
class D:
    __slots__ = ["a", "__dict__"]
n, d = N(), D()
d.a, d.b = 1, 2
try: n.other = 1
except AttributeError: print("no such slot")
r = weakref.ref(n)
r() is n, d.__dict__, N.__slots__

class C: __slots__ = "format"
c = C()
c.format = 1
c.form = 2

class C:
    __slots__: tuple = ("a", "b")
c = C()
c.a = 1
c.c = 2

class A:
    def __init_subclass__(cls, **k): cls.k = k
k = {"x": 1}
class B(A, **k): pass
B.k

class A: pass
class B:
    def __mro_entries__(self, bases):
        log.append((len(bases), bases[0] is A))
        return (dict,)
log = []
b = B()
class C(A, b): pass
repr(C.__mro__), C.__orig_bases__ == (A, b), log, C(x=1)["x"]

class B:
    def __mro_entries__(self, bases): return ()
class C(B()): pass
repr(C.__bases__)

class B:
    def __mro_entries__(self, bases): return [int]
class C(B()): pass

class B:
    def __mro_entries__(self, bases): return (bool,)
class C(B()): pass

class B:
    __mro_entries__ = "no"
class C(B()): pass

class B:
    def __mro_entries__(self, bases): return (int,)
type("C", (B(),), {})

class S:
    def __getitem__(self, i): ...
S()[0], [x for x, _ in zip(S(), range(3))]

class A:
    @property
    def x(self): return 1
    @x.setter
    def x(self, value): print("set", value)
A.x.fget(A()), A.x.fset(A(), 2), A.x.fdel, A.__dict__["x"].fget.__name__, property().fget

class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Point({self.x}, {self.y})"
    def __eq__(self, o): return (self.x, self.y) == (o.x, o.y)
    def __add__(self, o): return Point(self.x + o.x, self.y + o.y)
    def __mul__(self, k): return Point(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __neg__(self): return self * -1
    def __bool__(self): return bool(self.x or self.y)
    def __len__(self): return 2
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __contains__(self, v): return v in (self.x, self.y)
    def __hash__(self): return hash((self.x, self.y))
    def __call__(self, k): return self * k
p = Point(1, 2)
print(p, p + p, 3 * p, -p, bool(Point(0, 0)), len(p), p[1], 2 in p, p(5), {p: 1}[Point(1, 2)])
print([*p], p == Point(1, 2), p != Point(1, 3))
p

class A:
    def who(self): return "A"
class B(A):
    def who(self): return "B" + super().who()
class C(A):
    def who(self): return "C" + super().who()
class D(B, C):
    def who(self): return "D" + super().who()
D().who(), [k.__name__ for k in D.__mro__], isinstance(D(), A), issubclass(B, C)

class A:
    n = 0
    def __init_subclass__(cls, /, tag=None, **k):
        super().__init_subclass__(**k)
        cls.tag = tag
        A.n += 1
class B(A, tag="b"): pass
class C(A): pass
A.n, B.tag, C.tag

class T:
    def __init__(self): self._t = 20
    @property
    def t(self): return self._t
    @t.setter
    def t(self, v):
        if v < 0: raise ValueError("cold")
        self._t = v
    @staticmethod
    def s(x): return x + 1
    @classmethod
    def c(cls): return cls.__name__
x = T()
x.t = 30
print(x.t, T.s(1), x.c(), T.c())
x.t = -1

class S:
    __slots__ = ("a",)
s = S()
s.a = 1
print(s.a)
s.b = 2

class D:
    def __set_name__(self, owner, name): self.name = name
    def __get__(self, obj, kind=None): return f"get {self.name}"
    def __set__(self, obj, value): print("set", self.name, value)
class C:
    x = D()
c = C()
c.x = 5
c.x

class C:
    def __getattr__(self, name): return name.upper()
C().hello, hasattr(C(), "x"), getattr(C(), "abc", 1)

class C:
    def __enter__(self): return self
    def __exit__(self, *a): return True
with C() as c: 1 / 0
c.__class__.__name__

class C:
    count = 0
    def __init__(self): C.count += 1
    def __lt__(self, o): return id(self) < 0
[C() for i in range(3)]
C.count, sorted([C()]) != []

class Stack(list):
    def push(self, x): self.append(x); return self
Stack().push(1).push(2)

class E(Exception):
    def __init__(self, code): super().__init__(f"code {code}"); self.code = code
try:
    raise E(5)
except E as e:
    print(e, e.code, e.args)
raise E(7)

class C:
    def __private(self): return 1
    def f(self): return self.__private()
print(C().f(), C()._C__private())
C().__private()

class C:
    x = 1
    def f(self): return x
C().f()

def outer():
    class C:
        def f(self): return __class__.__name__
    return C().f()
outer()

class C:
    def __iter__(self): yield from (1, 2)
    def __reversed__(self): yield "r"
list(C()), list(reversed(C())), max(C()), dict(zip(C(), "ab"))

class C: pass
C.x = 1
c = C()
c.y = 2
del c.y
(c.x, hasattr(c, "y"), c.__dict__)

class C:
    pass
C.missing

class C:
    def f(self): pass
C().f(1)

class Meta:
    def __class_getitem__(cls, k): return k
Meta[5]

from dataclasses import dataclass, field
@dataclass(order=True)
class P:
    x: int
    y: list = field(default_factory=list)
print(P(1), P(1) == P(1, []), P(1) < P(2))
P(2, [3])

from abc import ABC, abstractmethod
class A(ABC):
    @abstractmethod
    def f(self): ...
A()

from typing import NamedTuple
class N(NamedTuple):
    a: int
    b: str = "x"
print(N(1), N(1)._replace(a=2), [*N(3)])
N(1)

class C(object, int): pass
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)


test_a_class_knows_those_that_derive_from_it = same("""
    class A: pass
    class B(A): pass
    class C(A, Exception): pass
    class D(B): pass
    [each.__name__ for each in A.__subclasses__()], B.__subclasses__() == [D], D.__subclasses__(), hasattr(C, "__subclasses__"), len(getattr(A, "__subclasses__")())

    class A: pass
    A.__subclasses__(1)

    class M(type): pass
    class A(metaclass=M): pass
    class B(A): pass
    A.__subclasses__() == [B]

    class A(list): pass
    def make():
        class B(A): pass
        return B
    kept = [make(), make()]
    len(A.__subclasses__()), A.__subclasses__() == kept

    def f(a, b=1, /, c=(2,), *, d=3): pass
    class A:
        def m(self, x=[]): x.append(1); return x
    f.__defaults__, (lambda: 0).__defaults__, A().m(), A.m.__defaults__, A().m.__defaults__
""")
