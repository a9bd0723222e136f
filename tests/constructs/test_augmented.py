"""Augmented assignment: operands are evaluated once."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = r"""
n = 1
n += f(y)
=>
n = 1
n += (f(y) if __type__(n) is __whole__ else __inplace_addend__(f(y)))

x += y
=>
x += (y if __type__(y) in __numbers__ else __inplace_addend__(y))

x += 1
=>
x += 1

x -= y
=>
x -= (y if __type__(y) in __scalars__ else __inplace_operand__(y))

x |= y
=>
x = __inplace_union__(x, y)

x ^= y
=>
x = __inplace_either__(x, y)

x[1] ^= y
=>
__t1__ = (x); __t2__ = __key__((1)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_either__(__t1__[__t2__], y); del __t1__, __t2__

x |= 4; x.a |= 4
=>
x |= 4; (x if __type__(x) in __own__ else __writable__(x)).a |= 4

x.a |= y
=>
__t1__ = (x); __writable__(__t1__).a = __inplace_union__(__t1__.a, y); del __t1__

x &= 1; x ^= 2; x >>= 3; x //= 4; x /= 5; x @= y
=>
x &= 1; x ^= 2; x >>= 3; x //= 4; x /= 5; x @= y

x *= y
=>
x = __inplace_times__(x, y)

x *= 2.0
=>
x *= 2.0

x **= 2
=>
x = __inplace_power__(x, 2)

x <<= y
=>
x = __inplace_shift__(x, y)

x %= y
=>
x = __inplace_percent__(x, y)

x *= y, z
=>
x = __inplace_times__(x, (y, z))

x += y, z
=>
x += __inplace_addend__((y, z))

x.a += y
=>
(x if __type__(x) in __own__ else __writable__(x)).a += (y if __type__(y) in __numbers__ else __inplace_addend__(y))

x.a *= 2
=>
__t1__ = (x); __writable__(__t1__).a = __inplace_times__(__t1__.a, 2); del __t1__

x.a.b *= 2; y.c **= 3
=>
__t1__ = (x.a); __writable__(__t1__).b = __inplace_times__(__t1__.b, 2); del __t1__; __t1__ = (y); __writable__(__t1__).c = __inplace_power__(__t1__.c, 3); del __t1__

f().a %= g()
=>
__t1__ = (f()); __writable__(__t1__).a = __inplace_percent__(__t1__.a, g()); del __t1__

x[k] += y
=>
(x if __type__(k) in __scalars__ and not __answering__ else __place__(x, k))[k] += (y if __type__(y) in __numbers__ else __inplace_addend__(y))

x[k] *= 2
=>
__t1__ = (x); __t2__ = __key__((k)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x["a"] *= 2
=>
__t1__ = (x); __t2__ = __key__(("a")); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x[a, b] *= 2
=>
__t1__ = (x); __t2__ = __key__((a, b)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x[*a] *= 2
=>
__t1__ = (x); __t2__ = __key__((*__drain__(a),)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x[k := 1] *= 2
=>
__t1__ = (x); __t2__ = __key__((k := 1)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x[a][b] <<= y
=>
__t1__ = (x[(a if __type__(a) in __scalars__ else __key__(a))]); __t2__ = __key__((b)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_shift__(__t1__[__t2__], y); del __t1__, __t2__

x[
    a,  # one
    b
] *= 2
=>
__t1__ = (x); __t2__ = __key__((
    a,  # one
    b
)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

(  # why
    x
) *= 2
=>
(  # why
    x
) = __inplace_times__(x, 2)

(
    x.a  # it
) *= 2
=>
__t1__ = (
    x  # it
); __writable__(__t1__).a = __inplace_times__(__t1__.a, 2); del __t1__

x \
    *= \
    2
=>
x = __inplace_times__(x,  \
     \
    2)

x\
    .a *= 2
=>
__t1__ = (x\
    ); __writable__(__t1__).a = __inplace_times__(__t1__.a, 2); del __t1__

if x: y *= 2; z += 1
=>
if x: y = __inplace_times__(y, 2); z += 1

def f(): x *= yield
=>
def f(): __tick__(__ticks__); x = __inplace_times__(x, (yield))

x += lambda: 1
=>
x += __inplace_addend__(lambda: __tick__(__ticks__) and (1))

x.a -= 1
=>
(x if __type__(x) in __own__ else __writable__(x)).a -= 1

x *= 2;
=>
x = __inplace_times__(x, 2);
"""

EVERY_GUARD = """
x += y
=>
x += __inplace_addend__(y)

x *= 2
=>
x = __inplace_times__(x, 2)

x.a *= 2
=>
__t1__ = (x); __writable__(__t1__).a = __inplace_times__(__t1__.a, 2); del __t1__

x[k] *= 2
=>
__t1__ = (x); __t2__ = __key__((k)); (__t1__ if not __answering__ else __changing__(__t1__))[__store_key__(__t2__)] = __inplace_times__(__t1__[__t2__], 2); del __t1__, __t2__

x.a += 1
=>
__writable__(x).a += __inplace_addend__(1)
"""

REFUSED = [
    ("CL101", "__x__ += 1"),
    ("CL101", "__name__ *= 2"),
    ("CL110", "x.__dict__ |= y"),
    ("CL403", "x[1:2] *= 2"),
    ("CL403", "x[1:2] |= y"),
]

SAME = """
a = ((1, 2), 3)
class Q:
    try: a[0] *= 3
    except TypeError: pass
    try: a[7] **= 3
    except IndexError: b = 1
    try: a.join += 3
    except AttributeError: c = sorted(n for n in locals() if not n.endswith("__"))
    try: x = y, *z = 5
    except TypeError: pass
    try: a.q |= 3
    except AttributeError: pass
    x = y, *z = "abc"
[n for n in vars(Q) if n[:2] != "__"], Q.c

import enum
a = (1,)
class E(enum.Enum):
    A = 1
    try: a[0] *= 3
    except TypeError: B = 2
    try: a[9] *= 3
    except IndexError: C = 2
[*E], [*E.__members__]

class M(type):
    def __prepare__(*a): return {"p": (1,)}
    def __new__(m, n, b, s): 
        print([k for k in s if k[:3] == "__t"])
        return super().__new__(m, n, b, s)
class C(metaclass=M):
    try: p[0] *= 3
    except TypeError: q = 2
C.q

exec('''
a = (1,)
class C:
    try: a[0] *= 3
    except TypeError: q = 2
print(C.q)
''')

from dataclasses import dataclass
from typing import NamedTuple, TypedDict, Protocol
a = (1,)
@dataclass
class C:
    x: int
    try: a[0] *= 3
    except TypeError: q = 2
class N(NamedTuple):
    x: int
    try: a[0] *= 3
    except TypeError: q = 2
class P(Protocol):
    try: a[0] *= 3
    except TypeError: q = 2
C(1).q, N(1).q, N._fields, P.q

d, s = {"Spam": 3, "SPAM": 5}, "spam"
d[s.title()] %= 2
d[s.title().upper()] %= 3
d

class A: pass
a = A()
a.join = [1]
a.join += (2,)
a.join *= 2
a.format = 7
a.format -= 2
a.format **= 2
a.format %= 7; a.format <<= 3
a.join, a.format

class A:
    @property
    def join(self): print("read"); return 1
    @join.setter
    def join(self, value): print("write", value)
a = [A()]
def f(): print("a"); return a
def g(): print("v"); return 2
f()[0].join += g()
f()[0].join |= g()
f()[
    0
].join *= (
    g())

def f(): "doc"
f.__doc__ += "s"
f.__name__ *= 2
f.__doc__, f.__name__

class A: pass
A().format += 1

x = 5
x += 1; x -= 2; x *= 3; x **= 2; x //= 5; x %= 7; x <<= 3; x >>= 1; x |= 8; x &= 12; x ^= 5
x /= 2
x

x = [1]
y = x
x += (2,)
x *= 2
x, y is x

x = (1,)
y = x
x += (2,)
x *= 2
x, y

s = "a"
s += "b"; s *= 3; s %= ()
s

d = {"a": [1], "n": 2}
d["a"] += [2]
d["a"] *= 2
d["n"] **= 3
d["z"] += 1

class C: pass
c = C()
c.x = [1]
c.x += [2]
c.x *= 2
c.n = 3
c.n **= 2
c.n <<= 1
c.n %= 10
c

def t(x): print("t", x); return x
d = {1: 2}
d[t(1)] *= t(3)
d[t(1)] += t(4)
d

class C:
    def __init__(self, v): self.v = v
    def __iadd__(self, o): self.v += o; return self
    def __imul__(self, o): self.v *= o; return self
    def __mod__(self, o): return C(("mod", o))
    def __ipow__(self, o): return C(("ipow", o))
    def __ilshift__(self, o): return NotImplemented
a = b = C(2)
a += 3
a *= 4
print(a.v, b.v, a is b)
a %= 2
b **= 3
print(a.v, b.v)
b <<= 1

x += 1

def f():
    x += 1
x = 1
f()

x = "a"
x += 1

x = ([1],)
try:
    x[0] += [2]
except TypeError as e:
    print(e)
x

x = ([1],)
try:
    x[0] *= 2
except TypeError as e:
    print(e)
x

m = [[1, 2], [3, 4]]
m[0][1] *= 10
m[1][0] %= 2
m[1] *= 2
m

x = {1}
x |= {2}
x &= {2, 3}
x ^= {5}
x -= {2}
x

d = {"a": 1}
d |= [("b", 2)]
d

class D:
    x = [1]
    x *= 3
    n = 2
    n **= 3
D.x, D.n

x = [1, 2]
x += "ab"
x += (i for i in range(2))
x

x = [1]
x += 5

x = 1
x @= 2

class G:
    def __getitem__(self, k): print("get", k); return 2
    def __setitem__(self, k, v): print("set", k, v)
a = (1, 2)
G()[1] *= 5
G()[1, 2] += 3
G()[*a] **= 2

class P:
    @property
    def x(self): print("get"); return 3
    @x.setter
    def x(self, v): print("set", v)
p = P()
p.x *= 2
p.x += 1

def f():
    try:
        d = {}
        d["k"] *= 2
    except KeyError as e:
        return repr(e)
f(), f()
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
