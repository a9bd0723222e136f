"""`in`, `count`, `index`, `remove`: each item is held against what is looked for."""

from __future__ import annotations

from harness import rewritten, same

REWRITTEN = """
x.count(1), x.index("a", 2), x.remove(-1)
=>
__result__ = x.count(1), x.index("a", 2), (x if not __answering__ else __changing__(x)).remove(-1)

x.count(y)
=>
__result__ = (x if __type__(x) is __text__ and __size__(x) < 4096 else __measured__(x)).count((y if __type__(y) in __scalars__ else __comparand__(y)))

x.index("a", y)
=>
__result__ = (x if __type__(x) is __text__ and __size__(x) < 4096 else __measured__(x)).index("a", (y if __type__(y) in __scalars__ else __comparand__(y)))

"abc".index(y)
=>
__result__ = "abc".index((y if __type__(y) in __scalars__ else __comparand__(y)))

x + y.find(z)
=>
__result__ = (x if __type__(x) in __numbers__ else __addend__(x)) + (__t0__ if __type__(__t0__ := (y if __type__(y) in __scalars__ else __firm__(y)).find(z)) in __numbers__ else __addend__(__t0__))

x.find(y), "abc".find(*y), x.find, str.find
=>
__result__ = (x if __type__(x) in __scalars__ else __firm__(x)).find(y), "abc".find(*__drain__(y)), (__t0__ if __type__(__t0__ := x.find) in __plain__ else __method__(__t0__)), (__t0__ if __type__(__t0__ := str.find) in __plain__ else __method__(__t0__))

x.add(1), x.y.add(1), "abc".add(1), [].add(1), x.add, set.add(x, 1), x.add(*y)
=>
__result__ = (x if not __answering__ else __changing__(x)).add(1), (__t0__ if (__t0__ := x.y) is __t0__ and not __answering__ else __changing__(__t0__)).add(1), "abc".add(1), [].add(1), (__t0__ if __type__(__t0__ := x.add) in __plain__ else __method__(__t0__)), (set if not __answering__ else __changing__(set)).add((x if __type__(x) in __scalars__ else __key__(x)), 1), (__t0__ if __type__(__t0__ := x.add) in __plain__ else __method__(__t0__))(*__drain__(y))

x.startswith("a"), x.endswith(y), x.find("a", 1), x.startswith("a", 1, -1)
=>
__result__ = x.startswith("a"), x.endswith((y if __type__(y) in __scalars__ else __comparand__(y))), x.find("a", 1), x.startswith("a", 1, -1)

x.startswith(y, 1)
=>
__result__ = x.startswith((y if __type__(y) in __scalars__ else __comparand__(y)), 1)

x.startswith("a", y), "a".endswith("b", *y)
=>
__result__ = (x if __type__(x) in __scalars__ else __firm__(x)).startswith("a", (y if __type__(y) in __scalars__ else __comparand__(y))), (__t0__ if __type__(__t0__ := "a".endswith) in __plain__ else __method__(__t0__))("b", *__drain__(y))
"""
_MANY = ", ".join(["y"] * 17)
REWRITTEN += f"""
1 in ({_MANY})
=>
__result__ = 1 in __container__(({_MANY}))
"""

_HEAD = """from collections import deque
class E:
    def __init__(self, n): self.n = n
    def __eq__(self, other): return asked.append(self.n) or other == self.n
    def __repr__(self): return f"E({self.n})"
class L(list): pass
class T(tuple):
    def __len__(self): return 1
asked = []
def tell(f, *a):
    try: return f(*a)
    except Exception as e: return type(e).__name__, str(e)
"""
_ASKED = """class N:
    def __init__(self, n): self.n = n
    def __index__(self): return asked.append(self.n) or self.n
    def __repr__(self): return "N"
class F:
    def __index__(self): raise ValueError("mine")
    def __repr__(self): return "F"
class S(str):
    def __len__(self): return 1
made = []"""
#: What is looked for, each in short and long sequences of several kinds.
_SOUGHT = "3.0, 'b', 700, (1, [2]), E(5)"
_ROWS = """[
    [*range(2 * n)], ['a', 'b'] * n, [(1, [2]), [1]] * n, [E(i) for i in range(n)],
    ['b' * 10_000, b'b', 'b', 3] * n,
]"""
_EACH = (
    f"{_HEAD}made = []\nfor n in (0, 8, 260):\n    for row in {_ROWS}:\n"
    "        for kind in (list, tuple, deque, L, T):\n"
    f"            for y in ({_SOUGHT}):\n                x = kind(row)\n"
)
SAME = f"""
{_EACH}                made.append((y in x, x.count(y), tell(x.index, y)))
len(asked), made[:300], repr(made)[-300:]

{_EACH}                made.append(tell(lambda: x.index(y)))
                if hasattr(x, "remove"): made.append((tell(lambda: x.remove(y)), len(x)))
len(asked), made[:300], repr(made)[-300:]

{_HEAD}x = [*range(50)] * 2
made = []
for a in (0, 3, 49, 50, -1, -50, -200, 200, 10**30, -10**30):
    for b in (0, 3, 60, -1, -60, 10**30): made.append((tell(x.index, 40, a), tell(x.index, 40, a, b), tell(deque(x).index, 40, a, b)))
made

{_HEAD}x = [*range(50)]
[tell(f) for f in (
    lambda: x.index(1, None), lambda: x.index(1, 2, "a"), lambda: x.index(), lambda: x.index(*x), lambda: x.count(),
    lambda: x.count(1, x), lambda: x.count(x=x), lambda: x.remove(), lambda: x.remove(x, 1), lambda: list.index(3, x),
    lambda: list.index(x, 3), lambda: list.count(x, 3), lambda: (*x,).index(99), lambda: deque(x).remove(99), lambda: x.index(E(99)),
)]

class S(str):
    def find(self, *args): return args, super().find(*args)
x = "abcabc" * 20_000
find = x.find
[find("c"), find("ca", 9, 30), find("x"), x.find("c", -1), str.find(x, "b"), tell(find), tell(find, 1), tell(str.find, 1, "a"), find.__name__, S(x).find("c"), tell(lambda: x.index("x")), [*map(x.encode().find, [b"a", 99])], tell(bytearray(x, "utf8").index, b"ca", 5)]

class Grows:
    def __eq__(self, other):
        if len(x) < 60: x.append(7)
        return False
x = [Grows() for _ in range(40)]
x.count(7), x.index(7), 7 in x, len(x)

class Shrinks:
    def __eq__(self, other): del x[20:]
x = [Shrinks() for _ in range(40)]
(lambda y: x.count(y))(7), len(x)

class Fails:
    def __eq__(self, other): raise ValueError("mine")
x = [0] * 30 + [Fails()]
y = 5
x.index(y)

x = [*range(40)]
y = 77
x.remove(y)

"abc".startswith(("x", "a")), "abc".endswith(*[("x", "c")]), b"abc".startswith((b"x", b"a")), [*map("abc".startswith, ["a", ("b",)])]

y = ["a"]
"abc".startswith(y)

{_HEAD}{_ASKED}
for kind in (bytearray, type("C", (bytearray,), {{}}), bytes, str):
    x = kind("abcabc%%", "utf8") if kind is not str else "abcabc%%"
    s = "b" if kind is str else b"b"
    for f in (x.find, x.rfind, x.index, x.rindex, x.count, x.startswith, x.endswith):
        for a in ((N(98),), (s, N(1)), (s, N(1), N(5)), (N(300), N(1), N(2)), (N(-1),), (s, None, N(3)), (s, "x"), (s, N("y")), (N(98), F()), (s, N(10**30)), (F(),), (1.5, N(2)), (s, 1, 2, 3), ()):
            made.append(tell(f, *a))
    for a in (N(98), N(300), N(-1), N("y"), F(), 98, 300, s, "b", 1.5, None, N(10**30)): made.append((tell(lambda: a in x), tell(x.__contains__, a)))
    for a in (N(98), "b", S("-"), S("--"), T((1,)), b"-", F(), 1, None): made.append(tell(getattr(x, "hex", len), a))
[repr(x) for x in made], repr(asked)

{_HEAD}{_ASKED}
class M(bytearray):
    def __rmod__(self, other): return asked.append(("rmod", other)) or NotImplemented
class K(bytearray):
    def __rmod__(self, other): return "reflected", other
class O(bytearray):
    def __mod__(self, other): return "own", other
y = N(3)
for form in (b"%d|%b", b"%a", b"%%", b"%b", b"%c", b"%q", b"%*d"):
    for kind in (bytearray, M, K, O):
        x = kind(form)
        for a in ((1, b"x"), 5, b"x", M(b"x"), K(b"x"), O(b"x"), {{b"a": 3}}, (), (5, 6), N(3), (N(3), F())):
            made.append(tell(lambda: x % a))
            z = x
            def change():
                global z
                z %= a
                return type(z) is type(x), z, z is x
            made.append(tell(change))
            made.append(tell(lambda: a % x))
[repr(x) for x in made], repr(asked)

from collections import UserList
x = UserList(range(40))
y = 30
x.remove(y)
[*x], x.count(y), y in x
"""

test_rewritten = rewritten(REWRITTEN)
test_same = same(SAME)

#: C prints what it does not find, or what is no pair, and a long text must be paid for.
_SHOWN = """
def tell(f, *a):
    try: return f(*a)
    except Exception as e: return type(e).__name__, str(e)
class R:
    def __repr__(self): seen.append(1); return f"R{len(seen)}"
class L(list): pass
seen = []
from collections import deque, defaultdict, UserList
from datetime import date, datetime, time
"""
_NOT_FOUND = [
    *(
        f"{_SHOWN}print([tell({row}.index, x) for x in ({sought})], seen)"
        for row in ("[]", "[1, 'b']", "L()", "deque()", "deque([(1,)])", "UserList()", "()")
        for sought in ("'a', b'a', 7, (1, [2]), [R()], {1: R()}", "'a' * 5000, ('b' * 5000,), L()")
    ),
    f"{_SHOWN}x, y = [1, (2, 3)], (2, 3)\nprint(x.index(y), x.index(y, 1), tell(x.index, y, 2), "
    "tell(lambda: x.index()), tell(lambda: [].index(y, 1, 2, 3)), tell(lambda: [].index(x=1)))",
    *(
        f"{_SHOWN}print([tell({make}, [(1, 2), x]) for x in ('', 'a', 'ab', 'abc', 'a' * 999, "
        "b'abc', bytearray(999), b'ab', '\u0416' * 999)])"
        for make in ("dict", "{}.update", "{}.__ior__", "lambda x: defaultdict(int, x)")
    ),
    *(
        f"{_SHOWN}print([tell({kind}.fromisoformat, x) for x in ('', 'x', 'x' * 5000, 1, b'x')], "
        f"tell({kind}.fromisoformat), tell({kind}.fromisoformat, 1, 2))"
        for kind in ("date", "datetime", "time")
    ),
]
test_printed_where_refused = same("\n\n".join(_NOT_FOUND))
