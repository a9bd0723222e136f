"""Patterns read and compare in C: methods that hash are not to be had that way."""

from __future__ import annotations

from held import held

from harness import same

_TAKES = "TypeError: a pattern may not take the method"
_HOLDS = "TypeError: __match_args__ may not hold"
HELD = [
    ("match {1: 2}:\n    case dict(get=f): f", _TAKES),
    ("class A(dict): pass\nmatch A():\n    case A(pop=f) | A(x=f): f", _TAKES),
    ("match [1]:\n    case list(count=f): f", _TAKES),
    ('class A(dict): __match_args__ = ("get",)', _HOLDS),
    ('class A: __match_args__ = ("get",)\nclass B(A, dict): pass', _HOLDS),
    ('class A: __match_args__ = ("count",)\nclass B(A): pass\nclass C(B, list): pass', _HOLDS),
    ('class M(type):\n    def __instancecheck__(c, x): return True\n'
     'class A(metaclass=M): __match_args__ = ("get",)', _HOLDS),
    ('class M(type): pass\nclass A: __match_args__ = ("get",)\nclass B(A, metaclass=M): pass',
     _HOLDS),
    ('class M(type): pass\nM("A", (dict,), {"__match_args__": ("get",)})', _HOLDS),
    ('from typing import NamedTuple\nclass P(NamedTuple): count: int\ndel P.count',
     "TypeError: the named tuple 'P' has a field 'count'"),
    ('from typing import NamedTuple\nclass P(NamedTuple): count: int\nsetattr(P, "count", 1)',
     "TypeError: the named tuple 'P' has a field 'count'"),
    ('from typing import NamedTuple\nclass P(NamedTuple): count: int\nclass Q(P, list): pass',
     "TypeError"),
]  # fmt: skip
_SHARED = "x = (1, 1)\nfor _ in range(60): x = x, x\ny = (1, 1)\nfor _ in range(60): y = y, y\n"
HELD += [
    (f"{_SHARED}class K: t = y\nmatch x:\n    case K.t: pass", "limit"),
    (f"{_SHARED}class K: t = y\nmatch [x]:\n    case [K.t | 5]: pass", "limit"),
    (f"{_SHARED}class K: t = y\nclass A: pass\na = A()\na.v = x\n"
     "match a:\n    case A(v=K.t): pass", "limit"),
]  # fmt: skip

SAME = """
from typing import NamedTuple
class P(NamedTuple):
    count: int
    x: int
class Q(P):
    def f(self): return self.count
match Q(1, 2):
    case P(a, b): print(a, b)
match P(3, 4):
    case P(count=c): print(c)
Q(1, 2).f()

class A:
    __match_args__ = ("get", "x")
    def __init__(self): self.get, self.x = 1, 2
class B(A): pass
match B():
    case B(g, y): print(g, y)
import abc
class C(abc.ABC): __match_args__ = ("get",)
class D(C): get = 5
match D():
    case C(g): print(g)

class K: t = (1, 2); u = "x"; v = object()
class E:
    def __eq__(self, other): return other == (1, 2)
    __hash__ = None
def f(x):
    match x:
        case K.t: return "t"
        case [K.u]: return "u"
        case K.v: return "v"
[f(x) for x in ((1, 2), ("x",), K.v, E(), object(), None, ())]
"""

test_held = held(HELD)
test_same = same(SAME)
