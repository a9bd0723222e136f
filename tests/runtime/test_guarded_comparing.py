"""Comparisons where code of a guest may be called in the middle: each in its turn, and paid for."""

from __future__ import annotations

from held import held, paid

from harness import same

_ASKED = "class A:\n    def __eq__(self, o): return True\n"

HELD = [
    # The right side is evaluated after the left one has been looked at.
    ("x, y = [1], [1]\nfor _ in range(60): x, y = [x, x], [y, y]\n"
     "def f(): return y\nx == f()", "limit"),
    ("class L(list):\n    def __hash__(self): return 1\nx = L(),\n{x: 1}",
     "TypeError: a key of type 'L'"),
    (f"{_ASKED}x, y = [1], [1]\nfor _ in range(60): x, y = [x, x], [y, y]\n"
     "class E:\n    def __eq__(self, o):\n        if not a[1]: a[1].append(x); b[1].append(y)\n"
     "        return True\n"
     "a, b = [E(), []], [E(), []]\na == b", "limit"),
]  # fmt: skip

HELD += [
    (f"{_ASKED}x, y = list[[A()],], list[[A()],]\nx == y", "TypeError: a container that might"),
    ("class A:\n    def __eq__(self, o): d[5] = 1; return True\n"
     "d = {1: A(), 2: []}\nd == {1: 3, 2: []}", "TypeError: a dictionary that has grown"),
]  # fmt: skip
HELD += [
    ("x, y = [1], [1]\nfor _ in range(60): x, y = [x, x], [y, y]\n"
     "class E:\n    def __eq__(self, o): a[1], b[1] = x, y; return True\n"
     f"a, b = [1, 2], [E(), 2]\n{compared}", "limit")
    for compared in ("a == b", "b == a")
]  # fmt: skip
# A class that derives from a container is one that compares, for all we know.
HELD += [
    ("x, y = (1,), (1,)\nfor _ in range(60): x, y = (x, x), (y, y)\n"
     "class H(list):\n    def __eq__(self, o): a[1], b[1] = x, y; return True\n"
     "a, b = [H(), 2], [H(), 2]\na == b", "limit"),
]  # fmt: skip

_SHARED = "x, y = (1,), (1,)\nfor _ in range(60): x, y = (x, x), (y, y)\n"
HELD += [
    (f"{_SHARED}a, b = {pair.format('x')}, {pair.format('y')}\na == b", "limit")
    for pair in ("(1, {})", "({}, 1)", "(1, ({},))", "[({},)]")
]
HELD += [
    ("class L(list):\n    def __hash__(self): return 1\nx, d = (L(),), {}\nd[x] = 1",
     "TypeError: a key of type 'L'"),
]  # fmt: skip

#: Texts that differ at their ends.
_TEXTS = "x = ['a' * 99_998 + str(n) for n in range(10, 30)]\ny = 'a' * 100_000\n"
PAID = [
    ("x, y = [*range(9_999)], [*range(9_999)]\nfor _ in range(20): x == y", 50_000),
    ("class L(list): pass\nx = L(range(9_999))\nfor _ in range(5): -1 in x", 50_000),
    ("from collections import deque\nx = deque(range(9_999))\nfor _ in range(5): -1 in x", 50_000),
    (f"{_TEXTS}for _ in range(8): y in x", 60_000),
    (f"{_TEXTS}{_ASKED}for _ in range(8): y in x", 60_000),
    (f"{_ASKED}a, b = 'a' * 500_000, 'a' * 500_000\nx, y = [a, A()], [b, A()]\n"
     "for _ in range(20): x == y", 35_000),
    (f"{_ASKED}x, y = {{*range(9_999)}}, {{*range(9_999)}}\nfor _ in range(20): x == y", 60_000),
    (f"{_ASKED}x, y = [{{n: n for n in range(9_999)}} for _ in 'ab']\n"
     "for _ in range(20): x == y", 60_000),
    (f"{_ASKED}x, y = [*range(9_999)], [*range(9_999)]\nfor _ in range(20): x == y", 60_000),
]  # fmt: skip

SAME = """
from collections import deque
class A:
    def __eq__(self, o): d.append(1); return False
for name in ("count", "index", "remove"):
    d = deque([A(), 2, [3]])
    try: print(getattr(d, name)([]))
    except (RuntimeError, IndexError, ValueError) as e: print(type(e).__name__, e)
for x in ([A(), []], (A(), []), deque([A(), []])):
    d = []
    for bounds in ((0, "a"), ("a", 0), (0, 5), (1,)):
        try: print(x.index([], *bounds))
        except TypeError as e: print(e)

import weakref
class A: pass
a = A()
print({weakref.ref(a): 1}[weakref.ref(a)], len({weakref.ref(a), weakref.ref(a)}))

class T(tuple): pass
class L(list):
    def __eq__(self, o): return self is o
    def __hash__(self): return 1
class P:
    def __eq__(self, o): return True
    def __hash__(self): return 1
print(len({T((1,)): 2, L(): 3, P(): 4, (P(), 1): 5}))

from fractions import Fraction
d = {1: [Fraction(1)]}
print(d.items() == {1: [Fraction(1)]}.items(), d.items() >= {(1, 2)})

class A:
    def __eq__(self, o): print(type(o)); return False
a, b = [[], A()], [range(3), []]
print(a == range(3), range(3) == a, a != range(3), [[A()], 0] == b, b == [[A()], 0])
d = {1: 2, 3: A()}
print((1, 2, 3) in d.items(), (7, A()) in d.items(), [1, 2] in d.items(), (1, A()) in d.items())
print(5 in d.items(), (3, 4) in d.items(), {2: A(), 1: []} == {3: 4, 1: []})
print([A(), a] == [A(), a, 1], [A(), a] != [A(), a, 1], (a,) == (a, 1), (a,) < (a, 1))
print([a] < [a, 1], (a, 1) != (a,), [a, 1] > [a])

from collections import deque
class A:
    def __eq__(self, o): return True
n = float("nan")
d, e = {1: n, 2: [A()]}, {1: n, 2: [3]}
print(d == e, deque([n, [A()]]) == deque([n, [4]]), (1, n) in d.items())
print([n, A(), []].index(n), deque([[], n]).count(n))
a = [[], A()]
asked = lambda: a < {1: a}, lambda: a > (a,), lambda: {1: a} <= {2: a}, lambda: a >= {1: a}.values()
for f in asked:
    try: print(f())
    except TypeError as e: print(e)
v = d.values()
print(v == d.values(), v == v, v != [[]], v != v)

from weakref import ref
class A:
    def __eq__(self, o): return True
dead, gone, kept, there = ref(A()), ref(A()), A(), A()
print(list[int] == list[int], [list[int], []] == [list[int], []], [list[str], []] != [dead, []])
for r in (dead, gone, ref(kept)):
    for s in (dead, gone, ref(there)): print([r, []] == [s, []], [r, []] != [s, []])

class H(list):
    def __eq__(self, o): return True
    def __hash__(self): return 1
print({H()} == {H([2])}, {H()} <= {H([2])}, frozenset({H()}) != {3})

class A:
    def __eq__(self, o): a.clear(); return answer
    def __lt__(self, o): return True
    def __gt__(self, o): return True
for answer in (False, True):
    for f in (lambda: a < b, lambda: a > b, lambda: b >= a, lambda: b == a, lambda: a != b):
        for more in ([], [5]):
            a, b = [A(), [], *more], [A(), []]
            print(f(), len(a), len(b))

from types import SimpleNamespace
class A:
    def __eq__(self, o): return True
a = SimpleNamespace(x=[A()])
try: a < a
except TypeError as e: print(e)

from collections import Counter, OrderedDict, deque
from types import SimpleNamespace
from weakref import ref
class A:
    def __init__(self, n): self.n = n
    def __eq__(self, o): print(self.n, end=" "); return self.n == getattr(o, "n", o)
    def __lt__(self, o): print(self.n, end="<"); return self.n < getattr(o, "n", o)
    def __le__(self, o): print(self.n, end="<="); return self.n <= getattr(o, "n", o)
    def __gt__(self, o): print(self.n, end=">"); return self.n > getattr(o, "n", o)
    def __ge__(self, o): print(self.n, end=">="); return self.n >= getattr(o, "n", o)
class D(dict): pass
class L(list): pass
kept = []
def made(n):
    x = A(n)
    kept.append(x)
    yield from ([x, []], (x, []), [[], x], L([x, []]), {1: x, 2: []}, {2: [], 1: x}, {1: x})
    yield from (D({1: x}), deque([x, []]), deque([x]), OrderedDict({1: x, 2: []}))
    yield OrderedDict({2: [], 1: x})
    yield from (OrderedDict({1: x}), Counter({1: x}), Counter({1: n}), Counter({1: n, 2: 1}))
    yield from (SimpleNamespace(a=x, b=[]), SimpleNamespace(a=[]), [ref(x), []], {1: ref(x)})
    yield from ([], {}, deque())
operators = [
    lambda a, b: a == b, lambda a, b: a != b, lambda a, b: a < b,
    lambda a, b: a <= b, lambda a, b: a > b, lambda a, b: a >= b,
]
for a in [*made(1), *made(2)]:
    for b in made(2):
        for operator in operators:
            try: print(operator(a, b))
            except TypeError: print("TypeError")

from collections import Counter
class A:
    def __eq__(self, o): return True
class C(Counter):
    def __eq__(self, o): return True
print([C(a=1), [A()]] == [C(a=2), [A()]])

class A:
    def __eq__(self, o): return True
class L(list):
    def __len__(self): return 5
    def __getitem__(self, at): return 7
class M(L):
    def __eq__(self, o): return NotImplemented
print([L([A(), []])] == [[3, []]], [[3, []]] == [L([A(), []])])
print([M([A(), []])] == [[3, []]], [[A(), []]] == [M([3, []])])
class T(tuple):
    def __len__(self): return 5
    def __getitem__(self, at): return 7
print([T((A(), []))] == [(3, [])], [(3, [])] == [T((A(), []))])
"""

test_held = held(HELD)
test_paid = paid(PAID)
test_same = same(SAME)
