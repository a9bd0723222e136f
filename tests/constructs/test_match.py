"""`match`: patterns read natively, so what they may read is checked."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
match x:
    case 1: pass
    case -1.5 | "a" | None: pass
    case 1 + 2j: pass
    case [a, (b, 2)]: pass
    case {"k": v, 1: w}: pass
    case Point(x=0, y=[z]): pass
    case a.b.c: pass
    case [a.b | a.c as z, {"k": a.d}]: pass
    case Point(a.x, count=n, get=a.y, items=_, z=3): pass
    case (1 | 2) as n if n * y: pass
    case [a, *_]: pass
    case [a, *rest]: pass
    case {1: b, **rest}: pass
    case _: pass
=>
match x:
    case 1: pass
    case -1.5 | "a" | None: pass
    case 1 + 2j: pass
    case [a, (b, 2)]: pass
    case {"k": v, 1: w}: pass
    case Point(x=0, y=[z]): pass
    case __compared__(a.b.c): pass
    case [__compared__(a.b) | __compared__(a.c) as z, {"k": __compared__(a.d)}]: pass
    case Point(__compared__(a.x), count=__taken__(n), get=__taken__(__compared__(a.y)), items=__taken__(_), z=3): pass
    case (1 | 2) as n if (n * y if __type__(n) is __floating__ else __times__(n, y)): pass
    case [a, *_]: pass
    case __starred__([a, *rest]): pass
    case __rest__({1: b, **rest}): pass
    case _: pass

match(x):
    case y: pass
=>
match(x):
    case y: pass

match x:
    case 1 | a.b: pass
    case (a.c as z) if y: pass
    case a.d: pass
=>
match (x if __type__(x) in __scalars__ else __subject__(x)):
    case 1 | a.b: pass
    case (a.c as z) if y: pass
    case __compared__(a.d): pass

match x, y:
    case _: pass
=>
match x, y:
    case _: pass

match x, *y:
    case (a.b | 1) as z: pass
    case [a.b]: pass
=>
match __subject__((x, *__drain__(y))):
    case (a.b | 1) as z: pass
    case [__compared__(a.b)]: pass

match x:
    case a, *b: pass
    case *b,: pass
    case (*b, [*c], [*_, d]): pass
    case [*b] | {"a": (1, *b)} as c: pass
    case C([*b], count=[*c], z={**d}) if y: pass
    case[*a]: pass
    case {
        "a": _, **d  # the rest
    }: pass
    case {"a": [a.b, *c], **d}: pass
=>
match x:
    case __starred__([a, *b]): pass
    case __starred__([*b,]): pass
    case __starred__((*b, __starred__([*c]), [*_, d])): pass
    case __starred__([*b]) | {"a": __starred__((1, *b))} as c: pass
    case C(__starred__([*b]), count=__taken__(__starred__([*c])), z=__rest__({**d})) if y: pass
    case __starred__([*a]): pass
    case __rest__({
        "a": _, **d  # the rest
    }): pass
    case __rest__({"a": __starred__([__compared__(a.b), *c]), **d}): pass

match 3:
    case a.b: pass
=>
match 3:
    case a.b: pass

match *x, y:
    case _: pass
=>
match *__drain__(x), y:
    case _: pass

match x.join(y):
    case []: pass
=>
match __attr__.join(x)(y):
    case []: pass

match x:  # what
    case (  # one
        1
    ):
        pass
=>
match x:  # what
    case (  # one
        1
    ):
        pass

match = case = 1
match[case]
print(match)
=>
match = case = 1
match[case]
__result__ = print(match)
"""

EVERY_GUARD = """
match x * y:
    case [a] if a < 1: pass
=>
match __times__(x, y):
    case [a] if __operand__(a) < 1: pass
"""

REFUSED = [
    ("CL101", "match x:\n    case __y__: pass"),
    ("CL101", "match x:\n    case [__y__, 1]: pass"),
    ("CL101", "match x:\n    case 1 as __y__: pass"),
    ("CL401", "match x:\n    case C(format=y): pass"),
    ("CL401", "match x:\n    case C(__class__=y): pass"),
    ("CL401", "match x:\n    case a.format: pass"),
    ("CL401", "match x:\n    case a.__class__: pass"),
    ("CL401", "match x:\n    case a.__globals__.b: pass"),
    ("CL401", "match x:\n    case a.format.C(): pass"),
    ("CL401", "match x:\n    case [C.format]: pass"),
    ("CL405", "match x:\n    case {K.t: 1}: pass"),
    ("CL405", "match x:\n    case [1, {'a': 1, K.a.b: 1, **rest}]: pass"),
    ("CL101", "match x:\n    case [a, *__rest__]: pass"),
    ("CL101", "match x:\n    case {'a': 1, **__rest__}: pass"),
]

SAME = """
class C:
    __match_args__ = ("count", "items", "x")
    def __init__(self, *a): self.count, self.items, self.x = a
class D(C):
    get = 5
    def pop(self): return "popped"
def f(v):
    match v:
        case D(count=3 | C.x, get=g): return "D", g
        case D(pop=p): return p()
        case C(1, [a, *b], c): return a, b, c
        case C(count=n, items={"k": w}): return n, w
        case C(count=int(n) | [n], items=None as q): return n, q
        case C.x | (C.y): return "value"
        case {"a": C.x}: return "inside"
        case int(count=_): return "never"
    return "none"
C.x, C.y = (1, 2), [3]
[f(v) for v in (D(3, 0, 0), D((1, 2), 0, 0), D(4, 0, 0), C(1, [2, 3, 4], 5), C(2, {"k": 3}, 0), C(4, None, 0),
 C([7], None, 0), C("", None, 0), (1, 2), [3], {"a": (1, 2)}, {"a": 3}, 4)]

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple
@dataclass
class Token:
    kind: str
    index: int
class Color(Enum):
    RED = 1
    BLUE = 2
def f(v):
    match v:
        case Token("a", i): return i
        case Token(index=i, kind=k): return k, i
        case Color.RED: return "red"
        case Color(name=n, value=2): return n
[f(v) for v in (Token("a", 1), Token("b", 2), Color.RED, Color.BLUE)]

class K: pass
match "K":
    case K.__name__: r = 1
    case _: r = 2
r

w = range(1 << 30)
match w:
    case x, y, *_:
        z = x, y, len(w)
z

def f(x):
    match x:
        case 0 | 1: return "small"
        case -1: return "minus"
        case 1.5: return "float"
        case "a" | b"b": return "text"
        case None: return "none"
        case True: return "never"
        case []: return "empty"
        case [a]: return "one", a
        case [a, (b, c)]: return "nested", a, b, c
        case [a, *_, z]: return "ends", a, z
        case {"k": v, "n": int(n)}: return "map", v, n
        case {"k": _}: return "k"
        case str() as s if len(s) > 3: return "long", s
        case int(n) | float(n): return "number", n
        case _: return "other"
[f(x) for x in (0, 1, -1, 1.5, "a", b"b", None, True, [], [5], [1, (2, 3)], (1, 2, 3), "ab", "abcd", 7, 2.5,
 {"k": 1, "n": 2}, {"k": 1, "n": "x"}, {}, {1}, range(1), range(3))]

class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def f(p):
    match p:
        case P(0, 0): return "origin"
        case P(x, y=0): return "x axis", x
        case P(x=0): return "y axis"
        case P(x, y) if x == y: return "diagonal", x
        case P(): return "point"
[f(P(0, 0)), f(P(1, 0)), f(P(0, 1)), f(P(2, 2)), f(P(1, 2)), f(5)]

class K: ONE = 1; TWO = "t"
def f(x):
    match x:
        case K.ONE: return "one"
        case K.TWO: return "two"
f(1), f("t"), f(3)

match 5:
    case int() as n if n > 3:
        print("big", n)
n

match [1, [2, {"a": (3,)}]]:
    case [x, [y, {"a": [z]}]]: print(x, y, z)

five = 5
match 1:
    case five(): pass

from dataclasses import dataclass
@dataclass
class D:
    a: int
    b: str
match D(1, "x"):
    case D(a, "x"): print(a)

match [1, 2, 3, 4], {"a": 1, "b": 2}:
    case [[a, *rest, z], {"a": b, **others}]: print(a, rest, z, b, others)

match (1,):
    case [*all]: print(all)
    
match range(4):
    case [a, *b, c]: print(a, b, c)

from array import array
from collections import Counter, OrderedDict, UserList, UserString, defaultdict, deque
from collections.abc import MutableSequence, Sequence
from typing import NamedTuple
class P(NamedTuple): x: int; y: int
class L(list):
    def __len__(self): return 1
class T(tuple): pass
class S(Sequence):
    def __len__(self): print("len"); return 3
    def __getitem__(self, i):
        print("item", i)
        if i > 2: raise IndexError
        return i
class M(MutableSequence):
    def __getitem__(self, i): return (1, 2, 3)[i]
    def __len__(self): return 3
    def __setitem__(self, i, x): raise KeyError(i)
    def __delitem__(self, i): raise KeyError(i)
    def insert(self, i, x): raise KeyError(i)
class D(dict):
    def __getitem__(self, key): return 0
    def __len__(self): return 9
def f(v):
    match v:
        case [[*a], {**b}] | {"a": [*a], "b": [{**b}, *_]}: return "inside", a, b
        case [3 | 7, *a] as b: return a, type(b).__name__
        case [*a, _, _, _]: return "three", [*map(str, a)]
        case [1, *a, 2]: return "ends", a
        case [*a]: return "any", [*map(str, a)]
        case {"z": 1, **a}: return "z", list(a.items())
        case {**a}: return type(a).__name__, list(a.items())
        case _: return "none"
[f(v) for v in ([], (), [3], [7, 8], [1, 2], [1, 5, 2], [[1], {2: 3}], {"a": (1, 2), "b": [{}, 3]}, P(1, 2), L([3, 4, 5]),
 T((1, 2, 3)), S(), M(), range(3, 9), range(0), deque([3, 1]), array("b", [3, 4]), memoryview(b"abc")[1:], UserList([3]),
 UserString("abcd"), "abc", b"abc", bytearray(b"a"), {1}, {}, {"z": 1, "y": 2}, {"z": 2}, D(z=1), Counter("aab"), 1, None,
 OrderedDict(z=1, y=2), OrderedDict(a=1), defaultdict(int, {1: 2}), (i for i in "ab"), [[], {}, 3, 4])]

r = []
match range(1 << 70):
    case [*_]: r.append(1)
match range(1 << 70):
    case [x, *y]: r.append(2)

class S(list):
    def __len__(self): raise ValueError("len")
match S():
    case [*a]: print(a)
match S():
    case [x, *a]: print(a)

match {"type": "circle", "r": 2}:
    case {"type": "square", "side": s}: r = s * s
    case {"type": "circle", "r": r}: r = 3 * r * r
r

match "abc":
    case [a, b, c]: print("sequence")
    case str(x): print("str", x)

class P:
    def __init__(self): self.x = 1
match P():
    case P(1): pass
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
