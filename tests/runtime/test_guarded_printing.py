"""What is printed item by item once a guest prints: as CPython does it, or not at all."""

from __future__ import annotations

from held import held

from harness import same

_R = "class R:\n    def __repr__(self): return 'R'\n"

HELD = [
    (f"{_R}print(list[[R(), []],])", "TypeError: this might change while it is printed"),
]

SAME = """
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
