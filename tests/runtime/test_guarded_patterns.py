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
_APART = "TypeError: a pattern with a star may not take apart a "
_REST = "TypeError: a pattern with '**' may not take apart a "
_CHANGED = "TypeError: the __iter__ of 'L' cannot be changed"
_MATCH = "{}\nmatch {}:\n    case {}: a"
_ABC = "from collections.abc import Mapping, Sequence\n"
_RANGE = "\n    def __iter__(self): return iter(range(2**60))\n"
_KEYS = "\n    def keys(self): return range(2**60)\n"
_ITEM = "\n    def __getitem__(self, i): pass\n    def __len__(self): return 1"
_USER = "from collections import UserList\nclass U(UserList): pass\nu = U()\nu.data = range(2**60)"
_FIXED = "class L(list): pass\nclass D(dict): pass\n"
HELD += [
    *((_MATCH.format(*row), _APART) for row in (
        (f"class L(list):{_RANGE}", "L([1])", "[*a]"),
        (f"class L(list):{_RANGE}", "[1, L([1])]", "[1, [1, *a]]"),
        (f"class L(list):{_RANGE}class M(L): pass", "M()", "[*a]"),
        ("class L(list):\n    def __iter__(self): yield from range(2**60)", "L()", "[*a]"),
        (f"{_ABC}class C(Sequence):{_ITEM}{_RANGE}", "C()", "(*a,)"),
        (f"{_ABC}class A(Sequence): pass\nclass C:{_ITEM}\nA.register(C)", "C()", "[*a]"),
    )),
    *((_MATCH.format(*row), _REST) for row in (
        (f"class D(dict):{_RANGE}{_KEYS}", "D()", "{**a}"),
        (f"from collections import OrderedDict\nclass D(OrderedDict):{_KEYS}", "D()", "{**a}"),
        (f"{_ABC}class D(Mapping):{_ITEM}{_RANGE}", "[D()]", "[{**a}]"),
        (f"{_ABC}class D(Mapping):{_ITEM}\n    __iter__ = dict.__iter__", "D()", "{**a}"),
        ("from collections import UserDict", "UserDict()", "{**a}"),
        ("from types import MappingProxyType", "MappingProxyType({})", "{**a}"),
    )),
    *((_MATCH.format(*row), "limit") for row in (
        (f"{_ABC}class C(Sequence):{_ITEM}", "C()", "[*a]"),
        (_USER, "u", "[_, *a]"),
        ("", "range(2**60)", "[*a]"),
    )),
    *((f"{_FIXED}{text}", _CHANGED) for text in (
        "match L():\n    case [*a]: L.__iter__ = None",
        "match L():\n    case [*a]: setattr(L, '__iter__', None)",
        "class M(L): pass\nmatch M():\n    case [*a]: L.__iter__ = None",
    )),
    (f"{_FIXED}match D():\n    case {{**a}}: D.__iter__ = None", _CHANGED.replace("L", "D")),
    ("class M(type): pass\nclass L(list, metaclass=M): pass\nmatch L():\n"
     "    case [*a]: type.__setattr__(L, '__iter__', None)", _CHANGED),
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

class L(list): pass
class N(list): pass
match N([1]):
    case [*a]: print(a)
L.__iter__ = lambda self: iter("ab")
match L([1]):
    case [_, *_, b]: print(b)
match (1, L([1])):
    case [*a, _] | {**a}: print(a)
match {1}, L([1]):
    case [{**a}, _]: print(a)
    case [[*a], _]: print(a)
[*L()]

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
