"""Loads of guarded attributes: what was found once is remembered for what it was found on, only."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from held import held

import cloche
from harness import same


@dataclass
class Given:
    x: int


#: A tuple whose hash takes CPython for ever.
_SHARED = "x = (1, 1)\nfor _ in range(60): x = x, x\n"

HELD = [
    # What has been found on a class of the guest's is loaded natively there, and nowhere else.
    ("class A: gi_frame = gi_code = 1\nA().gi_frame, A().gi_frame\n(x for x in [1]).gi_frame",
     "AttributeError: 'generator' object has no attribute 'gi_frame'"),
    ("class A:\n    def center(self, n): return n\nA().center(1), A().center(1)\n"
     "'ab'.center(10**12)", "limit"),
    ("class A:\n    def __mul__(self, n): return n\nA().__mul__(1), A().__mul__(1)\n"
     "'ab'.__mul__(10**12)", "limit"),
    ("class S(str): pass\ns = S('ab')\ns.__mul__(2), s.__mul__(2)\ns.__mul__(10**12)", "limit"),
    ("class M(type):\n    def __mul__(c, n): return n\nclass A(metaclass=M): pass\n"
     "A.__mul__(1), A.__mul__(1)\nclass B(str, metaclass=M): pass\n"
     "B.__mul__('ab', 10**12)", "limit"),
    (f"{_SHARED}class A:\n    def __hash__(self): return 1\nclass T(A, tuple): pass\n"
     "t = T((x,))\nt.__hash__(), t.__hash__()\ndel A.__hash__\nt.__hash__()", "limit"),
    # The same of what stands behind `super()`.
    ("class I(int):\n    def f(self, n): return super().__mul__(n)\n"
     "class S(str):\n    def f(self, n): return super().__mul__(n)\n"
     "I(2).f(3), I(2).f(3)\nS('ab').f(10**12)", "limit"),
    ("class S(str):\n    def f(self, n): return super().__mul__(n)\n"
     "S('ab').f(2), S('ab').f(2)\nS('ab').f(10**12)", "limit"),
    (f"{_SHARED}class A: pass\nA.__hash__ = object.__hash__\n"
     "class T(A, tuple):\n    def h(self): return super().__hash__()\n"
     "t = T((x,))\nt.h(), t.h()\ndel A.__hash__\nt.h()", "limit"),
]  # fmt: skip

HELD += [
    (f"{_SHARED}class T(tuple):\n    def g(self): return super().__getitem__(0)\n"
     "class D(dict):\n    def g(self, k): return super().__getitem__(k)\n"
     "T((1,)).g(), T((1,)).g()\nD().g(x)", "limit"),
]  # fmt: skip
# Functions of the runtime's that all runs share.
HELD += [
    (f"{name}.{attribute}", "AttributeError")
    for name in ("getattr", "sorted", "''.join")
    for attribute in ("__annotations__", "__wrapped__", "__defaults__", "__isabstractmethod__")
]
HELD += [
    ("class A(abs): pass", "TypeError"),
    ("import abc\nabc.ABC._abc_impl", "AttributeError"),
    ("import abc\nclass A(abc.ABC): pass\ndef f(n): return n._abc_impl\nf(A())", "AttributeError"),
    ("from fractions import Fraction\nFraction(1).__slots__", "AttributeError"),
    ("from fractions import Fraction\nFraction.__slots__", "AttributeError"),
    ("from fractions import Fraction\nclass A(Fraction): pass\nA(1).__slots__", "AttributeError"),
    ("from fractions import Fraction\nclass A(Fraction): pass\nA.__slots__", "AttributeError"),
]

# What `C[int]` and a method around a class are asked for, the class is asked for.
HELD += [
    ("from itertools import chain\nx = iter([1])\n"
     "for _ in range(30_000): x = chain[int].from_iterable([x])\nnext(x)",
     "RecursionError"),
    ("class E(Exception): pass\nclass A: f = classmethod(E)\nA.f.with_traceback",
     "AttributeError: type object 'E'"),
]  # fmt: skip
# What makes a class, or reads its instances, is not to be had from it.
HELD += [
    ("from zoneinfo import ZoneInfo\nZoneInfo.__init_subclass__", "AttributeError"),
    ("import uuid\nuuid.UUID.__setattr__", "AttributeError"),
    ("import uuid\nclass U(uuid.UUID):\n    def f(self): return super().__setattr__\nU(int=1).f()",
     "AttributeError"),
    ("class A(property):\n    @classmethod\n    def f(cls): return super().__set__\nA.f()",
     "AttributeError: 'super'"),
    ("class A: pass\nsuper(A).__hash__", "AttributeError: 'super'"),
    ("list[int].__mro_entries__", "AttributeError: 'GenericAlias'"),
    ("list.__or__", "AttributeError: type object 'list'"),
    ("import collections.abc\nclass A: pass\ncollections.abc.Sized.register(A)", "AttributeError"),
    ("property.fget", "AttributeError"),
    ("class P(property):\n    @classmethod\n    def f(cls): return super().fget\nP.f()",
     "AttributeError"),
    ("class M(type):\n    @classmethod\n    def f(cls): return super().__call__\nM.f()",
     "AttributeError"),
    ("class A: pass\na = A()\na.__dict__['__value__'] = 3\na.__value__", "AttributeError"),
    ("class A:\n    def __enter__(self): pass\n    def __exit__(self, t, e, tb): tb.tb_frame\n"
     "with A(): 1 / 0", "AttributeError: 'traceback' object has no attribute 'tb_frame'"),
]  # fmt: skip

_ALIAS = "TypeError: does not stand in the alias of a type here"
HELD += [
    # What has no special methods in C's way is found behind `super()` of one class, and not of all.
    (f"{_SHARED}y = (1, 1)\nfor _ in range(60): y = y, y\n"
     "class I(int):\n    def f(self, n): return super().__eq__(n)\n"
     "class T(tuple):\n    def f(self, n): return super().__eq__(n)\n"
     "I(2).f(3), I(2).f(3)\nT(x).f(y)", "limit"),
    ("class A: pass\nlist[A()]", _ALIAS),
    ("class A: pass\ndict[int, A()]", _ALIAS),
    ("class A:\n    def f(self): pass\nlist[A().f]", _ALIAS),
    ("list[lambda: 0]", _ALIAS),
    ("from collections import deque\nclass A: __slots__ = ()\ndeque[A()]", _ALIAS),
]  # fmt: skip

SAME = """
import operator
class A: pass
operator.__eq__(1, 1), operator.__lt__(1, 2), operator.__contains__([1], 1), list[int].__args__
str([list[int], list[5], list[len], dict[str, "A"]]), list[A].__args__[0] is A


class M(type):
    def __instancecheck__(cls, x): return x == 3
class A(metaclass=M): pass
A.__instancecheck__(3), M.__instancecheck__(A, 4)

class A:
    def mro(self): return 5
    def format(self): return 6
A.mro(3), A().mro(), A.format(1), [c.__name__ for c in int.mro()]

class A:
    __slots__ = ("x",)
    __match_args__ = ("x",)
    y: int
class B(A): pass
class C: pass
a = A()
print(a.__slots__, A.__slots__, B().__match_args__, a.__annotations__, B.__slots__)
for x in (C(), C, 5, int, property(print), staticmethod(C), print, "".join):
    for name in ("__slots__", "__match_args__", "__dataclass_fields__", "__members__"):
        try: print(getattr(x, name))
        except AttributeError as error: print(error) if type(x).__name__ in "C type int" else None
property(a.__init__).__isabstractmethod__

class A:
    def __call__(self, x=1): return x
class B(A):
    def __call__(self, x): return A.__call__(self, x) + super().__call__(x)
class C: pass
class M(type):
    def __call__(cls, *a): return "made", type.__call__(cls, *a)
class D(metaclass=M):
    def __call__(self): return 7
print(A.__call__(A(), 5), A.__call__ is A, B()(4), B.__call__(B(), 3), type(C.__call__()))
print(D.__call__(type.__call__(D)), M.__call__(C)[0], int.__call__("3"), list.__call__("ab"))

from functools import partial
from operator import itemgetter
def f(*a): return a
print(partial.__call__(partial(f, 1), 2), itemgetter.__call__(itemgetter(1), [1, 2]))
print(type(f).__call__(f, 3), type(len).__call__(len, [1]), list[int].__call__("ab"))

class L(list):
    def h(self): return super().__hash__
    @classmethod
    def f(cls, x): return super().extend(x, [1])
    def __class_getitem__(cls, k): return super().__class_getitem__(k)
a = []
print([].__hash__, {}.__hash__, set.__hash__, L().h(), L().__hash__, list[int].__hash__)
print(L[int].__args__, L.f(a), a, list[int].__len__([1]), list[int].__getitem__([1], 0))

class F:
    def __call__(self, cls, x=1): return x
class A:
    __class_getitem__ = classmethod(F())
class B(A):
    @classmethod
    def f(cls): return super().__class_getitem__(4)
    def g(self): return super().__abs__()
A.__abs__ = classmethod(F())
B.f(), B().g()

from enum import Enum
class E(Enum):
    join = 1
    count = 2
print(E.join, E.count.value, len(E), E.__len__(), E.__contains__(E.join), [*E.__iter__()])
def f(): pass
class M(type):
    @classmethod
    def __prepare__(m, *a): return super().__prepare__(*a)
class A(metaclass=M): x = 1
print(A.x, property(f).fget is f)

class A(int):
    def m(self): return super().__new__(A, 5)
class D(dict): pass
print(A(1).m(), (5).__new__(int, 3), type(A(1).m()), {}.fromkeys("ab"), type(D().fromkeys("ab")))
print(int.__init_subclass__(), A.__init_subclass__(), A().__init_subclass__())
for x in (super(A), int, A, lambda: 0, A(1).m, slice(1)):
    for n in ("__len__", "gi_frame", "join"):
        try: print(getattr(x, n))
        except AttributeError as e: print(e)
"""

test_held = held(HELD)


def test_objects_of_the_hosts_stand_in_no_alias() -> None:
    box = cloche.Sandbox()
    with pytest.raises(cloche.GuestError, match="does not stand in the alias"):
        box.run("list[given]", inputs={"given": cloche.expose(Given(1), ["x"])})


test_same = same(SAME)
