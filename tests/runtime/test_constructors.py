# ruff: noqa: E501  A row of a table stays on one line.
"""Constructors of the builtin types, and what is derived from them: as in CPython, but paid for."""

from __future__ import annotations

from held import held

from harness import same

test_same = same(r"""
list([1], x=1)

list([1], 2)

list(x=1)

set([1], 2)

tuple(()), tuple("ab"), frozenset("a"), set("a"), list("ab"), list(iter("ab")), list([[1]] * 9)

class L(list): pass
class S(set): pass
class T(tuple): pass
class F(frozenset): pass
class B(bytearray): pass
L("ab"), S("a"), T("ab"), F("a"), L(), S(), T(), F(), B(b"ab"), B(3), B("a", "ascii"), B([1, 2])

class L(list): pass
L(x=1)

class L(list):
    def __new__(cls, *args, **named): return list.__new__(cls)
L("ab", x=1)

class L(list): pass
L("ab", 2)

class S(set): pass
S(x=1)

class S(set):
    def __new__(cls, *args, **named): return set.__new__(cls)
S("ab", x=1)

class T(tuple): pass
T(x=1)

class D(dict): pass
D(a=1), D({1: 2}, b=3), D([(1, 2)]), D(D(a=1)), D({1: 2}.items())

class D(dict): pass
found = D(a=1) | {2: 3}, {2: 3} | D(a=1), D(a=1) | D(b=2)
[(type(each) is dict or type(each) is D, each) for each in found], str([D(a=1).__or__(5), D().__ror__([])])

class D(dict): pass
D(a=1) | 5

class D(dict): pass
[] | D(a=1)

class D(dict): pass
D.copy(D(a=1)), D(a=1).copy()

class D(dict):
    def keys(self): return ["x"]
    def __getitem__(self, key): return key
    def __iter__(self): return iter(["x"])
dict(D(a=1)), {} | D(a=1), D(a=1) | {}, {**D(a=1)}

class E(enumerate): pass
list(E("ab")), list(E("ab", 5)), list(E(iterable="ab")), list(E(iterable="ab", start=3)), list(E(iter([7])))

class E(enumerate): pass
class I:
    def __iter__(self): return self
    def __next__(self): raise StopIteration
def g(): yield 5
list(E(I())), list(E(g())), list(E(range(3))), list(E({1: 2}.items()))

class E(enumerate): pass
E()

class E(enumerate): pass
E(start=5)

class E(enumerate): pass
E(5)

class P(property): pass
class A:
    @P
    def x(self):
        "What it says."
        return 5
    @x.setter
    def x(self, value): self.y = value
a = A()
a.x = 7
a.x, a.y

class P(property): pass
class A: x = P(fget=lambda self: 5, doc="told")
A().x

int("12", 5), int(b"12", 3), int("zz", 36), int("12", base=5), int("0x1f", 0), int(" 7 "), int(7.9), int(True), int()

int(x="12")

int(5, 10)

int("12", 99)

int("8", 8)

int("1" * 5000, 2).bit_length(), int("f" * 9000, 16).bit_length(), int(b"1" * 5000, 2) % 7

class N(int): pass
N("12", 5), N(7), N(), N("zz", base=36), type(N(5)) is N, N("1" * 5000, 2).bit_length()

class N(int): pass
N("8", 8)

str(object="a"), str(object=5), str(b"a", "ascii"), str(object=b"a", encoding="ascii"), str(b"\xe9", "latin-1", "strict"), str()

str("a", "ascii")

str(5, encoding="ascii")

str("a", object="b")

str(errors="strict")

class S(str): pass
S(b"a", "ascii"), S(object="x"), S(5), S()

class B(bytes): pass
B(b"a"), B(3), B("a", "ascii"), B([1]), B()

bytes(source="a", encoding="ascii"), bytes(source=b"a"), bytearray(source=[1]), bytes(), bytearray()

l = [3, 1, 2]
l.sort(key=lambda x: l.append(1))

l = [3, 1, 2]
try: l.sort(key=lambda x: l.append(1))
except ValueError: print("changed")
l

l = [3, 1, 2]
l.sort(key=lambda x: 1 / 0)

class K:
    def __init__(self, n): self.n = n
    def __lt__(self, other): return self.n < other.n
    def __repr__(self): return str(self.n)
l = [K(3), K(1), K(2)]
l.sort()
l, sorted([[K(2)], [K(1)]]), sorted([K(3), K(1)], reverse=True), sorted([(K(2), 1), (K(1), 2)], key=lambda x: x[0])

[1, "a"].sort()

[1].sort(1)

[3, 1, 2].copy(), {1: 2}.copy(), {1}.copy(), frozenset([1]).copy(), bytearray(b"a").copy(), [0] * 600 == ([0] * 600).copy()

class L(list): pass
class D(dict): pass
class S(set): pass
class F(frozenset): pass
[(type(x).__name__, type(x.copy()).__name__, x.copy() == x) for x in (L([1]), D(a=1), S([1]), F([1]))]

dict.fromkeys("ab", 0), dict.fromkeys([1]), {}.fromkeys("a")

class D(dict): pass
type(D.fromkeys("ab")).__name__, D.fromkeys("ab", 0)

dict.fromkeys(5)

{1}.union([2], (3,)), {1, 2}.difference([1], [2]), {1, 2}.intersection([1, 2], [2]), frozenset([1]).union([2], [3])

s = {1, 2, 3}
s.update([4], [5]), s.difference_update([1], [2]), s.intersection_update([3, 4, 5], [4, 5]), s

{1}.union(5)

{1}.issubset([1], [2])

{1}.isdisjoint([2]), {1}.issuperset([1]), {1}.symmetric_difference([2]), {1}.union(), {1}.intersection()

"{!a} {!r} {!s}".format("\u20ac", "x", 5), "{:>{}}".format("a", 5), "{0:{1}}".format(5, "x")

"{!x}".format(5)

"{!\x01}".format(5)

"{!\xe9}".format(5)

"{!}".format(5)

"{0.real} {0.imag}".format(5), "{0[1]}{1[k]}".format([1, 2], {"k": 3}), "{a.b}".format(a=5)

"{} {0}".format(1)

"{0} {}".format(1)

"{1}".format(5)

"{a}".format(5)

"{:}}".format(5)

"{:{:{}}}".format(1, 2, 3)

"x".format(1, 2), "".format(), "{{}}".format(), "{:05d}|{:<5}|{!s:>4}".format(7, "a", None), "{:.2f}".format(2.5)

str.format(5)

"{a}{b}".format_map({"a": 1, "b": "x" * 9}), str.format_map("{x!r}", {"x": "y"})

"{}".format_map({})

str.format_map(5, {})

"{a}".format_map({})

r = range(10**12)
r[5], r[-1], str([r[5:9], r[10**11:], r[::10**11]]), r.index(7), r.count(7), r.count(True), r.index(True), r == range(10**12), r == 5, r != range(3)

range(10**12).index(-5)

range(10**12)["a"]

range(10**12)[10**13]

r = range(10**12)
7 in r, -1 in r, True in r, hash(r) == hash(range(10**12)), bool(r), len(r), r.start, r.stop, r.step, next(reversed(r)), repr(r)

dict(5)

dict([5])

dict([(1, 2, 3)])

dict(["ab", [1, 2], (3, 4)]), dict(iter([iter("ab")])), dict({1: 2}.items()), dict([("a", 1)], b=2)

class M:
    def keys(self): return iter(["a"])
    def __getitem__(self, key): return key * 2
dict(M()), {**M()}

class G:
    def __getitem__(self, i):
        if i > 1: raise IndexError
        return (i, i)
dict(G()), list(G()), set(G()) == {(0, 0), (1, 1)}

import types
p = types.MappingProxyType({1: 2})
dict(p), {3: 4} | p, p | {3: 4}, {**p}, p.copy(), dict(types.MappingProxyType(types.MappingProxyType({1: 2})))

class D(dict):
    def copy(self): return "mine"
import types
types.MappingProxyType(D(a=1)).copy(), types.MappingProxyType(D(a=1)) | {}

l = [1]
l.__iadd__("ab"), l.__iadd__((2,)), l.__add__([3]), l.__mul__(2), l.__getitem__(0), l.__getitem__(slice(1, None)), l.__contains__(1)

[1].__add__((2,))

"a".__add__(5)

b = bytearray(b"a")
b.__iadd__(b"b"), b.__iadd__(bytearray(b"c")), b.__add__(b"d"), b.__getitem__(0), b.__getitem__(slice(1))

object.__new__(object) is not None, int.__new__(int, "5"), str.__new__(str, b"a", "ascii"), tuple.__new__(tuple, "ab"), list.__new__(list)

class A: pass
type(object.__new__(A)) is A, type(A.__new__(A)) is A

class N(int): pass
class S(str): pass
class B(bytes): pass
class T(tuple): pass
class F(frozenset): pass
[int.__new__(N, "5"), str.__new__(S, b"a", "ascii"), str.__new__(S, object="x"), bytes.__new__(B, b"a"), bytes.__new__(B), bytes.__new__(B, source=b"a"), tuple.__new__(T, "ab"), frozenset.__new__(F, "a"), str.__new__(S)]

"a".ljust(3), "a".ljust(-1), "abc".zfill(2), b"a".rjust(3, b"-"), bytearray(b"a").center(4), "a".ljust(True)

class S(str): pass
S("a").ljust(3), S("ab").ljust(1), type(S("ab").ljust(1)) is str, S("a").expandtabs(), S("a\tb").expandtabs(0)

"a".ljust("x")

"a".ljust(5, "xy")

"a\tb".expandtabs(), "a\tb".expandtabs(0), "a\tb".expandtabs(-1), b"\t".expandtabs(3), "a\tb".expandtabs(tabsize=2)

str.expandtabs(5)

"abc".translate({97: "x", 98: None, 99: 100}), "abc".translate(str.maketrans("a", "b", "c")), "a".translate(["x"] * 98)

str.translate(5, {})

"a".translate(5)

b"abc".translate(bytes(range(256)), b"a"), b"abc".translate(None, delete=b"b"), bytearray(b"a").translate(None)

b"a".translate(b"x")

str.maketrans({"a": 1, 98: "x"}), str.maketrans("ab", "cd"), "a".maketrans("a", "b", "c"), bytes.maketrans(b"a", b"b")[97]

str.maketrans("ab", "c")

str.maketrans({"ab": 1})

str.maketrans()

g = ExceptionGroup("g", [ValueError(1), KeyError(2)])
str(g.subgroup(ValueError)), g.subgroup(TypeError), [str(each) for each in g.split(KeyError)]

ExceptionGroup.subgroup(5, ValueError)

type(5, 6)

type(5, x=1)

type("A", (), {}, 4)

from collections import UserDict
class D(dict): pass
type(D(a=1) | UserDict(b=2)).__name__, type(UserDict(b=2) | D(a=1)).__name__, str(D(a=1).__or__(UserDict()))

type(x=5)

A = type("A", (object,), {"x": 5})
A.x, A.__name__, type(A()) is A

"{:[}]}".format(5)

"{:d}}{}".format("a")

"{:d}}{}".format(5)

class N(int): pass
class F(float): pass
N.__new__(int, "5"), N.__new__(int), N.__new__(N), F.__new__(float, "5"), F.__new__(float), F(), F("2.5"), F(5), type(F.__new__(F)) is F

class F(float): pass
F("x" * 9)

class N(int): pass
N(x=5)

class F(float): pass
F(x=5)

int("5", base=True), int("5", 10), int("zz", base=36), int("0b1" + "0" * 5000, base=0) % 7

int("5", base="x")

int(5.5, base=10)

int("5" * 5000, base="x")

l = [3, 1, 2]
l.sort(key=lambda x: l.append(1) or x)

l = [3, 1, 2]
try: l.sort(key=lambda x: l.append(1) or x)
except ValueError as e: print(e)
l

class L(list):
    def keys(self): return []
L([1]).copy(), list.copy(L([2]))

set.union(5, [1])

frozenset.isdisjoint(5, [1])

set.update(frozenset(), [1])

class S(set):
    def __iter__(self): return iter([1, 9])
[{1}.union(S([2])), {1}.isdisjoint(S([2])), {2}.isdisjoint(S([2])), {1}.issubset(S([1])), {1}.issuperset(S([2])), {2}.difference(S([2])), {1}.intersection(S([2])), {1}.symmetric_difference(S([2]))]

s = {1}
s.isdisjoint(s), s.isdisjoint(), s

s = set()
s.isdisjoint(s), {1}.isdisjoint({1}), {1}.isdisjoint(x for x in [2])

class S(set):
    def __iter__(self): return iter([1, 9])
x = S([2])
x.isdisjoint(x), set.isdisjoint(x, x), S().isdisjoint(S())

class M:
    def __init__(self): self.d = {1: 2}
    def keys(self): return ["a"]
    def __getitem__(self, key): return key * 2
dict(M()), {**M()}, {}.update(M())

"{0.real} {}".format(1)

"{.real} {0}".format(1)

"{.real} {}".format(1, 2), "{0.real} {1}".format(1, 2), "{0.real} {a}".format(1, a=2), "{.real} {a}".format(1, a=2)

"{0[0]!a} {0[0]!r} {0[0]!s}".format(["\u20ac"])

"{0.real!x}".format(5)

"{0.real!\x01}".format(5)

"{0.real!\xe9}".format(5)

"{0.real!\x7f}".format(5)

"{0.real! }".format(5)

"{0.real!}".format(5)

"{0.real:}}".format(5)

"{0.real:{}".format(5)

"{0.real:>{0.real}}|{0.real}|{0.real:}|{0.real!s:>3}".format(5)

"{0.real:[}]}".format(5)

"{0[}]}".format({"}": 5})

"{0:{0[}]}}".format({"}": 5})

property().fget, property(lambda s: 1).fset, property(lambda s: 1).fget(5)

("x" * 5000 + "ab" * 40 + "y").split("ab" * 40)

str.find(5, "b")

bytes.count("a", b"a")

("a " * 3000).split(" ", "x")

("a " * 3000).split(5)

("a " * 3000).split(None, None)

class B:
    def __bytes__(self): return b"ab"
    def __iter__(self): return iter([1])
int.from_bytes(B(), "big")

class S(str): pass
int.from_bytes(S("ab"), "big")

int.from_bytes("ab", "big")

int.from_bytes(bytearray(b"ab"), "big"), int.from_bytes(iter([1, 2]), "big"), int.from_bytes([1, 2], "little")

int(b"5", "x", base=3)

class N(int): pass
int.__new__(N, base=5)

class N(int): pass
int.__new__(N, "5", base=7), int.__new__(N, b"5", 7), int.__new__(N), int.__new__(N, 5.5)

r = range(10**12)
r == range(10**13), r == range(10**12), r != range(0, 10**12, 1), r == [1], r == range(2), hash(r) == hash(range(10**13))

class E:
    def __eq__(self, other): return True
list.__eq__(5, [E()])

class E:
    def __eq__(self, other): return True
list.__contains__(5, E())

class E:
    def __eq__(self, other): return True
    def __hash__(self): return 5
{1: 2}.__contains__(E()), {5: 2}.__contains__(E()), {1}.__contains__(E()), frozenset([5]).__contains__(E()), [1].__contains__(E()), (1,).__contains__(E()), {1: 2}.keys().__contains__(E())

class F(float): pass
float.__new__(F), float.__new__(F, "2.5"), type(float.__new__(F)) is F

int("12"), int(5), int(2.5), int(True), float("2.5"), float(5), float(True), int("-7"), float(" 1e3 ")

class R:
    def __repr__(self): return "r"
list.__repr__({1: R()})

class R:
    def __repr__(self): return "r"
dict.__repr__([R()])

(5).__format__(5)

object.__format__(5, "")

class A: pass
A().__format__("d")

[].__format__("x")

"a".__format__(None)

list.__mul__(5, "x")

class I:
    def __index__(self): return 2
str((5).__mul__(I())), [1].__mul__(I()), "a".__rmul__(I()), str((2.5).__mul__(I()))

'a'.__rmod__('%s'), b'a'.__rmod__(b'%s'), '%s'.__mod__('a'), 'a'.__rmod__(3) is NotImplemented, (2).__pow__(3, 5), (2).__pow__('a') is NotImplemented, (2j).__pow__(3), True.__rlshift__(2)

(2.5).__mul__(2), (2j).__mul__(2), (2.5).__pow__(2), (2.5).__rpow__(2), (2.5).__floordiv__(2), (2.5).__mod__(2), (2.5).__divmod__(2)

int.__lshift__("a", 1)

int.__floordiv__("a", 1)

int.__pow__("a", 1)

l, it = [0], iter([1])
l.__setitem__(0, it), l[0] is it, l.__setitem__(slice(0, 1), it), l, l.__delitem__(slice(0, 1)), l

class B:
    def __bytes__(self): return b"ab"
    def __index__(self): return 3
    def __iter__(self): return iter([7])
bytes(B()), bytearray(B()), bytes(source=B()), bytes.__new__(bytes, B())

class B:
    def __bytes__(self): return b"ab"
    def __iter__(self): return iter([7])
class C(bytes): pass
bytes(B()), bytearray(B()), C(B()), bytes.__new__(C, B()), bytes.__new__(C, source=B())

str(memoryview(b"ab"), "ascii"), str(memoryview(b"ab"))[:7], str(object=memoryview(b"ab"))[:7], str(object=memoryview(b"ab"), encoding="ascii"), str(memoryview(b"ab"), encoding="ascii")

class S(str): pass
S(memoryview(b"ab"), "ascii"), S(object=memoryview(b"ab"), encoding="ascii"), str.__new__(S, memoryview(b"ab"), "ascii"), str.__new__(S, object=memoryview(b"ab"), errors="strict")

Exception.__new__(ValueError, 5).args, ValueError.__new__(ValueError, 5).args, BaseException.__new__(KeyError, 5, 6).args, Exception.__new__(ValueError).args

Exception.__new__(OSError, 5)

BaseExceptionGroup.__new__(ExceptionGroup, "a", [ValueError(1)]).exceptions[0].args, BaseExceptionGroup.__new__(BaseExceptionGroup, "a", [ValueError(1)]).args[0]

BaseExceptionGroup.__new__(ExceptionGroup, "a", [])

class A: pass
a = A(); a.x = 1
object.__delattr__(a, "x"), hasattr(a, "x"), vars(a)

bytes.decode(5)

str.join(b"", ["a"])

b"".join(["a"])

"a".replace("a", b"b")

b"-".join([memoryview(b"a"), bytearray(b"b"), b"c"]), bytearray().join([memoryview(b"ab")])

"".join([memoryview(b"a")])

it = iter(["a", "b"])
try: str.join(5, it)
except TypeError as e: print(e)
list(it)

str.ljust(5, 100)

bytes.zfill("a", 100)

b"a b".rsplit(memoryview(b" ")), bytearray(b"a b").rsplit(memoryview(b" "), 1)

"a b".rsplit(memoryview(b" "))

str.rfind(5, "b" * 70)

str.rpartition(5, "b")
""")

_SHARED = "t = (1, 1)\nfor i in range(60): t = t, t\n"

test_held = held(
    [
        ("from fractions import Fraction\nFraction.numerator.fget", "AttributeError: no attribute 'fget'"),
        (_SHARED + "class D(dict):\n def __iter__(s): return iter([t])\n def keys(s): return [t]\n def __getitem__(s, k): return 1\ndict(D())", "limit"),
        (_SHARED + "class G:\n def __getitem__(s, i): return (t, 1)\ndict(G())", "limit"),
        (_SHARED + "dict(iter([(t, 1)]))", "limit"),
        (_SHARED + "class Q:\n def __getitem__(s, i): return [t, 1][i]\ndict([Q()])", "limit"),
        (_SHARED + "class S(set):\n def __iter__(s): return iter([t])\n{1}.isdisjoint(S([2]))", "limit"),
        ("class P(property): pass\nP(property())", "TypeError: may not hold properties"),
        ("type[int](5)", "TypeError: cannot be called here"),
        ("class E(enumerate): pass\nE(map(abs, []))", "TypeError: does not number a 'map' object"),
        ("class E(enumerate): pass\nE(E([1]))", "TypeError: does not number a 'E' object"),
        ("class E(enumerate): pass\nclass G(E): pass\nE(iterable=G([1]))", "TypeError: number"),
        ("class E(enumerate): pass\nE(zip([1]))", "TypeError: does not number a 'zip' object"),
        ("class E(enumerate): pass\nimport itertools\nlist(E(itertools.count()))", "TypeError: number"),
        ("class L(list): pass\nL(iter(int, 1))", "limit"),
        ("class S(set): pass\nS(iter(int, 1))", "limit"),
        ("class T(tuple): pass\nT(iter(int, 1))", "limit"),
        ("class F(frozenset): pass\nF(iter(int, 1))", "limit"),
        ("class D(dict): pass\nD(zip(iter(int, 1), iter(int, 1)))", "limit"),
        ("class S(str): pass\nt = ('a' * 9,)\nfor i in range(60): t = (t, t)\nS(t)", "limit"),
        ("x = property()\nfor i in range(200):\n    x = property(x)", "RecursionError"),
        ("s = list('a' * 200_000)\nx = []\nfor i in range(99): x.extend('a' * 200_000)", "limit"),
        ("g = ExceptionGroup('g', [ValueError()])\n"
         "for i in range(60): g = ExceptionGroup('g', [g, g])\ng.subgroup(KeyError)", "limit"),
        ("g = ExceptionGroup('g', [ValueError()])\n"
         "for i in range(60): g = ExceptionGroup('g', [g, g])\ng.split(KeyError)", "limit"),
        ("g = ExceptionGroup('g', [ValueError()])\n"
         "for i in range(60): g = ExceptionGroup('g', [g, g])\n"
         "try: raise g\nexcept* KeyError: pass", "limit"),
        ("for i in range(99): int('f' * 900_000, 16)", "limit"),
        ("for i in range(99): int('f' * 900_000, base=16)", "limit"),
        ("class N(int): pass\nfor i in range(99): N(b'f' * 900_000, base=16)", "limit"),
        ("r = range(10**3000, 10**3000 * 10**20, 7)\nfor i in range(9_000): r[5:10**2900]", "limit"),
        ("range(10**12).x = 5", "AttributeError"),
        ("range(10**12).start = 5", "AttributeError"),
        ("del range(10**12).start", "AttributeError"),
        ("object.__new__(int)", "TypeError"),
        ("int.__new__(5)", "TypeError"),
        ("int.__new__([])", "TypeError: X is not a type that can be made here"),
        ("int.__new__(str)", "TypeError"),
        ("str.__new__(list)", "TypeError"),
        ("range(10**12).index(0.5)", "limit"),
        ("range(10**12).count(0.5)", "limit"),
        ("class P(property): pass\nx = property()\nfor i in range(200): x = property(x)\nP(x)",
         "RecursionError"),
        ("import types\nx = {}\nfor i in range(200):\n    x = types.MappingProxyType(x)", "RecursionError"),
    ]
)  # fmt: skip
