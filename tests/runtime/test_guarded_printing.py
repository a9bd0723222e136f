"""What is printed item by item once a guest prints: as CPython does it, or not at all."""

from __future__ import annotations

from held import held

from harness import same

_R = "class R:\n    def __repr__(self): return 'R'\n"

_COUNTER = (
    "from collections import Counter\nclass C(Counter):\n    def items(self): return [(1, 2)]\n"
)

HELD = [
    (f"{_R}print(list[[R(), []],])", "TypeError: this might change while it is printed"),
    # C would print what has been put there meanwhile.
    (
        "from collections import Counter\nk = 1, 1\nfor _ in range(60): k = k, k\n"
        "class R:\n    def __repr__(self): x[1] = k; return 'R'\n"
        "x = [R(), 0]\nstr(Counter({1: x}))",
        "limit",
    ),
    # In a message, too.
    (
        "k = 1, 1\nfor _ in range(60): k = k, k\n"
        "class R:\n    def __repr__(self): x[1] = k; return 'R'\n"
        "x = [R(), 0]\n[].index(x)",
        "limit",
    ),
    (f"{_COUNTER}str(C([1]))", "TypeError: this might change while it is printed"),
    *(
        (f"{_COUNTER}{use}", "TypeError: a Counter is not asked for entries where it defines")
        for use in ("C([1]).most_common()", "C([1]) + C()", "list(C([1]).elements())")
    ),
]

SAME = """
class N:
    def __index__(self): return 1
class B(bytearray):
    def __bytes__(self): return b"asked"
print(b"%d %b %s" % (N(), B(b"ab"), B(b"ab")), bytearray(b"%b") % B(b"ab"))

("a" * 300 + "%d") % [1]

class R:
    def __repr__(self): return "R"
a = [R()]
a.append(a)
x = slice(a)
b = [R(), x]
a.append(x)
print(a, x, b)
d = {1: R()}
d[2] = d, a
print(d)
print(staticmethod([R()]), classmethod([R(), []]), [staticmethod(R())])

from collections import Counter, OrderedDict, deque
class S(set): __iter__ = lambda self: iter([5, [6]])
class F(frozenset): __iter__ = lambda self: iter("ab")
class D(deque): __iter__ = lambda self: iter([7])
class O(OrderedDict): items = lambda self: iter([(8, 9)])
class C(Counter): most_common = lambda self: [(3, 4)]
class E(D): pass
x = S([1]), F([1]), D([1], 5), O({1: 2}), C([1]), S(), F(), D(), O(), C(), E([1]), {F([1]): 0}
print(x, {F([1])}, [*map(str, x)], D([1]) == E([2]), D([1]) < D([1]), D([1]) != deque([1]))

from collections import OrderedDict
class O(OrderedDict):
    def __str__(self): return "o"
print(repr(O()), O(), repr(O(a=1)))

class R:
    def __repr__(self): return "R"
class Q(list):
    def __format__(self, spec): return "formatted" + spec
print(f"{Q([R()])}, {Q([R()]):x}, {[R()]}")
for spec in ("", ">9"):
    try: print(format([R()], spec), f"{[R()]:{spec}}")
    except TypeError as e: print(e)

from collections import Counter, OrderedDict
class R:
    def __repr__(self): return "R"
print(Counter({1: R()}), Counter(), Counter({R(): 1}))

from collections import OrderedDict
class R:
    def __repr__(self): return "R"
print([R(), OrderedDict(), OrderedDict(a=[R()])])

class R:
    def __repr__(self): return "R"
class Q(list):
    def __repr__(self): return "Q"
    def __str__(self): return "text"
for e in (ValueError([R()]), KeyError([R()]), KeyError([R()], 1), KeyError(Q()), ValueError(Q())):
    print(e, repr(e))
for e in (ValueError([R()], 2), KeyError(), KeyError(Q(), 2)): print(e, repr(e))
"""

test_held = held(HELD)
test_same = same(SAME)
