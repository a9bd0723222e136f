"""Arithmetic: what can grow is priced, what cannot stays as it is."""

from __future__ import annotations

from harness import assert_same, refused, rewritten, same

REWRITTEN = r"""
x + y
=>
__result__ = (x + y if __type__(x) in __numbers__ else __plus__(x, y))

x + 1
=>
__result__ = x + 1

"a" + x
=>
__result__ = "a" + (x if __type__(x) is __text__ and __size__(x) < 4096 else __addend__(x))

f(x) + "a"
=>
__result__ = (__t0__ if __type__(__t0__ := f(x)) is __text__ and __size__(__t0__) < 4096 else __addend__(__t0__)) + "a"

x + [1]
=>
__result__ = __addend__(x) + [1]

x + b"a"
=>
__result__ = __addend__(x) + b"a"

None + x + None
=>
__result__ = None + x + None

x + f(y)
=>
__result__ = (x + f(y) if __type__(x) in __numbers__ else __plus__(x, f(y)))

x + f(*y)
=>
__result__ = (x if __type__(x) in __numbers__ else __addend__(x)) + (__t0__ if __type__(__t0__ := f(*__drain__(y))) in __numbers__ else __addend__(__t0__))

x + f(y,
      z)
=>
__result__ = (x if __type__(x) in __numbers__ else __addend__(x)) + (__t0__ if __type__(__t0__ := f(y,
      z)) in __numbers__ else __addend__(__t0__))

x + y + z
=>
__result__ = (__t0__ + z if __type__(__t0__ := (x + y if __type__(x) in __numbers__ else __plus__(x, y))) in __numbers__ else __plus__(__t0__, z))

def f(a, b): return a.x * b.x + a.y * b.y
=>
def f(a, b): __tick__(__ticks__); return (__t0__ + (__t0__ * b.y if __type__(__t0__ := a.y) is __floating__ else __times__(__t0__, b.y)) if __type__(__t0__ := (__t0__ * b.x if __type__(__t0__ := a.x) is __floating__ else __times__(__t0__, b.x))) in __numbers__ else __plus__(__t0__, (__t0__ * b.y if __type__(__t0__ := a.y) is __floating__ else __times__(__t0__, b.y))))

x + y * 2 + z * 0.5
=>
__result__ = (__t0__ + z * 0.5 if __type__(__t0__ := (x + (y * 2 if __type__(y) in __numbers__ else __times__(y, 2)) if __type__(x) in __numbers__ else __plus__(x, (y * 2 if __type__(y) in __numbers__ else __times__(y, 2))))) in __numbers__ else __plus__(__t0__, z * 0.5))

x + (  # c
    y
)
=>
__result__ = (x if __type__(x) in __numbers__ else __addend__(x)) + ((  # c
    y
) if __type__(y) in __numbers__ else __addend__(y))

x - y / z // w >> v & u ^ t | s @ r
=>
__result__ = __union__((__t0__ ^ t if __type__(__t0__ := (__t0__ & u if __type__(__t0__ := (x - __quotient__(y / z, w) if __type__(x) in __scalars__ else __minus__(x, __quotient__(y / z, w))) >> v) in __scalars__ else __common__(__t0__, u))) in __scalars__ else __either__(__t0__, t)), s @ r)

x - y(z) | x
=>
__result__ = (__t0__ | x if __type__(__t0__ := (x - y(z) if __type__(x) in __scalars__ else __minus__(x, y(z)))) in __scalars__ else __union__(__t0__, x))

x - y(z)(x)
=>
__result__ = __minus__(x, y(z)(x))

x - 1 | {2} & "a"
=>
__result__ = __union__(x - 1, {2} & "a")

x | {1, y}
=>
__result__ = (x | {1, (y if __type__(y) in __scalars__ else __key__(y))} if __type__(x) in __sets__ and __size__(x) < 48 else __union__(x, {1, (y if __type__(y) in __scalars__ else __key__(y))}))

x * y
=>
__result__ = (x * y if __type__(x) is __floating__ else __times__(x, y))

x * 2.0
=>
__result__ = x * 2.0

2.0 * x
=>
__result__ = 2.0 * x

2 * x
=>
__result__ = __times__(2, x)

x * -1.5
=>
__result__ = x * -1.5

-x * +y
=>
__result__ = __times__(-x, +y)

x ** y
=>
__result__ = (x ** y if __type__(x) is __floating__ else __power__(x, y))

2 ** 3
=>
__result__ = 2 ** 3

-x ** -y
=>
__result__ = -__power__(x, -y)

x << y
=>
__result__ = __shift__(x, y)

x % y
=>
__result__ = __percent__(x, y)

x % 2
=>
__result__ = (x % 2 if __type__(x) in __numbers__ else __percent__(x, 2))

"%s" % x
=>
__result__ = __percent__("%s", x)

5 % x
=>
__result__ = 5 % x

x % (y)
=>
__result__ = __percent__(x, (y))

x % (y, z)
=>
__result__ = __percent__(x, (y, z))

(x  # n
 ) % 5
=>
__result__ = ((x  # n
 ) % 5 if __type__(x) in __numbers__ else __percent__(x, 5))

x // y
=>
__result__ = __quotient__(x, y)

x // 5; 5 // x
=>
x // 5; __result__ = 5 // x

x //= y
=>
x = __inplace_quotient__(x, y)

x.y //= z
=>
__t1__ = (x); __writable__(__t1__).y = __inplace_quotient__(__t1__.y, z); del __t1__

x % ("a"
     "b")
=>
__result__ = __percent__(x, ("a"
     "b"))

x % y % z
=>
__result__ = __percent__(__percent__(x, y), z)

x * y \
    * z
=>
__result__ = (__t0__ \
    * z if __type__(__t0__ := (x * y if __type__(x) is __floating__ else __times__(x, y))) is __floating__ else __times__(__t0__, z))

(x
 * y  # c
 + z)
=>
__result__ = ((__t0__  # c
 + z if __type__(__t0__ := (x
 * y if __type__(x) is __floating__ else __times__(x, y))) in __numbers__ else __plus__(__t0__, z)))

x*y if a%b else c**d
=>
__result__ = (x*y if __type__(x) is __floating__ else __times__(x, y)) if __percent__(a, b) else (c**d if __type__(c) is __floating__ else __power__(c, d))

f(*x * y, **z % w)
=>
__result__ = f(*__drain__((x * y if __type__(x) is __floating__ else __times__(x, y))), **__mapping__(__percent__(z, w)))

not x*y
=>
__result__ = not (x*y if __type__(x) is __floating__ else __times__(x, y))

x = y * z,
=>
x = (y * z if __type__(y) is __floating__ else __times__(y, z)),

(yield_) * (lambda: 1)
=>
__result__ = __times__((yield_), (lambda: __tick__(__ticks__) and (1)))
"""

EVERY_GUARD = """
x + y * z
=>
__result__ = __addend__(x) + __addend__(__times__(y, z))

x % y
=>
__result__ = __percent__(x, y)

x * 2.0 + 1
=>
__result__ = __addend__(__times__(x, 2.0)) + __addend__(1)

-1 % x
=>
__result__ = __percent__(-1, x)
"""

REFUSED = [
    ("CL101", "x + __y__"),
    ("CL102", "x * open"),
]

SAME = """
1 + 2 * 3 - 4 / 5 // 6 ** 2 % 7 << 1 >> 2 & 255 | 8 ^ 3

7 // -2, 7 % -2, -7 % 2, 7.5 % 2, divmod(-7, 2), 2 ** -1, 2 ** 0.5

-2 ** 2, (-2) ** 2, 2 ** 3 ** 2, ~5, not 5, +True, -True

"ab" * 3, 3 * "ab", [1] * 2, 2 * (1,), b"x" * 2, "a" * -1

"ab" + "cd", [1] + [2], (1,) + (2,), 1.5 + 2, True + True

"%s %d %05.2f %r %%" % ("a", 5, 3.14159, "q"), "%(a)s" % {"a": 1}, "%5s|%-5s|" % ("a", "b")

5 % 3, 5.5 % 2, b"%d" % 5

1 + "a"

"a" + 1

[] + ()

"a" * "b"

"a" ** 2

1 << -1

1 / 0

1 % 0

0 ** -1

"%d" % "a"

"%s %s" % "a"

"%s" % (1, 2)

x + y

1 @ 2

class M:
    def __init__(self, v): self.v = v
    def __matmul__(self, o): return ("matmul", self.v, o)
    def __rmul__(self, o): return ("rmul", o)
    def __pow__(self, o, m=None): return ("pow", o, m)
    def __rpow__(self, o): return ("rpow", o)
    def __lshift__(self, o): return ("lshift", o)
    def __rlshift__(self, o): return ("rlshift", o)
    def __mod__(self, o): return ("mod", o)
    def __rmod__(self, o): return ("rmod", o)
    def __radd__(self, o): return ("radd", o)
    def __divmod__(self, o): return "dm"
    def __truediv__(self, o): return NotImplemented
    def __rtruediv__(self, o): return "rtd"
    def __invert__(self): return "inv"
m = M(1)
print(m @ 2, 2 * m, m ** 3, 3 ** m, m << 1, 1 << m, m % 2, 5 % m, 1 + m, divmod(m, 1), 1 / m, ~m)
print(pow(m, 2, 3), "a" + m, "a" % m, [1] * m)
m / 2

def t(x): print(x); return x
t(1) + t(2) * t(3) ** t(1) - t(4) % t(5)

10 ** 50, 1 << 100, -1 << 3, 2 ** 200 % 97

1e308 * 10, float("inf") - float("inf"), 0.1 + 0.2, 1j * 1j

(10 ** 400) / 1.0

0.0 == -0.0, 1e400, -1e400, 5 // 0.3

class V:
    def __init__(self, x): self.x = x
    def __add__(self, o): return V(self.x + (o.x if isinstance(o, V) else o))
    __radd__ = __add__
sum([V(1), V(2)], V(0)).x, (V(1) + 5).x, (5 + V(1)).x

class P:
    def __init__(self, x): self.x = x
    def dot(self, o): return self.x[0] * o.x[0] + self.x[1] * o.x[1]
    def __mul__(self, o): print("mul", o); return P([self.x[1], self.x[0]])
    def __add__(self, o): print("add", type(o)); return self.x[0]
    def __radd__(self, o): print("radd", o); return self.x[1]
p = P([2, 3.0])
def dot(a, b, c, d): return P([a, b]).dot(P([c, d]))
print(p.dot(p), dot(p, p, 1, 2), dot(2, p, 1, 2), dot("a", "b", 2, 3))
dot([1], 2, 2, 2)

[1] * 2.0

class Told:
    def __init__(self, x): self.x = x
    def __add__(self, o): print("add"); return ("add", o)
    def __radd__(self, o): print("radd"); return ("radd", o)
class Text(str):
    def __radd__(self, o): return NotImplemented
class Number(int):
    def __add__(self, o): return "sum"
def plus(a, b):
    try: return a + b
    except TypeError as error: return str(error)
def held(a, b):
    try: return a.x + b["x"] + a.x
    except TypeError as error: return str(error)
values = 2, -2.5, True, 1j, "a", b"a", [1], (2,), None, {}, Text("t"), Number(3), Told(4)
for v in values:
    for w in values:
        one, other = plus(v, w), held(Told(v), {"x": w})
        print([getattr(each, "x", each) for each in (one if type(one) is tuple else [one])], type(other))

def f(n):
    def g():
        print("g")
        return n
    return n + [n for n in (1, 2)][0] + g()
f(3)

class P:
    @property
    def x(self): print("x"); return 1
    @property
    def y(self): print("y"); return "y"
p = P()
p.x + p.x, p.y + p.y
try: p.x + p.y
except TypeError as error: print(error)
p.z + p.x

{1} | {2}, {1, 2} & {2}, {1} ^ {2}, {1, 2} - {1}, {"a": 1} | {"b": 2}
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)


def test_long_integers_are_divided_as_natively() -> None:
    assert_same("x = (1 << 200_000) // ((1 << 100_000) + 1)\n[x % 1_000_003, divmod(x, 7)[1]]")
