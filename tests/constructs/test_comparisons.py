"""Comparisons walk containers; `in` may drain an iterator."""

from __future__ import annotations

from harness import refused, rewritten, same

REWRITTEN = """
x < y
=>
__result__ = (x if __type__(x) in __scalars__ else __operand__(x)) < y

x == 1
=>
__result__ = x == 1

"a" != x
=>
__result__ = "a" != x

x is y is not None
=>
__result__ = x is y is not None

f(x) >= y
=>
__result__ = (__t0__ if __type__(__t0__ := f(x)) in __scalars__ else __operand__(__t0__)) >= y

x < y < z
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) < (y if __type__(y) in __scalars__ else __steady__(y)) < z

x < y() < z
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) < (__t0__ if __type__(__t0__ := y()) in __scalars__ else __steady__(__t0__)) < z

x < y() < 1
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) < (__t0__ if __type__(__t0__ := y()) in __scalars__ else __steady__(__t0__)) < 1

x < y() is z
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) < (__t0__ if __type__(__t0__ := y()) in __scalars__ else __steady__(__t0__)) is z

1 < x < 10
=>
__result__ = 1 < x < 10

x in y
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) in (y if __type__(y) in __collections__ else __container__(y))

x not in y
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) not in (y if __type__(y) in __collections__ else __container__(y))

x in (1, 2)
=>
__result__ = x in (1, 2)

x in [*y]
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) in __container__([*__drain__(y)])

x in "abc"
=>
__result__ = x in "abc"

"a" in x
=>
__result__ = "a" in (x if __type__(x) in __collections__ else __container__(x))

x in {1: 2}
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) in {1: 2}

x in f(y)
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) in (__t0__ if __type__(__t0__ := f(y)) in __collections__ else __container__(__t0__))

x in y in z
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) in __container__((y if __type__(y) in __scalars__ else __steady__(y))) in (z if __type__(z) in __collections__ else __container__(z))

x in y == z
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) in __container__((y if __type__(y) in __scalars__ else __steady__(y))) == z

x is y in z
=>
__result__ = x is (y if __type__(y) in __scalars__ else __steady__(y)) in (z if __type__(z) in __collections__ else __container__(z))

assert(x)in y
=>
assert((x) if __type__(x) in __scalars__ else __comparand__(x))in (y if __type__(y) in __collections__ else __container__(y))

not x == y
=>
__result__ = not (x if __type__(x) in __scalars__ else __operand__(x)) == y

(x  # c
 ) < y
=>
__result__ = ((x  # c
 ) if __type__(x) in __scalars__ else __operand__(x)) < y

x in (  # c
    y
)
=>
__result__ = (x if __type__(x) in __scalars__ else __comparand__(x)) in ((  # c
    y
) if __type__(y) in __collections__ else __container__(y))

[] == x
=>
__result__ = __operand__([]) == x

x == y != z <= w
=>
__result__ = (x if __type__(x) in __scalars__ else __steady__(x)) == (y if __type__(y) in __scalars__ else __steady__(y)) != (z if __type__(z) in __scalars__ else __steady__(z)) <= w
"""

EVERY_GUARD = """
x < y
=>
__result__ = __operand__(x) < y

x in y
=>
__result__ = __comparand__(x) in __container__(y)

x in (1, 2)
=>
__result__ = __comparand__(x) in __container__((1, 2))

1 in x
=>
__result__ = __comparand__(1) in __container__(x)

x == y.z
=>
__result__ = __early__(x) == y.z

x == [y, (1, z)]
=>
__result__ = __operand__(x) == [y, (1, z)]

x == [y, *z]
=>
__result__ = __early__(x) == [y, *__drain__(z)]

x < y() < z()
=>
__result__ = __steady__(x) < __steady__(y()) < __steady__(z())

x < y in z()
=>
__result__ = __steady__(x) < __steady__(y) in __container__(z())
"""

REFUSED = [
    ("CL101", "x == __y__"),
    ("CL101", "x in __builtins__"),
]

SAME = """
1 < 2 < 3, 1 < 3 < 2, 3 > 2 >= 2 != 1, 1 == 1.0 == True

def t(x): print(x); return x
t(1) < t(2) > t(5) < t(9)

[1, 2] < [1, 3], (1,) < (1, 2), "a" < "b", {1} < {1, 2}, [] == (), None == 0

1 in [1, 2], 1 not in (2,), "a" in "abc", "k" in {"k": 1}, 3 in {1, 2}, 2 in range(5), "x" in iter("xy")

1 < "a"

[1] < [None]

5 in 5

1 in "abc"

[] in {}

x == y

float("nan") == float("nan"), float("nan") in [float("nan")], [float("nan")] == [1]

n = float("nan")
n in [n], [n] == [n], n == n

class C:
    def __init__(self, v): self.v = v
    def __eq__(self, o): print("eq"); return self.v == o.v
    def __lt__(self, o): return NotImplemented
    def __contains__(self, x): return x == 5
    def __hash__(self): return 1
print(C(1) == C(1), C(1) != C(2), C(1) in [C(2), C(1)], 5 in C(0), 6 not in C(0))
{C(1): "a"}[C(1)]
C(1) < C(2)

class C:
    def __eq__(self, o): return []
C() == 1, C() != 1, 1 if C() == 2 else 2

class C:
    def __gt__(self, o): return "gt"
    def __le__(self, o): return ""
C() > 1, 1 < C(), (C() <= 1) or "empty", C() <= 1 <= 2

1 in 2 in 3

[[1]] == [[1]], {"a": [1]} == {"a": [1]}, [1] is [1], () is ()

a = b = [1]
a is b, a is not b, a == b, a in [b], [a] == [b], 1 in a in [a]

sorted([3, 1, 2]), max([1, 3], [1, 2]), min("b", "a"), sorted([(1, "b"), (1, "a")])

sorted([1, "a"])

class C: pass
C() == C(), C() in [C()], C() < C()
"""

test_rewritten = rewritten(REWRITTEN)
test_every_guard = rewritten(EVERY_GUARD, optimize=False)
test_refused = refused(REFUSED)
test_same = same(SAME)
