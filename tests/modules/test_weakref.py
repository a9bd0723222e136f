# ruff: noqa: E501  A row of a table stays on one line.
"""`weakref`: references and their collections; no code of a guest runs after its run."""

import gc

import pytest

import cloche

from .tables import gives, same, stopped

HEADER = """
from weakref import ref, ReferenceType, WeakKeyDictionary, WeakValueDictionary, WeakSet
class A:
    def __init__(self, n=0): self.n = n
    def __repr__(self): return f"A({self.n})"
    def __eq__(self, other): return type(other) is A and self.n == other.n
    def __hash__(self): return hash(self.n)
class Plain: pass
class Slots: __slots__ = ()
"""

test_same = same(
    HEADER,
    """
    a = A(1)
    r = ref(a)
    r() is a, r is ref(a), r == ref(A(1)), r == ref(a), hash(r) == hash(a), type(r) is ref, isinstance(r, ReferenceType), ref is ReferenceType

    del WeakValueDictionary()[[1]]

    WeakValueDictionary().__delitem__([1])

    del WeakValueDictionary()["x"]

    a, dead = A(1), []
    r = ref(a, dead.append)
    before = r()
    del a
    before = None
    r(), len(dead), dead[0] is r

    ref(1)

    ref(Slots())

    ref()

    class L(list): pass
    x = L([1])
    r = ref(x)
    r()[0], ref(len) is not None, ref(A)() is A

    d = WeakKeyDictionary()
    a, b = A(1), A(2)
    d[a] = 1; d[b] = 2
    seen = dict(d), len(d), a in d, d[A(1)], list(d.items()), list(d.values()), list(d), d.get(A(3)), d.get(A(3), 5), 7 in d
    del a
    seen, list(d.items()), len(d), len(d.keyrefs()), d.keyrefs()[0]() is b

    d = WeakKeyDictionary()
    d[1] = 2

    d = WeakKeyDictionary()
    try: d[A()]
    except KeyError: d[1]

    d = WeakKeyDictionary()
    try: del d[A()]
    except KeyError: d["a"] = 1

    d = WeakValueDictionary()
    a, b = A(1), A(2)
    d["a"], d["b"] = a, b
    seen = dict(d), len(d), "a" in d, d["b"], list(d.items()), list(d.values()), list(d.keys())
    del a
    seen, "a" in d, list(d.items()), len(d), d.get("a"), d.get("a", 4), [r() for r in d.valuerefs()], d.pop("a", 8), d.pop("b"), len(d)

    WeakValueDictionary()["x"]

    d = WeakValueDictionary()
    del d["x"]

    d = WeakValueDictionary()
    d.popitem()

    a = A(3)
    d = WeakValueDictionary({"x": a}, y=a)
    e = d | {"z": a}
    f = {"w": a} | d
    d |= [("v", a)]
    sorted(d), sorted(e), sorted(f), type(e).__name__, d.setdefault("x", 1) is a, d.copy() == d, d.popitem()[1] is a

    d = WeakValueDictionary()
    keep = [A(i) for i in range(20)]
    for i, a in enumerate(keep): d[i] = a
    del keep[::2], a
    sorted(d), len(d), sum(1 for _ in d.values())

    keep = [A(i) for i in range(3)]
    d = WeakKeyDictionary((a, a.n) for a in keep)
    for k in d: d[A(9)] = keep.append(k)
    1

    s = WeakSet([A(1)])
    a, b = A(1), A(2)
    s.add(a); s.add(b)
    seen = sorted(x.n for x in s), len(s), a in s, A(1) in s, 5 in s
    del a
    A(3) == A(4)  # what was compared last is kept until now
    seen, [x.n for x in s], len(s), s.pop() is b, len(s)

    WeakSet().pop()

    WeakSet([1])

    xs = [A(i) for i in range(4)]
    s, t = WeakSet(xs[:3]), WeakSet(xs[2:])
    f = lambda w: sorted(x.n for x in w)
    f(s | t), f(s & t), f(s - t), f(s ^ t), s <= t, s < s, s >= WeakSet(), s.isdisjoint(t), s == WeakSet(xs[:3]), s != t, s.issubset(xs), f(s.union(xs)), s.copy() == s

    xs = [A(i) for i in range(4)]
    s = WeakSet(xs)
    s -= xs[:1]; s &= xs[:3]; s ^= xs[2:]; s |= xs[:1]; s.discard(xs[1]); s.update([xs[2]])
    sorted(x.n for x in s)

    s = WeakSet()
    try: s.remove(A(1))
    except KeyError: s.add(3)

    class D(WeakValueDictionary):
        def __missing__(self, k): return 1
    a = A()
    d = D(x=a)
    d["x"] is a, type(d.copy()).__name__, isinstance(d, WeakValueDictionary)

    class Cache:
        made = WeakValueDictionary()
        def __new__(cls, n):
            found = cls.made.get(n)
            if found is None:
                cls.made[n] = found = super().__new__(cls)
            return found
    c = Cache(1)
    Cache(1) is c, Cache(2) is c, len(Cache.made)

    class Node:
        def __init__(self, parent=None):
            self.parent = ref(parent) if parent else None
            self.children = []
            if parent: parent.children.append(self)
    root = Node()
    child = Node(root)
    child.parent() is root, root.children[0] is child
    """,
)

test_refused = gives(
    HEADER,
    {
        "import weakref\nweakref.proxy": "AttributeError: module 'weakref' has no attribute 'proxy' here",
        "import weakref\nweakref.finalize": "AttributeError",
        "import weakref\nweakref.getweakrefcount": "AttributeError",
        "a = A()\ngetattr(ref(a), '__callback__')": "AttributeError",
        "getattr(WeakSet(), '__data__')": "AttributeError",
        "class R(ref): pass": "TypeError",
        "WeakSet.add([], 1)": "TypeError",
        "WeakSet.__len__(3)": "TypeError",
        "WeakKeyDictionary.__setitem__(WeakValueDictionary(), A(), 1)": "None",
        "a = A()\nref(a).x = 1": "AttributeError",
        "WeakSet.x = 1": "TypeError",
        "def cb(r): raise ValueError(1)\na = A()\nr = ref(a, cb)\na = None\nr()": "None",
    },
)

test_stopped = stopped(
    HEADER,
    """
    WeakSet(iter(lambda: A, 0))

    keep = [A(i) for i in range(10000)]
    s = WeakSet(keep)
    while True: s.copy()

    keep = [A(i) for i in range(10000)]
    d = WeakValueDictionary(enumerate(keep))
    while True: len(d)

    t = frozenset([1])
    for i in range(40): t = frozenset([(t, t)])
    hash(ref(t))

    def cb(r):
        while True: pass
    a = A()
    r = ref(a, cb)
    a = None
    while True: pass
    """,
)

AFTERWARDS = """
from weakref import ref
class A: pass
class Cycle:
    def __init__(self): self.me = self
keep, cycle = A(), Cycle()
first, second = ref(keep, tell), ref(cycle, tell)
del cycle
"""


def test_no_callback_runs_after_the_run(capfd):
    told = []
    for _ in range(3):
        cloche.run(AFTERWARDS, tools={"tell": lambda dead: told.append(1)})
        gc.collect()
    assert told == []
    assert capfd.readouterr() == ("", "")


def test_a_callback_that_is_stopped_stops_the_run(capfd):
    source = HEADER + "def cb(r):\n    while True: pass\nr = ref(A(), cb)\nprint('went on')\n"
    box = cloche.Sandbox(limits=cloche.Limits(steps=10_000))
    with pytest.raises(cloche.StepLimitExceeded) as caught:
        box.run(source)
    assert "went on" not in caught.value.stdout
    assert capfd.readouterr().err == ""


COLLECTED = """
import weakref
class A: pass
told = []
a = A(); a.me = a
r = weakref.ref(a, lambda dead: told.append("collected"))
del a
collect()
b = A(); q = weakref.ref(b, lambda dead: told.append("freed"))
del b
r() is None, told
"""


def test_no_callback_runs_while_garbage_is_collected():
    gc.disable()
    try:
        assert cloche.run(COLLECTED, tools={"collect": lambda: bool(gc.collect())}) == (
            True, ["freed"],
        )  # fmt: skip
    finally:
        gc.enable()
