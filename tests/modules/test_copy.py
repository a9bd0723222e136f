# ruff: noqa: E501  A row of a table stays on one line.
"""`copy`."""

import sys

from .tables import gives, same, stopped

HEADER = """
import copy
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
"""

test_same = same(
    HEADER,
    """
    import time
    t = time.struct_time([[i] for i in range(11)])
    c, d = copy.copy(t), copy.deepcopy(t)
    c == t, c[0] is t[0], c.tm_zone is t.tm_zone, d == t, d[0] is t[0], d.tm_zone, d.tm_zone is t.tm_zone

    import functools
    class P(functools.partial): pass
    def all_of(h):
        h.x = [1]
        c, d = copy.copy(h), copy.deepcopy(h)
        return type(c).__name__, c.args is h.args, c.keywords is h.keywords, d.args is h.args, d.args == h.args, c.__dict__, d.x is h.x, d()
    all_of(functools.partial(sorted, [2, 1], key=abs)), all_of(P(sorted, [3, 1]))

    a = [1, [2, 3], {"k": [4]}]
    b, c = copy.copy(a), copy.deepcopy(a)
    a[1].append(9)
    a[2]["k"].append(8)
    a, b, c, b[1] is a[1], c[1] is a[1]

    class B(bytearray): pass
    b = B(b"abcd")
    b.x = [1]
    c, d = copy.copy(b), copy.deepcopy(b)
    c, c.x is b.x, d, d.x is b.x, type(d) is B

    x = (1, 2)
    y = (1, [2])
    copy.copy(x) is x, copy.deepcopy(x) is x, copy.deepcopy(y) is y, copy.deepcopy(y) == y, copy.copy("s"), copy.deepcopy(None), copy.deepcopy(3.5), copy.copy(len) is len, copy.deepcopy(int) is int

    a = [1]
    a.append(a)
    b = copy.deepcopy(a)
    b[1] is b, b is not a, b[0]

    a = [1]
    t = (a,)
    a.append(t)
    u = copy.deepcopy(t)
    u[0][1] is u

    d = {}
    d["self"] = d
    e = copy.deepcopy(d)
    e["self"] is e

    shared = [1]
    a = [shared, shared]
    b = copy.deepcopy(a)
    b[0] is b[1], b[0] is not shared

    class P:
        def __init__(self, x): self.x = x
    p = P([1])
    q, r = copy.copy(p), copy.deepcopy(p)
    p.x.append(2)
    q.x, r.x, type(q) is P, q is not p

    class P:
        def __init__(self): raise ValueError("never called")
    p = P.__new__(P)
    p.v = 3
    copy.copy(p).v, copy.deepcopy(p).v

    class P:
        def __copy__(self): return "shallow"
        def __deepcopy__(self, memo): return "deep", type(memo) is dict
    copy.copy(P()), copy.deepcopy(P()), copy.deepcopy([P()])

    class Node:
        def __init__(self, v): self.v, self.kids = v, []
        def __deepcopy__(self, memo):
            made = Node(self.v)
            memo[id(self)] = made
            made.kids = copy.deepcopy(self.kids, memo)
            return made
    n = Node(1)
    n.kids.append(n)
    m = copy.deepcopy(n)
    m.kids[0] is m, m is not n

    class S:
        __slots__ = ("a", "b")
    s = S()
    s.a = [1]
    t, u = copy.copy(s), copy.deepcopy(s)
    s.a.append(2)
    t.a, u.a, hasattr(u, "b")

    class B:
        __slots__ = ("a",)
    class C(B): pass
    c = C()
    c.a, c.b = [1], [2]
    d = copy.deepcopy(c)
    c.a.append(0)
    d.a, d.b

    class N:
        def __new__(cls, x): return super().__new__(cls)
    copy.copy(N(1))

    class L(list):
        def __init__(self, *a): super().__init__(*a); self.tag = ["t"]
    a = L([1, [2]])
    b, c = copy.copy(a), copy.deepcopy(a)
    a[1].append(3)
    a.tag.append("u")
    b, c, b.tag, c.tag, type(c) is L

    class D(dict): pass
    a = D(x=[1])
    a.extra = [5]
    b, c = copy.copy(a), copy.deepcopy(a)
    a["x"].append(2)
    b, c, c.extra, type(b) is D

    class I(int): pass
    i = I(5)
    i.note = ["n"]
    j = copy.deepcopy(i)
    j, j.note, j.note is not i.note, type(j) is I, copy.copy(i) == 5

    class T(tuple): pass
    t = T(([1], 2))
    u = copy.deepcopy(t)
    u, type(u) is T, u[0] is not t[0]

    class S(str): pass
    class F(frozenset): pass
    class E(set): pass
    copy.deepcopy(S("x")), copy.copy(F([1])), copy.deepcopy(E([1, 2])), type(copy.copy(E())) is E

    copy.copy({1, 2}), copy.deepcopy({(1, 2)}), copy.deepcopy(frozenset([1])), copy.copy(bytearray(b"x")), copy.deepcopy(bytearray(b"x")), copy.deepcopy(b"x"), copy.deepcopy(range(3)), copy.copy(slice(1, 2)), copy.deepcopy(slice(1, 2))

    d = deque([[1], 2], maxlen=3)
    e, f = copy.copy(d), copy.deepcopy(d)
    d[0].append(5)
    e, f, e.maxlen, type(f) is deque

    d = defaultdict(list, a=[1])
    e, f = copy.copy(d), copy.deepcopy(d)
    d["a"].append(2)
    e, f, f["new"], e.default_factory is list

    o = OrderedDict(a=[1], b=2)
    p, q = copy.copy(o), copy.deepcopy(o)
    o["a"].append(3)
    p, q, type(q) is OrderedDict, list(q)

    c = Counter("aab")
    copy.copy(c), copy.deepcopy(c), type(copy.deepcopy(c)) is Counter

    class MyDeque(deque): pass
    m = MyDeque([1, [2]])
    m.x = 3
    copy.deepcopy(m), copy.deepcopy(m).x

    @dataclass
    class P:
        x: int
        tags: list = field(default_factory=list)
    p = P(1, [2])
    q, r = copy.copy(p), copy.deepcopy(p)
    p.tags.append(3)
    q, r, q == p, r == p

    @dataclass(frozen=True)
    class P:
        x: list
    p = P([1])
    q = copy.deepcopy(p)
    p.x.append(2)
    q, copy.copy(p)

    @dataclass(slots=True, frozen=True)
    class P:
        x: list
    copy.deepcopy(P([1])), copy.copy(P([2]))

    from collections import namedtuple
    N = namedtuple("N", "a b")
    n = N([1], 2)
    m = copy.deepcopy(n)
    n.a.append(2)
    m, copy.copy(n), type(m) is N

    e = ValueError("a", [1])
    f = copy.deepcopy(e)
    f.args, type(f) is ValueError, f.args[1] is not e.args[1]

    class MyError(Exception):
        def __init__(self, code): super().__init__(code); self.code = code
    copy.copy(MyError(3)).code

    class A:
        def __init__(self): self.x = [1]
        def m(self): return self.x
    a = A()
    f = copy.deepcopy(a.m)
    a.x.append(2)
    f()

    copy.copy(x for x in [])

    copy.deepcopy([x for x in []] and 1 or iter(()) if False else 1)

    f = lambda: 1
    copy.copy(f) is f, copy.deepcopy(f) is f, copy.deepcopy([f])[0] is f

    memo = {}
    x = [1]
    y = copy.deepcopy(x, memo)
    memo[id(x)] is y

    from fractions import Fraction
    from decimal import Decimal
    from datetime import date
    copy.deepcopy([Fraction(1, 2), Decimal("1.5"), date(2024, 1, 2)]), copy.copy(Decimal(1)), copy.copy(date(2024, 1, 2))

    from enum import Enum
    class C(Enum): A = 1
    copy.deepcopy({C.A: [C.A]}), copy.copy(C.A) is C.A

    from types import SimpleNamespace
    n = SimpleNamespace(a=[1])
    m, k = copy.copy(n), copy.deepcopy(n)
    n.a.append(2)
    m, k

    from functools import partial
    p = partial(int, base=2)
    copy.copy(p)("101"), copy.deepcopy(p)("11")

    class P:
        def __getattr__(self, name):
            if name.startswith("__"): raise AttributeError(name)
            return 5
    copy.deepcopy(P()).anything

    class Prop:
        def __init__(self): self._x = [1]
        @property
        def x(self): return self._x
        def __eq__(self, o): return self._x == o._x
        __hash__ = None
    copy.deepcopy(Prop()) == Prop()

    graph = {"a": ["b"], "b": ["a"]}
    g2 = copy.deepcopy(graph)
    g2["a"].append("c")
    graph, g2

    grid = [[0] * 3 for _ in range(2)]
    g = copy.deepcopy(grid)
    g[0][0] = 1
    grid, g

    issubclass(copy.Error, Exception), copy.error is copy.Error
    """,
)

test_differs = gives(
    HEADER,
    {
        "copy.replace(3) if hasattr(copy, 'replace') else 0": "TypeError: replace() does not support int"
        if sys.version_info >= (3, 13)
        else "0",
        "@dataclass\nclass P:\n    x: int\n    y: int = 2\ncopy.replace(P(1), x=5) if hasattr(copy, 'replace') else P(5)": "P(x=5, y=2)",
        "import random\ncopy.copy(random.Random(1)) is not None": "True",
        "copy._deepcopy_dispatch": "AttributeError",
        "copy.dispatch_table": "AttributeError",
        "import json\nclass P:\n    def __new__(cls): return json.dumps\np = object.__new__(P)\np.x = 1\ncopy.copy(p)": "AttributeError",
        "import json\nclass P:\n    def __new__(cls): return json.dumps\np = object.__new__(P)\np.x = 1\ncopy.deepcopy(p)": "AttributeError",
    },
)  # fmt: skip

test_stopped = stopped(
    HEADER,
    """
    x = []
    for _ in range(40): x = (x, x)
    y = copy.deepcopy(x)
    hash_it = [copy.deepcopy([i] * 100) for i in range(10**7)]

    class D:
        def __deepcopy__(self, memo): return copy.deepcopy([D()], memo)
    try: copy.deepcopy(D())
    except RecursionError: pass
    while True: pass

    x = [[0] * 10_000 for _ in range(500)]
    copy.deepcopy(x)

    x = [0] * 1_000_000
    while True: copy.copy(x)

    x = ()
    for _ in range(40): x = (x, x)
    copy.deepcopy([x])
    """,
)
