"""`x.name`: guarded loads, stores that ask whether the object is the guest's own."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = r"""
C.__len__ = f
=>
__settable__(C).__len__ = f

a.b.__eq__, x = y
=>
__settable__(a.b).__eq__, x = y

C.__hash__ = f
=>
(C if __type__(C) in __own__ else __writable__(C)).__hash__ = f

x.a
=>
__result__ = x.a

x.join
=>
__result__ = __attr__.join(x)

x.split(y, *z)
=>
__result__ = (x if __type__(x) is __text__ and __size__(x) < 4096 else __measured__(x)).split(y, *__drain__(z))

x[0].upper()
=>
__result__ = (__t0__ if __type__(__t0__ := x[0]) is __text__ and __size__(__t0__) < 4096 else __measured__(__t0__)).upper()

"a b".split(), x.strip("a"), x[0](
).title
=>
__result__ = "a b".split(), (x if __type__(x) is __text__ and __size__(x) < 4096 else __measured__(x)).strip("a"), (__t0__ if __type__(__t0__ := x[0](
).title) in __plain__ else __method__(__t0__))

x.strip(y)
=>
__result__ = (__t0__ if __type__(__t0__ := x.strip) in __plain__ else __method__(__t0__))(y)

class C: y = x.split()
=>
class C: y = __measured__(x).split()

x.title += y
=>
__t1__ = (x); __t2__ = __method__(__t1__.title); __t2__ += __inplace_addend__(y); __writable__(__t1__).title = __t2__; del __t1__, __t2__

x.format.a
=>
__result__ = __attr__.format(x).a

a.b.format(c).extend
=>
__result__ = __attr__.extend(__attr__.format(a.b)(c))

(x).format
=>
__result__ = __attr__.format((x))

(x
 .append  # one
 .extend(y)  # two
)
=>
__result__ = (__attr__.extend(x
 .append  # one
 )(y)  # two
)

x.format\
.a
=>
__result__ = __attr__.format(x)\
.a

f(x)(y).join(z)
=>
__result__ = __attr__.join(f(x)(y))(z)

"".join(xs)
=>
__result__ = __attr__.join("")(xs)

x.__class__
=>
__result__ = __attr__.class__(x)

x.__init__()
=>
__result__ = __attr__.init__(x)()

x.__name__
=>
__result__ = x.__name__

super().__init__(1)
=>
__result__ = __attr__.init__(super())(1)

x.a = 1
=>
(x if __type__(x) in __own__ else __writable__(x)).a = 1

x.format = 1
=>
(x if __type__(x) in __own__ else __writable__(x)).format = 1

f().a = 1
=>
(__t0__ if __type__(__t0__ := f()) in __own__ else __writable__(__t0__)).a = 1

x.a.b = 2
=>
(__t0__ if __type__(__t0__ := x.a) in __own__ else __writable__(__t0__)).b = 2

del x.a
=>
del (x if __type__(x) in __own__ else __writable__(x)).a

del (x.a), [y.b, z]
=>
del ((x if __type__(x) in __own__ else __writable__(x)).a), [(y if __type__(y) in __own__ else __writable__(y)).b, z]

x.a, y.b = 1, 2
=>
(x if __type__(x) in __own__ else __writable__(x)).a, (y if __type__(y) in __own__ else __writable__(y)).b = 1, 2

x.a += 1
=>
(x if __type__(x) in __own__ else __writable__(x)).a += 1

with f() as x.a: pass
=>
with f() as (x if __type__(x) in __own__ else __writable__(x)).a: pass

x.__doc__ = "d"
=>
(x if __type__(x) in __own__ else __writable__(x)).__doc__ = "d"

x.ﬁeld.ｊoin
=>
__result__ = __attr__.join(x.ﬁeld)

if(x).join: pass
=>
if __attr__.join((x)): pass

f"{x.join}"
=>
__result__ = f"{(__t0__ if __type__(__t0__ := __attr__.join(x)) in __numbers__ else __shown__(__t0__))}"
"""

EVERY_GUARD = """
x.a = y.b
=>
__writable__(x).a = y.b

del x.a
=>
del __writable__(x).a
"""

#: An attribute whose name is too long, wherever an instruction has it.
LONG = (
    "x.{}", "x.{} = 1", "del x.{}", "x.{} += 1", "x.{} *= 2", "x.{}()", "x.a.{}.b", "x.{}: int = 1",
    "for x.{} in y: pass", "[1 for x.{} in y]", "with y as x.{}: pass", "(x.{}, y) = 1, 2",
    "match x:\n case A({}=1): pass", "match x:\n case A.{}: pass", "match x:\n case A.{}(): pass",
    "class A(B):\n def f(self): super().{}()", "@x.{}\ndef f(): pass", "f'{{x.{}}}'", "lambda: x.{}",
)  # fmt: skip
PRIVATE = "class __{}:\n def f(self): return self.__{}"

REFUSED = [
    ("CL110", "x.__globals__"),
    ("CL110", "x.__subclasses__ = y"),
    ("CL110", "x._abc_impl = y"),
    ("CL110", "del x._abc_impl"),
    ("CL110", "for x._abc_impl in y: pass"),
    ("CL110", "x._abc_impl += y"),
    ("CL110", "x.__kwdefaults__"),
    ("CL110", "x.__code__.co_consts"),
    ("CL110", "f'{x.__globals__}'"),
    ("CL110", "x.__closure__"),
    ("CL110", "x.__traceback__ = y"),
    *(("CL111", each.format("z" * 101)) for each in LONG),
    ("CL111", "x." + "ﬃ" * 34),
    ("CL111", PRIVATE.format("C" * 60, "z" * 60)),
    ("CL111", PRIVATE.format("ﬃ" * 20, "z" * 38)),
    ("CL111", f"class {'C' * 60}:\n class D:\n  def f(self): del self.__{'z' * 60}"),
    ("CL110", "del x.__str__"),
    ("CL110", "x.__call__ += y"),
    ("CL110", "x.__del__ = y"),
    ("CL110", "x.__getattribute__ = y"),
    ("CL110", "x.__ｇlobals__"),
    ("CL110", "x.__class__ = y"),
    ("CL110", "del x.__dict__"),
    ("CL110", "x.__dict__ = {}"),
    ("CL110", "for x.__class__ in y: pass"),
    ("CL110", "x.__unknown__"),
]

SAME = """
class C:
    def f(self):
        self.__ = self.___ = 1
        return self.__ + self.___
C().f(), C.__dict__.get("__"), [name for name in vars(C()) if "C" in name]

def f():
    def __str__(self): return "s!"
    class C: pass
    C.__str__ = __str__
    return str(C())
f()

def deco(cls):
    cls.__repr__ = lambda self: f"<{cls.__name__}>"
    cls.__eq__ = lambda self, other: True
    return cls
@deco
class A: pass
repr(A()), A() == 3, f"{A()!r:>6}"

class A: pass
a = A()
str(a)[:1]
A.__str__ = lambda self: "1"
x = a.__str__()
A.__str__ = lambda self: "2"
a.__str__ = lambda: "inst"
x, a.__str__(), str(a)

class A: pass
setattr(A, "__len__", lambda self: 3)
len(A())

class A: pass
A.__add__, A.__radd__ = lambda s, o: 1, lambda s, o: 2
A() + 1, 1 + A()

class A: pass
for A.__call__ in [lambda self: 7]: pass
A()()

class A: pass
def nxt(self):
    self.n = getattr(self, "n", 0) + 1
    if self.n > 3: raise StopIteration
    return self.n
A.__next__ = nxt
A.__iter__ = lambda self: self
list(A())

class A:
    def __setattr__(self, n, v): print("set", n)
A().__len__ = 3

class A: __slots__ = ()
A().__len__ = 3

class A:
    def __getattr__(self, n): return n
A.__getattr__ = lambda self, n: n * 2
A().ab

import enum
class C(enum.Enum):
    A = 1
C.__str__ = lambda self: "!" + self.name
str(C.A)

class A: pass
A.__hash__ = lambda self: 5
A.__eq__ = lambda s, o: o is s
a = A()
{a: 1}[a], hash(a)

class A: pass
a = A()
a.x = 1
a.y = a.z = [2]
a.x += 5
a.y += [3]
a.x, a.y, a.z

a = [1]
a.x = 1

(5).real, (5).imag, (1.5).is_integer(), "a,b".split(","), [1].count(1)

"abc".nope

None.x

x = "a"
del x.b

", ".join(["a", "b"]), "{} {x}".format(1, x=2), [3, 1].index(1)

f = "-".join
f("abc")

list(map(str.upper, ["a", "b"])), list(map("x".join, ["ab"]))

class A:
    def format(self, x): return x
    join = 5
A().format(1), A().join, A.join

class A:
    def __setattr__(self, k, v): print("set", k, v); object.__setattr__(self, k, v)
    def __delattr__(self, k): print("del", k); object.__delattr__(self, k)
a = A()
a.x = 1
a.x += 1
del a.x

def f(): pass
f.count = 1
f.count += 1
f.count

def f(): "doc"
e, p = OSError(1, "b"), property(f)
e.filename, e.extra, e.__cause__, f.__doc__, f.count, f.__module__ = "c", 1, ValueError(2), None, 1, "m"
e.extra += 1
f.count += 1
f.__name__, p.__doc__ = "g", "p"
del e.extra, f.count
try: e.nothing += 1
except AttributeError as x: print(x)
try: f.__name__ = 3
except TypeError as x: print(x)
setattr(e, "strerror", [f]); object.__setattr__(e, "errno", e)
e.filename, repr(e.__cause__), f.__doc__, f.__module__, f.__name__, p.__doc__, hasattr(f, "count"), e.strerror == [f], e.errno is e

x, y = "a-b-c " * 1000, b"a-b-c " * 1000
z, n = bytearray(y), [4, None, "xx"]
class S(str):
    def upper(self): return "mine", super().upper()[:3], self.lower()[:3]
class T:
    title, lower = "t", 1
    def split(self, *a): return a
[x.split("-", 3)[:3], x.rsplit("-", 2)[1:], x.split()[:2], x.splitlines() == [x], x.strip()[-3:], x.lstrip("ba -")[:9],
 x.title()[:5], x.upper()[:5], x.swapcase()[:5], x.casefold()[:3], x.capitalize()[:3], x.partition("b")[1],
 x.removeprefix("a-")[:3], x.removesuffix("c ")[-3:], y.split(b"-", 1)[0], z.split(maxsplit=1)[0], y.hex()[:8],
 z.strip(b"".join([b"abc -"] * 20)), x.strip("abc- " * 20), x.strip(x), S(x).upper(), S("AB").upper(), T().split(1), T.title,
 T().lower, str.upper("a"), str.lower(x)[:2], str.split is str.split, [f("Ab") for f in (str.upper, str.lower)],
 list(map(str.strip, [" a ", "b "])), sorted(["b", "A"], key=str.lower), "\u0130\xdf\ufb03".join([x[:4]] * 2000).upper()[:9]]

x = "x" * 5000
for bad in (lambda: x.split(1), lambda: x.split(""), lambda: x.strip(3), lambda: str.split(3), lambda: str.upper(), lambda: x.upper(1),
            lambda: x.strip(sep="x"), lambda: x.split(sep="x", maxsplit="y"), lambda: x.partition(b"x"), lambda: x.splitlines(k=1),
            lambda: (3).upper(), lambda: b"x".strip("x"), lambda: str.strip(3, "x" * 100)):
    try: print(bad())
    except Exception as e: print(type(e).__name__, e)

f = str.isascii
f.x = 1

class A: x = 1
a = A()
a.x += 1
A.x, a.x

[].__class__.__name__, (1).__class__ is int, A if False else str.__name__

x = ''
x.y = 1

class A:
    def __init__(self): self.children = []
    def add(self, c): self.children.append(c); return self
A().add(A()).add(A())

"%s" % "a".upper().lower().title().swapcase()
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
