# ruff: noqa: E501  A row of a table stays on one line.
"""`collections` and `collections.abc`."""

from __future__ import annotations

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = "from collections import deque, OrderedDict, defaultdict, Counter, ChainMap, namedtuple"

test_same = same(
    HEADER,
    """
    import collections as c
    [(k.__mro__, k.__bases__, k.__base__) for k in (c.deque, c.OrderedDict, c.defaultdict, c.Counter)], type("D", (c.deque,), {}).__mro__[1:], type("D", (c.Counter,), {}).__bases__

    d = deque([1, 2, 3], maxlen=3)
    d.append(4); d.appendleft(0); d.extend([7]); d.extendleft("ab"); d.rotate(1)
    d, d.maxlen, len(d), d[0], d.pop(), d.popleft(), list(reversed(d)), d.count("a"), d.copy()

    deque(3)

    deque([1]) + deque([2]), deque([1, 2]) * 2, 2 * deque([1]), deque("ab") == deque(["a", "b"]), deque() < deque([1])

    d = deque([1, 2]); d.extend(d); d.extendleft(d); d += d
    d

    d = defaultdict(list); d.default_factory = int; d["x"] += 1
    d

    d = deque([1]); d += [2]; d *= 2
    d, d.index(2), 2 in d

    deque([1], maxlen=-1)

    deque().pop()

    d = defaultdict(int); d |= {"a": 1}; d |= [("b", 2)]
    d, d.default_factory

    m = ChainMap({"a": 1}, {"b": 2}); m.clear()
    m

    m = {"x": 1}
    ChainMap({"a": 1}).new_child(m, y=2), m, ChainMap().new_child(y=2)

    del ChainMap({}, {"a": 1})["a"]

    ChainMap({}, {"a": 1}).popitem()

    ChainMap({}, {"a": 1}).pop("a")

    c, d = Counter(a=(1, 2), b="x", c=2.5), Counter(a=(1, 3), b="y", c=True)
    c == d, c <= d, c != d, d >= c

    c = Counter(a="x", b=[1], c=2.5); c.update(a="y", b=[2], c=1); c.update({"c": 1, "d": "z"})
    c

    d = deque([1, 2]); d.remove(2); d.insert(0, 9); d.reverse(); d.clear()
    d, bool(d), type(d) is deque, isinstance(d, deque)

    d = defaultdict(list, {"a": [1]}); d["b"].append(2)
    d, d.default_factory, dict(d), d.copy(), d | {"z": 0}, type(d | {}) is defaultdict, d.get("q"), isinstance(d, dict)

    defaultdict(3)

    d = defaultdict(int)
    for c in "hello": d[c] += 1
    sorted(d.items()), d.pop("h"), "h" in d

    d = defaultdict(lambda: 7)
    d["x"], list(d)

    o = OrderedDict([("a", 1), ("b", 2)]); o.move_to_end("a"); o["c"] = 3
    list(o), o.popitem(last=False), list(o.items()), o == OrderedDict(a=1, c=3), o == {"c": 3, "a": 1}, OrderedDict.fromkeys("ab", 1)["a"]

    o = OrderedDict(); o.update([(1, 2)], x=3); o |= {5: 6}
    list(o), list(reversed(o)), o.setdefault(9, 8), o.pop(1), o.copy() == o

    OrderedDict([1])

    c = Counter("abracadabra")
    c, c.most_common(2), c["z"], c.total(), sorted(c.elements())[:6], c - Counter("aab"), c & Counter(a=1), c | Counter(z=1), +c, -c

    c = Counter(a=3); c.update("ab"); c.subtract({"a": 1}); c["x"] += 1; del c["x"]
    c, Counter([1, 1]) == Counter({1: 2}), Counter(a=1) <= Counter(a=2), Counter() + Counter(a=-1), type(c + c) is Counter, c.copy(), isinstance(c, dict)

    Counter(3)

    Counter.fromkeys("ab")

    c = Counter("ab"); c += Counter("b"); c -= Counter("a")
    c, Counter(c), dict(c), Counter({"a": 2}, b=1) if False else 0

    m = ChainMap({"a": 1}, {"a": 2, "b": 3})
    m["a"], m["b"], sorted(m), len(m), m.maps, m.new_child({"c": 1}), m.parents, dict(m), "q" in m, m.get("q")

    ChainMap()["x"]

    m = ChainMap({}, {"a": 1}); m["a"] = 5; m.update(b=2); m |= {"c": 3}
    m.pop("a"), m.maps, m.popitem(), m.copy(), m | {"q": 1}, {"q": 1} | m, m == {"a": 1, "b": 2}, list(m.items()), m.keys() & {"a"}

    P = namedtuple("P", ["x", "y"])
    p = P(1, y=2)
    p, p.x, p[1], p._replace(x=5), p._asdict(), P._fields, P._make([3, 4]), p == (1, 2), tuple(p), hash(p) == hash((1, 2)), P.__name__, p < (2,), P.__doc__

    P, R = namedtuple("P", "count index"), None
    from typing import NamedTuple
    class Q(P):
        def f(self): return self.count
    class R(NamedTuple):
        count: int
        x: int = 2
    class S(R): pass
    class T(P):
        count = 5
    del T.count
    def look(v):
        match v:
            case Q(a, b): return "Q", a, b
            case P(a, b): return "P", a, b
            case S(a, b): return "S", a, b
            case R(a): return "R", a
            case _: return v
    [look(v) for v in (P(1, 2), Q(3, 4), R(1), S(5), T(6, 7), (1, 2))], P.__match_args__, Q.__match_args__, R.__match_args__, Q(1, 2).f()

    namedtuple("P", "x, y z", defaults=[1])(0, 2), namedtuple("P", "a b")._field_defaults, namedtuple("P", "a b", defaults=(1, 2))._field_defaults

    namedtuple("P", "x class")

    namedtuple("P", "x x")

    namedtuple("P", "_x")

    namedtuple("1P", "x")

    namedtuple("P", "x def _y x", rename=True)._fields

    namedtuple("P", "x", defaults=[1, 2])

    namedtuple("P", "x")(1, 2)

    namedtuple("P", "x")._make([1, 2])

    namedtuple("P", "x")(1)._replace(z=1)

    P = namedtuple("P", "x y")
    class Q(P):
        def total(self): return self.x + self.y
    Q(1, 2).total(), Q(1, 2), Q(1, 2)._replace(x=9), isinstance(Q(1, 2), P)

    P = namedtuple("P", "x y")
    match P(1, 2):
        case P(a, b): found = (a, b)
    found

    class D(deque):
        def first(self): return self[0]
    class E(dict): pass
    class C(Counter):
        def top(self): return self.most_common(1)
    D([3]).first(), D([1]), C("aab").top(), type(D([1]).copy()).__name__

    class D(defaultdict):
        def __missing__(self, key): return key * 2
    D()[4], D(int)

    class O(OrderedDict):
        def __setitem__(self, k, v): super().__setitem__(k, v + 1)
    o = O(); o["a"] = 1
    o["a"], list(O([("x", 1)]).items())
    """,
)

ABC = "from collections.abc import (" + ", ".join(
    "Callable Container Hashable Iterable Iterator Mapping MutableMapping MutableSequence MutableSet "
    "Sequence Set Sized Generator Reversible Collection KeysView".split()
) + ")"  # fmt: skip

test_in_place = same(
    "from collections import Counter, OrderedDict",
    """
    c = Counter(a=3, b=1)
    c &= Counter(a=1)
    d = c.copy()
    d -= Counter(a=5)
    d |= {"x": 3}
    d += {"x": 3}
    d -= {"x": 1, "y": 2}
    c, d

    c = Counter("ab")
    c += 5
    c

    class Both(Counter, OrderedDict): pass
    x = Both("hello")
    x.move_to_end("h")
    +x, x - Both(), list(x.elements()), x.most_common(1), Both(a=-1)._keep_positive()
    """,
)

test_abstract = same(
    ABC,
    """
    [isinstance(x, k) for x in ([], {}, "", 1, set(), iter([]), len, (x for x in ()), range(3)) for k in (Iterable, Sequence, Mapping, Hashable, Callable, Sized, Set, Iterator, Generator)]

    issubclass(list, MutableSequence), issubclass(dict, Mapping), issubclass(int, Sized), isinstance({}.keys(), KeysView)

    Iterable[int], Mapping[str, int], Callable[[int], str] if False else 0

    Sequence()

    class L(Sequence):
        def __init__(self, *v): self.v = v
        def __getitem__(self, i): return self.v[i]
        def __len__(self): return len(self.v)
    x = L(1, 2, 2)
    list(x), x.count(2), x.index(2), 3 in x, 1 in x, list(reversed(x)), isinstance(x, Sequence), issubclass(L, Iterable)

    class L(Sequence): pass
    L()

    class M(MutableMapping):
        def __init__(self, **k): self.d = dict(k)
        def __getitem__(self, k): return self.d[k]
        def __setitem__(self, k, v): self.d[k] = v
        def __delitem__(self, k): del self.d[k]
        def __iter__(self): return iter(self.d)
        def __len__(self): return len(self.d)
    m = M(a=1); m.update({"b": 2}, c=3); m.update([("d", 4)])
    list(m.items()), m.get("z", 0), m.pop("a"), m.setdefault("q", 9), m == {"b": 2, "c": 3, "d": 4, "q": 9}, list(m.keys()), m.popitem(), "b" in m, sorted(m.keys() & {"b", "zz"}), m.clear(), len(m), list(m.values())

    class S(MutableSet):
        def __init__(self, it=()): self.s = list(dict.fromkeys(it))
        def __contains__(self, x): return x in self.s
        def __iter__(self): return iter(self.s)
        def __len__(self): return len(self.s)
        def add(self, x):
            if x not in self.s: self.s.append(x)
        def discard(self, x):
            if x in self.s: self.s.remove(x)
    a, b = S([1, 2, 3]), S([2, 3, 4])
    found = [sorted(x) for x in (a | b, a & b, a - b, a ^ b, a | [9], {1, 7} & a, {1, 9} - a)]
    c = S(a); c |= [5]; c &= {1, 5}; c ^= {5, 6}; c -= {6}
    found, sorted(c), a <= S([1, 2, 3, 4]), a < a, a >= b, a == S([3, 2, 1]), a.isdisjoint([9]), a.remove(1), a.pop() in (2, 3), a == 3, a != b

    class Q(MutableSequence):
        def __init__(self, it=()): self.v = list(it)
        def __getitem__(self, i): return self.v[i]
        def __setitem__(self, i, x): self.v[i] = x
        def __delitem__(self, i): del self.v[i]
        def __len__(self): return len(self.v)
        def insert(self, i, x): self.v.insert(i, x)
    q = Q([1]); q.append(2); q.extend([3, 4]); q += (5,); q.reverse(); q.remove(3)
    q.v, q.pop(), list(q), q.extend(q), q.v, q.clear(), q.v

    class I(Iterator):
        def __init__(self): self.n = 0
        def __next__(self):
            self.n += 1
            if self.n > 2: raise StopIteration
            return self.n
    list(I()), isinstance(I(), Iterator), issubclass(I, Iterable)

    class Duck:
        def __len__(self): return 1
    isinstance(Duck(), Sized), isinstance(Duck(), Iterable)
    """,
)

test_absent = gives(
    HEADER,
    {
        "from collections.abc import Iterable\nIterable.register(int)": "AttributeError",
        "from collections.abc import Iterable\nclass A(Iterable):\n    def __iter__(self): return iter(())\ngetattr(A, '_dump_registry')": "AttributeError",
        "namedtuple('P', ['x\\n=3'])": "ValueError",
        "P = namedtuple('P', 'count')\ndel P.count": "TypeError: the named tuple 'P' has a field 'count', which hides a method of tuples",
        "P = namedtuple('P', 'index')\ndelattr(P, 'index')": "TypeError: the named tuple 'P'",
        "P = namedtuple('P', 'index')\nP.index = 3": "TypeError: the named tuple 'P'",
        "P = namedtuple('P', 'count')\nclass Q(P):\n    __match_args__ = ('count', 'index')": "TypeError: __match_args__ may not hold 'index' in a class derived from tuple",
        "P = namedtuple('P', 'count')\nclass M(type): pass\nclass Q(P, metaclass=M): pass": "TypeError: __match_args__ may not hold 'count' in a class with a metaclass",
        "namedtuple('P', ['__ticks__'])": "ValueError",
        "class S(str):\n    def isidentifier(self): return True\nnamedtuple('P', [S('x, y=print(1)')])": "ValueError",
        "class S(str):\n    def __str__(self): return 'y=1'\nnamedtuple('P', [S('x')])._fields": "('x',)",
        "namedtuple('P', ['x' * 10] * 2000)": "ValueError: a class here has at most",
    },
)  # fmt: skip

#: CPython's methods would go through what such a Counter says, in the host.
test_counters_are_not_asked = gives(
    """
    from collections import Counter
    class C(Counter): pass
    c = C(a=1)
    c.items = lambda: 1 / 0
    class N:
        def __eq__(self, other): return False
        def __ge__(self, other): return False
    """,
    {
        **dict.fromkeys(
            ("c + c", "Counter() - c", "+c", "c & c", "c.most_common()", "c.elements()"),
            "TypeError: a Counter is not asked for entries where it defines items()",
        ),
        "repr(c)": "TypeError",
        "del c.items\nc + c": "Counter({'a': 2})",
        "Counter('aab').most_common(N())": "TypeError: an integer or None is needed here",
    },
)

test_stopped = stopped(
    HEADER + "\nimport itertools",
    """
    deque(itertools.count())

    deque(range(10**10), maxlen=1)

    deque().extend(range(10**10))

    deque().extendleft(itertools.repeat(1))

    d = deque(); d += itertools.repeat(1)

    deque([0] * 1000) * 10**7

    deque.__init__(deque(), range(10**10))

    class D(deque): pass
    D(range(10**10))

    class D(deque):
        def __init__(self): super().__init__(range(10**10))
    D()

    Counter(itertools.repeat(1))

    Counter(a=10**12).elements().__next__() and list(Counter(a=10**12).elements())

    Counter().update(range(10**10))

    t = 1
    for i in range(40): t = (t, t)
    Counter([t])

    OrderedDict((i, i) for i in itertools.count())

    OrderedDict.fromkeys(range(10**10))

    defaultdict(int, ((i, i) for i in range(10**10)))

    defaultdict(int).update((i, i) for i in range(10**10))

    class K:
        def keys(self): return range(10**10)
        def __getitem__(self, k): return 1
    OrderedDict(K())

    namedtuple("P", itertools.repeat("x"))

    P = namedtuple("P", "x y")
    P._make(itertools.count())

    P = namedtuple("P", "x y")
    t = 1
    for i in range(40): t = P(t, t)
    repr(t)

    P = namedtuple("P", "x y")
    t = 1
    for i in range(40): t = P(t, t)
    hash(t)

    class M:
        def __iter__(self): return iter(range(10**10))
        def __getitem__(self, k): return 1
    list(ChainMap(M()))

    len(ChainMap(range(10**10)))

    x = {i: 1 for i in range(100000)}
    c = Counter(x)
    while True: c + c
    """,
)

#: CPython's methods of a Counter add and compare all counts in one loop of the host's.
COUNTS = """
from collections import Counter
a = b = 1
for i in range(60): a, b = (a, a), (b, b)
deep, other = Counter(x=a), Counter(x=b)
text = Counter(dict.fromkeys(range(600), "x" * 10**6))
long = Counter(dict.fromkeys(range(600), 1 << 8 * 10**6))
rows = Counter(dict.fromkeys(range(600), [0] * 10**5))
key = Counter({(i, (0,) * 50_000): 1 for i in range(30)})
"""

test_counts_are_paid_for = stopped(
    COUNTS,
    """
    deep | other

    deep & other

    deep <= other

    deep == other

    deep -= other

    deep |= other

    deep &= other

    text.update(text)

    text.update(dict(text))

    long.subtract(rows)

    long + long

    long += long

    -long

    +long

    rows.update(rows)

    class C(Counter): pass
    C(long) + long

    for i in range(20): key | key
    """,
)

test_mixins_stopped = stopped(
    ABC + "\nimport itertools",
    """
    class S(MutableSet):
        __contains__ = {}.get
        def __iter__(self): return iter(range(10**10))
        def __len__(self): return 5
        add = discard = {}.get
    s = S()
    s |= range(10**10)

    class S(Set):
        __contains__ = {1: 1}.get
        def __iter__(self): return iter(range(10**10))
        def __init__(self, it=()): list(it)
        def __len__(self): return 5
    S() & range(10**10)

    class S(Set):
        def __contains__(self, x): return True
        def __iter__(self): return iter(range(1, 10**10))
        def __len__(self): return 5
    S() <= S()

    class Q(MutableSequence):
        def __getitem__(self, i): return 1
        def __setitem__(self, i, x): pass
        def __delitem__(self, i): pass
        def __len__(self): return 10**9
        insert = append = {}.get
    Q().extend(range(10**10))
    """,
)


def test_a_named_tuple_matches_by_position_only_where_names_are_native():
    """`case P(x)` reads the attributes natively, which a guarded name must not be."""
    source = "from collections import namedtuple\nP = namedtuple('P', 'join x')\nP.__match_args__"
    assert cloche.run(source) in ((), ("x",))


def test_docs_are_cpythons():
    source = "from collections import Counter\nCounter.__doc__"
    assert "counting hashable items" in cloche.run(source)


#: What is called or added to is held by the container alone, and is dropped meanwhile.
DROPPED = {
    "a factory that takes itself away": (
        """
class It:
    def __iter__(self): return self
    def __next__(self):
        d.default_factory = None
        kept.append([zip("ab", "cd") for i in range(30)])
        return 1
for i in range(200):
    d = collections.defaultdict(zip(It(), itertools.count(7), itertools.count(9)).__next__)
    found.add(d[1])
""",
        {(1, 7, 9)},
    ),
    **{
        f"a count that clears the {kind} ({given})": (
            f"""
class W:
    def __init__(self): self.a = [1] * 5
class V:
    def __add__(self, other):
        c.clear()
        del self
        kept.extend(W() for i in range(20))
        return NotImplemented
class C(collections.Counter): pass
def counted():
    yield "b"
    yield "a"
for i in range(200):
    c = {kind}()
    c["a"] = V()
    try: c.update({given})
    except TypeError as error: found.add(str(error))
""",
            {"unsupported operand type(s) for +: 'V' and 'int'"},
        )
        for kind in ("collections.Counter", "C")
        for given in ('"a"', "counted()")
    },
}


@pytest.mark.parametrize("name", DROPPED)
def test_what_is_under_way_stays(name):
    source, expected = DROPPED[name]
    head = "import collections, itertools\nfound, kept = set(), []\n"
    assert cloche.run(head + source + "found") == expected
