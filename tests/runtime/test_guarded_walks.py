"""What C hashes, prints or copies of small structures that are endless in effect."""

from __future__ import annotations

import sys

from held import held, paid

from harness import same

_SHARED = "x, k = {}, (1, 1)\nfor _ in range(60): k = k, k\nz = slice(1, k)\n"
#: From Python 3.12 on a slice is hashed as a tuple is, and a proxy as its mapping; before, not.
_HASHES = "limit" if sys.version_info >= (3, 12) else ""

SLICES = """
from types import MappingProxyType as P; hash(P(list[k]))
x[z]
x[z] = 1
x[z], y = 1, 2
del x[z]
x[z] += 1
x |= {5: 1}; x[z] |= 1
x[z] *= 2
x[z]: int = 1
x[z] = x[5] = 1
x[z, 2], y = 1, 2
for x[z] in [1]: pass
{z}
{z: 1}
hash(z)
z.__hash__()
z in x
x.get(z)
x.setdefault(z)
x.__setitem__(z, 1)
set([z])
dict([(z, 1)])
{1}.add(z)
from operator import setitem; setitem(x, z, 1)
from collections import OrderedDict; d = OrderedDict(); d[z] = 1
class D(dict): pass; d = D(); d[z], y = 1, 2
"""
#: Hashed with what is called or shown, whatever type stands around it.
HASHED = """
from types import MethodType as M; class T(tuple): __call__ = len; hash(M(T((k,)), 1))
from types import MethodType as M; class T(tuple): __call__ = len; {M(T((k,)), 1): 1}
hash(list[k])
hash(list[k] | int)
p = 1, k; x[p] = 1
p = k, 1; x[p] = 1
p = 1, k; {p}
"""
#: What a class gives for the items of a list or set, where C goes through it: not what is in it.
GIVEN = """
class L(list): __iter__ = lambda self: iter([k, 1]); dict([L()])
class L(list): __iter__ = lambda self: iter([k, 1]); {}.update([L()])
class L(list): __iter__ = lambda self: iter([k, 1]); d = {}; d |= [L()]
class L(tuple): __iter__ = lambda self: iter([k, 1]); dict([L()])
class L(tuple): __iter__ = lambda self: iter([k, 1]); d = {}; d |= [L()]
from itertools import repeat; {1: 1}.keys() | repeat(1)
from itertools import repeat; repeat(1) & {1: 1}.keys()
[k] & {1: 1}.keys()
{1: 1}.keys() | iter([k])
class S(set): __iter__ = lambda self: iter([k]); S() & {1: 1}.keys()
dict([{1: k, 2: 3}.values()])
d = {}; d |= [{1: k, 2: 3}.values()]
from collections import deque; dict([deque([k, 1])])
from collections import deque; d = {}; d |= [deque([k, 1])]
class S(set): __iter__ = lambda self: iter([k]); {1: 1}.keys() & S()
class S(set): __iter__ = lambda self: iter([k]); {1: 1}.keys().isdisjoint(S())
class S(set): __iter__ = lambda self: iter([k]); {1: 1}.keys() >= S()
class S(set): __iter__ = lambda self: iter([k]); S() < {1: 1}.keys()
class S(frozenset): __iter__ = lambda self: iter([k]); {1: 1}.keys() & S()
class S(set): __iter__ = lambda self: iter([k]); str(S([1]))
class S(frozenset): __iter__ = lambda self: iter([k]); str({S([1])})
class S(frozenset): __iter__ = lambda self: iter([k]); str(ValueError(S([1])))
from collections import deque; class D(deque): __iter__ = lambda self: iter([k]); str(D([1]))
from collections import Counter; class C(Counter): most_common = lambda self: [(k, 1)]; str(C([1]))
from collections import Counter; class C(Counter): __iter__ = lambda self: iter([k]); C([1]) == C()
class S(set): __iter__ = lambda self: iter([(k, 1)]); {1: 1}.items() & S()
class S(set): __iter__ = lambda self: iter([(k, 1)]); {1: 1}.items().isdisjoint(S())
"""
#: By methods that are called with no guard before them, each for a tuple and for a slice.
CONTAINERS = {
    "UserDict()": "getitem setitem delitem contains",
    "ChainMap()": "getitem setitem delitem contains",
    "Counter()": "getitem setitem delitem contains",
    "defaultdict(int)": "getitem setitem delitem contains missing",
    "OrderedDict()": "getitem setitem delitem contains",
}
OTHERWISE = """
UserDict().__ior__([(K, 1)])
UserDict([(K, 1)])
UserDict.fromkeys([K])
ChainMap.fromkeys([K])
ChainMap().update([(K, 1)])
Counter([K])
itemgetter(K)({})
getitem({}, K)
delitem({}, K)
"""
#: Printed with what they are bound to, or stand around.
PRINTED = """
str(k.count)
print(k.count)
f"{k.count}"
f"{k.count!r:>5}"
"%r" % k.count
"{!r}".format(k.count)
ascii(k.count)
str([k.count])
raise ValueError(k.count)
{}[k.count]
class T(tuple): m = lambda self: 1; str(T((k,)).m)
from types import MethodType as M; str(M(lambda self: 1, k))
str(staticmethod(k))
str(classmethod(k))
from collections import defaultdict; str(defaultdict(k.count))
from collections import defaultdict; class D(defaultdict): pass; str(D(k.count))
from types import MappingProxyType as P; str(P({1: k}))
str([{1: k}.items()])
str(z)
import traceback; traceback.format_exception_only(ValueError(k.count))
"""


def _programs(lines: str) -> list[str]:
    return [f"{_SHARED}{_split(line)}" for line in lines.strip().split("\n")]


def _split(line: str) -> str:
    """`class A: x; …` is one line each."""
    return line.replace("; ", "\n") if "class " in line or "import" in line else line


_IMPORTS = "from collections import *\nfrom operator import getitem, delitem, itemgetter\n"


def _asked(what: str) -> list[str]:
    """Return programs that ask containers for *what*: `k` or `z`."""
    lines = [line.replace("K", what) for line in OTHERWISE.strip().split("\n")]
    for made, names in CONTAINERS.items():
        for name in names.split():
            more = ", 1" if name == "setitem" else ""
            lines.append(f"{made}.__{name}__({what}{more})")
    return [f"{_SHARED}{_IMPORTS}{line}" for line in lines]


SAME = """
from collections import ChainMap, Counter, UserDict, defaultdict
from operator import delitem, getitem, itemgetter
c = ChainMap({1: 2}, {3: 4})
c[5] = 6; c.__setitem__(7, 8); del c[5]
d = defaultdict(list); d.__missing__(1).append(2)
n = Counter("aab"); del n["a"]; n.__delitem__("zz")
u = UserDict({1: 2}); u |= {3: 4}; u.__ior__([(5, 6)]); u |= UserDict({7: 8})
x = [1, 2, 3]; delitem(x, slice(0, 1))
print(getitem("abc", slice(1, 3)), itemgetter(slice(1), 2)("abc"))
len(c), list(c), c[3], 3 in c, dict(c), d, n, u.data, x

class A:
    def m(self): pass
    def __repr__(self): return "A()"
a, b = A(), A()
d = {a.m: 1, b.m: 2}
d[a.m], d[b.m], a.m == a.m, a.m == b.m, len({a.m, a.m, b.m}), hash(a.m) == hash(a.m), str(a.m)

from collections import defaultdict
from types import MethodType
def f(*args): return args
str(defaultdict(int, {1: 2})), str(defaultdict(None)), MethodType(f, [1])(2)

class L(list):
    def __iter__(self): return iter([1, 2])
class S(set):
    def __iter__(self): return iter([1, 2])
class T(set): pass
v, w = {1: 3, 4: 5}.keys(), {1: 3}.items()
dict([L()]), dict([L([5]), T([3, 4]), (6, 7), "ab"]), {1: 2} | dict([{3: 4, 5: 6}])
d = {}; d |= [L(), {3: 4, 5: 6}, "ab", b"ab"]; d.update([{7: 8, 9: 0}.values()])
class Q(set):
    asked = 0
    def __sub__(self, other): Q.asked += 1; return NotImplemented
q = Q([4, 5]) - v
[
    d, v & S(), S() & v, S([4, 6]) - v, S([4]) | v, v & T([4]), v | S(), v - T([4]),
    v - S([4]), v ^ S([4]), T([4, 6]) & v,
    T([4]) | v, w & T([(1, 3)]), v >= S(), v > T([4]), v == S([1, 4]), v <= T([1, 4]), T([4]) < v,
    v.isdisjoint(S()), v.isdisjoint(T([7])), q, Q.asked, type(q).__name__,
]

dict(["abc"])

dict([()])

dict([L([3]), 5])

k = (1, 1)
for _ in range(60): k = k, k
class T(tuple):
    def m(self): return 5
t = T((k,))
{t.m: 1}[t.m]

x = {1: 5}
k = slice(0, 2)
y = [1, 2, 3]
y[k] += [4]
y, x
"""

#: C frees one slice in another, and has no bound.
DEEP = (
    "class C:\n    def __getitem__(self, k): return k\nc, k = C(), 1\n"
    "for _ in range(200): k = c[k:1]"
)

test_deep = held([(DEEP, "RecursionError")])
test_paid = paid([("x = (*range(20_000),)\nfor _ in range(9): {x}", 40_000)])
test_slices = held([(source, _HASHES) for source in _programs(SLICES) + _asked("z")])
test_hashed_and_printed = held(
    [
        (source, "limit")
        for source in _programs(HASHED.strip() + GIVEN.rstrip() + PRINTED) + _asked("k")
    ]
)
test_same = same(SAME)
